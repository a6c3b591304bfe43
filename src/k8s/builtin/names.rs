//! The forms of names, keys and ports, each with all that the API server says against a text
//! (Kubernetes: apimachinery `pkg/util/validation/validation.go`). Lengths count bytes.

use crate::k8s::schema::format::{is_dns_label, is_dns_subdomain, is_qualified_word, is_url_path};

const SUBDOMAIN: &str = "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const PREFIX_SUBDOMAIN: &str = "prefix part a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const LABEL: &str = "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const LABEL_1035: &str = "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')";
const WILDCARD: &str = "a wildcard DNS-1123 subdomain must start with '*.', followed by a valid DNS subdomain, which must consist of lower case alphanumeric characters, '-' or '.' and end with an alphanumeric character (e.g. '*.example.com', regex used for validation is '\\*\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";
const NAME_PART: &str = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const QUALIFIED_NAME: &str = "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
const LABEL_VALUE: &str = "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";
const DATA_KEY: &str = "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')";
const URL_PATH: &str =
    "Invalid path (regex used for validation is '[A-Za-z0-9/\\-._~%!$&'()*+,;=:]+')";

const AT_MOST_63: &str = "must be no more than 63 characters";
const AT_MOST_253: &str = "must be no more than 253 characters";
const PORT: &str = "must be between 1 and 65535, inclusive";

/// What the API server has against a text, in its order; nothing when all is well.
pub(super) type Details = Vec<&'static str>;

/// The reasons whose condition holds.
fn those<const N: usize>(reasons: [(bool, &'static str); N]) -> Details {
    reasons
        .into_iter()
        .filter_map(|(holds, reason)| holds.then_some(reason))
        .collect()
}

/// A DNS subdomain (`IsDNS1123Subdomain`). Only the whole is limited in length, not its labels.
pub(super) fn subdomain(text: &str) -> Details {
    those([
        (text.len() > 253, AT_MOST_253),
        (!is_dns_subdomain(text), SUBDOMAIN),
    ])
}

/// A DNS label (`IsDNS1123Label`).
pub(super) fn label(text: &str) -> Details {
    let is_label = is_dns_label(text);
    let has_dots = !is_label && is_dns_subdomain(text);
    those([
        (text.len() > 63, AT_MOST_63),
        (has_dots, "must not contain dots"),
        (!is_label && !has_dots, LABEL),
    ])
}

/// A DNS label that begins with a letter (`IsDNS1035Label`).
pub(super) fn label_1035(text: &str) -> Details {
    let fits = is_dns_label(text) && text.starts_with(|c: char| c.is_ascii_lowercase());
    those([(text.len() > 63, AT_MOST_63), (!fits, LABEL_1035)])
}

/// `*.` and a DNS subdomain (`IsWildcardDNS1123Subdomain`).
pub(super) fn wildcard_subdomain(text: &str) -> Details {
    let fits = text.strip_prefix("*.").is_some_and(is_dns_subdomain);
    those([(text.len() > 253, AT_MOST_253), (!fits, WILDCARD)])
}

/// A word behind an optional domain (`IsQualifiedName`).
pub(super) fn qualified_name(text: &str) -> Details {
    let (prefix, name) = match text.split_once('/') {
        None => (None, text),
        Some((_, name)) if name.contains('/') => return vec![QUALIFIED_NAME],
        Some((prefix, name)) => (Some(prefix), name),
    };
    let prefix_is = |is: fn(&str) -> bool| prefix.is_some_and(is);
    those([
        (prefix_is(str::is_empty), "prefix part must be non-empty"),
        (
            prefix_is(|prefix| prefix.len() > 253),
            "prefix part must be no more than 253 characters",
        ),
        (
            prefix_is(|prefix| !prefix.is_empty() && !is_dns_subdomain(prefix)),
            PREFIX_SUBDOMAIN,
        ),
        (name.is_empty(), "name part must be non-empty"),
        (
            name.len() > 63,
            "name part must be no more than 63 characters",
        ),
        (!is_qualified_word(name), NAME_PART),
    ])
}

/// The value of a label (`IsValidLabelValue`).
pub(super) fn label_value(text: &str) -> Details {
    those([
        (text.len() > 63, AT_MOST_63),
        (!text.is_empty() && !is_qualified_word(text), LABEL_VALUE),
    ])
}

/// The name of a port in an Ingress, or of a target port (`IsValidPortName`, RFC 6335).
pub(super) fn port_name(text: &str) -> Details {
    let is_charset = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    those([
        (text.len() > 15, "must be no more than 15 characters"),
        (
            text.is_empty() || !text.bytes().all(is_charset),
            "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)",
        ),
        (
            !text.bytes().any(|b| b.is_ascii_lowercase()),
            "must contain at least one letter (a-z)",
        ),
        (text.contains("--"), "must not contain consecutive hyphens"),
        (
            text.starts_with('-') || text.ends_with('-'),
            "must not begin or end with a hyphen",
        ),
    ])
}

/// The number of a port (`IsValidPortNum`).
pub(super) fn port_number(number: i64) -> Option<&'static str> {
    (!(1..=65_535).contains(&number)).then_some(PORT)
}

/// A key of a Secret or ConfigMap (`IsConfigMapKey`).
pub(super) fn data_key(text: &str) -> Details {
    let is_charset = |b: u8| b.is_ascii_alphanumeric() || b"-._".contains(&b);
    let fits = !text.is_empty() && text.bytes().all(is_charset);
    let only = |is: bool| fits && is;
    those([
        (text.len() > 253, AT_MOST_253),
        (!fits, DATA_KEY),
        (only(text == "."), "must not be '.'"),
        (only(text == ".."), "must not be '..'"),
        (
            only(text.starts_with("..") && text != ".."),
            "must not start with '..'",
        ),
    ])
}

/// A segment of a path in the API (`IsValidPathSegmentName`).
pub(super) fn path_segment(text: &str) -> Details {
    those([
        (text == ".", "may not be '.'"),
        (text == "..", "may not be '..'"),
        (text.contains('/'), "may not contain '/'"),
        (text.contains('%'), "may not contain '%'"),
    ])
}

/// A domain, a slash and a path (`IsDomainPrefixedPath`), not empty.
pub(super) fn domain_prefixed_path(text: &str) -> Details {
    match text.split_once('/') {
        Some((domain, path)) if !domain.is_empty() && !path.is_empty() => {
            let mut details = subdomain(domain);
            details.extend((!is_url_path(path)).then_some(URL_PATH));
            details
        }
        _ => vec!["must be a domain-prefixed path (such as \"acme.io/foo\")"],
    }
}

/// The text that stands for a `generateName` when its form is checked: a final hyphen and what stands before it become a letter
/// (`maskTrailingDash`).
pub(super) fn masked(generate_name: &str) -> String {
    match generate_name.strip_suffix('-') {
        Some(rest) if !rest.is_empty() => {
            let mut kept = rest.to_owned();
            kept.pop();
            kept + "a"
        }
        _ => generate_name.to_owned(),
    }
}

/// A key as annotations are checked: in lower case, character by character as Go does it.
pub(super) fn lower(text: &str) -> String {
    text.chars()
        .map(|c| c.to_lowercase().next().unwrap_or(c))
        .collect()
}
