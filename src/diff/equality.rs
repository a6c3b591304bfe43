//! When two values mean the same to Kong (spec 50, 4.3).

use super::Settings;
use super::defaults::Defaults;
use super::entity::{Entity, Kind};
use super::flatten::pem_body;
use super::redacted::{self, Redacted};
use crate::deck::read::is_opaque;
use crate::schema::plugins::Known;
use crate::schema::validate::Step;
use serde_json::{Map, Value};
use std::sync::Arc;

/// A field that changes.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldChange {
    /// Keys from the entity to the field.
    pub path: Vec<String>,
    /// Its value before; absent when it is new.
    pub old: Option<Value>,
    /// Its value after; absent when it goes.
    pub new: Option<Value>,
    /// What sort of change it is.
    pub class: Class,
}

impl FieldChange {
    /// The path as people write it.
    pub fn path_text(&self) -> String {
        self.path.join(".")
    }
}

/// What sort of change a field has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// Another value.
    Changed,
    /// A list in another order, where the order may matter.
    Reordered,
    /// Another id: decK deletes the entity and creates it again.
    Replaced,
}

impl Class {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Changed => "changed",
            Self::Reordered => "reordered",
            Self::Replaced => "replaced",
        }
    }
}

/// What a comparison of two entities gave.
#[derive(Debug, Default)]
pub struct Compared {
    /// What changes.
    pub fields: Vec<FieldChange>,
    /// How many values could not be compared.
    pub not_compared: usize,
}

/// Lists in which neither order nor repetition means anything.
const SETS: &[&str] = &[
    "ca_certificates",
    "destinations",
    "hosts",
    "http_statuses",
    "methods",
    "paths",
    "protocols",
    "redirect_uris",
    "snis",
    "sources",
    "tags",
];

/// Compare two entities that are the same one.
pub fn compare(old: &Entity, new: &Entity, settings: &Settings) -> Compared {
    let mut compared = Compared::default();
    if settings.ids
        && let (Some(from), Some(to)) = (&old.id, &new.id)
        && from != to
    {
        compared.fields.push(FieldChange {
            path: vec!["id".to_owned()],
            old: Some(from.clone().into()),
            new: Some(to.clone().into()),
            class: Class::Replaced,
        });
    }
    if old.fields == new.fields && old.not_compared.is_empty() && new.not_compared.is_empty() {
        return compared;
    }
    let mut comparison = Comparison {
        kind: &old.kind,
        old_is_dump: settings.old_is_dump,
        schema: plugin_of(old).and_then(|name| settings.old_defaults.plugin(name)),
        path: Vec::new(),
        compared: &mut compared,
    };
    let mut left = normal(&old.kind, &old.fields, &settings.old_defaults);
    let mut right = normal(&new.kind, &new.fields, &settings.new_defaults);
    for field in old.not_compared.iter().chain(&new.not_compared) {
        left.remove(field);
        right.remove(field);
        comparison.compared.not_compared += 1;
    }
    comparison.maps(&left, &right);
    compared
}

/// The fields with Kong's defaults, without what means nothing.
pub fn normal(kind: &Kind, fields: &Map<String, Value>, defaults: &Defaults) -> Map<String, Value> {
    let mut fields = fields.clone();
    defaults.fill(kind, &mut fields);
    arrange(&mut fields);
    fields
}

/// The name of the plugin that an entity is.
fn plugin_of(entity: &Entity) -> Option<&str> {
    let is_plugin = entity.kind == Kind::Plugin;
    is_plugin.then(|| entity.text("name")).flatten()
}

/// Put what has no order into one, and drop what means nothing.
pub(super) fn arrange(fields: &mut Map<String, Value>) {
    fields.remove("cert_digest");
    if let Some(Value::Array(tags)) = fields.get_mut("tags") {
        tags.retain(|tag| !tag.as_str().is_some_and(|tag| tag.starts_with("k8s-uid:")));
    }
    for (key, value) in fields.iter_mut() {
        match key.as_str() {
            "config" => drop_nulls(value),
            _ => tidy(key, value),
        }
    }
    fields.retain(|_, value| !is_empty(value));
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(fields) => fields.is_empty(),
        Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
    }
}

/// Sort sets, lower-case header names, drop what is empty.
fn tidy(key: &str, value: &mut Value) {
    match value {
        Value::Array(items) if SETS.contains(&key) => {
            items.sort_by_cached_key(ToString::to_string);
            items.dedup();
        }
        Value::Object(fields) if key == "headers" => {
            let mut lower = Map::new();
            for (name, mut values) in std::mem::take(fields) {
                tidy("hosts", &mut values);
                lower.insert(name.to_lowercase(), values);
            }
            *fields = lower;
        }
        Value::Object(fields) => {
            for (key, value) in fields.iter_mut() {
                tidy(key, value);
            }
            fields.retain(|_, value| !is_empty(value));
        }
        _ => {}
    }
}

/// In a configuration null is the same as nothing; empty lists and objects are values.
fn drop_nulls(value: &mut Value) {
    if let Value::Object(fields) = value {
        fields.retain(|_, value| !value.is_null());
        fields.values_mut().for_each(drop_nulls);
    }
}

