//! A parsed expression that can be evaluated.

use super::{Refusal, Subsystem, Values, schema, syntax};
use atc_router::ast::{BinaryOperator, Expression, LogicalExpression, Predicate, Value};
use atc_router::context::Match;
use atc_router::interpreter::Execute;
use atc_router::parser;
use atc_router::semantics::Validate;
use std::collections::{BTreeMap, BTreeSet};
use std::{fmt, thread};

/// Brackets that are parsed on the caller's own stack.
const SHALLOW: usize = 40;

/// Stack for the parser when the brackets are deeper.
const DEEP_STACK: usize = 64 << 20;

/// An expression that the engine accepts.
pub struct Condition {
    pub(super) tree: Expression,
}

impl fmt::Debug for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.tree.fmt(f)
    }
}

/// What an evaluation that came out true leaves behind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Matched {
    /// The text of `http.path` that was matched; `strip_path` cuts as many bytes off the request's path.
    pub path: Option<String>,
    /// Captures of regular expressions, by number and by name.
    pub captures: BTreeMap<String, String>,
}

impl Condition {
    /// Parse an expression and check it against the fields of its subsystem, as Kong does when it loads a route.
    pub fn parse(text: &str, subsystem: Subsystem) -> Result<Self, Refusal> {
        let text = syntax::modernize(text);
        let tree = if syntax::inspect(&text)? <= SHALLOW {
            parse(&text)
        } else {
            parse_deep(&text)
        }?;
        tree.validate(schema::of(subsystem)).map_err(Refusal::new)?;
        let condition = Self { tree };
        if let Some(field) = condition.fields().into_iter().find(|name| !is_field(name)) {
            return Err(Refusal::new(format!(
                "`{field}` is not a field of a request"
            )));
        }
        Ok(condition)
    }

    /// Evaluate it. `None` is false.
    pub fn matches(&self, values: &mut Values) -> Option<Matched> {
        let mut result = Match::new();
        self.tree
            .execute(&mut values.context, &mut result)
            .then(|| Matched {
                path: match result.matches.remove("http.path") {
                    Some(Value::String(path)) => Some(path),
                    _ => None,
                },
                captures: result.captures.into_iter().collect(),
            })
    }

    /// Evaluate it and forget what was matched.
    pub fn is_true(&self, values: &mut Values) -> bool {
        self.tree.execute(&mut values.context, &mut Match::new())
    }

    /// The fields it looks at.
    pub fn fields(&self) -> BTreeSet<&str> {
        let mut fields = BTreeSet::new();
        collect_fields(&self.tree, &mut fields);
        fields
    }

    /// Why it is false: of each condition that must hold and does not, its predicates.
    pub fn failures(&self, values: &mut Values) -> Vec<String> {
        let mut failures = Vec::new();
        collect_failures(&self.tree, values, &mut failures);
        failures
    }
}

fn parse(text: &str) -> Result<Expression, Refusal> {
    parser::parse(text)
        .map(balanced)
        .map_err(|error| Refusal::new(one_line(&error.variant.message())))
}

/// Parse on a stack of its own, for the parser recurses at every bracket.
fn parse_deep(text: &str) -> Result<Expression, Refusal> {
    thread::scope(|scope| {
        thread::Builder::new()
            .stack_size(DEEP_STACK)
            .spawn_scoped(scope, || parse(text))
            .ok()
            .and_then(|handle| handle.join().ok())
            .unwrap_or_else(|| Err(Refusal::new("too deep to be parsed")))
    })
}

/// The last line of an error of the regex crate says what is wrong; the others draw a picture.
fn one_line(message: &str) -> String {
    let last = message.lines().last().unwrap_or_default().trim();
    match last.strip_prefix("error: ") {
        Some(reason) => format!("regular expression does not compile: {reason}"),
        None => last.to_owned(),
    }
}

