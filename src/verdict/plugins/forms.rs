//! The forms of strings in plugin configurations.

use super::schema::Form;
use crate::verdict::{regex, text};

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
        Form::Regex => !regex::is_surely_bad(value),
        Form::CorsOrigin => value == "*" || !regex::is_surely_bad(value),
        Form::Header => pair(value).is_some_and(|(name, _)| text::is_header_name(name)),
        Form::HeaderPair => pair(value)
            .is_some_and(|(name, value)| text::is_header_name(name) && text::is_header_name(value)),
        Form::NamedValue => pair(value).is_some_and(|(_, value)| !value.is_empty()),
    }
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
        Form::WildcardSni => "a host name without port, with `*` only at one end",
        Form::UrlPath => "a path that starts with `/`",
        Form::IpOrCidr => "an IP address or CIDR block",
        Form::Uuid => "a UUID",
        Form::Regex => "a regular expression that compiles",
        Form::CorsOrigin => "`*` alone or a regular expression that compiles",
        Form::Header => "a header name, or one with `:` and a value",
        Form::HeaderPair => "two header names with `:` between",
        Form::NamedValue => "a name, `:` and a value",
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
