//! By what an entity is recognised on both sides (spec 50, 4.1).

use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::net::Ipv6Addr;

/// The port of a target that names none.
const DEFAULT_PORT: &str = "8000";

/// The first text that is not empty.
pub(super) fn known_as(keys: &[String]) -> &str {
    keys.iter()
        .find(|key| !key.is_empty())
        .map_or("", String::as_str)
}

/// A target's address in decK's form: lower-cased, with its port, IPv6 in full: `[::1]` is `[0000:...:0001]:8000`.
pub(super) fn with_port(target: &str) -> String {
    let target = target.to_lowercase();
    let (address, port) = match target
        .strip_prefix('[')
        .and_then(|rest| rest.split_once(']'))
    {
        Some((address, port)) => (address, port.strip_prefix(':').unwrap_or(DEFAULT_PORT)),
        None if target.matches(':').count() > 1 => (target.as_str(), DEFAULT_PORT),
        None => target.split_once(':').unwrap_or((&target, DEFAULT_PORT)),
    };
    match address.parse::<Ipv6Addr>() {
        Ok(address) => {
            let groups = address.segments().map(|group| format!("{group:04x}"));
            format!("[{}]:{port}", groups.join(":"))
        }
        Err(_) => format!("{address}:{port}"),
    }
}

/// What a secret is recognised by. It is compared and never shown: short secrets can be guessed from it.
pub(super) fn digest(secret: &str) -> String {
    Sha256::digest(secret.as_bytes())
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// The title of an entity that has nothing better.
pub(super) fn numbered(position: usize) -> String {
    format!("number {}", position + 1)
}

/// What is between the armour lines of a PEM text, without white space.
pub(in crate::diff) fn pem_body(text: &str) -> String {
    text.split_whitespace().collect()
}

/// What recognises an entity without a type of its own.
pub(super) fn custom_key(fields: &Map<String, Value>) -> String {
    let service = fields
        .get("service")
        .map(ToString::to_string)
        .unwrap_or_default();
    let route = fields
        .get("route")
        .map(ToString::to_string)
        .unwrap_or_default();
    for names in [&["uri", "query"][..], &["type_path"], &["name"], &["id"]] {
        let values: Vec<_> = names
            .iter()
            .filter_map(|name| fields.get(*name)?.as_str())
            .collect();
        if values.len() == names.len() {
            return [values.join(" "), service, route]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(" ");
        }
    }
    String::new()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_compared_in_their_long_form() {
        let loopback = "[0000:0000:0000:0000:0000:0000:0000:0001]";
        assert_eq!(with_port("[::1]:80"), format!("{loopback}:80"));
        assert_eq!(with_port("::1"), format!("{loopback}:8000"));
        assert_eq!(with_port("10.0.0.1:80"), "10.0.0.1:80");
        assert_eq!(with_port("Example.com"), "example.com:8000");
    }
}
