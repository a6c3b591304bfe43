//! What a condition compares, for whoever wants to make up requests that meet it.

use super::Condition;
use atc_router::ast::{BinaryOperator, Expression, LogicalExpression, Value};

/// A comparison of a field with a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison<'a> {
    /// The field.
    pub field: &'a str,
    /// How it is compared.
    pub kind: ComparisonKind,
    /// With what.
    pub text: String,
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
        collect(&self.tree, &mut comparisons);
        comparisons
    }
}

fn collect<'a>(tree: &'a Expression, comparisons: &mut Vec<Comparison<'a>>) {
    match tree {
        Expression::Logical(node) => match node.as_ref() {
            LogicalExpression::And(left, right) | LogicalExpression::Or(left, right) => {
                collect(left, comparisons);
                collect(right, comparisons);
            }
            LogicalExpression::Not(_) => {}
        },
        Expression::Predicate(predicate) => {
            let (kind, text) = match (&predicate.op, &predicate.rhs) {
                (BinaryOperator::Equals, Value::String(text)) => {
                    (ComparisonKind::Equals, text.clone())
                }
                (BinaryOperator::NotEquals, Value::String(text)) => {
                    (ComparisonKind::Differs, text.clone())
                }
                (BinaryOperator::Prefix, Value::String(text)) => {
                    (ComparisonKind::StartsWith, text.clone())
                }
                (BinaryOperator::Postfix, Value::String(text)) => {
                    (ComparisonKind::EndsWith, text.clone())
                }
                (BinaryOperator::Regex, Value::Regex(regex)) => {
                    (ComparisonKind::Matches, regex.as_str().to_owned())
                }
                _ => return,
            };
            comparisons.push(Comparison {
                field: &predicate.lhs.var_name,
                kind,
                text,
            });
        }
    }
}
