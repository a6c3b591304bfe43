//! The table of entities and credentials, `data/entity-schemas.bin`, under the names of their collections: `services`, `jwt_secrets`;
//! and `routes/expressions` for routes in that flavor, `vaults/env` for the configuration of a vault of environment variables.

use super::field::{Field, Kind};
use super::table::{OPEN_SOURCE, Table};
use crate::options::{KongVersion, Options};
use serde_json::{Map, Value};
use std::sync::LazyLock;

static TABLE: LazyLock<Table> =
    LazyLock::new(|| Table::read(include_bytes!("../../data/entity-schemas.bin")));

/// What a gateway knows: its version and its edition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Release {
    /// Its version.
    pub version: KongVersion,
    /// Whether it is Kong Enterprise.
    pub enterprise: bool,
}

impl Release {
    /// The gateway of a run.
    pub const fn of(options: &Options) -> Self {
        Self {
            version: options.kong_version,
            enterprise: options.enterprise,
        }
    }
}

impl Default for Release {
    fn default() -> Self {
        Self::of(&Options::default())
    }
}

/// The collections that some version of Kong has.
pub fn names() -> impl Iterator<Item = &'static str> {
    TABLE.names()
}

/// The schema of a collection in a release, a record; `None` when it has no such entities.
pub fn find(collection: &str, release: Release) -> Option<Field> {
    let rows = TABLE.rows(collection)?;
    let version = TABLE.known(release.version);
    let schema = if release.enterprise {
        rows.of(&version)?
    } else {
        rows.of(&format!("{version}{OPEN_SOURCE}"))?
    };
    serde_json::from_str(schema).ok()
}

/// What a gateway fills in where an entity leaves a field out; empty for collections that are not known.
pub fn defaults(collection: &str, release: Release) -> Map<String, Value> {
    let schema = find(collection, release).unwrap_or_default();
    match default_of(&schema) {
        Some(Value::Object(defaults)) => defaults,
        _ => Map::new(),
    }
}

/// The default of a field, of a record with those of its own fields.
fn default_of(field: &Field) -> Option<Value> {
    if field.kind != Kind::Record {
        return field.default.clone();
    }
    let mut all = match &field.default {
        Some(Value::Object(own)) => own.clone(),
        _ => Map::new(),
    };
    for (name, member) in &field.fields {
        if let Some(default) = default_of(member) {
            all.entry(name.clone()).or_insert(default);
        }
    }
    (!all.is_empty()).then_some(Value::Object(all))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn release(minor: u32) -> Release {
        Release {
            version: KongVersion::new(3, minor, 0),
            enterprise: true,
        }
    }

    #[test]
    fn every_entity_can_be_read_in_every_version() {
        for name in names() {
            for minor in 4..16 {
                assert!(find(name, release(minor)).is_some(), "{name} in 3.{minor}");
            }
        }
    }

    /// Spec 84, section 1.
    #[test]
    fn versions_differ_as_kong_says() {
        let protocols = |minor| defaults("routes", release(minor)).remove("protocols");
        assert_eq!(protocols(13), Some(json!(["http", "https"])));
        assert_eq!(protocols(14), Some(json!(["https"])));
        let has = |collection, field, minor| {
            find(collection, release(minor)).is_some_and(|it| it.fields.contains_key(field))
        };
        for (collection, field, first) in [
            ("targets", "failover", 12),
            ("upstreams", "sticky_sessions_cookie", 11),
            ("plugins", "condition", 14),
        ] {
            for minor in 4..16 {
                assert_eq!(
                    has(collection, field, minor),
                    minor >= first,
                    "{field} in 3.{minor}"
                );
            }
        }
        let algorithms = |minor| {
            let schema = find("jwt_secrets", release(minor)).unwrap_or_default();
            schema.fields["algorithm"].one_of.len()
        };
        assert_eq!(
            (algorithms(4), algorithms(10), algorithms(11)),
            (13, 13, 23)
        );
    }

    #[test]
    fn defaults_of_records_hold_those_of_their_fields() {
        let upstream = defaults("upstreams", Release::default());
        assert_eq!(upstream["healthchecks"]["threshold"], json!(0));
        assert_eq!(
            upstream["healthchecks"]["active"]["healthy"]["http_statuses"],
            json!([200, 302])
        );
    }

    #[test]
    fn websockets_are_of_the_enterprise_edition() {
        for (enterprise, known) in [(true, true), (false, false)] {
            for minor in [4, 9, 14] {
                let release = Release {
                    enterprise,
                    ..release(minor)
                };
                let service = find("services", release).unwrap_or_default();
                let protocols = &service.fields["protocol"].one_of;
                assert_eq!(protocols.contains(&json!("wss")), known, "3.{minor}");
            }
        }
    }
}
