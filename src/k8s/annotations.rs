//! Values of annotations as KIC parses them (spec 40, 1; KIC: `internal/annotations/annotations.go`).
//!
//! A parser answers `None` for a value that KIC ignores; telling the author so is the caller's business.

use crate::origin::ObjectMeta;
use regex::Regex;
use std::sync::LazyLock;

/// Class of Ingress, TCPIngress, UDPIngress and Kong's own kinds.
pub const INGRESS_CLASS: &str = "kubernetes.io/ingress.class";
/// The Service's cluster address is the only target.
pub const SERVICE_UPSTREAM: &str = "ingress.kubernetes.io/service-upstream";
/// Plain requests are redirected to HTTPS.
pub const FORCE_SSL_REDIRECT: &str = "ingress.kubernetes.io/force-ssl-redirect";
/// What an annotation of Kong begins with; KIC tests it without a slash (spec 40, 2.1).
pub const KONG_PREFIX: &str = "konghq.com";
/// Header matches: the rest of the key is the header name.
pub const HEADERS_PREFIX: &str = "konghq.com/headers.";
/// What separates the values of header matches.
pub const HEADERS_SEPARATOR: &str = "konghq.com/headers-separator";
/// Mark of a regular expression path.
pub const REGEX_PREFIX: &str = "konghq.com/regex-prefix";
/// Template of the upstream path.
pub const REWRITE: &str = "konghq.com/rewrite";
/// KongIngress of a Service.
pub const OVERRIDE: &str = "konghq.com/override";

/// LIST: split at commas, items trimmed, empty ones dropped, order and repeats kept.
pub fn list(value: &str) -> Vec<&str> {
    value
        .split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .collect()
}

/// The LIST of an annotation, empty when the key is absent.
pub fn list_of<'a>(object: &'a ObjectMeta, key: &str) -> Vec<&'a str> {
    object.annotation(key).map(list).unwrap_or_default()
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

/// Header matches of `konghq.com/headers.<name>` in ascending order of the names as written; empty pieces of a value are kept (spec 40, 3.1).
pub fn headers(object: &ObjectMeta) -> Vec<(&str, Vec<String>)> {
    let separator = object.annotation(HEADERS_SEPARATOR).unwrap_or(",");
    object
        .annotations
        .range(HEADERS_PREFIX.to_owned()..)
        .map_while(|(key, value)| Some((key.strip_prefix(HEADERS_PREFIX)?, value)))
        .filter(|(name, value)| !name.is_empty() && !value.is_empty())
        .map(|(name, value)| (name, header_values(value, separator)))
        .collect()
}

/// The values of a header; an empty separator takes the value apart into characters, as Go's `strings.Split` does.
fn header_values(value: &str, separator: &str) -> Vec<String> {
    if separator.is_empty() {
        value
            .chars()
            .map(|character| character.to_string().trim().to_owned())
            .collect()
    } else {
        value
            .split(separator)
            .map(|piece| piece.trim().to_owned())
            .collect()
    }
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
    fn an_empty_separator_takes_header_values_apart() {
        assert_eq!(header_values("a b", ""), ["a", "", "b"]);
        assert_eq!(header_values("a;;b", ";"), ["a", "", "b"]);
    }
}
