//! The table of plugin schemas, `data/plugin-schemas.bin`: read where it lies, one plugin inflated at a time.
//!
//! The file begins with text: a title line, then per plugin a line `<name> <offset> <length>`, then an
//! empty line. Behind it stand the plugins, each deflated by itself: per distinct schema a line
//! `<version>,<version>...<tab><JSON>`. Offsets count from the end of the empty line.

use super::schema::PluginSchema;
use crate::options::KongVersion;
use flate2::read::DeflateDecoder;
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::LazyLock;

/// The title of the file; it changes when the form does.
pub const TITLE: &str = "kic2kong plugin schemas 2";

/// What stands in the place of a version for the bundled plugins of Kong 3.9 without the Enterprise edition.
pub const OPEN_SOURCE: &str = "3.9-oss";

static FILE: &[u8] = include_bytes!("../../../data/plugin-schemas.bin");

/// Where each plugin stands in the file.
static INDEX: LazyLock<BTreeMap<&'static str, &'static [u8]>> = LazyLock::new(|| index(FILE));

fn index(file: &'static [u8]) -> BTreeMap<&'static str, &'static [u8]> {
    let end = file
        .windows(2)
        .position(|pair| pair == b"\n\n")
        .map_or(file.len(), |at| at + 2);
    let (head, body) = file.split_at(end);
    let head = std::str::from_utf8(head).unwrap_or_default();
    let entry = |line: &'static str| {
        let mut words = line.split(' ');
        let name = words.next()?;
        let offset: usize = words.next()?.parse().ok()?;
        let length: usize = words.next()?.parse().ok()?;
        Some((name, body.get(offset..offset + length)?))
    };
    head.lines().skip(1).filter_map(entry).collect()
}

/// Whether some version of Kong has the plugin.
pub(in crate::verdict) fn knows(plugin: &str) -> bool {
    INDEX.contains_key(plugin)
}

/// The names of all plugins in the table.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    INDEX.keys().copied()
}

/// A plugin of the table.
pub(super) struct Known {
    /// Its schema.
    pub schema: PluginSchema,
    /// Whether only the Enterprise edition has it.
    pub is_enterprise: bool,
}

/// The schema of a plugin in a version of Kong, with or without what the Enterprise edition adds. A plugin that came later, or went earlier, has none.
pub(super) fn find(plugin: &str, version: KongVersion, enterprise: bool) -> Option<Known> {
    let mut text = String::new();
    DeflateDecoder::new(*INDEX.get(plugin)?)
        .read_to_string(&mut text)
        .ok()?;
    let wanted = known_version(version);
    let of = |wanted: &str| {
        text.lines()
            .filter_map(|line| line.split_once('\t'))
            .find(|(versions, _)| versions.split(',').any(|it| it == wanted))
            .map(|(_, schema)| schema)
    };
    let open_source = of(OPEN_SOURCE);
    let schema = match open_source {
        Some(schema) if !enterprise && OPEN_SOURCE.strip_suffix("-oss") == Some(&wanted) => schema,
        _ => of(&wanted)?,
    };
    Some(Known {
        schema: serde_json::from_str(schema).ok()?,
        is_enterprise: open_source.is_none(),
    })
}

/// The versions in the table.
const VERSIONS: [(u32, u32); 10] = [
    (3, 4),
    (3, 7),
    (3, 8),
    (3, 9),
    (3, 10),
    (3, 11),
    (3, 12),
    (3, 13),
    (3, 14),
    (3, 15),
];

/// The version itself, else the next one that is in the table, else the newest: fields come more often than they go, so that a
/// later schema is the one that refuses less.
fn known_version(version: KongVersion) -> String {
    let (major, minor) = VERSIONS
        .into_iter()
        .find(|&known| known >= (version.major, version.minor))
        .unwrap_or(VERSIONS[VERSIONS.len() - 1]);
    format!("{major}.{minor}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_of_this_form_and_every_plugin_can_be_read() {
        assert!(FILE.starts_with(TITLE.as_bytes()));
        assert!(INDEX.len() > 90);
        for plugin in INDEX.keys() {
            let found = VERSIONS.into_iter().any(|(major, minor)| {
                find(plugin, KongVersion::new(major, minor, 0), true).is_some()
            });
            assert!(found, "{plugin}");
        }
    }

    #[test]
    fn a_version_between_two_known_ones_reads_the_later() {
        assert_eq!(known_version(KongVersion::new(3, 6, 2)), "3.7");
        assert_eq!(known_version(KongVersion::new(3, 9, 1)), "3.9");
        assert_eq!(known_version(KongVersion::new(2, 8, 0)), "3.4");
        assert_eq!(known_version(KongVersion::new(4, 0, 0)), "3.15");
    }

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
