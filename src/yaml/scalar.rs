//! What a plain scalar means: the words and numbers of YAML 1.1 as Go's reader resolves them (spec 60, 3).

use std::borrow::Cow;

/// The meaning of a plain scalar.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scalar {
    /// Nothing, `~`, or the word.
    Null,
    /// One of the words for true and false.
    Bool(bool),
    /// A number that fits in 64 signed bits.
    Int(i64),
    /// One above the signed range.
    UInt(u64),
    /// Any other number.
    Float(f64),
    /// An infinity, or no number, which JSON cannot hold.
    NotFinite,
    /// The text itself. Dates and times are texts, too.
    Text,
}

/// The meaning of a plain scalar without a tag.
pub fn resolve(text: &str) -> Scalar {
    let Some(&first) = text.as_bytes().first() else {
        return Scalar::Null;
    };
    let found = match first {
        b'0'..=b'9' | b'+' | b'-' | b'.' => number(text),
        b'~' | b'y' | b'Y' | b't' | b'T' | b'o' | b'O' | b'n' | b'N' | b'f' | b'F' => word(text),
        _ => None,
    };
    found.unwrap_or(Scalar::Text)
}

fn word(text: &str) -> Option<Scalar> {
    Some(match text {
        "y" | "Y" | "yes" | "Yes" | "YES" | "true" | "True" | "TRUE" | "on" | "On" | "ON" => {
            Scalar::Bool(true)
        }
        "n" | "N" | "no" | "No" | "NO" | "false" | "False" | "FALSE" | "off" | "Off" | "OFF" => {
            Scalar::Bool(false)
        }
        "~" | "null" | "Null" | "NULL" => Scalar::Null,
        _ => return None,
    })
}

fn number(text: &str) -> Option<Scalar> {
    if text.starts_with('.') || text.get(1..2) == Some(".") {
        match text {
            ".nan" | ".NaN" | ".NAN" | ".inf" | ".Inf" | ".INF" | "+.inf" | "+.Inf" | "+.INF"
            | "-.inf" | "-.Inf" | "-.INF" => return Some(Scalar::NotFinite),
            _ => {}
        }
    }
    if text.starts_with('.') {
        return decimal_float(text);
    }
    let digits: Cow<'_, str> = if text.contains('_') {
        Cow::Owned(text.replace('_', ""))
    } else {
        Cow::Borrowed(text)
    };
    integer(&digits).or_else(|| decimal_float(&digits))
}

/// An integer in Go's base-0 syntax. A sign is allowed only as far as the signed range goes.
fn integer(text: &str) -> Option<Scalar> {
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
        return 0i64.checked_sub_unsigned(magnitude).map(Scalar::Int);
    }
    match i64::try_from(magnitude) {
        Ok(value) => Some(Scalar::Int(value)),
        Err(_) if signed => None,
        Err(_) => Some(Scalar::UInt(magnitude)),
    }
}

/// A finite decimal float; an integral one comes out as an integer, as JSON prints it.
fn decimal_float(text: &str) -> Option<Scalar> {
    if !is_decimal_float(text.as_bytes()) {
        return None;
    }
    let value: f64 = text.parse().ok().filter(|value: &f64| value.is_finite())?;
    Some(integral(value).map_or(Scalar::Float(value), Scalar::Int))
}

/// A float as the integer that JSON carries it as: one without a fraction, within the signed range.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the range is checked just before"
)]
pub fn integral(value: f64) -> Option<i64> {
    const LIMIT: f64 = 9_223_372_036_854_775_808.0;
    (value.fract() == 0.0 && (-LIMIT..LIMIT).contains(&value)).then_some(value as i64)
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

#[cfg(test)]
mod tests {
    use super::resolve as plain;
    use super::*;

    #[test]
    fn words_are_those_of_yaml_1_1_in_their_usual_cases_only() {
        for text in ["y", "Yes", "TRUE", "on"] {
            assert_eq!(plain(text), Scalar::Bool(true), "{text}");
        }
        for text in ["n", "No", "FALSE", "Off"] {
            assert_eq!(plain(text), Scalar::Bool(false), "{text}");
        }
        for text in ["", "~", "null", "NULL"] {
            assert_eq!(plain(text), Scalar::Null, "{text}");
        }
        for text in ["yEs", "tRue", "nUll", "nope", "="] {
            assert_eq!(plain(text), Scalar::Text, "{text}");
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
            assert_eq!(plain(text), Scalar::Int(value), "{text}");
        }
        assert_eq!(plain("18446744073709551615"), Scalar::UInt(u64::MAX));
        assert_eq!(
            plain("18446744073709551616"),
            Scalar::Float(18_446_744_073_709_552_000.0)
        );
        assert_eq!(plain("1_000.5"), Scalar::Float(1000.5));
        assert_eq!(plain(".5e3"), Scalar::Int(500));
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
            assert_eq!(plain(text), Scalar::Text, "{text}");
        }
    }

    #[test]
    fn infinities_are_no_numbers() {
        for text in [".inf", "-.Inf", "+.INF", ".nan"] {
            assert_eq!(plain(text), Scalar::NotFinite, "{text}");
        }
    }
}
