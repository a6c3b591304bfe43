//! What to do about the commonest values that the API server refuses.

use std::borrow::Cow;

/// Advice for a value whose meaning is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// A host of an Ingress or of its `tls`: what is there.
    Host(String),
    /// A path that does not begin with a slash: what is there.
    RelativePath(String),
    /// A path with `//`, dot segments or an encoded slash.
    PathSegments,
    /// No `pathType`.
    PathType,
    /// A backend with both a port name and a number.
    PortTwice,
    /// A backend without a port.
    NoPort,
    /// A backend with the fields that it had before networking.k8s.io/v1.
    OldBackend,
    /// The name of a port: what is there.
    PortName(String),
    /// A number of a port.
    PortNumber,
    /// A text that must be a DNS subdomain: what is there.
    Subdomain(String),
    /// A text that must be a DNS label: what is there, and whether it must begin with a letter.
    Label(String, bool),
    /// A label or annotation key, or an `appProtocol`.
    QualifiedName,
    /// The value of a label.
    LabelValue,
    /// A key of a Secret or ConfigMap.
    DataKey,
    /// Ports of a Service without names.
    UnnamedPort,
    /// A Service without ports.
    NoPorts,
    /// The class annotation beside `ingressClassName`.
    TwoClasses,
    /// An Ingress without rules.
    NoRules,
    /// An IP address.
    Address,
    /// An address that reaches nothing from elsewhere.
    SpecialAddress,
    /// `None` in a Service that is not headless.
    Headless,
    /// A Secret whose type demands a key.
    SecretKey,
}

impl Hint {
    /// The value, where it is kept.
    fn found(&self) -> Option<&str> {
        match self {
            Self::Host(found)
            | Self::RelativePath(found)
            | Self::PortName(found)
            | Self::Subdomain(found)
            | Self::Label(found, _) => Some(found),
            Self::PathSegments
            | Self::PathType
            | Self::PortTwice
            | Self::NoPort
            | Self::OldBackend
            | Self::PortNumber
            | Self::QualifiedName
            | Self::LabelValue
            | Self::DataKey
            | Self::UnnamedPort
            | Self::NoPorts
            | Self::TwoClasses
            | Self::NoRules
            | Self::Address
            | Self::SpecialAddress
            | Self::Headless
            | Self::SecretKey => None,
        }
    }

    /// The advice.
    pub(super) fn text(&self) -> Cow<'static, str> {
        if let Some(found) = self.found()
            && (found.contains("${") || found.contains("{{"))
        {
            return "the value is a placeholder: fill it in first, as the deployment does, and check the result".into();
        }
        match self {
            Self::Host(found) => host(found),
            Self::RelativePath(found) => relative_path(found),
            Self::PathSegments => "write the path as clients send it, without `//`, `/./`, `/../` and `%2F`; a regular expression needs pathType ImplementationSpecific".into(),
            Self::PathType => "add `pathType: Prefix` (or Exact, ImplementationSpecific); networking.k8s.io/v1 has no default".into(),
            Self::PortTwice => "keep `name` or `number` and remove the other one".into(),
            Self::NoPort => "add `port: {number: ...}` or `port: {name: ...}`, a port of the Service".into(),
            Self::OldBackend => "write `service: {name: ..., port: {number: ...}}` in place of `serviceName` and `servicePort`".into(),
            Self::PortName(found) => port_name(found),
            Self::PortNumber => "use a port from 1 to 65535".into(),
            Self::Subdomain(found) => rewritten(found, "-.", "use lower-case letters, digits, `-` and `.`, with a letter or digit at both ends"),
            Self::Label(found, false) => rewritten(found, "-", "use lower-case letters, digits and `-`, at most 63, with a letter or digit at both ends"),
            Self::Label(found, true) => rewritten(found, "-", "use lower-case letters, digits and `-`, at most 63, with a letter in front and a letter or digit at the end"),
            Self::QualifiedName => "use letters, digits, `-`, `_` and `.`, at most 63, with a letter or digit at both ends, behind a domain in lower case and `/` if need be".into(),
            Self::LabelValue => "use letters, digits, `-`, `_` and `.`, at most 63, with a letter or digit at both ends; other texts belong in an annotation".into(),
            Self::DataKey => "use letters, digits, `-`, `_` and `.`, as for the name of a file".into(),
            Self::UnnamedPort => "give each port a `name`; only a Service with one port needs none".into(),
            Self::NoPorts => "add `ports`, or `clusterIP: None` for a headless Service".into(),
            Self::TwoClasses => "remove the annotation, or name the same class in both".into(),
            Self::NoRules => "add `rules`, or a `defaultBackend`".into(),
            Self::Address => "write an IP address without port, prefix length, blanks or leading zeros".into(),
            Self::SpecialAddress => "write the address by which the endpoint is reached from other nodes".into(),
            Self::Headless => "remove `clusterIP: None`, or use type ClusterIP".into(),
            Self::SecretKey => "add the key, or use type Opaque, which demands none".into(),
        }
    }
}

