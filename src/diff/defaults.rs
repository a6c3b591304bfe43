//! Kong's own defaults (spec 50, 1.7, with a gateway; spec 84): a value that is the default equals its absence.

use super::entity::Kind;
use crate::options::KongVersion;
use crate::schema::entities::{self, Release};
use crate::schema::filled;
use crate::schema::plugins::{Given, Known};
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What a gateway fills in, by kind.
#[derive(Debug)]
pub struct Defaults {
    release: Release,
    /// By the key of the list.
    entities: BTreeMap<&'static str, Map<String, Value>>,
    given: Given,
    /// Schemas of plugins, each read once.
    read: Mutex<BTreeMap<String, Option<Arc<Known>>>>,
}

impl Defaults {
    /// That of a release. A field that came later has the default that it came with, for no value of it matters here.
    pub fn of(release: Release) -> Self {
        let newest = Release {
            version: KongVersion::new(u32::MAX, 0, 0),
            ..release
        };
        let of = |collection| {
            let mut defaults = entities::defaults(collection, newest);
            defaults.extend(entities::defaults(collection, release));
            defaults
        };
        let mut all: BTreeMap<_, _> = entities::names().map(|name| (name, of(name))).collect();
        // Those of the other flavor are among them.
        if let Some(routes) = all.remove("routes/expressions") {
            all.insert("routes", routes);
        }
        if let Some(plugins) = all.get_mut("plugins") {
            // Each type of plugin has its own.
            plugins.remove("protocols");
        }
        Self {
            release,
            entities: all,
            given: Given::default(),
            read: Mutex::default(),
        }
    }

    /// The same, with the schemas of plugins that a run was given.
    #[must_use]
    pub fn with_schemas(mut self, given: &Given) -> Self {
        self.given = given.clone();
        self
    }

    /// The schema of a plugin; `None` when it is not known.
    pub fn plugin(&self, name: &str) -> Option<Arc<Known>> {
        let find = || self.given.find(name, self.release);
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let known = read.entry(name.to_owned());
        known.or_insert_with(|| find().map(Arc::new)).clone()
    }

    /// Fill in what an entity of a kind leaves out.
    pub fn fill(&self, kind: &Kind, fields: &mut Map<String, Value>) {
        if let Some(defaults) = self.entities.get(kind.list()) {
            fill(fields, defaults);
        }
        let name = fields.get("name").and_then(Value::as_str);
        match (kind, name) {
            (Kind::Plugin, Some(name)) => {
                if let Some(known) = self.plugin(name) {
                    fill_plugin(&known, fields);
                }
            }
            (Kind::Vault, Some(name)) => {
                let config = self.entities.get(format!("vaults/{name}").as_str());
                let written = fields.get_mut("config").and_then(Value::as_object_mut);
                if let (Some(defaults), Some(config)) = (config, written) {
                    fill(config, defaults);
                }
            }
            _ => {}
        }
    }

    /// The protocols of a route that names none.
    pub fn protocols(&self) -> impl Iterator<Item = &str> {
        let routes = self.entities.get("routes");
        let protocols = routes.and_then(|it| it.get("protocols")?.as_array());
        protocols.into_iter().flatten().filter_map(Value::as_str)
    }
}

impl Default for Defaults {
    fn default() -> Self {
        Self::of(Release::default())
    }
}

/// Lay fields over defaults, objects into objects.
pub fn fill(fields: &mut Map<String, Value>, defaults: &Map<String, Value>) {
    for (key, default) in defaults {
        match (fields.get_mut(key), default) {
            (None | Some(Value::Null), _) => {
                fields.insert(key.clone(), default.clone());
            }
            (Some(Value::Object(inner)), Value::Object(default)) => fill(inner, default),
            (Some(Value::Array(items)), Value::Array(default)) if items.is_empty() => {
                items.clone_from(default);
            }
            (Some(_), _) => {}
        }
    }
}

/// The same for a plugin whose schema is known.
fn fill_plugin(known: &Known, fields: &mut Map<String, Value>) {
    let protocols = fields.get("protocols").and_then(Value::as_array);
    if protocols.is_none_or(Vec::is_empty) && !known.schema.default_protocols.is_empty() {
        let defaults = known.schema.default_protocols.clone();
        fields.insert("protocols".to_owned(), defaults.into());
    }
    let config = fields.entry("config").or_insert(Value::Null);
    filled::fill(&known.schema.config, config);
}
