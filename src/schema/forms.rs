//! The forms of strings.

use super::field::{Field, Form};
use super::{regex, text};
use std::borrow::Cow;

/// Whether a string has the form.
pub(super) fn has_form(form: Form, value: &str) -> bool {
    match form {
        Form::Url => text::is_url(value),
        Form::HostWithoutPort => text::is_host_without_port(value),
        Form::HostWithOptionalPort => text::is_host_with_optional_port(value),
        Form::RouteHost => text::is_route_host(value),
        Form::HeaderName => text::is_header_name(value),
        Form::CookieName => text::is_cookie_name(value),
        Form::Sni => text::is_sni(value),
        Form::WildcardSni => text::is_wildcard_sni(value),
        Form::UrlPath => text::is_url_path(value),
        Form::IpOrCidr => text::is_ip_or_cidr(value),
        Form::Uuid => text::is_uuid(value),
        Form::Name => text::is_name(value),
        Form::Tag => text::is_tag(value),
        Form::UpstreamName => text::is_upstream_name(value),
        Form::Target => text::is_host_with_optional_port(value),
        Form::RedirectUri => text::is_url(value) && !value.contains('#'),
        Form::PublicKeyPem => is_key(value),
        Form::Regex => !regex::is_surely_bad(value),
        Form::CorsOrigin => value == "*" || !regex::is_surely_bad(value),
        Form::Header => pair(value).is_some_and(|(name, _)| text::is_header_name(name)),
        Form::HeaderPair => pair(value)
            .is_some_and(|(name, value)| text::is_header_name(name) && text::is_header_name(value)),
        Form::NamedValue => pair(value).is_some_and(|(_, value)| !value.is_empty()),
    }
}

/// Whether this is a key that Kong can read, public or private. What stands for a secret value elsewhere, and JSON, is not judged.
fn is_key(text: &str) -> bool {
    use x509_parser::prelude::FromDer;
    if text.starts_with("${{") || text.trim_start().starts_with('{') {
        return true;
    }
    let first = x509_parser::pem::Pem::iter_from_buffer(text.as_bytes()).next();
    first.and_then(Result::ok).is_some_and(|pem| {
        let contents = &pem.contents;
        match pem.label.as_str() {
            "PUBLIC KEY" => x509_parser::x509::SubjectPublicKeyInfo::from_der(contents).is_ok(),
            label => label.ends_with("PUBLIC KEY") || label.ends_with("PRIVATE KEY"),
        }
    })
}

/// What stands before the first colon and behind it and its neighbours; nothing without a name.
fn pair(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once(':').unwrap_or((text, ""));
    (!name.is_empty()).then(|| (name, value.trim_start_matches(':')))
}

/// The form in words, after "must be".
pub(super) const fn in_words(form: Form) -> &'static str {
    match form {
        Form::Url => "an absolute URL, with scheme and host",
        Form::HostWithoutPort => "a host name or address without port",
        Form::HostWithOptionalPort => "a host name or address with an optional port",
        Form::RouteHost => "a host name, with `*` only as its whole first or last label",
        Form::HeaderName => "a header name of letters, digits, `-` and `_`",
        Form::CookieName => "a cookie name without spaces and separators",
        Form::Sni => "a host name without port",
        Form::WildcardSni => {
            "a host name without port and with `*` only at one end, not an address"
        }
        Form::UrlPath => {
            "a path that starts with `/`, without `//` and with only the characters of a URL path"
        }
        Form::IpOrCidr => "an IP address or CIDR block",
        Form::Uuid => "a UUID",
        Form::Name => "letters, digits, `.`, `-`, `_` and `~`",
        Form::Tag => "a tag of printable characters, without `,` and `/`",
        Form::UpstreamName => "a host name without port, not an address",
        Form::Target => "a host name or an address that Kong can read",
        Form::RedirectUri => "an absolute URI without a fragment and without a space before it",
        Form::PublicKeyPem => "a public key in PEM form",
        Form::Regex => "a regular expression that compiles",
        Form::CorsOrigin => "`*` alone or a regular expression that compiles",
        Form::Header => "a header name, or one with `:` and a value",
        Form::HeaderPair => "two header names with `:` between",
        Form::NamedValue => "a name, `:` and a value",
    }
}

/// The Lua patterns of Kong's own plugins in words, after "must be".
const PATTERNS: [(&str, &str); 12] = [
    (
        "^[a-z][a-z%d-]-[a-z%d]+$",
        "two or more lower-case letters, digits and `-`, beginning with a letter",
    ),
    (
        "^[%a_-][%a%d_-]*$",
        "letters, digits, `_` and `-`, not beginning with a digit",
    ),
    ("^[^:]+:.*$", "name:value"),
    ("%w*%p*@+%w*%.?%w*", "an e-mail address"),
    (
        "^[^*]*%*?[^*]*$",
        "a host name with at most one `*`, at its beginning or end",
    ),
    (
        "^%*%.",
        "a host name, `*.` and a host name, or a host name and `.*`",
    ),
    ("//", "a path without `//`"),
    ("^.*[^:]$", "a text that does not end in `:`"),
    (
        "^[Hh][Oo][Ss][Tt]$",
        "another header than Host, Content-Length and Content-Type",
    ),
    ("^[0-9]+-[0-9]+$", "a range of status codes such as 200-299"),
    (
        "^[^*&%%\\`]+$",
        "a path without `*`, `&`, `%`, `\\` and backticks",
    ),
    ("^%u+$", "a word in upper-case letters"),
];

/// The patterns of a field in words; those of a schema of one's own as they are.
pub(super) fn patterns_in_words(field: &Field) -> Cow<'static, str> {
    let patterns = [&field.all_patterns, &field.any_pattern, &field.no_pattern];
    let all: Vec<&str> = patterns.into_iter().flatten().map(String::as_str).collect();
    let known = PATTERNS.iter().find(|(pattern, _)| all.contains(pattern));
    match known {
        Some((_, words)) => (*words).into(),
        None if !field.no_pattern.is_empty() => format!(
            "without a match of the Lua pattern {}",
            field.no_pattern.join(" or ")
        )
        .into(),
        None => format!("a match of the Lua pattern {}", all.join(" or ")).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transformers_take_names_with_values() {
        assert!(has_form(Form::Header, "x-a:1") && has_form(Form::Header, "x-a"));
        assert!(!has_form(Form::Header, "x a:1") && !has_form(Form::Header, ":1"));
        assert!(has_form(Form::HeaderPair, "x-a:x-b") && !has_form(Form::HeaderPair, "x-a:"));
        assert!(has_form(Form::NamedValue, "a:b:c") && !has_form(Form::NamedValue, "a"));
    }
}
