//! Scalars as values of the tree, and keys as texts.

use super::super::node::{Number, Value};
use crate::yaml::scalar::{self, Scalar};
use std::borrow::Cow;

/// The value of a plain scalar without a tag. `Err` for `.nan` and `.inf`, which JSON cannot hold.
pub(super) fn resolve(text: Cow<'_, str>) -> Result<Value<'_>, String> {
    Ok(match scalar::resolve(&text) {
        Scalar::Null => Value::Null,
        Scalar::Bool(value) => Value::Bool(value),
        Scalar::Int(value) => Value::Number(Number::Int(value)),
        Scalar::UInt(value) => Value::Number(Number::UInt(value)),
        Scalar::Float(value) => Value::Number(Number::Float(value)),
        Scalar::NotFinite => return Err(format!("`{text}` has no counterpart in JSON")),
        Scalar::Text => Value::String(text),
    })
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
