//! The table of plugins, `data/plugin-schemas.bin`.

use super::entities::Release;
use super::field::PluginSchema;
use super::table::{OPEN_SOURCE, Table};
use super::{json_schema, kong_schema};
use crate::options::{KongVersion, Options};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::LazyLock;

static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::read(include_bytes!("../../data/plugin-schemas.bin")));

/// Whether some version of Kong has the plugin.
pub fn knows(plugin: &str) -> bool {
    TABLE.has(plugin)
}

/// The names of all plugins in the table.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.names()
}

/// A plugin of the table.
#[derive(Debug)]
pub struct Known {
    /// Its schema.
    pub schema: PluginSchema,
    /// Whether only the Enterprise edition has it.
    pub is_enterprise: bool,
}

/// The schema of a plugin in a version of Kong, with or without what the Enterprise edition adds. A plugin that came later, or went earlier, has none.
pub fn find(plugin: &str, version: KongVersion, enterprise: bool) -> Option<Known> {
    let rows = TABLE.rows(plugin)?;
    let version = TABLE.known(version);
    let own = (!enterprise).then(|| rows.of(&format!("{version}{OPEN_SOURCE}")));
    let schema = own.flatten().or_else(|| rows.of(&version))?;
    Some(Known {
        schema: serde_json::from_str(schema).ok()?,
        is_enterprise: !rows.is_open_source(),
    })
}

/// The schemas that a run was given.
#[derive(Debug, Clone, Default)]
pub struct Given {
    schemas: BTreeMap<String, String>,
    only_add: bool,
}

impl Given {
    /// Those of a run.
    pub fn of(options: &Options) -> Self {
        Self {
            schemas: options.plugin_schemas.clone(),
            only_add: options.plugin_schemas_only_add,
        }
    }

    /// The schema of a plugin in a release.
    pub fn find(&self, plugin: &str, release: Release) -> Option<Known> {
        lookup(plugin, release, &self.schemas, self.only_add)
    }
}

/// The schema of a plugin for a run that was given some: those come before the table, unless they may `only_add` to it.
pub fn lookup(
    plugin: &str,
    release: Release,
    given: &BTreeMap<String, String>,
    only_add: bool,
) -> Option<Known> {
    let own = || find(plugin, release.version, release.enterprise);
    let given = || given.get(plugin).map(|schema| read(schema));
    if only_add {
        own().or_else(|| given().flatten())
    } else {
        given().unwrap_or_else(own)
    }
}

/// A schema in one of the two forms in which Kong's are found: its own, as the Admin API shows it, and JSON schema.
fn read(text: &str) -> Option<Known> {
    let schema: Value = serde_json::from_str(text).ok()?;
    let schema = kong_schema::plugin(&schema).or_else(|| json_schema::plugin(&schema))?;
    Some(Known {
        schema,
        is_enterprise: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plugin_that_came_later_is_unknown_before() {
        let redirect = |minor| find("redirect", KongVersion::new(3, minor, 0), false);
        assert!(redirect(9).is_some());
        assert!(redirect(4).is_none());
    }

    #[test]
    fn the_enterprise_edition_adds_plugins_and_fields() {
        let at = |plugin, enterprise| find(plugin, KongVersion::new(3, 9, 1), enterprise);
        assert!(at("openid-connect", false).is_some_and(|it| it.is_enterprise));
        let groups = |enterprise| {
            at("acl", enterprise).map(|it| {
                let fields = it.schema.config.fields;
                (
                    it.is_enterprise,
                    fields.contains_key("include_consumer_groups"),
                )
            })
        };
        assert_eq!(groups(false), Some((false, false)));
        assert_eq!(groups(true), Some((false, true)));
    }
}
