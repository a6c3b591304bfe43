//! What a scalar means: the words and numbers of YAML 1.1 as Go's reader resolves them (spec 60, 3).

use super::super::node::{Number, Value};
use std::borrow::Cow;

/// The value of a plain scalar without a tag. `Err` for `.nan` and `.inf`, which JSON cannot hold.
pub(super) fn resolve(text: Cow<'_, str>) -> Result<Value<'_>, String> {
    let Some(&first) = text.as_bytes().first() else {
        return Ok(Value::Null);
    };
    let value = match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => number_or_word(&text)?,
        b'~' | b'y' | b'Y' | b't' | b'T' | b'o' | b'O' | b'n' | b'N' | b'f' | b'F' => word(&text),
        _ => None,
    };
    Ok(value.unwrap_or(Value::String(text)))
}

fn word(text: &str) -> Option<Value<'static>> {
    Some(match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Value::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Value::Bool(false)
        }
        "~" | "null" | "Null" | "NULL" => Value::Null,
        _ => return None,
    })
}

fn number_or_word(text: &str) -> Result<Option<Value<'static>>, String> {
    match text {
        ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF"
        | "-.inf" | "-.Inf" | "-.INF" => {
            return Err(format!("`{text}` has no counterpart in JSON"));
        }
        _ => {}
    }
    if text.starts_with('.') {
        return Ok(decimal_float(text).map(Value::Number));
    }
    if is_timestamp(text) {
        return Ok(None);
    }
    let digits: Cow<'_, str> = if text.contains('_') {
        Cow::Owned(text.replace('_', ""))
    } else {
        Cow::Borrowed(text)
    };
    Ok(integer(&digits)
        .or_else(|| decimal_float(&digits))
        .map(Value::Number))
}

/// An integer in Go's base-0 syntax. A sign is allowed only as far as the signed range goes.
pub(super) fn integer(text: &str) -> Option<Number> {
    let (negative, signed, rest) = match text.as_bytes().first()? {
        b'-' => (true, true, &text[1..]),
        b'+' => (false, true, &text[1..]),
        _ => (false, false, text),
    };
    let bytes = rest.as_bytes();
    let (radix, digits) = match (bytes.first()?, bytes.get(1)) {
        (b'0', Some(b'x' | b'X')) => (16, &rest[2..]),
        (b'0', Some(b'b' | b'B')) => (2, &rest[2..]),
        (b'0', Some(b'o' | b'O')) => (8, &rest[2..]),
        (b'0', Some(_)) => (8, &rest[1..]),
        _ => (10, rest),
    };
    // `from_str_radix` would take a second sign.
    if !digits.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return None;
    }
    let magnitude = u64::from_str_radix(digits, radix).ok()?;
    if negative {
        return 0i64.checked_sub_unsigned(magnitude).map(Number::Int);
    }
    match i64::try_from(magnitude) {
        Ok(value) => Some(Number::Int(value)),
        Err(_) if signed => None,
        Err(_) => Some(Number::UInt(magnitude)),
    }
}

/// A finite decimal float; an integral one comes out as an integer, as JSON prints it.
pub(super) fn decimal_float(text: &str) -> Option<Number> {
    if !is_decimal_float(text.as_bytes()) {
        return None;
    }
    let value: f64 = text.parse().ok().filter(|value: &f64| value.is_finite())?;
    Some(float(value))
}

/// A float as JSON carries it: integral values within the signed range are integers.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the range is checked just before"
)]
pub(in super::super) fn float(value: f64) -> Number {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    if value.fract() == 0.0 && (-LIMIT..LIMIT).contains(&value) {
        Number::Int(value as i64)
    } else {
        Number::Float(value)
    }
}

/// `[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?`
fn is_decimal_float(text: &[u8]) -> bool {
    let digits = |from: usize| {
        text[from..]
            .iter()
            .take_while(|b| b.is_ascii_digit())
            .count()
    };
    let mut at = usize::from(matches!(text.first(), Some(b'-' | b'+')));
    let whole = digits(at);
    at += whole;
    if text.get(at) == Some(&b'.') {
        let fraction = digits(at + 1);
        if whole == 0 && fraction == 0 {
            return false;
        }
        at += 1 + fraction;
    } else if whole == 0 {
        return false;
    }
    if matches!(text.get(at), Some(b'e' | b'E')) {
        at += 1;
        at += usize::from(matches!(text.get(at), Some(b'-' | b'+')));
        let exponent = digits(at);
        if exponent == 0 {
            return false;
        }
        at += exponent;
    }
    at == text.len()
}

