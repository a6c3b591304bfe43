//! Path conditions of Ingress (spec 30, 4.2), HTTPRoute (5.2) and GRPCRoute (6.2).

use super::{Expression, Field, Operator};

/// What marks a regular expression in an Ingress path when `konghq.com/regex-prefix` is absent or empty.
pub const DEFAULT_REGEX_PREFIX: &str = "/~";

/// `pathType` of an Ingress path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IngressPathType {
    /// `Prefix`
    Prefix,
    /// `Exact`
    Exact,
    /// `ImplementationSpecific`, also what a missing type means.
    ImplementationSpecific,
}

/// A path of an Ingress rule, as the expressions flavor reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IngressPath<'a> {
    /// `Prefix`: whole segments; the slashes at both ends are off.
    Prefix(&'a str),
    /// `Exact`: the leading slashes are off.
    Exact(&'a str),
    /// `ImplementationSpecific` with the regex prefix: the text behind it, as written.
    Regex(&'a str),
    /// `ImplementationSpecific` without: a prefix of the bare text.
    Plain(&'a str),
}

impl<'a> IngressPath<'a> {
    /// Read a path whose runs of `/` are collapsed and which is not empty. `regex_prefix` is the value of
    /// `konghq.com/regex-prefix`; absent and empty mean `/~`.
    pub fn new(path_type: IngressPathType, path: &'a str, regex_prefix: Option<&str>) -> Self {
        let regex_prefix = regex_prefix
            .filter(|prefix| !prefix.is_empty())
            .unwrap_or(DEFAULT_REGEX_PREFIX);
        match path_type {
            IngressPathType::Prefix => Self::Prefix(path.trim_matches('/')),
            IngressPathType::Exact => Self::Exact(path.trim_start_matches('/')),
            IngressPathType::ImplementationSpecific => match path.strip_prefix(regex_prefix) {
                Some(regex) => Self::Regex(regex),
                None => Self::Plain(path),
            },
        }
    }

    /// The condition. A regular expression is anchored at its start, and not checked.
    pub fn expression(&self) -> Expression {
        match self {
            Self::Prefix(base) => segments(&format!("/{base}")),
            Self::Exact(base) => {
                Expression::predicate(Field::Path, Operator::Equals, format!("/{base}"))
            }
            Self::Regex("") => anchored("/"),
            Self::Regex(regex) => anchored(regex),
            Self::Plain(path) => Expression::predicate(Field::Path, Operator::StartsWith, *path),
        }
    }

    /// The length that counts in the priority (spec 30, 4.3: `L`), in bytes.
    pub fn length(&self) -> usize {
        match self {
            Self::Prefix("") => 1,
            Self::Prefix(base) => base.len() + 2,
            Self::Exact(base) => base.len() + 1,
            Self::Regex(text) | Self::Plain(text) => text.len(),
        }
    }

    /// Whether the path sets the "regex" bit of the priority (spec 30, 4.3: `R`): all but plain prefixes do.
    pub const fn sets_regex_bit(&self) -> bool {
        !matches!(self, Self::Plain(_))
    }
}

/// `path.type` of an HTTPRoute match.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpPathKind {
    /// `Exact`
    Exact,
    /// `PathPrefix`
    Prefix,
    /// `PathPrefix` in a rule whose `URLRewrite` filter replaces the prefix match: what follows the prefix is captured.
    CapturedPrefix,
    /// `RegularExpression`
    Regex,
}

/// `path` of an HTTPRoute match; a missing value is the empty text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HttpPath<'a> {
    /// Type, with the rewrite filter taken into account.
    pub kind: HttpPathKind,
    /// Value as written.
    pub value: &'a str,
}

impl HttpPath<'_> {
    /// The condition. KIC does not escape a captured prefix, so its dots match anything.
    pub fn expression(&self) -> Expression {
        match self.kind {
            HttpPathKind::Exact => Expression::predicate(Field::Path, Operator::Equals, self.value),
            HttpPathKind::Prefix => segments(self.prefix()),
            HttpPathKind::CapturedPrefix => {
                let prefix = self.prefix();
                let rest = if prefix == "/" { "(.*)" } else { "(/.*)" };
                Expression::any([
                    Expression::predicate(Field::Path, Operator::Equals, prefix),
                    anchored(&format!("{prefix}{rest}")),
                ])
            }
            HttpPathKind::Regex => anchored(self.value),
        }
    }

    /// The value without one trailing slash; `/` for the root.
    fn prefix(&self) -> &str {
        match self.value {
            "" | "/" => "/",
            value => value.strip_suffix('/').unwrap_or(value),
        }
    }
}

/// `method` of a GRPCRoute match. A field that is absent differs from an empty one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GrpcMethod<'a> {
    /// Whether the type is `RegularExpression`; unset is `Exact`.
    pub is_regex: bool,
    /// `service`
    pub service: Option<&'a str>,
    /// `method`
    pub method: Option<&'a str>,
}

