//! Conditions on hosts, SNIs, methods, headers, query parameters and ports (spec 30, 3 and 4.2).
//!
//! What KIC's patterns do not accept vanishes from the condition, which widens the route. The `is_*` functions tell what
//! would vanish, so that translators can say so.

use super::{Expression, Field, Operator};

/// Any of the hosts; those that [`is_host`] refuses are left out.
///
/// `name.*` passes and is compared literally, so it never matches: that is KIC's doing.
pub fn hosts<'a>(hosts: impl IntoIterator<Item = &'a str>) -> Expression {
    Expression::any(hosts.into_iter().filter(|host| is_host(host)).map(|host| {
        match host.strip_prefix('*') {
            Some(suffix) => Expression::predicate(Field::Host, Operator::EndsWith, suffix),
            None => Expression::predicate(Field::Host, Operator::Equals, host),
        }
    }))
}

/// Which server names the controller keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ServerNames {
    /// Those without wildcards.
    Plain,
    /// Those with a wildcard at one end, too: all that are hosts.
    WithWildcards,
}

impl ServerNames {
    /// Whether a name is kept.
    pub fn take(self, sni: &str) -> bool {
        match self {
            Self::Plain => is_sni(sni),
            Self::WithWildcards => is_host(sni),
        }
    }
}

/// Any of the server names; those that are not kept are left out.
pub fn snis<'a>(kept: ServerNames, snis: impl IntoIterator<Item = &'a str>) -> Expression {
    let kept = snis.into_iter().filter(|sni| kept.take(sni));
    Expression::any(kept.map(|sni| match sni.strip_prefix('*') {
        Some(suffix) => Expression::predicate(Field::Sni, Operator::EndsWith, suffix),
        None => Expression::predicate(Field::Sni, Operator::Equals, sni),
    }))
}

/// Any of the methods; those that [`is_method`] refuses are left out.
pub fn methods<'a>(methods: impl IntoIterator<Item = &'a str>) -> Expression {
    Expression::any(
        methods
            .into_iter()
            .filter(|method| is_method(method))
            .map(|method| Expression::predicate(Field::Method, Operator::Equals, method)),
    )
}

/// Any of the destination ports, repeats kept.
pub fn ports(ports: impl IntoIterator<Item = u32>) -> Expression {
    Expression::any(
        ports
            .into_iter()
            .map(|port| Expression::predicate(Field::DestinationPort, Operator::Equals, port)),
    )
}

/// One header or query parameter match of a Gateway API route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NamedMatch<'a> {
    /// Name as written.
    pub name: &'a str,
    /// Value, or regular expression.
    pub value: &'a str,
    /// `Exact` (or unset) or `RegularExpression`.
    pub comparison: Comparison,
}

/// How a header or query parameter is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Equal to the value.
    Exact,
    /// The regular expression is found in it.
    Regex,
}

impl Comparison {
    const fn operator(self) -> Operator {
        match self {
            Self::Exact => Operator::Equals,
            Self::Regex => Operator::Matches,
        }
    }
}

/// All of the header matches of an HTTPRoute or GRPCRoute, sorted by name as written.
pub fn headers<'a>(matches: impl IntoIterator<Item = NamedMatch<'a>>) -> Expression {
    named(matches, Field::header)
}

/// All of the query parameter matches of an HTTPRoute, sorted by name.
pub fn queries<'a>(matches: impl IntoIterator<Item = NamedMatch<'a>>) -> Expression {
    named(matches, |name| Field::Query(name.to_owned()))
}

fn named<'a>(
    matches: impl IntoIterator<Item = NamedMatch<'a>>,
    field: impl Fn(&str) -> Field,
) -> Expression {
    let mut matches: Vec<NamedMatch<'_>> = matches.into_iter().collect();
    matches.sort_by_key(|named| named.name);
    Expression::all(matches.into_iter().map(|named| {
        Expression::predicate(field(named.name), named.comparison.operator(), named.value)
    }))
}