/// The same tree with chains of one operator balanced. The parser hangs every further term of `a || b || c ...` one level
/// deeper; evaluation recurses, and a route may have thousands of terms. The order of evaluation stays.
fn balanced(tree: Expression) -> Expression {
    match tree {
        Expression::Predicate(_) => tree,
        Expression::Logical(node) => match *node {
            LogicalExpression::Not(inner) => {
                Expression::Logical(Box::new(LogicalExpression::Not(balanced(inner))))
            }
            LogicalExpression::And(left, right) => join(chain(left, right, Chain::And), Chain::And),
            LogicalExpression::Or(left, right) => join(chain(left, right, Chain::Or), Chain::Or),
        },
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Chain {
    And,
    Or,
}

/// The terms of a chain of one operator, first to last.
fn chain(mut left: Expression, right: Expression, kind: Chain) -> Vec<Expression> {
    let mut terms = vec![balanced(right)];
    loop {
        left = match left {
            Expression::Logical(node) => match (*node, kind) {
                (LogicalExpression::And(inner, right), Chain::And)
                | (LogicalExpression::Or(inner, right), Chain::Or) => {
                    terms.push(balanced(right));
                    inner
                }
                (other, _) => {
                    terms.push(balanced(Expression::Logical(Box::new(other))));
                    break;
                }
            },
            predicate @ Expression::Predicate(_) => {
                terms.push(predicate);
                break;
            }
        };
    }
    terms.reverse();
    terms
}

fn join(mut terms: Vec<Expression>, kind: Chain) -> Expression {
    let right = terms.split_off(terms.len() / 2);
    let side = |mut side: Vec<Expression>| match side.pop() {
        Some(only) if side.is_empty() => only,
        Some(last) => {
            side.push(last);
            join(side, kind)
        }
        None => unreachable!("a chain has two terms or more, so each half has one"),
    };
    let (left, right) = (side(terms), side(right));
    Expression::Logical(Box::new(match kind {
        Chain::And => LogicalExpression::And(left, right),
        Chain::Or => LogicalExpression::Or(left, right),
    }))
}

/// Names below `http.path.segments` are numbers, ranges or `len` (spec 30, 10.2); the schema lets anything through.
fn is_field(name: &str) -> bool {
    let Some(segment) = name.strip_prefix("http.path.segments.") else {
        return true;
    };
    let number = |text: &str| -> Option<u32> {
        (text == "0" || !text.starts_with(['0', '+']))
            .then(|| text.parse().ok())
            .flatten()
    };
    segment == "len"
        || match segment.split_once('_') {
            Some((first, last)) => {
                matches!((number(first), number(last)), (Some(first), Some(last)) if first < last)
            }
            None => number(segment).is_some(),
        }
}

fn collect_fields<'a>(tree: &'a Expression, fields: &mut BTreeSet<&'a str>) {
    match tree {
        Expression::Predicate(predicate) => {
            fields.insert(&predicate.lhs.var_name);
        }
        Expression::Logical(node) => match node.as_ref() {
            LogicalExpression::And(left, right) | LogicalExpression::Or(left, right) => {
                collect_fields(left, fields);
                collect_fields(right, fields);
            }
            LogicalExpression::Not(inner) => collect_fields(inner, fields),
        },
    }
}

/// Only called on trees that may be true, too: those add nothing.
fn collect_failures(tree: &Expression, values: &mut Values, failures: &mut Vec<String>) {
    if tree.execute(&mut values.context, &mut Match::new()) {
        return;
    }
    match tree {
        Expression::Predicate(predicate) => failures.push(print(predicate)),
        Expression::Logical(node) => match node.as_ref() {
            LogicalExpression::And(left, right) => {
                collect_failures(left, values, failures);
                collect_failures(right, values, failures);
            }
            LogicalExpression::Or(..) => {
                let mut alternatives = Vec::new();
                collect_alternatives(tree, values, &mut alternatives);
                failures.push(alternatives.join(" or "));
            }
            LogicalExpression::Not(inner) => {
                let mut fields = BTreeSet::new();
                collect_fields(inner, &mut fields);
                let fields: Vec<&str> = fields.into_iter().collect();
                failures.push(format!("not ({})", fields.join(", ")));
            }
        },
    }
}

fn collect_alternatives(tree: &Expression, values: &mut Values, alternatives: &mut Vec<String>) {
    if let Expression::Logical(node) = tree
        && let LogicalExpression::Or(left, right) = node.as_ref()
    {
        collect_alternatives(left, values, alternatives);
        collect_alternatives(right, values, alternatives);
        return;
    }
    let mut failures = Vec::new();
    collect_failures(tree, values, &mut failures);
    alternatives.push(failures.join(" and "));
}

fn print(predicate: &Predicate) -> String {
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
    use super::*;

    fn parse(text: &str) -> Result<Condition, Refusal> {
        Condition::parse(text, Subsystem::Http)
    }

    fn refused(text: &str) -> String {
        parse(text).unwrap_err().reason
    }

    #[test]
    fn texts_that_kong_refuses_are_refused_with_one_line() {
        assert_eq!(refused(""), "expected term");
        assert_eq!(
            refused("http.queries.sort-by == \"x\""),
            "expected binary_operator"
        );
        assert_eq!(refused("http.headers.a.b == \"x\""), "Unknown LHS field");
        assert_eq!(
            refused("http.path ~ \"a(\""),
            "regular expression does not compile: unclosed group"
        );
        assert!(refused("http.path.segments.x == \"a\"").contains("segments.x"));
        assert!(Condition::parse("http.path == \"/\"", Subsystem::Stream).is_err());
    }

    #[test]
    fn long_chains_and_deep_brackets_do_not_exhaust_the_stack() {
        let term = "(http.host == \"a\")";
        let long = vec![term; 20_000].join(" || ");
        let mut values = Values::new(Subsystem::Http);
        values.text("http.host", "b");
        assert!(!parse(&long).unwrap().is_true(&mut values));
        let deep = format!("{}{term}{}", "(".repeat(290), ")".repeat(290));
        assert!(!parse(&deep).unwrap().is_true(&mut values));
        assert!(parse(&format!("{}{term}", "(".repeat(100_000))).is_err());
    }

    #[test]
    fn or_binds_tighter_than_and() {
        let mut values = Values::new(Subsystem::Http);
        values.text("http.host", "a");
        let condition =
            parse("http.host == \"a\" || http.host == \"b\" && http.host == \"c\"").unwrap();
        assert!(!condition.is_true(&mut values));
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
    fn matched_path_and_captures_are_reported() {
        let mut values = Values::new(Subsystem::Http);
        values.text("http.path", "/v1/a/b");
        let matched = parse("http.path ~ \"^/v1/(?P<rest>.*)\"")
            .unwrap()
            .matches(&mut values)
            .unwrap();
        assert_eq!(matched.path.as_deref(), Some("/v1/a/b"));
        assert_eq!(matched.captures["rest"], "a/b");
        assert_eq!(matched.captures["1"], "a/b");
    }
}
