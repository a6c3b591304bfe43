//! The schemas of the plugins of a run: those given with `--plugin-schema` before those of the table, each read once. Those
//! that come with the repository come after the table: a pull request may not relax what Kong checks.

use crate::diag::similar::misspelt;
use crate::options::Options;
use crate::schema::entities::Release;
use crate::schema::plugins::{self, Known};
use std::collections::BTreeMap;
use std::rc::Rc;

/// Schemas by the name of the plugin.
pub(in crate::verdict) struct Schemas<'o> {
    options: &'o Options,
    read: BTreeMap<String, Option<Rc<Known>>>,
    enterprise: BTreeMap<String, Option<Rc<Known>>>,
    nearest: BTreeMap<String, Option<&'static str>>,
}

impl<'o> Schemas<'o> {
    /// Nothing is read yet.
    pub(in crate::verdict) const fn of(options: &'o Options) -> Self {
        Self {
            options,
            read: BTreeMap::new(),
            enterprise: BTreeMap::new(),
            nearest: BTreeMap::new(),
        }
    }

    /// The schema of a plugin; `None` when it is not known.
    pub(in crate::verdict) fn find(&mut self, plugin: &str) -> Option<Rc<Known>> {
        if let Some(found) = self.read.get(plugin) {
            return found.clone();
        }
        let options = self.options;
        let known = || {
            plugins::lookup(
                plugin,
                Release::of(options),
                &options.plugin_schemas,
                options.plugin_schemas_only_add,
            )
        };
        let found = self.read.entry(plugin.to_owned());
        found.or_insert_with(|| known().map(Rc::new)).clone()
    }

    /// The schema of the plugin in Kong Enterprise, when the gateway is another edition and the schema is that of the table.
    pub(in crate::verdict) fn of_enterprise(&mut self, plugin: &str) -> Option<Rc<Known>> {
        let options = self.options;
        let is_given =
            !options.plugin_schemas_only_add && options.plugin_schemas.contains_key(plugin);
        if options.enterprise || is_given {
            return None;
        }
        let known = || plugins::find(plugin, options.kong_version, true);
        let read = self.enterprise.entry(plugin.to_owned());
        read.or_insert_with(|| known().map(Rc::new)).clone()
    }

    /// The plugin of the table that an unknown name surely means.
    pub(in crate::verdict) fn nearest(&mut self, plugin: &str) -> Option<&'static str> {
        let read = self.nearest.entry(plugin.to_owned());
        *read.or_insert_with(|| misspelt(plugin, plugins::names()))
    }
}
