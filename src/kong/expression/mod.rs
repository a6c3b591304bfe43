//! Router expressions as a typed tree that prints itself (spec 30, 2).
//!
//! A translator builds one route's condition from the pieces of [`matchers`] and [`path`] and joins them with [`Expression::all`].
//! The priority that belongs to a condition comes from [`priority`].

pub mod matchers;
pub mod path;
pub mod priority;

use std::fmt::{self, Write};

/// A condition on a request: a predicate, or a list of conditions.
///
/// Empty conditions vanish when they are added to a list; nothing is flattened, sorted or de-duplicated, because KIC does
/// none of it and the text is compared byte by byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expression(Term);

/// The shape of an expression. Lists hold no empty list.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    Predicate(Predicate),
    List(Connective, Vec<Expression>),
    /// As a configuration file has it.
    Text(String),
}

/// What joins the members of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Connective {
    And,
    Or,
}

impl Connective {
    const fn as_str(self) -> &'static str {
        match self {
            Self::And => " && ",
            Self::Or => " || ",
        }
    }
}

impl Expression {
    /// A condition on one field.
    pub fn predicate(field: Field, operator: Operator, literal: impl Into<Literal>) -> Self {
        Self(Term::Predicate(Predicate {
            field,
            operator,
            literal: literal.into(),
        }))
    }

    /// All of the conditions (`&&`); the empty ones are dropped.
    pub fn all(conditions: impl IntoIterator<Item = Self>) -> Self {
        Self::list(Connective::And, conditions)
    }

    /// Any of the conditions (`||`); the empty ones are dropped.
    pub fn any(conditions: impl IntoIterator<Item = Self>) -> Self {
        Self::list(Connective::Or, conditions)
    }

    /// No condition; prints as the empty text, which Kong refuses as a route's expression.
    pub fn empty() -> Self {
        Self(Term::List(Connective::And, Vec::new()))
    }

    /// What HTTPRoute and GRPCRoute routes without any condition get (spec 30, 3.5).
    pub fn catch_all() -> Self {
        Self::any(
            ["http", "https"]
                .map(|protocol| Self::predicate(Field::Protocol, Operator::Equals, protocol)),
        )
    }

    /// This condition, or [`Expression::catch_all`] when it is empty.
    #[must_use]
    pub fn or_catch_all(self) -> Self {
        if self.is_empty() {
            Self::catch_all()
        } else {
            self
        }
    }

    /// Whether there is no condition at all.
    pub const fn is_empty(&self) -> bool {
        match &self.0 {
            Term::Predicate(_) => false,
            Term::List(_, members) => members.is_empty(),
            Term::Text(text) => text.is_empty(),
        }
    }

    /// The same condition with nothing left but its text.
    #[must_use]
    pub fn into_text(self) -> Self {
        Self(Term::Text(self.to_string()))
    }

    /// Every predicate, in the order of the text; of a condition that was read nobody knows them.
    pub fn predicates(&self) -> Vec<&Predicate> {
        match &self.0 {
            Term::Predicate(predicate) => vec![predicate],
            Term::List(_, members) => members.iter().flat_map(Self::predicates).collect(),
            Term::Text(_) => Vec::new(),
        }
    }

    fn list(connective: Connective, conditions: impl IntoIterator<Item = Self>) -> Self {
        Self(Term::List(
            connective,
            conditions
                .into_iter()
                .filter(|condition| !condition.is_empty())
                .collect(),
        ))
    }
}

impl fmt::Display for Expression {
    /// A list of one prints as its member; the members of a longer one stand in parentheses.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Term::Predicate(predicate) => predicate.fmt(f),
            Term::Text(text) => f.write_str(text),
            Term::List(connective, members) => match members.as_slice() {
                [only] => only.fmt(f),
                members => {
                    for (position, member) in members.iter().enumerate() {
                        if position > 0 {
                            f.write_str(connective.as_str())?;
                        }
                        write!(f, "({member})")?;
                    }
                    Ok(())
                }
            },
        }
    }
}

impl serde::Serialize for Expression {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Expression {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| Self(Term::Text(text)))
    }
}

/// A comparison of one field with a literal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predicate {
    /// What is compared.
    pub field: Field,
    /// How.
    pub operator: Operator,
    /// With what.
    pub literal: Literal,
}

impl fmt::Display for Predicate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.field, self.operator, self.literal)
    }
}

