//! The forms of texts that Kong checks (spec 70, 5.1).

use std::net::{IpAddr, Ipv6Addr};

/// Names of services, routes and plugin instances: letters, digits, `.` `-` `_` `~` and anything beyond ASCII.
pub fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-' | b'~' | 0x80..))
}

/// A tag: printable, without `,` and `/`.
pub fn is_tag(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| !b.is_ascii() || (matches!(b, b' '..=b'~') && b != b',' && b != b'/'))
}

/// A UUID of any version, in either letter case.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text
            .bytes()
            .enumerate()
            .all(|(position, byte)| match position {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            })
}

/// What Kong takes a host text for (`kong/tools/ip.lua`: the kind is decided first, then checked).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HostKind {
    Name,
    Ipv4,
    Ipv6,
}

/// A host as Kong reads it, and whether a port stands behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Host {
    kind: HostKind,
    has_port: bool,
}

/// The host that Kong reads in a text, if it can. A text of digits and dots is an address, whatever it was meant to be.
fn host(text: &str) -> Option<Host> {
    let kind = match count(text, b':') {
        2.. => HostKind::Ipv6,
        _ if text
            .bytes()
            .all(|b| b.is_ascii_digit() || b == b'.' || b == b':')
            && text.bytes().any(|b| b != b':') =>
        {
            HostKind::Ipv4
        }
        _ => HostKind::Name,
    };
    let (bare, port) = match kind {
        HostKind::Ipv6 => match text.strip_prefix('[') {
            Some(rest) => match rest.split_once(']')? {
                (bare, "") => (bare, None),
                (bare, port) => (bare, Some(port.strip_prefix(':')?)),
            },
            None => (text, None),
        },
        HostKind::Ipv4 | HostKind::Name => match text.split_once(':') {
            Some((bare, port)) => (bare, Some(port)),
            None => (text, None),
        },
    };
    let is_host = match kind {
        // Kong's own reader of addresses has no mixed notation such as ::ffff:10.1.2.3, and no zones.
        HostKind::Ipv6 => !bare.contains(['.', '%']) && bare.parse::<Ipv6Addr>().is_ok(),
        HostKind::Ipv4 => is_ipv4(bare),
        HostKind::Name => is_host_name(bare),
    };
    (is_host && port.is_none_or(is_port)).then_some(Host {
        kind,
        has_port: port.is_some(),
    })
}

/// Four numbers up to 255; leading zeros are fine.
fn is_ipv4(text: &str) -> bool {
    let is_number = |number: &[u8]| {
        let digits = number.iter().map(|digit| u16::from(digit - b'0'));
        matches!(number.len(), 1..=3) && digits.fold(0, |all, digit| all * 10 + digit) <= 255
    };
    let is_known = text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_known && count(text, b'.') == 3 && text.as_bytes().split(|&b| b == b'.').all(is_number)
}

/// How often a byte stands in a text.
fn count(text: &str, wanted: u8) -> usize {
    text.bytes().filter(|&byte| byte == wanted).count()
}

/// Letters, digits, `.`, `-` and `_`. No label is empty or ends in a dash; a final dot is fine.
fn is_host_name(text: &str) -> bool {
    let labels = text.strip_suffix('.').unwrap_or(text);
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        && (text == "."
            || labels
                .as_bytes()
                .split(|&b| b == b'.')
                .all(|it| !matches!(it, [] | [.., b'-'])))
}

fn is_port(text: &str) -> bool {
    !text.is_empty()
        && text.bytes().all(|b| b.is_ascii_digit())
        && text.trim_start_matches('0').len() <= 5
        && text.parse::<u32>().is_ok_and(|port| port <= 65_535)
}

/// A host name or address without port.
pub fn is_host_without_port(text: &str) -> bool {
    host(text).is_some_and(|host| !host.has_port)
}

/// A host name or address with an optional port; targets are written like this.
pub fn is_host_with_optional_port(text: &str) -> bool {
    host(text).is_some()
}

/// The name of an upstream: a host name without port, not an address.
pub fn is_upstream_name(text: &str) -> bool {
    host(text).is_some_and(|host| host.kind == HostKind::Name && !host.has_port)
}

/// A route's host: name or address with an optional port, or with one wildcard as the whole first or last label.
pub fn is_route_host(text: &str) -> bool {
    let has_place = text.starts_with("*.") || text.ends_with(".*");
    match count(text, b'*') {
        0 => host(text).is_some(),
        1 => has_place && host(&text.replace('*', "abc")).is_some(),
        _ => false,
    }
}

