//! Kong's own defaults (spec 50, 1.7, with a gateway; spec 84): a value that is the default equals its absence.

use super::entity::Kind;
use crate::options::KongVersion;
use crate::schema::entities::{self, Release};
use serde_json::{Map, Value};

/// What a gateway fills in, by kind.
#[derive(Debug, Clone)]
pub struct Defaults {
    service: Map<String, Value>,
    route: Map<String, Value>,
    upstream: Map<String, Value>,
    target: Map<String, Value>,
    plugin: Map<String, Value>,
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
        let mut plugin = of("plugins");
        // Each type of plugin has its own.
        plugin.remove("protocols");
        Self {
            service: of("services"),
            // Those of the other flavor are among them.
            route: of("routes/expressions"),
            upstream: of("upstreams"),
            target: of("targets"),
            plugin,
        }
    }

    /// The defaults of a kind.
    pub const fn of_kind(&self, kind: &Kind) -> Option<&Map<String, Value>> {
        match kind {
            Kind::Service => Some(&self.service),
            Kind::Route => Some(&self.route),
            Kind::Upstream => Some(&self.upstream),
            Kind::Target => Some(&self.target),
            Kind::Plugin => Some(&self.plugin),
            _ => None,
        }
    }

    /// The protocols of a route that names none.
    pub fn protocols(&self) -> impl Iterator<Item = &str> {
        let protocols = self.route.get("protocols").and_then(Value::as_array);
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
