//! Secret values, replaced by a fingerprint that shows whether they change (spec 50, 4.4).

use super::Change;
use super::entity::{Entity, Kind};
use crate::deck::read::is_opaque;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Words in the names of configuration fields that hold secrets.
const SECRET_WORDS: &[&str] = &[
    "secret",
    "password",
    "passwd",
    "passphrase",
    "token",
    "api_key",
    "apikey",
    "private_key",
    "salt",
    "credential_value",
];

/// A short text that differs when the secret differs, and tells nothing else.
pub fn fingerprint(secret: &str) -> String {
    let digest = Sha256::digest(secret.as_bytes());
    let digits: String = digest[..4]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("sha256:{digits}")
}

/// Mask every secret of every change.
pub fn mask(changes: &mut [Change]) {
    for change in changes {
        let mut pointers = Vec::new();
        for entity in [&change.old, &change.new].into_iter().flatten() {
            pointers.extend(entity.secret_config.iter().map(|pointer| segments(pointer)));
        }
        for field in &mut change.fields {
            let path: Vec<&str> = field.path.iter().map(String::as_str).collect();
            for value in [&mut field.old, &mut field.new].into_iter().flatten() {
                mask_value(&change.kind, &path, value, &pointers);
            }
        }
        for entity in [&mut change.old, &mut change.new].into_iter().flatten() {
            mask_entity(entity, &pointers);
        }
    }
}

fn mask_entity(entity: &mut Entity, pointers: &[Vec<String>]) {
    for (key, value) in &mut entity.fields {
        mask_value(&entity.kind, &[key], value, pointers);
    }
}

/// The steps of a JSON pointer below `config`.
fn segments(pointer: &str) -> Vec<String> {
    std::iter::once("config".to_owned())
        .chain(
            pointer
                .split('/')
                .skip(1)
                .map(|step| step.replace("~1", "/").replace("~0", "~")),
        )
        .collect()
}

/// Mask a value at a path, or what is secret inside of it.
fn mask_value(kind: &Kind, path: &[&str], value: &mut Value, pointers: &[Vec<String>]) {
    if is_secret(kind, path) || pointers.iter().any(|pointer| is_at_or_below(path, pointer)) {
        hide(value);
        return;
    }
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                let path: Vec<&str> = path.iter().copied().chain([key.as_str()]).collect();
                mask_value(kind, &path, value, pointers);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter_mut().enumerate() {
                let index = index.to_string();
                let path: Vec<&str> = path.iter().copied().chain([index.as_str()]).collect();
                mask_value(kind, &path, item, pointers);
            }
        }
        Value::String(text)
            if text.contains("-----BEGIN ") && text.contains("PRIVATE KEY-----") =>
        {
            hide(value);
        }
        _ => {}
    }
}

fn is_at_or_below(path: &[&str], pointer: &[String]) -> bool {
    path.len() >= pointer.len() && path.iter().zip(pointer).all(|(a, b)| a == b)
}

/// Whether a path leads to a secret by its name.
fn is_secret(kind: &Kind, path: &[&str]) -> bool {
    let Some((first, rest)) = path.split_first() else {
        return false;
    };
    match kind {
        Kind::KeyAuth | Kind::Certificate => *first == "key",
        Kind::BasicAuth => *first == "password",
        Kind::HmacAuth | Kind::Jwt => *first == "secret",
        Kind::OAuth2 => *first == "client_secret",
        Kind::License => *first == "payload",
        Kind::Plugin | Kind::Vault => {
            *first == "config" && rest.iter().any(|key| is_secret_name(key))
        }
        Kind::Other(_) => path
            .iter()
            .any(|key| is_secret_name(key) || matches!(*key, "jwk" | "private_key")),
        _ => false,
    }
}

/// Whether a configuration field of this name holds a secret.
fn is_secret_name(name: &str) -> bool {
    let name = name.to_lowercase();
    SECRET_WORDS.iter().any(|word| name.contains(word))
}

/// Replace a value by its fingerprint; flags, numbers and placeholders tell nothing.
fn hide(value: &mut Value) {
    match value {
        Value::String(text)
            if text.is_empty() || is_opaque(text) || text.starts_with("{vault://") => {}
        Value::String(text) => *text = format!("[masked {}]", fingerprint(text)),
        Value::Array(items) => items.iter_mut().for_each(hide),
        Value::Object(fields) => fields.values_mut().for_each(hide),
        Value::Null | Value::Bool(_) => {}
        Value::Number(number) => {
            *value = format!("[masked {}]", fingerprint(&number.to_string())).into();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn whole_secrets_are_replaced_whatever_they_look_like() {
        let mut key = json!("-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n");
        mask_value(&Kind::Certificate, &["key"], &mut key, &[]);
        assert!(key.as_str().unwrap().starts_with("[masked sha256:"));
        let mut config = json!({"client_secret": ["a", "b"], "x": {"api_key": "k"}, "minute": 5, "cache_tokens_salt": ""});
        mask_value(&Kind::Plugin, &["config"], &mut config, &[]);
        assert!(!config.to_string().contains("\"a\"") && !config.to_string().contains("\"k\""));
        assert_eq!(config["minute"], 5);
    }

    #[test]
    fn values_that_came_out_of_a_secret_are_masked_under_any_name() {
        let mut config = json!({"header": "x", "list": [{"value": "v"}]});
        let pointers = [segments("/list/0/value")];
        mask_value(&Kind::Plugin, &["config"], &mut config, &pointers);
        assert_eq!(config["header"], "x");
        assert!(
            config["list"][0]["value"]
                .as_str()
                .unwrap()
                .starts_with("[masked")
        );
    }
}
