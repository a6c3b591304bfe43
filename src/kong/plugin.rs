//! Plugins, at top level or in another entity.

use super::names::{RouteName, ServiceName, Tag};
use super::secret::{Placeholder, SecretKeyRef};
use crate::origin::Origin;
use serde::ser::{SerializeMap, SerializeSeq};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

entities! {
    /// A plugin. What it applies to is written as names.
    Plugin {
        condition: Option<String>,
        config: Config,
        consumer: Option<String>,
        consumer_group: Option<String>,
        enabled: Option<bool>,
        id: Option<String>,
        instance_name: Option<String>,
        name: String,
        ordering: Option<Ordering>,
        partials: Vec<Value>,
        protocols: Vec<String>,
        route: Option<RouteName>,
        run_on: Option<String>,
        service: Option<ServiceName>,
        tags: Vec<Tag>,
    }
}

impl Plugin {
    /// A plugin of a type with nothing else set.
    pub fn new(name: impl Into<String>, config: Map<String, Value>, origin: Origin) -> Self {
        Self {
            name: name.into(),
            config: config.into(),
            source: origin.into(),
            ..Self::default()
        }
    }

    /// What it applies to.
    pub fn scope(&self) -> Scope<'_> {
        Scope {
            service: self.service.as_ref().map(ServiceName::as_str),
            route: self.route.as_ref().map(RouteName::as_str),
            consumer: self.consumer.as_deref(),
            consumer_group: self.consumer_group.as_deref(),
        }
    }
}

/// The entities a plugin is bound to, by name; none means global.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct Scope<'a> {
    /// Kong service.
    pub service: Option<&'a str>,
    /// Kong route.
    pub route: Option<&'a str>,
    /// Username, else custom id.
    pub consumer: Option<&'a str>,
    /// Consumer group.
    pub consumer_group: Option<&'a str>,
}

impl<'a> Scope<'a> {
    /// What the plugin is bound to, as Kong's field and the name of the entity, in Kong's order.
    pub fn members(self) -> impl Iterator<Item = (&'static str, &'a str)> {
        [
            ("service", self.service),
            ("route", self.route),
            ("consumer", self.consumer),
            ("consumer_group", self.consumer_group),
        ]
        .into_iter()
        .filter_map(|(field, name)| Some((field, name?)))
    }

    /// Whether the plugin is bound to nothing, and so runs everywhere.
    pub fn is_global(self) -> bool {
        self == Self::default()
    }
}

written! {
    /// Dynamic ordering: phase to plugin names.
    Ordering {
        after: BTreeMap<String, Vec<String>>,
        before: BTreeMap<String, Vec<String>>,
    }
}

/// Free configuration, parts of which may be left to the environment.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(from = "Map<String, Value>")]
pub struct Config {
    /// The configuration in clear.
    pub values: Map<String, Value>,
    /// What is written in place of a value, by JSON pointer (RFC 6901); the empty pointer is the whole configuration.
    pub placeholders: BTreeMap<String, Placeholder>,
    /// Which values came out of a Secret, by JSON pointer; never written, but masked wherever they are shown.
    pub secrets: Vec<(String, SecretKeyRef)>,
}

impl Config {
    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty() && self.placeholders.is_empty()
    }
}

impl Config {
    /// Every placeholder with the JSON text it stands for.
    pub fn uses(&self) -> impl Iterator<Item = (&Placeholder, String)> {
        self.placeholders
            .iter()
            .filter_map(|(pointer, placeholder)| {
                let value = if pointer.is_empty() {
                    Value::Object(self.values.clone()).to_string()
                } else {
                    value_at(&self.values, pointer)?.to_string()
                };
                Some((placeholder, value))
            })
    }
}

/// The value that a JSON pointer of at least one step leads to.
fn value_at<'a>(values: &'a Map<String, Value>, pointer: &str) -> Option<&'a Value> {
    let (first, rest) = match pointer.strip_prefix('/')?.split_once('/') {
        Some((first, rest)) => (first, Some(rest)),
        None => (&pointer[1..], None),
    };
    let value = values.get(&first.replace("~1", "/").replace("~0", "~"))?;
    match rest {
        Some(rest) => value.pointer(&format!("/{rest}")),
        None => Some(value),
    }
}

impl PartialEq for Config {
    /// What is written decides, not where it came from.
    fn eq(&self, other: &Self) -> bool {
        self.values == other.values && self.placeholders == other.placeholders
    }
}

impl From<Map<String, Value>> for Config {
    fn from(values: Map<String, Value>) -> Self {
        Self {
            values,
            ..Self::default()
        }
    }
}

impl Serialize for Config {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if self.placeholders.is_empty() {
            return self.values.serialize(serializer);
        }
        if let Some(whole) = self.placeholders.get("") {
            return whole.serialize(serializer);
        }
        let mut map = serializer.serialize_map(Some(self.values.len()))?;
        for (key, value) in &self.values {
            map.serialize_entry(key, &self.part(pointer_below("", key), value))?;
        }
        map.end()
    }
}

impl Config {
    const fn part<'a>(&'a self, pointer: String, value: &'a Value) -> Part<'a> {
        Part {
            config: self,
            pointer,
            value,
        }
    }
}

/// A value inside a configuration that has placeholders somewhere.
struct Part<'a> {
    config: &'a Config,
    pointer: String,
    value: &'a Value,
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if let Some(placeholder) = self.config.placeholders.get(&self.pointer) {
            return placeholder.serialize(serializer);
        }
        match self.value {
            Value::Object(entries) => {
                let mut map = serializer.serialize_map(Some(entries.len()))?;
                for (key, value) in entries {
                    let pointer = pointer_below(&self.pointer, key);
                    map.serialize_entry(key, &self.config.part(pointer, value))?;
                }
                map.end()
            }
            Value::Array(items) => {
                let mut seq = serializer.serialize_seq(Some(items.len()))?;
                for (index, value) in items.iter().enumerate() {
                    let pointer = format!("{}/{index}", self.pointer);
                    seq.serialize_element(&self.config.part(pointer, value))?;
                }
                seq.end()
            }
            scalar => scalar.serialize(serializer),
        }
    }
}

/// The JSON pointer of a key below a pointer.
fn pointer_below(parent: &str, key: &str) -> String {
    format!("{parent}/{}", key.replace('~', "~0").replace('/', "~1"))
}

/// Kong's plugins that ask who the client is.
pub const AUTHENTICATION: &[&str] = &[
    "basic-auth",
    "header-cert-auth",
    "hmac-auth",
    "jwt",
    "jwt-signer",
    "key-auth",
    "key-auth-enc",
    "ldap-auth",
    "ldap-auth-advanced",
    "mtls-auth",
    "oauth2",
    "oauth2-introspection",
    "openid-connect",
    "saml",
    "vault-auth",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_escape_tilde_and_slash() {
        assert_eq!(pointer_below("/a", "b~c/d"), "/a/b~0c~1d");
    }
}
