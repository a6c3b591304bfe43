//! Why an object cannot be decoded.

use crate::origin::FieldPath;
use serde::de::{Expected, Unexpected};
use std::fmt;

/// What is wrong with a field. Holds no value of it, which may be secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodeError {
    /// The field.
    pub path: FieldPath,
    /// Expected and found.
    pub message: String,
    /// Whether the innermost decoder has set the path.
    pub(super) placed: bool,
}

impl DecodeError {
    /// A problem at a field.
    pub(super) fn at(path: FieldPath, message: impl Into<String>) -> Self {
        Self {
            path,
            message: message.into(),
            placed: true,
        }
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for DecodeError {}

impl serde::de::Error for DecodeError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self {
            path: FieldPath::root(),
            message: message.to_string(),
            placed: false,
        }
    }

    // serde's own texts of these quote the value.
    fn invalid_type(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("expected {expected}, found another type"))
    }

    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::custom(format_args!("expected {expected}, found another value"))
    }

    fn unknown_variant(_: &str, expected: &'static [&'static str]) -> Self {
        Self::custom(format_args!(
            "expected one of {}, found another value",
            expected.join(", ")
        ))
    }
}