/// A host: what stands beside the name, and the name without it.
fn host(found: &str) -> Cow<'static, str> {
    let bare = found.split_once("://").map_or(found, |(_, rest)| rest);
    let bare = bare.split(['/', '?', '#']).next().unwrap_or_default();
    let name = match bare.rsplit_once(':') {
        Some((name, port)) if !name.contains(':') && port.bytes().all(|b| b.is_ascii_digit()) => {
            name
        }
        _ => bare,
    };
    let lower = name.to_ascii_lowercase();
    if found == "*" {
        return "remove `host`: a rule without one is for every host".into();
    }
    if is_host(&lower) && lower != found {
        return format!("write `{lower}`: a host has no scheme, port, path or upper-case letters")
            .into();
    }
    if found.contains('*') {
        return "a `*` must be the whole first label, as in `*.example.com`".into();
    }
    if found.contains('_') {
        return "a host has no `_`: use lower-case letters, digits, `-` and `.`".into();
    }
    "write a DNS name in lower case, such as `shop.example.com`".into()
}

/// Whether this is a host that the API server accepts: no address, a `*` only as the first label.
fn is_host(text: &str) -> bool {
    let name = text.strip_prefix("*.").unwrap_or(text);
    name.bytes().any(|b| b.is_ascii_lowercase()) && is_subdomain(name)
}

fn is_subdomain(text: &str) -> bool {
    text.split('.').all(|label| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    })
}

/// A path without a leading slash. `~` marks a regular expression to Kong; KIC's mark is `/~`.
fn relative_path(found: &str) -> Cow<'static, str> {
    match found {
        "" => "write `path: /`, or use pathType ImplementationSpecific".into(),
        _ if found.starts_with('~') => format!(
            "write {:?}: KIC's mark of a regular expression is `/~`",
            format!("/{found}")
        )
        .into(),
        "*" => "write `/` with pathType Prefix, which matches every path".into(),
        _ => format!("write {:?}", format!("/{found}")).into(),
    }
}

/// The name of a port where `IANA_SVC_NAME` is demanded: 15 characters with a letter.
fn port_name(found: &str) -> Cow<'static, str> {
    if !found.is_empty() && found.bytes().all(|b| b.is_ascii_digit()) {
        return "a text is a name here: write the number without quotes (in an Ingress: `number`)"
            .into();
    }
    "use at most 15 of lower-case letters, digits and `-`, with a letter; refer to a port with a longer name by its number".into()
}

/// The text in lower case with `-` for what is not allowed, if that is what is wanted; else how it must be.
fn rewritten(found: &str, allowed: &str, how: &'static str) -> Cow<'static, str> {
    let text: String = found
        .to_ascii_lowercase()
        .chars()
        .map(|c| {
            if c == '_' || c == '.' && !allowed.contains('.') {
                '-'
            } else {
                c
            }
        })
        .collect();
    let fits =
        is_subdomain(&text) && (allowed.contains('.') || !text.contains('.')) && text.len() <= 63;
    let begins = !how.contains("in front") || text.starts_with(|c: char| c.is_ascii_lowercase());
    if fits && begins && text != found {
        return format!("write `{text}`: {}", how.trim_start_matches("use ")).into();
    }
    how.into()
}

#[cfg(test)]
mod tests {
    use super::Hint;

    fn host(found: &str) -> String {
        Hint::Host(found.to_owned()).text().into_owned()
    }

    #[test]
    fn a_host_is_shown_without_what_does_not_belong_to_it() {
        for found in [
            "shop.example.com:8080",
            "https://shop.example.com",
            "https://Shop.example.com:8080/cart?x=1",
            "SHOP.example.com",
            "shop.example.com/cart",
        ] {
            let hint = host(found);
            assert!(
                hint.starts_with("write `shop.example.com`:"),
                "{found}: {hint}"
            );
        }
    }

    #[test]
    fn other_hosts_are_told_what_a_host_is() {
        assert!(host("*").starts_with("remove `host`"));
        assert!(host("a.*.example").contains("whole first label"));
        assert!(host("Api_v1.example").contains("no `_`"));
        assert!(host("10.0.0.1").starts_with("write a DNS name"));
        assert!(host("::1").starts_with("write a DNS name"));
    }

    #[test]
    fn a_placeholder_is_to_be_filled_in() {
        assert!(host("shop.${DOMAIN}").starts_with("the value is a placeholder"));
        assert!(host("{{ .Values.host }}").starts_with("the value is a placeholder"));
    }

    #[test]
    fn a_regular_expression_gets_the_mark_that_kic_knows() {
        let text = |found: &str| Hint::RelativePath(found.to_owned()).text().into_owned();
        assert!(text("~/x/.*").starts_with("write \"/~/x/.*\""));
        assert_eq!(text("cart"), "write \"/cart\"");
    }

    #[test]
    fn a_name_is_rewritten_where_that_is_what_it_lacks() {
        let label = |found: &str| Hint::Label(found.to_owned(), true).text().into_owned();
        assert!(label("Web_1").starts_with("write `web-1`"));
        assert!(label("1web").starts_with("use "));
        assert!(label(&"a".repeat(64)).starts_with("use "));
    }
}
