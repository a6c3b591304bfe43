//! The schemas of the plugins of a run: those given with `--plugin-schema` before those of the table, each read once.

use super::table::{self, Known};
use super::{json_schema, kong_schema};
use crate::options::Options;
use serde_json::Value;
use std::collections::BTreeMap;

/// Schemas by the name of the plugin.
pub(super) struct Schemas<'o> {
    options: &'o Options,
    read: BTreeMap<String, Option<Known>>,
}

impl<'o> Schemas<'o> {
    /// Nothing is read yet.
    pub(super) const fn of(options: &'o Options) -> Self {
        Self {
            options,
            read: BTreeMap::new(),
        }
    }

    /// The schema of a plugin; `None` when it is not known.
    pub(super) fn find(&mut self, plugin: &str) -> Option<&Known> {
        if !self.read.contains_key(plugin) {
            let options = self.options;
            let known = match options.plugin_schemas.get(plugin) {
                Some(schema) => given(schema),
                None => table::find(plugin, options.kong_version, options.enterprise),
            };
            self.read.insert(plugin.to_owned(), known);
        }
        self.read.get(plugin)?.as_ref()
    }
}

/// A schema in one of the two forms in which Kong's are found: its own, as the Admin API shows it, and JSON schema.
fn given(text: &str) -> Option<Known> {
    let schema: Value = serde_json::from_str(text).ok()?;
    let schema = kong_schema::plugin(&schema).or_else(|| json_schema::plugin(&schema))?;
    Some(Known {
        schema,
        is_enterprise: false,
    })
}
