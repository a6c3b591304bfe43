//! Names of variables for `--secrets env`: `DECK_<NAMESPACE>__<SECRET>__<KEY>`.
//!
//! Each key of each Secret has a name of its own, which depends on nothing but these three texts, so that no other Secret can take it
//! or change it. Two underscores separate the three. decK makes the variables of its own options from their names, where no two
//! dashes stand together (`DECK_TLS_CLIENT_KEY`), so it reads none of these.
//!
//! | character | written as |
//! |---|---|
//! | `a` to `z`, `0` to `9` | itself, in capitals |
//! | a `-` (in a key: a `_`) between two of these | `_` |
//! | a `.` between two of these | `___` |
//! | anything else | `____` and two hexadecimal digits for each of its bytes |

use crate::kong::secret::SecretKeyRef;
use std::fmt::Write;

/// Between namespace, Secret and key.
const SEPARATOR: &str = "__";

/// The name of the variable that must hold the value of a Secret key.
pub(super) fn name(source: &SecretKeyRef) -> String {
    let mut name = String::from("DECK_");
    write_part(&mut name, &source.namespace, b'-');
    name.push_str(SEPARATOR);
    write_part(&mut name, &source.name, b'-');
    name.push_str(SEPARATOR);
    write_part(&mut name, &source.key, b'_');
    name
}

/// Write a part; `joint` is the character that becomes a single underscore.
fn write_part(name: &mut String, part: &str, joint: u8) {
    let bytes = part.as_bytes();
    let is_plain = |at: Option<usize>| {
        at.and_then(|at| bytes.get(at))
            .is_some_and(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9'))
    };
    for (at, &byte) in bytes.iter().enumerate() {
        let is_between = is_plain(at.checked_sub(1)) && is_plain(at.checked_add(1));
        match byte {
            _ if is_plain(Some(at)) => name.push(char::from(byte.to_ascii_uppercase())),
            _ if byte == joint && is_between => name.push('_'),
            b'.' if is_between => name.push_str("___"),
            _ => write!(name, "____{byte:02X}").expect("writing to a String cannot fail"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn named(namespace: &str, secret: &str, key: &str) -> String {
        name(&SecretKeyRef {
            namespace: namespace.to_owned(),
            name: secret.to_owned(),
            key: key.to_owned(),
        })
    }

    #[test]
    fn usual_names_are_easy_to_read() {
        assert_eq!(
            named("shop", "customer-key", "key"),
            "DECK_SHOP__CUSTOMER_KEY__KEY"
        );
        assert_eq!(
            named("shop", "web-tls", "tls.crt"),
            "DECK_SHOP__WEB_TLS__TLS___CRT"
        );
        assert_eq!(
            named("shop", "app", "client_secret"),
            "DECK_SHOP__APP__CLIENT_SECRET"
        );
        assert_eq!(
            named("shop", "a.b", "Key"),
            "DECK_SHOP__A___B__".to_owned() + "____4BEY"
        );
    }

    /// All texts of up to three of these characters in all three places, and what the separator and the escapes look like.
    #[test]
    fn no_two_secrets_share_a_name() {
        let alphabet = ["a", "-", ".", "_", "A", "2", "é"];
        let mut parts = vec![String::new()];
        for length in 0..3 {
            let longer: Vec<String> = parts
                .iter()
                .filter(|part| part.chars().count() == length)
                .flat_map(|part| alphabet.map(|character| format!("{part}{character}")))
                .collect();
            parts.extend(longer);
        }
        parts.extend(["2d", "a__a", "a___a", "____2D", "2DA"].map(str::to_owned));
        let mut taken: BTreeMap<String, (String, String)> = BTreeMap::new();
        for first in &parts {
            for second in &parts {
                let places = [
                    ("ns", named(first, second, "k")),
                    ("key", named("n", first, second)),
                ];
                for (place, variable) in places {
                    let is_valid = variable.strip_prefix("DECK_").is_some_and(|rest| {
                        rest.bytes()
                            .all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
                    });
                    assert!(is_valid, "{variable}");
                    let earlier = taken.insert(
                        format!("{place} {variable}"),
                        (first.clone(), second.clone()),
                    );
                    assert_eq!(earlier, None, "{variable} of {first:?} {second:?}");
                }
            }
        }
        assert_ne!(
            named("shop-db", "creds", "k"),
            named("shop", "db-creds", "k")
        );
    }

    /// The variables behind decK's options: `DECK_` and the name of the flag, `-` as `_`.
    #[test]
    fn no_name_is_one_that_deck_reads() {
        for flag in [
            "kong-addr",
            "headers",
            "tls-server-name",
            "tls-skip-verify",
            "ca-cert",
            "ca-cert-file",
            "tls-client-cert",
            "tls-client-cert-file",
            "tls-client-key",
            "tls-client-key-file",
            "kong-cookie-jar-path",
            "konnect-token",
            "konnect-token-file",
            "konnect-email",
            "konnect-password",
            "konnect-password-file",
            "konnect-addr",
            "konnect-runtime-group-name",
            "konnect-control-plane-name",
            "skip-workspace-crud",
            "timeout",
            "verbose",
            "no-color",
            "analytics",
            "config",
            "workspace",
            "select-tag",
        ] {
            let variable = format!("DECK_{}", flag.replace('-', "_").to_uppercase());
            assert!(!variable.contains(SEPARATOR), "{variable}");
            let words: Vec<&str> = flag.split('-').collect();
            for first in 1..words.len().max(2) - 1 {
                for second in first + 1..words.len() {
                    let parts = [&words[..first], &words[first..second], &words[second..]];
                    let [namespace, secret, key] = parts.map(|part| part.join("-"));
                    assert_ne!(named(&namespace, &secret, &key), variable);
                }
            }
        }
        assert!(named("", "", "").contains(SEPARATOR));
    }
}