/// A field of the request (spec 30, 2.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// `http.host`
    Host,
    /// `http.path`
    Path,
    /// `http.method`
    Method,
    /// `http.headers.<name>`; build it with [`Field::header`].
    Header(String),
    /// `http.queries.<name>`, the name as it is.
    Query(String),
    /// `tls.sni`
    Sni,
    /// `net.dst.port`
    DestinationPort,
    /// `net.protocol`
    Protocol,
}

impl Field {
    /// A header: the name in lower case, every `-` a `_`, nothing else changed.
    pub fn header(name: &str) -> Self {
        Self::Header(name.to_lowercase().replace('-', "_"))
    }
}

impl fmt::Display for Field {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Host => f.write_str("http.host"),
            Self::Path => f.write_str("http.path"),
            Self::Method => f.write_str("http.method"),
            Self::Header(name) => write!(f, "http.headers.{name}"),
            Self::Query(name) => write!(f, "http.queries.{name}"),
            Self::Sni => f.write_str("tls.sni"),
            Self::DestinationPort => f.write_str("net.dst.port"),
            Self::Protocol => f.write_str("net.protocol"),
        }
    }
}

/// A comparison. KIC uses no other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operator {
    /// `==`
    Equals,
    /// `^=`: the field starts with the literal.
    StartsWith,
    /// `=^`: the field ends with the literal.
    EndsWith,
    /// `~`: the regular expression is found in the field, anywhere unless it is anchored.
    Matches,
}

impl fmt::Display for Operator {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Equals => "==",
            Self::StartsWith => "^=",
            Self::EndsWith => "=^",
            Self::Matches => "~",
        })
    }
}

/// What a field is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Literal {
    /// A string, or the text of a regular expression.
    Text(String),
    /// A number.
    Integer(u32),
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Literal {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Literal {
    fn from(number: u32) -> Self {
        Self::Integer(number)
    }
}

impl fmt::Display for Literal {
    /// Strings stand in `"`, five characters escaped and all others as they are (spec 30, 2.3).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => number.fmt(f),
            Self::Text(text) => {
                f.write_char('"')?;
                for character in text.chars() {
                    match character {
                        '\\' => f.write_str(r"\\")?,
                        '"' => f.write_str("\\\"")?,
                        '\n' => f.write_str(r"\n")?,
                        '\r' => f.write_str(r"\r")?,
                        '\t' => f.write_str(r"\t")?,
                        other => f.write_char(other)?,
                    }
                }
                f.write_char('"')
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn host(text: &str) -> Expression {
        Expression::predicate(Field::Host, Operator::Equals, text)
    }

    #[test]
    fn pieces_are_joined_and_empty_ones_vanish() {
        let path = path::HttpPath {
            kind: path::HttpPathKind::Prefix,
            value: "/cart",
        };
        let condition = Expression::all([
            matchers::hosts(["shop.example.com"]),
            matchers::snis(matchers::ServerNames::Plain, []),
            path.expression(),
        ]);
        assert_eq!(
            condition.to_string(),
            r#"(http.host == "shop.example.com") && ((http.path == "/cart") || (http.path ^= "/cart/"))"#
        );
    }

    #[test]
    fn list_of_one_prints_without_parentheses_and_nested_lists_are_not_flattened() {
        let one = Expression::all([host("a"), Expression::empty()]);
        assert_eq!(one.to_string(), r#"http.host == "a""#);
        let nested = Expression::any([Expression::any([host("a"), host("b")]), host("b")]);
        assert_eq!(
            nested.to_string(),
            r#"((http.host == "a") || (http.host == "b")) || (http.host == "b")"#
        );
    }

    #[test]
    fn empty_lists_are_dropped_and_print_as_nothing() {
        let empty = Expression::all([Expression::any([]), Expression::empty()]);
        assert!(empty.is_empty());
        assert_eq!(empty.to_string(), "");
        assert_eq!(
            empty.or_catch_all().to_string(),
            r#"(net.protocol == "http") || (net.protocol == "https")"#
        );
    }

    #[test]
    fn strings_escape_five_characters_only() {
        let literal = Literal::from("^/a\\.b\"c\\d+\n\r\té");
        assert_eq!(literal.to_string(), r#""^/a\\.b\"c\\d+\n\r\té""#);
    }

    #[test]
    fn predicates_come_in_the_order_of_the_text() {
        let tree = Expression::all([Expression::any([host("a"), host("b")]), host("c")]);
        let literals: Vec<String> = tree
            .predicates()
            .iter()
            .map(|predicate| predicate.literal.to_string())
            .collect();
        assert_eq!(literals, [r#""a""#, r#""b""#, r#""c""#]);
    }
}
