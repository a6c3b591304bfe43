//! Router expressions as a typed tree that prints itself (spec 30, 2).

use std::fmt;

/// An expression. Build it through the constructors; it prints as KIC prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression(String);

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