impl GrpcMethod<'_> {
    /// The condition on the path `/<service>/<method>`.
    pub fn expression(&self) -> Expression {
        let (operator, text) = match (self.is_regex, self.service, self.method) {
            (_, None, None) => (Operator::StartsWith, "/".to_owned()),
            (false, Some(service), Some(method)) => {
                (Operator::Equals, format!("/{service}/{method}"))
            }
            (false, Some(service), None) => (Operator::StartsWith, format!("/{service}/")),
            (false, None, Some(method)) => (Operator::EndsWith, format!("/{method}")),
            (true, Some(service), Some(method)) => {
                (Operator::Matches, format!("^/{service}/{method}"))
            }
            (true, Some(service), None) => (Operator::Matches, format!("^/{service}/.+")),
            (true, None, Some(method)) => (Operator::Matches, format!("^/.+/{method}")),
        };
        Expression::predicate(Field::Path, operator, text)
    }
}

/// The path itself or something below it; everything for `/`.
fn segments(prefix: &str) -> Expression {
    if prefix == "/" {
        return Expression::predicate(Field::Path, Operator::StartsWith, "/");
    }
    Expression::any([
        Expression::predicate(Field::Path, Operator::Equals, prefix),
        Expression::predicate(Field::Path, Operator::StartsWith, format!("{prefix}/")),
    ])
}

/// A regular expression with `^` in front unless it begins with one.
fn anchored(regex: &str) -> Expression {
    let regex = if regex.starts_with('^') {
        regex.to_owned()
    } else {
        format!("^{regex}")
    };
    Expression::predicate(Field::Path, Operator::Matches, regex)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ingress(path_type: IngressPathType, path: &str, prefix: Option<&str>) -> (String, usize) {
        let path = IngressPath::new(path_type, path, prefix);
        (path.expression().to_string(), path.length())
    }

    #[test]
    fn ingress_prefix_matches_whole_segments_and_the_root_everything() {
        let cart = r#"(http.path == "/cart") || (http.path ^= "/cart/")"#.to_owned();
        assert_eq!(ingress(IngressPathType::Prefix, "/cart/", None), (cart, 6));
        assert_eq!(
            ingress(IngressPathType::Prefix, "/", None),
            (r#"http.path ^= "/""#.to_owned(), 1)
        );
    }

    #[test]
    fn ingress_exact_keeps_its_trailing_slash() {
        assert_eq!(
            ingress(IngressPathType::Exact, "/cart/", None),
            (r#"http.path == "/cart/""#.to_owned(), 6)
        );
    }

    #[test]
    fn ingress_regex_is_anchored_once_and_counts_without_its_prefix() {
        let kind = IngressPathType::ImplementationSpecific;
        let expected = r#"http.path ~ "^/v[0-9]+/items""#.to_owned();
        assert_eq!(
            ingress(kind, "/~/v[0-9]+/items", None),
            (expected.clone(), 14)
        );
        assert_eq!(
            ingress(kind, "/@^/v[0-9]+/items", Some("/@")),
            (expected, 15)
        );
        let everything = (r#"http.path ~ "^/""#.to_owned(), 0);
        assert_eq!(ingress(kind, "/~", Some("")), everything);
    }

    #[test]
    fn http_prefix_loses_one_slash_only() {
        let text = |kind, value| HttpPath { kind, value }.expression().to_string();
        assert_eq!(
            text(HttpPathKind::Prefix, "/cart//"),
            r#"(http.path == "/cart/") || (http.path ^= "/cart//")"#
        );
        assert_eq!(text(HttpPathKind::Prefix, ""), r#"http.path ^= "/""#);
        assert_eq!(
            text(HttpPathKind::CapturedPrefix, "/v1.0/"),
            r#"(http.path == "/v1.0") || (http.path ~ "^/v1.0(/.*)")"#
        );
        assert_eq!(
            text(HttpPathKind::CapturedPrefix, "/"),
            r#"(http.path == "/") || (http.path ~ "^/(.*)")"#
        );
    }

    #[test]
    fn grpc_method_types_and_missing_parts() {
        let text = |is_regex, service, method| {
            let method = GrpcMethod {
                is_regex,
                service,
                method,
            };
            method.expression().to_string()
        };
        assert_eq!(text(false, Some("s"), Some("m")), r#"http.path == "/s/m""#);
        assert_eq!(text(false, Some("s"), None), r#"http.path ^= "/s/""#);
        assert_eq!(text(false, None, Some("m")), r#"http.path =^ "/m""#);
        assert_eq!(text(false, None, None), r#"http.path ^= "/""#);
        assert_eq!(text(true, Some("s"), Some("m")), r#"http.path ~ "^/s/m""#);
        assert_eq!(text(true, Some("s"), None), r#"http.path ~ "^/s/.+""#);
        assert_eq!(text(true, None, Some("m")), r#"http.path ~ "^/.+/m""#);
    }
}