/// Dates and times stay text. Only the shape counts: a date that does not exist is text anyway.
fn is_timestamp(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.len() >= 8
        && bytes[..4].iter().all(u8::is_ascii_digit)
        && bytes[4] == b'-'
        && bytes[5..]
            .iter()
            .all(|b| b.is_ascii_digit() || b"-:.TtZ+ ".contains(b))
}

/// The text of a resolved key: JSON keys are strings (spec 60, 4). `None` for null and collections.
pub(super) fn key_text(value: Value<'_>) -> Option<Cow<'_, str>> {
    Some(match value {
        Value::String(text) => text,
        Value::Bool(value) => Cow::Borrowed(if value { "true" } else { "false" }),
        Value::Number(Number::Int(value)) => Cow::Owned(value.to_string()),
        Value::Number(Number::UInt(value)) => Cow::Owned(value.to_string()),
        Value::Number(Number::Float(value)) => Cow::Owned(short_float(value)),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) => return None,
    })
}

/// Go's `FormatFloat(value, 'g', -1, 32)`.
#[expect(
    clippy::cast_possible_truncation,
    reason = "Go prints the keys with the precision of a float32"
)]
fn short_float(value: f64) -> String {
    let short = value as f32;
    let scientific = format!("{short:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    match exponent.parse::<i32>() {
        Ok(exponent @ (..=-5 | 6..)) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{digits}e{sign}{:02}", exponent.unsigned_abs())
        }
        _ => short.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Value<'_> {
        resolve(Cow::Borrowed(text)).expect("has a value")
    }

    #[test]
    fn words_are_those_of_yaml_1_1_in_their_usual_cases_only() {
        for text in ["y", "Yes", "TRUE", "on"] {
            assert_eq!(plain(text), Value::Bool(true), "{text}");
        }
        for text in ["n", "No", "FALSE", "Off"] {
            assert_eq!(plain(text), Value::Bool(false), "{text}");
        }
        for text in ["", "~", "null", "NULL"] {
            assert_eq!(plain(text), Value::Null, "{text}");
        }
        for text in ["yEs", "tRue", "nUll", "nope", "="] {
            assert_eq!(plain(text), Value::String(text.into()), "{text}");
        }
    }

    #[test]
    fn numbers_follow_the_base_their_prefix_names() {
        for (text, value) in [
            ("010", 8),
            ("-010", -8),
            ("0O10", 8),
            ("08", 8),
            ("0777", 511),
            ("0X1f", 31),
            ("+0x1F", 31),
            ("0x_1F", 31),
            ("0b1_0", 2),
            ("1_000", 1000),
            ("80.0", 80),
            ("8e1", 80),
            ("1.", 1),
            ("+1", 1),
            ("-0", 0),
            ("0o7_7", 63),
            ("00", 0),
            ("1e3", 1000),
        ] {
            assert_eq!(plain(text), Value::Number(Number::Int(value)), "{text}");
        }
        assert_eq!(
            plain("18446744073709551615"),
            Value::Number(Number::UInt(u64::MAX))
        );
        assert_eq!(
            plain("18446744073709551616"),
            Value::Number(Number::Float(18_446_744_073_709_552_000.0))
        );
        assert_eq!(plain("1_000.5"), Value::Number(Number::Float(1000.5)));
        assert_eq!(plain(".5e3"), Value::Number(Number::Int(500)));
    }

    #[test]
    fn texts_that_only_begin_like_numbers_stay_texts() {
        for text in [
            "1.2.3",
            "10.0.0.0/8",
            "12:30",
            "100m",
            "64Mi",
            "-x",
            "+",
            "-_",
            "_1",
            "..",
            ".e1",
            "1e400",
            "2001-01-01",
            "2001-02-30",
            "2001-1-1 1:2:3",
            "2001-01-01T00:00:00Z",
            "-0xFFFFFFFFFFFFFFFF",
            "0x",
            "--1",
            "-",
        ] {
            assert_eq!(plain(text), Value::String(text.into()), "{text}");
        }
    }

    #[test]
    fn infinities_are_errors() {
        for text in [".inf", "-.Inf", "+.INF", ".nan"] {
            assert!(resolve(Cow::Borrowed(text)).is_err(), "{text}");
        }
    }

    #[test]
    fn keys_print_as_go_prints_them() {
        for (text, key) in [
            ("yes", "true"),
            ("010", "8"),
            ("0x1F", "31"),
            ("1e3", "1000"),
            ("1.5", "1.5"),
            ("1e22", "1e+22"),
            ("0.00001", "1e-05"),
            ("x", "x"),
        ] {
            assert_eq!(key_text(plain(text)).as_deref(), Some(key), "{text}");
        }
        assert_eq!(key_text(Value::Null), None);
    }
}