/// The condition of the annotations `konghq.com/headers.<NAME>`: all of the names, of each any value.
///
/// `headers` must come sorted by name as written. A value that begins with `~*` is a regular expression; the name `host`,
/// in any case, is skipped.
pub fn annotated_headers<'a, N, V>(headers: impl IntoIterator<Item = (&'a N, &'a V)>) -> Expression
where
    N: AsRef<str> + ?Sized + 'a,
    V: AsRef<[String]> + ?Sized + 'a,
{
    Expression::all(
        headers
            .into_iter()
            .filter(|(name, _)| name.as_ref().to_lowercase() != "host")
            .map(|(name, values)| {
                Expression::any(values.as_ref().iter().map(|value| {
                    let field = Field::header(name.as_ref());
                    match value.strip_prefix("~*") {
                        Some(regex) => Expression::predicate(field, Operator::Matches, regex),
                        None => Expression::predicate(field, Operator::Equals, value.as_str()),
                    }
                }))
            }),
    )
}

/// Whether KIC keeps a host (spec 30, 3.1): dot-separated labels, optionally `*.` in front and `.*` behind. An underscore, a
/// trailing dot and two dashes in a row (so every punycode label) are refused.
pub fn is_host(text: &str) -> bool {
    let text = text.strip_prefix("*.").unwrap_or(text);
    is_sni(text.strip_suffix(".*").unwrap_or(text))
}

/// Whether KIC keeps a server name (spec 30, 3.2): dot-separated labels without wildcards.
pub fn is_sni(text: &str) -> bool {
    text.split('.').all(is_label)
}

/// Letters and digits in groups that single dashes join.
fn is_label(text: &str) -> bool {
    text.split('-')
        .all(|group| !group.is_empty() && group.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Whether KIC keeps a method (spec 30, 3.3): capital letters only.
pub fn is_method(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    #[test]
    fn wildcard_host_becomes_a_suffix_and_a_wildcard_end_stays_literal() {
        assert_eq!(
            hosts(["*.example.com", "shop.*"]).to_string(),
            r#"(http.host =^ ".example.com") || (http.host == "shop.*")"#
        );
    }

    #[test]
    fn hosts_outside_the_pattern_vanish() {
        for host in [
            "",
            "*",
            "*.*",
            "a_b.c",
            "-a.b",
            "a-.b",
            "a.b.",
            "xn--4ca.de",
        ] {
            assert!(!is_host(host), "{host}");
            assert!(hosts([host]).is_empty(), "{host}");
        }
        assert!(is_host("*.A-1.example.*"));
    }

    #[test]
    fn server_names_with_wildcards_and_methods_in_lower_case_vanish() {
        assert!(snis(ServerNames::Plain, ["*.example.com", "example.*"]).is_empty());
        assert_eq!(
            snis(ServerNames::WithWildcards, ["*.a.io", "a.*", "*.b.*c"]).to_string(),
            r#"(tls.sni =^ ".a.io") || (tls.sni == "a.*")"#
        );
        assert_eq!(
            methods(["get", "PUT", "M-SEARCH"]).to_string(),
            r#"http.method == "PUT""#
        );
    }

    #[test]
    fn ports_keep_repeats() {
        assert_eq!(
            ports([80, 80]).to_string(),
            "(net.dst.port == 80) || (net.dst.port == 80)"
        );
    }

    #[test]
    fn headers_are_sorted_by_the_name_as_written() {
        let header = |name, value, comparison| NamedMatch {
            name,
            value,
            comparison,
        };
        let expression = headers([
            header("x-tenant", "^gold", Comparison::Regex),
            header("X-Zone", "eu", Comparison::Exact),
        ]);
        assert_eq!(
            expression.to_string(),
            r#"(http.headers.x_zone == "eu") && (http.headers.x_tenant ~ "^gold")"#
        );
    }

    #[test]
    fn annotated_headers_take_any_value_and_skip_host() {
        let headers: BTreeMap<String, Vec<String>> = BTreeMap::from([
            ("Host".to_owned(), vec!["a".to_owned()]),
            ("X-Env".to_owned(), vec!["prod".to_owned()]),
            (
                "X-Tenant".to_owned(),
                vec!["gold".to_owned(), String::new(), "~*^sil".to_owned()],
            ),
        ]);
        assert_eq!(
            annotated_headers(&headers).to_string(),
            r#"(http.headers.x_env == "prod") && ((http.headers.x_tenant == "gold") || (http.headers.x_tenant == "") || (http.headers.x_tenant ~ "^sil"))"#
        );
    }
}
