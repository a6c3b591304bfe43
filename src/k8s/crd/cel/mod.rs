//! The Common Expression Language, as far as the rules of CRDs use it: a rule is read once and then asked about values.
//!
//! Nothing here fails but as data: a rule that uses what is not known is not read ([`Unread`]), and one that costs too much stops
//! ([`Failure::Spent`]). The work is counted in steps, about one for each part of the rule that is evaluated, and the depth of a
//! rule is bounded, so that the recursion is. Not known are optional values, bytes, macros of two variables and the libraries for quantities,
//! URLs, semantic versions and formats of names.
//!
//! | file | holds |
//! |---|---|
//! | `lexer.rs` | the words of a rule |
//! | `parser.rs`, `ast.rs` | the tree of a rule |
//! | `functions.rs` | the functions, by name |
//! | `value.rs` | values, mostly views of the object |
//! | `equal.rs` | comparison |
//! | `eval.rs` | evaluation |

mod ast;
mod equal;
mod eval;
mod functions;
mod lexer;
mod parser;
mod value;

#[cfg(test)]
mod tests;

use super::pattern::Patterns;
pub(super) use eval::Steps;
pub(super) use value::Value;

/// Why a rule cannot be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unread {
    /// It is no expression.
    Syntax,
    /// It is longer or deeper than is read.
    TooLarge,
    /// It uses this, which is not known.
    Unknown(String),
}

/// Why a rule gave no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// The rule itself fails, with the reason: for the API server it is broken.
    Error(String),
    /// It would cost too much.
    Spent,
}

/// A rule that was read.
#[derive(Debug)]
pub(super) struct Program {
    root: ast::Expr,
    /// Whether it looks at the former value.
    pub(super) reads_old: bool,
}

impl Program {
    /// Read a rule.
    pub(super) fn read(text: &str, patterns: &mut Patterns) -> Result<Self, Unread> {
        let (root, reads_old) = parser::parse(text, patterns)?;
        Ok(Self { root, reads_old })
    }

    /// What it says of a value, and of the former one.
    pub(super) fn run<'v>(
        &'v self,
        this: Value<'v>,
        old: Option<Value<'v>>,
        steps: &mut Steps,
    ) -> Result<Value<'v>, Failure> {
        eval::run(&self.root, this, old, steps)
    }
}
