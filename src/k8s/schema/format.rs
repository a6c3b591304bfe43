//! The forms of strings that the CRDs demand, each with the pattern that the API server shows and a
//! function that decides like it without a regular expression engine.

/// A form of a string.
#[derive(Debug)]
pub(in crate::k8s) struct Format {
    /// The pattern as the CRD has it.
    pub pattern: &'static str,
    /// Whether a string has this form.
    pub matches: fn(&str) -> bool,
}

/// A DNS label.
pub(super) static DNS_LABEL: Format = Format {
    pattern: r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
    matches: is_dns_label,
};

/// A DNS subdomain.
pub(super) static DNS_SUBDOMAIN: Format = Format {
    pattern: r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
    matches: is_dns_subdomain,
};

/// A DNS subdomain, the first label of which may be `*`.
pub(super) static HOSTNAME: Format = Format {
    pattern: r"^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
    matches: |text| is_dns_subdomain(text.strip_prefix("*.").unwrap_or(text)),
};

/// An API group; the core group is empty.
pub(super) static API_GROUP: Format = Format {
    pattern: r"^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$",
    matches: |text| text.is_empty() || is_dns_subdomain(text),
};

/// A kind.
pub(super) static KIND: Format = Format {
    pattern: r"^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$",
    matches: |text| {
        text.starts_with(|c: char| c.is_ascii_alphabetic())
            && text.ends_with(|c: char| c.is_ascii_alphanumeric())
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
    },
};

/// The name of an HTTP header or query parameter.
pub(super) static HEADER_NAME: Format = Format {
    pattern: r"^[A-Za-z0-9!#$%&'*+\-.^_\x60|~]+$",
    matches: |text| !text.is_empty() && text.bytes().all(is_token),
};

/// The value of an HTTP header: visible ASCII, with single blanks or tabs inside.
pub(super) static HEADER_VALUE: Format = Format {
    pattern: r"^[!-~]+([\t ]?[!-~]+)*$",
    matches: |text| {
        text.split([' ', '\t'])
            .all(|word| !word.is_empty() && word.bytes().all(|b| b.is_ascii_graphic()))
    },
};

/// The name of a consumer: words of letters, digits and some signs with single blanks between.
pub(super) static USERNAME: Format = Format {
    pattern: r"^[\p{L}\p{N}.\-_~+@/\[\]]*(?: [\p{L}\p{N}.\-_~+@/\[\]]+)*$",
    matches: |text| {
        is_words(text, |character| {
            character.is_alphanumeric() || ".-_~+@/[]".contains(character)
        })
    },
};

/// The id of a consumer: words of ASCII letters, digits and some signs with single blanks between.
pub(super) static CUSTOM_ID: Format = Format {
    pattern: r"^[0-9a-zA-Z.\-_~\(\)#%@|+\[\]]*(?: [0-9a-zA-Z.\-_~\(\)#%@|+\[\]]+)*$",
    matches: |text| {
        is_words(text, |character| {
            character.is_ascii_alphanumeric() || ".-_~()#%@|+[]".contains(character)
        })
    },
};

/// The name of a consumer group.
pub(super) static GROUP_NAME: Format = Format {
    pattern: r"^[\p{N}\p{L}.\-_~]*$",
    matches: |text| {
        text.chars()
            .all(|character| character.is_alphanumeric() || ".-_~".contains(character))
    },
};

/// Whether a text is words with single blanks between, of which only the first may be empty.
fn is_words(text: &str, takes: fn(char) -> bool) -> bool {
    let mut words = text.split(' ');
    words.next().is_none_or(|first| first.chars().all(takes))
        && words.all(|word| !word.is_empty() && word.chars().all(takes))
}

/// A duration as GEP-2257 writes it.
pub(super) static DURATION: Format = Format {
    pattern: r"^([0-9]{1,5}(h|m|s|ms)){1,4}$",
    matches: |text| milliseconds(text).is_some(),
};

/// A UUID in lower case.
pub(super) static UUID: Format = Format {
    pattern: r"^[0-9a-f]{8}(?:\-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
    matches: |text| {
        text.len() == 36
            && text
                .bytes()
                .enumerate()
                .all(|(position, b)| match position {
                    8 | 13 | 18 | 23 => b == b'-',
                    _ => matches!(b, b'0'..=b'9' | b'a'..=b'f'),
                })
    },
};

/// A path from the root.
pub(super) static ABSOLUTE_PATH: Format = Format {
    pattern: "^/.*$",
    matches: |text| text.starts_with('/') && !text.contains('\n'),
};

/// The name of a Gateway API controller.
pub(super) static CONTROLLER_NAME: Format = Format {
    pattern: r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$",
    matches: |text| {
        text.split_once('/')
            .is_some_and(|(domain, path)| is_dns_subdomain(domain) && is_url_path(path))
    },
};

/// The protocol of a listener: a plain word, or a word of one's own behind a domain.
/// The second half of the pattern is not anchored at its start, so one character before the slash is enough.
pub(super) static LISTENER_PROTOCOL: Format = Format {
    pattern: r"^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9]+$",
    matches: |text| {
        is_word(text)
            || text.rsplit_once('/').is_some_and(|(domain, word)| {
                domain.ends_with(is_lower_alphanumeric)
                    && !word.is_empty()
                    && word.bytes().all(|b| b.is_ascii_alphanumeric())
            })
    },
};

/// The type of a Gateway address. Its alternatives are not grouped, so the anchors bind to the first and the last only.
pub(super) static ADDRESS_TYPE: Format = Format {
    pattern: r"^Hostname|IPAddress|NamedAddress|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+$",
    matches: |text| {
        text.starts_with("Hostname")
            || text.contains("IPAddress")
            || text.contains("NamedAddress")
            || text.match_indices('/').any(|(slash, _)| {
                text[..slash].ends_with(is_lower_alphanumeric) && is_url_path(&text[slash + 1..])
            })
    },
};

