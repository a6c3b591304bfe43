//! Why a condition is false, for people.

use super::tree::{Any, Node};
use super::{Condition, Values};
use atc_router::ast::{BinaryOperator, Expression, Value};
use atc_router::context::Match;
use std::collections::BTreeSet;

/// Alternatives that are told; further ones are counted.
const MOST_ALTERNATIVES: usize = 16;

impl Condition {
    /// Why it is false: of each condition that must hold and does not, its predicates.
    pub fn failures(&self, values: &mut Values) -> Vec<String> {
        let mut failures = Vec::new();
        collect(&self.root, values, &mut failures);
        failures
    }

    /// How many conditions that must hold do not: the number of [`Condition::failures`].
    pub fn failure_count(&self, values: &mut Values) -> usize {
        let conjuncts = self.root.conjuncts();
        let failing = conjuncts
            .into_iter()
            .filter(|conjunct| !conjunct.holds(values, &mut Match::new()));
        failing.count()
    }
}

fn collect(root: &Node, values: &mut Values, failures: &mut Vec<String>) {
    for conjunct in root.conjuncts() {
        if !conjunct.holds(values, &mut Match::new()) {
            failures.push(failure(conjunct, values));
        }
    }
}

/// What of a conjunct that does not hold is told.
fn failure(conjunct: &Node, values: &mut Values) -> String {
    match conjunct {
        Node::Predicate(predicate) => print(predicate),
        Node::Matching(matching) => print(&matching.written),
        Node::Any(any) => alternatives(any, values),
        Node::All(_) => String::new(),
        Node::Not(inner) => {
            let mut fields = BTreeSet::new();
            inner.each_predicate(true, &mut |predicate| fields.extend(field(predicate)));
            let fields: Vec<&str> = fields.into_iter().collect();
            format!("not ({})", fields.join(", "))
        }
    }
}

fn alternatives(any: &Any, values: &mut Values) -> String {
    let mut told: Vec<String> = any
        .terms
        .iter()
        .take(MOST_ALTERNATIVES)
        .map(|term| {
            let mut failures = Vec::new();
            collect(term, values, &mut failures);
            failures.join(" and ")
        })
        .collect();
    let more = any.terms.len() - told.len();
    if more > 0 {
        told.push(format!("one of {more} more"));
    }
    told.join(" or ")
}

/// The field that a predicate looks at.
pub(super) fn field(predicate: &Expression) -> Option<&str> {
    match predicate {
        Expression::Predicate(predicate) => Some(&predicate.lhs.var_name),
        Expression::Logical(_) => None,
    }
}

fn print(predicate: &Expression) -> String {
    let Expression::Predicate(predicate) = predicate else {
        return String::new();
    };
    let operator = match predicate.op {
        BinaryOperator::Equals => "==",
        BinaryOperator::NotEquals => "!=",
        BinaryOperator::Regex => "~",
        BinaryOperator::Prefix => "^=",
        BinaryOperator::Postfix => "=^",
        BinaryOperator::Greater => ">",
        BinaryOperator::GreaterOrEqual => ">=",
        BinaryOperator::Less => "<",
        BinaryOperator::LessOrEqual => "<=",
        BinaryOperator::In => "in",
        BinaryOperator::NotIn => "not in",
        BinaryOperator::Contains => "contains",
    };
    let field = &predicate.lhs.var_name;
    match &predicate.rhs {
        Value::String(text) => format!("{field} {operator} \"{text}\""),
        Value::Regex(regex) => format!("{field} {operator} \"{regex}\""),
        Value::Int(number) => format!("{field} {operator} {number}"),
        Value::IpAddr(address) => format!("{field} {operator} {address}"),
        Value::IpCidr(network) => format!("{field} {operator} {network}"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Refusal, Subsystem};
    use super::*;
    use std::sync::Arc;

    fn parse(text: &str) -> Result<Condition, Refusal> {
        Condition::parse(text, Subsystem::Http, &Arc::default())
    }

    #[test]
    fn failures_name_the_predicates_at_fault() {
        let mut values = Values::new(Subsystem::Http);
        values.text("http.host", "a");
        values.text("http.path", "/x");
        let condition = parse(
            "(http.host == \"a\") && ((http.path == \"/y\") || (http.path ^= \"/y/\")) && (http.method == \"GET\")",
        )
        .unwrap();
        assert_eq!(
            condition.failures(&mut values),
            [
                "http.path == \"/y\" or http.path ^= \"/y/\"",
                "http.method == \"GET\""
            ]
        );
    }

    #[test]
    fn of_many_alternatives_the_first_are_told() {
        let terms: Vec<String> = (0..1_000)
            .map(|n| format!("(http.path == \"/{n}\")"))
            .collect();
        let condition = parse(&terms.join(" || ")).unwrap();
        let mut values = Values::new(Subsystem::Http);
        values.text("http.path", "/x");
        let failures = condition.failures(&mut values);
        assert!(failures[0].starts_with("http.path == \"/0\" or http.path == \"/1\" or "));
        assert!(failures[0].ends_with(" or one of 984 more"), "{failures:?}");
        assert_eq!(condition.failure_count(&mut values), 1);
    }
}
