//! Values that may be secret, replaced by a fingerprint that shows whether they change (spec 50, 4.4).
//!
//! What may be shown says [`crate::secrecy`]; what came out of a Secret on one side is masked on both. `null`, an empty text and a
//! reference (a variable of decK, `{vault://...}`) are no values and stay.

use super::Change;
use super::entity::{Entity, Kind};
use super::redacted::Redacted;
use crate::deck::read::is_opaque;
use crate::secrecy::field::Field;
use crate::secrecy::fingerprint::Key;
use crate::secrecy::{MASK, expression};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Fields that hold conditions in the language of the router.
const EXPRESSIONS: [&str; 2] = ["expression", "condition"];

/// The field by which Kong knows an entity.
const ID: &str = "id";

/// Whether a text is an id that Kong or a controller made, and not one that somebody chose.
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36 && Uuid::parse_str(text).is_ok()
}

/// Mask every value of every change that is not known to be harmless.
pub fn mask(changes: &mut [Change], key: &Key) {
    for (number, change) in changes.iter_mut().enumerate() {
        let sides = || [&change.old, &change.new].into_iter().flatten();
        let secrets = sides()
            .flat_map(|entity| &entity.secret_config)
            .map(|pointer| segments(pointer))
            .collect();
        let masker = Masker {
            key,
            entity: format!("{number} {} {}", change.kind, change.title),
            secrets,
        };
        let root = Root::of(&change.kind, sides().next());
        for field in &mut change.fields {
            let place = root.place(&field.path);
            for value in [&mut field.old, &mut field.new].into_iter().flatten() {
                masker.value(place, &mut field.path.clone(), value);
            }
            masker.path(&root, &mut field.path);
        }
        for entity in [&mut change.old, &mut change.new].into_iter().flatten() {
            for (name, value) in &mut entity.fields {
                let mut path = vec![name.clone()];
                masker.value(root.place(&path), &mut path, value);
            }
            let is_shown = |id: &str| root.entity.key(ID).shows_text(id) || is_uuid(id);
            if let Some(id) = entity.id.as_mut().filter(|id| !is_shown(id)) {
                *id = masker.masked(id);
            }
        }
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

/// Where the fields of an entity are looked up.
struct Root {
    entity: Field,
    config: Field,
}

impl Root {
    fn of(kind: &Kind, entity: Option<&Entity>) -> Self {
        let plugin = entity
            .filter(|_| *kind == Kind::Plugin)
            .and_then(|entity| entity.text("name"));
        Self {
            entity: Field::of_entity(kind.list()).or(Field::of_entity("*")),
            config: plugin.map_or(Field::UNKNOWN, Field::of_plugin),
        }
    }

    /// The field at a path from the entity.
    fn place(&self, path: &[String]) -> Field {
        let (start, rest) = match path.split_first() {
            Some((first, rest)) if first == "config" => (self.config, rest),
            _ => (self.entity, path),
        };
        rest.iter().fold(start, |field, step| field.key(step))
    }
}

/// Masks the values of one entity.
struct Masker<'k> {
    key: &'k Key,
    /// What keeps its fingerprints apart from those of others.
    entity: String,
    /// Paths to what came out of a Secret.
    secrets: BTreeSet<Vec<String>>,
}

impl Masker<'_> {
    /// Mask a value, or what is secret inside of it. `path` ends as it was.
    fn value(&self, place: Field, path: &mut Vec<String>, value: &mut Value) {
        if self.is_from_secret(path) {
            self.hide(place, value);
            return;
        }
        match value {
            Value::Object(fields) => {
                for (key, value) in fields {
                    path.push(key.clone());
                    self.value(place.key(key), path, value);
                    path.pop();
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter_mut().enumerate() {
                    path.push(index.to_string());
                    self.value(place.item(), path, item);
                    path.pop();
                }
            }
            Value::String(text) if path.len() == 1 && EXPRESSIONS.contains(&&*path[0]) => {
                *text = expression::masked(text, |value| self.masked(value));
            }
            Value::String(text) if place.shows_text(text) => {}
            Value::String(text) if path.len() == 1 && path[0] == ID && is_uuid(text) => {}
            Value::Number(_) | Value::Bool(_) if place.shows_number() => {}
            _ => self.hide(place, value),
        }
    }

    fn is_from_secret(&self, path: &[String]) -> bool {
        (1..=path.len()).any(|length| self.secrets.contains(&path[..length]))
    }

    /// Put fingerprints in the place of all values. The keys of a map stay where every one of them is a field that Kong knows.
    fn hide(&self, place: Field, value: &mut Value) {
        match value {
            Value::Null => {}
            Value::String(text) if is_reference(text) => {}
            Value::Array(items) => {
                for item in items {
                    self.hide(place.item(), item);
                }
            }
            Value::Object(fields) if fields.keys().all(|key| place.knows(key)) => {
                for (key, value) in fields {
                    self.hide(place.key(key), value);
                }
            }
            Value::String(text) => *value = self.masked(text).into(),
            other => *other = self.masked(&other.to_string()).into(),
        }
    }

    /// Mask the steps of a path that only a Secret tells.
    fn path(&self, root: &Root, path: &mut [String]) {
        for length in 1..=path.len() {
            let (before, after) = path[..length].split_at(length - 1);
            if self.is_from_secret(before) && !root.place(before).knows(&after[0]) {
                path[length - 1..].fill(MASK.to_owned());
                return;
            }
        }
    }

    fn masked(&self, text: &str) -> String {
        format!("[masked {}]", self.key.fingerprint(&self.entity, text))
    }
}

/// Whether a text is no value: empty, or the name of a variable or of a secret in a vault. The hash of a secret is one.
fn is_reference(text: &str) -> bool {
    if matches!(Redacted::of(text), Some(Redacted::Hash(_))) {
        return false;
    }
    let vault = text
        .strip_prefix("{vault://")
        .and_then(|rest| rest.strip_suffix('}'));
    text.is_empty() || is_opaque(text) || vault.is_some_and(|rest| !rest.contains(['{', '}', ' ']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn masked(config: Value, plugin: &str, pointers: &[&str]) -> Value {
        let masker = Masker {
            key: &Key::default(),
            entity: String::new(),
            secrets: pointers.iter().map(|pointer| segments(pointer)).collect(),
        };
        let mut config = config;
        let mut path = vec!["config".to_owned()];
        masker.value(Field::of_plugin(plugin), &mut path, &mut config);
        config
    }

    fn is_masked(value: &Value) -> bool {
        value
            .as_str()
            .is_some_and(|text| text.starts_with("[masked "))
    }

    #[test]
    fn only_what_is_known_to_be_harmless_is_shown() {
        let config = json!({
            "policy": "redis", "minute": 5, "redis": {"password": "p", "port": 6379, "bogus": 7}, "hour": "x", "new": ["y"],
        });
        let config = masked(config, "rate-limiting", &[]);
        assert_eq!(
            (&config["policy"], &config["minute"]),
            (&json!("redis"), &json!(5))
        );
        assert_eq!(config["redis"]["port"], 6379);
        for value in ["/redis/password", "/redis/bogus", "/hour", "/new/0"] {
            assert!(is_masked(config.pointer(value).unwrap()), "{value}");
        }
    }

    #[test]
    fn plugins_that_nobody_knows_show_keys_only() {
        let config = masked(
            json!({"a": 1, "b": true, "c": [{"d": "x"}], "e": null}),
            "my-own",
            &[],
        );
        for value in ["/a", "/b", "/c/0/d"] {
            assert!(is_masked(config.pointer(value).unwrap()), "{value}");
        }
        assert_eq!(config["e"], Value::Null);
    }

    #[test]
    fn values_that_came_out_of_a_secret_are_masked_under_any_name() {
        let config = json!({"policy": "local", "minute": 5, "limit_by": "ip"});
        let config = masked(config, "rate-limiting", &["/policy", "/minute"]);
        assert_eq!(config["limit_by"], "ip");
        assert!(is_masked(&config["policy"]) && is_masked(&config["minute"]));
        let whole = masked(
            json!({"policy": "local", "s3cret": "x"}),
            "rate-limiting",
            &[""],
        );
        assert!(
            is_masked(&whole),
            "a key that only the Secret tells: {whole}"
        );
    }

    #[test]
    fn references_are_no_values() {
        for text in ["", "${{ env \"DECK_A\" }}", "{vault://env/a}"] {
            assert_eq!(masked(json!({"x": text}), "own", &[])["x"], text);
        }
        for text in [
            "{vault://env/a} b}",
            "{vault://1ec1c26b50d5d3c58d9583181af80766}",
        ] {
            assert!(is_masked(&masked(json!({"x": text}), "own", &[])["x"]));
        }
    }
}