/// A URI with an authority.
pub(super) static ABSOLUTE_URI: Format = Format {
    pattern: r"^(([^:/?#]+):)(//([^/?#]*))([^?#]*)(\?([^#]*))?(#(.*))?",
    matches: |text| {
        text.split_once("://")
            .is_some_and(|(scheme, _)| !scheme.is_empty() && !scheme.contains([':', '/', '?', '#']))
    },
};

/// The value of a label.
pub(super) static LABEL_VALUE: Format = Format {
    pattern: r"^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$",
    matches: |text| text.is_empty() || is_qualified_word(text),
};

/// The type of a status condition.
pub(super) static CONDITION_TYPE: Format = Format {
    pattern: r"^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])$",
    matches: |text| {
        let (prefix, word) = text
            .split_once('/')
            .map_or((None, text), |(p, w)| (Some(p), w));
        prefix.is_none_or(is_dns_subdomain) && is_qualified_word(word)
    },
};

/// Whether this is a label or annotation key: an optional domain and a slash, then a word of up to 63 characters.
pub(super) fn is_qualified_name(text: &str) -> bool {
    let (prefix, word) = text
        .split_once('/')
        .map_or((None, text), |(p, w)| (Some(p), w));
    prefix.is_none_or(is_dns_subdomain) && word.len() <= 63 && is_qualified_word(word)
}

/// `[a-z0-9]([-a-z0-9]*[a-z0-9])?`
pub(in crate::k8s) fn is_dns_label(text: &str) -> bool {
    text.starts_with(is_lower_alphanumeric)
        && text.ends_with(is_lower_alphanumeric)
        && text.bytes().all(|b| is_lower_byte(b) || b == b'-')
}

/// Labels joined by dots.
pub(in crate::k8s) fn is_dns_subdomain(text: &str) -> bool {
    text.split('.').all(is_dns_label)
}

/// The milliseconds in a GEP-2257 duration: up to four numbers of up to five digits, each with a unit.
pub(super) fn milliseconds(text: &str) -> Option<u64> {
    let (mut rest, mut total, mut parts) = (text, 0, 0);
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let number: u64 = rest[..digits].parse().ok().filter(|_| digits <= 5)?;
        rest = &rest[digits..];
        let (unit, factor) = [("ms", 1), ("h", 3_600_000), ("m", 60_000), ("s", 1000)]
            .into_iter()
            .find(|(unit, _)| rest.starts_with(unit))?;
        rest = &rest[unit.len()..];
        total += number * factor;
        parts += 1;
    }
    (1..=4).contains(&parts).then_some(total)
}

/// `[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?`
fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// `([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]`
pub(in crate::k8s) fn is_qualified_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphanumeric())
        && text.ends_with(|c: char| c.is_ascii_alphanumeric())
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

/// `[A-Za-z0-9\/\-._~%!$&'()*+,;=:]+`
pub(in crate::k8s) fn is_url_path(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"/-._~%!$&'()*+,;=:".contains(&b))
}

fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

fn is_lower_alphanumeric(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit()
}

fn is_lower_byte(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit()
}

#[cfg(test)]
mod tests {
    use super::*;
    use regex::Regex;

    /// Texts on both sides of every pattern.
    const TEXTS: &[&str] = &[
        "",
        "a",
        "A",
        "-",
        "a-",
        "-a",
        "a-b",
        "a.b",
        "a..b",
        ".a",
        "a.",
        "*.a",
        "*",
        "*.a.b",
        "a.*",
        "a/b",
        "a/",
        "/a",
        "/",
        "/a\nb",
        "a.b/C-d",
        "a/b/c",
        "A/b",
        "a/b c",
        "HTTP",
        "HT-TP",
        "x.io/HTTP",
        "X/HTTP",
        "0/H",
        "Hostname",
        "HostnameX",
        "myIPAddress",
        "x/y/Z",
        "1h",
        "1h30m",
        "100000s",
        "5",
        "10ms",
        "1ms2ms3ms4ms",
        "1s1s1s1s1s",
        "1S",
        "http://a",
        "http:/a",
        "://a",
        "a:b://c",
        "ftp://",
        "123e4567-e89b-12d3-a456-426614174000",
        "123E4567-e89b-12d3-a456-426614174000",
        "x-Header",
        "x y",
        "x`y",
        "x:y",
        "a_b",
        "é",
        "A.b_c",
        "a.b/c_d",
        "a.B/c",
        "Ready",
        "konghq.com/kic",
        "a/%2f",
    ];

    #[test]
    fn functions_decide_like_the_patterns() {
        for format in [
            &DNS_LABEL,
            &DNS_SUBDOMAIN,
            &HOSTNAME,
            &API_GROUP,
            &KIND,
            &HEADER_NAME,
            &DURATION,
            &UUID,
            &ABSOLUTE_PATH,
            &CONTROLLER_NAME,
            &LISTENER_PROTOCOL,
            &ADDRESS_TYPE,
            &ABSOLUTE_URI,
            &LABEL_VALUE,
            &CONDITION_TYPE,
        ] {
            let regex = Regex::new(format.pattern).expect("the pattern compiles");
            for text in TEXTS {
                assert_eq!(
                    (format.matches)(text),
                    regex.is_match(text),
                    "{text:?} against {}",
                    format.pattern
                );
            }
        }
    }

    #[test]
    fn durations_add_up() {
        assert_eq!(milliseconds("1h2m3s4ms"), Some(3_723_004));
        assert_eq!(milliseconds("0s"), Some(0));
    }
}
