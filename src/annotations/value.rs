//! Values of annotations as KIC parses them (spec 40, 1; KIC: `internal/annotations/annotations.go`).
//!
//! A `Parse` function fails with the part of the value that spoils it; telling the author is the caller's business.

use regex::Regex;
use std::sync::LazyLock;

/// Reads a value, or gives the part of it that is wrong.
pub(super) type Parse<T> = for<'a> fn(&'a str) -> Result<T, &'a str>;

/// What a value looks like.
pub struct Form<T: 'static> {
    pub(super) expected: &'static str,
    pub(super) parse: Parse<T>,
}

impl<T> Clone for Form<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Form<T> {}

impl<T> Form<T> {
    pub(super) const fn new(expected: &'static str, parse: Parse<T>) -> Self {
        Self { expected, parse }
    }
}

/// Server names where the controller and the gateway take wildcards (spec 80, S4).
pub const SNIS_WITH_WILDCARDS: Form<Vec<String>> = Form::new("a list of host names", hosts);

/// Codes that `https-redirect-status-code` may name.
const REDIRECT_CODES: [i64; 5] = [301, 302, 307, 308, 426];

/// LIST: split at commas, items trimmed, empty ones dropped, order and repeats kept.
pub fn list(value: &str) -> Vec<&str> {
    value
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .collect()
}

/// INT: an optional sign and decimal digits, within 64 bits, as Go's `strconv.Atoi` reads it.
pub fn integer(value: &str) -> Option<i64> {
    let digits = value.strip_prefix(['+', '-']).unwrap_or(value);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    value.parse().ok()
}

/// GOBOOL: what Go's `strconv.ParseBool` accepts.
pub fn go_bool(value: &str) -> Option<bool> {
    match value {
        "1" | "t" | "T" | "TRUE" | "true" | "True" => Some(true),
        "0" | "f" | "F" | "FALSE" | "false" | "False" => Some(false),
        _ => None,
    }
}

/// TF: `true` or `false` in any case.
pub fn true_or_false(value: &str) -> Option<bool> {
    match value.to_lowercase().as_str() {
        "true" => Some(true),
        "false" => Some(false),
        _ => None,
    }
}

/// PROTO: whether KIC takes the text as a protocol. The empty text is one, `udp` is not.
pub fn is_protocol(value: &str) -> bool {
    matches!(
        value,
        "" | "http" | "https" | "grpc" | "grpcs" | "ws" | "wss" | "tls" | "tcp" | "tls_passthrough"
    )
}

/// Whether the text is a method: capital letters only.
pub fn is_method(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// Whether the text is a server name as KIC's pattern has it: no wildcard, no underscore, no two dashes in a row.
pub fn is_sni(value: &str) -> bool {
    static SNI: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\A([a-zA-Z0-9]+(-[a-zA-Z0-9]+)*)+(\.([a-zA-Z0-9]+(-[a-zA-Z0-9]+)*))*\z")
            .expect("the pattern is fixed")
    });
    SNI.is_match(value)
}

/// Whether the text is a host as KIC's pattern has it: like a server name, with `*.` in front or `.*` behind allowed.
pub fn is_host(value: &str) -> bool {
    static HOST: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"\A(\*\.)?([a-zA-Z0-9]+(-[a-zA-Z0-9]+)*)+(\.([a-zA-Z0-9]+(-[a-zA-Z0-9]+)*))*(\.\*)?\z",
        )
        .expect("the pattern is fixed")
    });
    HOST.is_match(value)
}

/// Any text.
#[expect(clippy::unnecessary_wraps, reason = "a Parse like the others")]
pub(super) fn text(value: &str) -> Result<String, &str> {
    Ok(value.to_owned())
}

/// A LIST of any items.
#[expect(clippy::unnecessary_wraps, reason = "a Parse like the others")]
pub(super) fn texts(value: &str) -> Result<Vec<String>, &str> {
    Ok(list(value).into_iter().map(str::to_owned).collect())
}

pub(super) fn protocol(value: &str) -> Result<String, &str> {
    is_protocol(value).then(|| value.to_owned()).ok_or(value)
}