/// A comparison under way.
struct Comparison<'a> {
    kind: &'a Kind,
    old_is_dump: bool,
    /// Of a plugin of the old side, where it is known.
    schema: Option<Arc<Known>>,
    path: Vec<String>,
    compared: &'a mut Compared,
}

impl Comparison<'_> {
    fn maps(&mut self, old: &Map<String, Value>, new: &Map<String, Value>) {
        for (key, left) in old {
            self.path.push(key.clone());
            match new.get(key) {
                Some(right) => self.values(left, right),
                None if redacted::is_unknown(left) || self.gateway_may_have_filled_in() => {
                    self.compared.not_compared += 1;
                }
                None => self.change(Some(left), None, Class::Changed),
            }
            self.path.pop();
        }
        for (key, right) in new {
            if !old.contains_key(key) {
                self.path.push(key.clone());
                self.change(None, Some(right), Class::Changed);
                self.path.pop();
            }
        }
    }

    /// Whether a value that only a gateway's side has may be a default that nobody knows offline: of a plugin, or of a field of it, that
    /// the version of Kong does not have.
    fn gateway_may_have_filled_in(&self) -> bool {
        let is_free = match self.path.first().map(String::as_str) {
            Some("config") => matches!(self.kind, Kind::Plugin | Kind::Vault),
            Some("protocols") => *self.kind == Kind::Plugin,
            _ => false,
        };
        let is_known = |known: &Arc<Known>| {
            let steps = self
                .path
                .iter()
                .skip(1)
                .map(|step| Step::Field(step.clone()));
            known.schema.config.at(&steps.collect::<Vec<_>>()).is_some()
        };
        self.old_is_dump && is_free && !self.schema.as_ref().is_some_and(is_known)
    }

    fn values(&mut self, old: &Value, new: &Value) {
        match (old, new) {
            (Value::Object(left), Value::Object(right)) => self.maps(left, right),
            (Value::String(left), Value::String(right)) if is_opaque(left) || is_opaque(right) => {
                if left != right {
                    self.compared.not_compared += 1;
                }
            }
            (Value::String(text), _) | (_, Value::String(text)) if is_opaque(text) => {
                self.compared.not_compared += 1;
            }
            _ if equal(old, new) => {}
            _ if redacted::is_unknown(old) || redacted::is_unknown(new) => {
                self.compared.not_compared += 1;
            }
            (Value::String(left), Value::String(right)) if self.is_same_key(left, right) => {}
            (Value::Array(left), Value::Array(right)) if same_items(left, right) => {
                self.change(Some(old), Some(new), Class::Reordered);
            }
            _ => self.change(Some(old), Some(new), Class::Changed),
        }
    }

    /// Whether this is a key and the hash that a controller gives out in its place.
    fn is_same_key(&self, left: &str, right: &str) -> bool {
        let is_key = *self.kind == Kind::KeyAuth && self.path.len() == 1 && self.path[0] == "key";
        let hashed = [left, right]
            .into_iter()
            .any(|text| matches!(Redacted::of(text), Some(Redacted::Hash(_))));
        is_key && hashed && redacted::identity(left) == redacted::identity(right)
    }

    fn change(&mut self, old: Option<&Value>, new: Option<&Value>, class: Class) {
        if self.is_hash_of_password(old, new) {
            self.compared.not_compared += 1;
            return;
        }
        self.compared.fields.push(FieldChange {
            path: self.path.clone(),
            old: old.cloned(),
            new: new.cloned(),
            class,
        });
    }

    /// A gateway gives out the hash of a basic-auth password, never the password.
    fn is_hash_of_password(&self, old: Option<&Value>, new: Option<&Value>) -> bool {
        let is_hash = |value: Option<&Value>| {
            value.and_then(Value::as_str).is_some_and(|text| {
                text.len() == 40 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
            })
        };
        *self.kind == Kind::BasicAuth
            && self.path.first().is_some_and(|field| field == "password")
            && is_hash(old) != is_hash(new)
    }
}

/// Equal values: numbers by value, PEM texts by what they encode, an empty list like an empty object.
fn equal(old: &Value, new: &Value) -> bool {
    match (old, new) {
        (Value::Number(left), Value::Number(right)) => {
            left == right
                || (left.is_f64() || right.is_f64())
                    && left
                        .as_f64()
                        .zip(right.as_f64())
                        .is_some_and(|(a, b)| a.total_cmp(&b).is_eq())
        }
        (Value::String(left), Value::String(right)) => {
            left == right
                || left.trim_start().starts_with("-----BEGIN ") && pem_body(left) == pem_body(right)
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(a, b)| equal(a, b))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(key, a)| right.get(key).is_some_and(|b| equal(a, b)))
        }
        // Kong's own exports have one form for both.
        (Value::Object(fields), Value::Array(items))
        | (Value::Array(items), Value::Object(fields)) => fields.is_empty() && items.is_empty(),
        _ => old == new,
    }
}

fn same_items(left: &[Value], right: &[Value]) -> bool {
    let sorted = |items: &[Value]| {
        let mut texts: Vec<_> = items.iter().map(ToString::to_string).collect();
        texts.sort();
        texts
    };
    left.len() == right.len() && sorted(left) == sorted(right)
}
