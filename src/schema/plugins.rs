//! The table of plugins, `data/plugin-schemas.bin`.

use super::field::PluginSchema;
use super::table::{OPEN_SOURCE, Table};
use crate::options::KongVersion;
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