pub(super) fn path(value: &str) -> Result<String, &str> {
    let is_absolute = value.starts_with('/');
    is_absolute.then(|| value.to_owned()).ok_or(value)
}

pub(super) fn whole_number(value: &str) -> Result<i64, &str> {
    integer(value).ok_or(value)
}

pub(super) fn redirect_code(value: &str) -> Result<i64, &str> {
    let code = integer(value).filter(|code| REDIRECT_CODES.contains(code));
    code.ok_or(value)
}

pub(super) fn any_case(value: &str) -> Result<bool, &str> {
    true_or_false(value).ok_or(value)
}

pub(super) fn bool_of_go(value: &str) -> Result<bool, &str> {
    go_bool(value).ok_or(value)
}

pub(super) fn bool_of_go_any_case(value: &str) -> Result<bool, &str> {
    go_bool(&value.to_lowercase()).ok_or(value)
}

/// Any other value means no.
#[expect(clippy::unnecessary_wraps, reason = "a Parse like the others")]
pub(super) fn only_true(value: &str) -> Result<bool, &str> {
    Ok(value == "true")
}

pub(super) fn protocols(value: &str) -> Result<Vec<String>, &str> {
    every(value, is_protocol)
}

/// In capital letters.
pub(super) fn methods(value: &str) -> Result<Vec<String>, &str> {
    let methods = list(value).into_iter().map(str::to_uppercase);
    let methods: Vec<String> = methods.collect();
    let is_right = methods.iter().all(|method| is_method(method));
    is_right.then_some(methods).ok_or(value)
}

pub(super) fn snis(value: &str) -> Result<Vec<String>, &str> {
    every(value, is_sni)
}

pub(super) fn hosts(value: &str) -> Result<Vec<String>, &str> {
    every(value, is_host)
}

/// KIC's pattern is not anchored: `xv9y` passes.
pub(super) fn path_handling(value: &str) -> Result<String, &str> {
    static VERSION: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("v[0-9]").expect("the pattern is fixed"));
    let is_right = VERSION.is_match(value);
    is_right.then(|| value.to_owned()).ok_or(value)
}

/// A LIST all of whose items are right, or the first one that is not.
fn every(value: &str, is_right: fn(&str) -> bool) -> Result<Vec<String>, &str> {
    let items = list(value).into_iter();
    items
        .map(|item| is_right(item).then(|| item.to_owned()).ok_or(item))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_drop_empty_items_and_keep_order_and_repeats() {
        assert_eq!(list(" b, a,,b , "), ["b", "a", "b"]);
        assert!(list(" , ").is_empty());
    }

    #[test]
    fn integers_are_read_as_go_reads_them() {
        assert_eq!(integer("007"), Some(7));
        assert_eq!(integer("+250"), Some(250));
        assert_eq!(integer("-1"), Some(-1));
        for invalid in [
            "",
            " 10",
            "1.5s",
            "2.0",
            "1_000",
            "+",
            "99999999999999999999",
        ] {
            assert_eq!(integer(invalid), None, "{invalid}");
        }
    }

    #[test]
    fn truth_values_differ_between_the_two_parsers() {
        assert_eq!(go_bool("T"), Some(true));
        assert_eq!(go_bool("tRue"), None);
        assert_eq!(true_or_false("tRue"), Some(true));
        assert_eq!(true_or_false("1"), None);
    }

    #[test]
    fn hosts_with_two_dashes_or_underscores_are_refused() {
        assert!(is_host("*.example.com") && is_host("example.*") && is_host("a-b.c"));
        assert!(!is_host("xn--a.example.com") && !is_host("a_b.c") && !is_host("*"));
        assert!(is_sni("example.com") && !is_sni("*.example.com"));
    }

    #[test]
    fn one_bad_item_spoils_a_list_and_is_named() {
        assert_eq!(protocols("https,bogus,x"), Err("bogus"));
        assert_eq!(hosts(" a.b ,, *.c"), Ok(vec!["a.b".into(), "*.c".into()]));
        assert_eq!(methods("get,POST"), Ok(vec!["GET".into(), "POST".into()]));
    }

    #[test]
    fn path_handling_is_searched_for_anywhere() {
        assert!(path_handling("xv9y").is_ok());
        assert!(path_handling("latest").is_err());
    }
}
