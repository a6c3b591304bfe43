//! What a condition compares, for whoever wants to make up requests that meet it.

use super::Condition;
use atc_router::ast::{BinaryOperator, Expression, Value};

/// A comparison of a field with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<'a> {
    /// The field.
    pub field: &'a str,
    /// How it is compared.
    pub kind: ComparisonKind,
    /// With what.
    pub text: &'a str,
}

/// How a field is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ComparisonKind {
    /// Equal.
    Equals,
    /// Not equal.
    Differs,
    /// Starts with.
    StartsWith,
    /// Ends with.
    EndsWith,
    /// A regular expression is found in it.
    Matches,
}

impl Condition {
    /// Every comparison with a text, in order; what is inside a `!(...)` is left out.
    pub fn comparisons(&self) -> Vec<Comparison<'_>> {
        let mut comparisons = Vec::new();
        self.root.each_predicate(false, &mut |predicate| {
            comparisons.extend(of(predicate));
        });
        comparisons
    }
}

/// What a predicate compares, when it is a text.
pub(super) fn of(predicate: &Expression) -> Option<Comparison<'_>> {
    let Expression::Predicate(predicate) = predicate else {
        return None;
    };
    let (kind, text) = match (&predicate.op, &predicate.rhs) {
        (BinaryOperator::Equals, Value::String(text)) => (ComparisonKind::Equals, text.as_str()),
        (BinaryOperator::NotEquals, Value::String(text)) => {
            (ComparisonKind::Differs, text.as_str())
        }
        (BinaryOperator::Prefix, Value::String(text)) => {
            (ComparisonKind::StartsWith, text.as_str())
        }
        (BinaryOperator::Postfix, Value::String(text)) => (ComparisonKind::EndsWith, text.as_str()),
        (BinaryOperator::Regex, Value::String(pattern)) => {
            (ComparisonKind::Matches, pattern.as_str())
        }
        _ => return None,
    };
    Some(Comparison {
        field: &predicate.lhs.var_name,
        kind,
        text,
    })
}