/// A server name: a host name without port, with at most one `*`, at one end.
pub fn is_wildcard_sni(text: &str) -> bool {
    match count(text, b'*') {
        0 => is_upstream_name(text),
        1 => {
            (text.starts_with('*') || text.ends_with('*'))
                && is_upstream_name(&text.replace('*', "wildcard"))
        }
        _ => false,
    }
}

/// A server name without wildcard.
pub fn is_sni(text: &str) -> bool {
    is_upstream_name(text)
}

/// An IP address or a block of addresses.
pub fn is_ip_or_cidr(text: &str) -> bool {
    let (address, length) = match text.split_once('/') {
        Some((address, length)) => (address, Some(length)),
        None => (text, None),
    };
    let most = match address.parse::<IpAddr>() {
        Ok(IpAddr::V4(_)) => 32,
        Ok(IpAddr::V6(_)) => 128,
        // Leading zeros, which the standard library refuses, are not certain to be refused by Kong.
        Err(_) if is_ipv4(address) => 32,
        Err(_) => return false,
    };
    length.is_none_or(|it| it.parse::<u8>().is_ok_and(|it| it <= most))
}

/// The name of a cookie, an HTTP token.
pub fn is_cookie_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&b))
}

/// A header name.
pub fn is_header_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

/// A path of a service or health check.
pub fn is_url_path(text: &str) -> bool {
    text.starts_with('/')
        && !text.contains("//")
        && has_whole_escapes(text)
        && has_url_characters(text)
}

/// Whether a path consists of the characters of a URL path only.
pub fn has_url_characters(text: &str) -> bool {
    text.bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"._-~/%:@!$&'()*+,;=".contains(&b))
}

/// Whether every `%` stands before two hexadecimal digits.
pub fn has_whole_escapes(text: &str) -> bool {
    text.split('%')
        .skip(1)
        .all(|rest| rest.len() >= 2 && rest.bytes().take(2).all(|b| b.is_ascii_hexdigit()))
}

/// An absolute URL: a scheme and a host. Kong does not look at what they consist of.
pub fn is_url(text: &str) -> bool {
    let text = text.split('#').next().unwrap_or_default();
    text.split_once("://").is_some_and(|(scheme, rest)| {
        let authority = rest.split('/').next().unwrap_or_default();
        let host = authority
            .split_once('@')
            .map_or(authority, |(_, host)| host);
        let host = match host.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => host,
            _ => host,
        };
        scheme.starts_with(|c: char| c.is_ascii_alphanumeric())
            && scheme
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
            && !host.is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn route_hosts_have_one_wildcard_at_one_end() {
        for good in ["a.com", "*.a.com", "a.*", "a.com:8080", "*.a.com:80", "A_b"] {
            assert!(is_route_host(good), "{good}");
        }
        for bad in [
            "",
            "*",
            "*a.com",
            "a.*.com",
            "*.*",
            "a.*:80",
            "a.com:99999",
            "bücher.de",
            "a..com",
            "a-.com",
            "10.0.0.300",
        ] {
            assert!(!is_route_host(bad), "{bad}");
        }
    }

    #[test]
    fn targets_are_hosts_or_addresses() {
        for good in [
            "10.0.0.1:80",
            "[fd00::1]:80",
            "web.default.svc:8080",
            "fd00::1",
        ] {
            assert!(is_host_with_optional_port(good), "{good}");
        }
        for bad in [
            "[::ffff:10.1.2.3]:8080",
            "::ffff:10.1.2.3",
            "a b:80",
            "1234",
            "10.0.0.1:x",
            "[fd00::1]80",
        ] {
            assert!(!is_host_with_optional_port(bad), "{bad}");
        }
    }

    #[test]
    fn urls_have_scheme_and_host() {
        assert!(is_url("https://a.example/x"));
        for bad in [
            "/x",
            "https:///x",
            "a.example/x",
            " https://a",
            "https://u@/",
            "https://:80",
        ] {
            assert!(!is_url(bad), "{bad}");
        }
    }

    #[test]
    fn server_names_may_begin_or_end_with_a_star() {
        for good in ["*", "*.a.com", "a.*", "*a.com", "a.com."] {
            assert!(is_wildcard_sni(good), "{good}");
        }
        for bad in ["", "a.*.com", "*.*", "10.0.0.1", "a.com:443"] {
            assert!(!is_wildcard_sni(bad), "{bad}");
        }
    }

    #[test]
    fn tags_have_no_comma_and_no_slash() {
        for good in ["a b", "k8s-name:x", "é"] {
            assert!(is_tag(good), "{good}");
        }
        for bad in ["", "a/b", "a,b", "a\tb"] {
            assert!(!is_tag(bad), "{bad}");
        }
    }
}
