//! What a condition needs of a field whatever else holds: the key under which an index may file it.

use super::Condition;
use atc_router::ast::{BinaryOperator, Expression, LogicalExpression, Predicate, Value};

/// A test that a field's only value must pass.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Need {
    /// It is this text.
    Equals(String),
    /// It starts with this text.
    StartsWith(String),
    /// It ends with this text.
    EndsWith(String),
}

impl Need {
    /// Whether `text` passes.
    pub fn is_met_by(&self, text: &str) -> bool {
        match self {
            Self::Equals(literal) => text == literal,
            Self::StartsWith(literal) => text.starts_with(literal.as_str()),
            Self::EndsWith(literal) => text.ends_with(literal.as_str()),
        }
    }
}

impl Condition {
    /// Tests of which the field must pass one for the condition to be true; `None` when it may be true with any value.
    /// The tests may promise too much, never too little.
    pub fn needs(&self, field: &str) -> Option<Vec<Need>> {
        needs(&self.tree, field)
    }
}

fn needs(tree: &Expression, field: &str) -> Option<Vec<Need>> {
    match tree {
        Expression::Predicate(predicate) => need(predicate, field).map(|need| vec![need]),
        Expression::Logical(node) => match node.as_ref() {
            LogicalExpression::And(left, right) => {
                needs(left, field).or_else(|| needs(right, field))
            }
            LogicalExpression::Or(left, right) => {
                let mut all = needs(left, field)?;
                all.extend(needs(right, field)?);
                Some(all)
            }
            LogicalExpression::Not(_) => None,
        },
    }
}

fn need(predicate: &Predicate, field: &str) -> Option<Need> {
    if predicate.lhs.var_name != field || !predicate.lhs.transformations.is_empty() {
        return None;
    }
    match (&predicate.op, &predicate.rhs) {
        (BinaryOperator::Equals, Value::String(text)) => Some(Need::Equals(text.clone())),
        (BinaryOperator::Prefix, Value::String(text)) => Some(Need::StartsWith(text.clone())),
        (BinaryOperator::Postfix, Value::String(text)) => Some(Need::EndsWith(text.clone())),
        (BinaryOperator::Regex, Value::Regex(regex)) => {
            literal_start(regex.as_str()).map(Need::StartsWith)
        }
        _ => None,
    }
}

/// The text that every match of an anchored regular expression begins with, when it is easy to see.
fn literal_start(regex: &str) -> Option<String> {
    let body = regex.strip_prefix('^')?;
    if body.contains('|') {
        return None;
    }
    let mut literal = String::new();
    let mut characters = body.chars().peekable();
    while let Some(character) = characters.next() {
        let next = match character {
            '\\' => match characters.next() {
                Some(escaped) if escaped.is_ascii_punctuation() => escaped,
                _ => break,
            },
            '.' | '[' | '(' | ')' | '*' | '+' | '?' | '{' | '^' | '$' => break,
            plain => plain,
        };
        // A character that may be missing is no part of it.
        if characters
            .peek()
            .is_some_and(|after| matches!(after, '*' | '?' | '{'))
        {
            break;
        }
        literal.push(next);
    }
    (!literal.is_empty()).then_some(literal)
}

#[cfg(test)]
mod tests {
    use super::super::Subsystem;
    use super::*;

    fn path_needs(text: &str) -> Option<Vec<Need>> {
        Condition::parse(text, Subsystem::Http)
            .unwrap()
            .needs("http.path")
    }

    #[test]
    fn every_alternative_must_name_the_field() {
        assert_eq!(
            path_needs(r#"(http.host == "h") && ((http.path == "/a") || (http.path ^= "/a/"))"#),
            Some(vec![
                Need::Equals("/a".to_owned()),
                Need::StartsWith("/a/".to_owned())
            ])
        );
        assert_eq!(
            path_needs(r#"(http.host == "h") || (http.path == "/a")"#),
            None
        );
        assert_eq!(path_needs(r#"!(http.path == "/a")"#), None);
        assert_eq!(path_needs(r#"lower(http.path) == "/a""#), None);
    }

    #[test]
    fn regular_expressions_give_the_text_they_start_with() {
        assert_eq!(literal_start(r"^/cart\.v1$"), Some("/cart.v1".to_owned()));
        assert_eq!(literal_start("^/carts?/x"), Some("/cart".to_owned()));
        assert_eq!(literal_start("^/v[0-9]"), Some("/v".to_owned()));
        assert_eq!(literal_start("^/a|/b"), None);
        assert_eq!(literal_start("/a"), None);
        assert_eq!(literal_start("^(?i)/a"), None);
        assert_eq!(literal_start(r"^\d"), None);
    }
}
