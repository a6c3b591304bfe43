//! Defaults that move between two versions of Kong: what the report says of every plugin and every pair of versions, against a walk
//! over the published schemas that knows nothing of the report.

use super::common::archive;
use kic2kong::inner::deck::content::Content;
use kic2kong::inner::kong::plugin::Plugin;
use kic2kong::inner::options::Options;
use kic2kong::inner::origin::{ObjectKey, ObjectMeta, Origin, Place, StringMap};
use kic2kong::inner::upgrade::problems::Changed;
use kic2kong::inner::upgrade::{self, Kind, Side};
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The published schemas of all plugins, by version, ascending.
pub(super) fn published() -> Vec<(String, BTreeMap<String, Value>)> {
    let path = super::common::root().join("data/sources/plugins.tar.gz");
    let mut all: Vec<_> = archive::files(&path)
        .into_iter()
        .filter_map(|(name, bytes)| {
            let version = name
                .strip_prefix("plugins/")?
                .strip_suffix(".json")?
                .to_owned();
            Some((version, serde_json::from_slice(&bytes).unwrap()))
        })
        .collect();
    let minor = |version: &str| version.split('.').nth(1).unwrap().parse::<u32>().unwrap();
    all.sort_by_key(|(version, _)| minor(version));
    assert!(all.len() > 8);
    all
}

/// Paths to fields that both schemas have and whose defaults differ, with both. Fields below what `config` writes are left out, and
/// items of lists are those that it has.
fn moved(
    old: &Value,
    new: &Value,
    config: &Value,
    path: &str,
    found: &mut BTreeSet<(String, String, String)>,
) {
    for (name, new) in new["properties"].as_object().into_iter().flatten() {
        let old = &old["properties"][name];
        if old.is_null() {
            continue;
        }
        let path = format!("{path}.{name}");
        let written = &config[name];
        let default = |field: &Value| {
            field
                .get("default")
                .filter(|it| !it.is_null())
                .map(Value::to_string)
        };
        if written.is_null() && default(old) != default(new) {
            let shown = |default: Option<String>| default.unwrap_or_default();
            found.insert((path.clone(), shown(default(old)), shown(default(new))));
        }
        moved(old, new, written, &path, found);
        for item in written.as_array().into_iter().flatten() {
            moved(
                &old["items"],
                &new["items"],
                item,
                &format!("{path}[]"),
                found,
            );
        }
    }
}

/// A plugin as a KongPlugin of its name would give it.
fn plugin(name: &str, config: Value) -> Plugin {
    let meta = ObjectMeta {
        key: ObjectKey {
            group: "configuration.konghq.com".into(),
            version: "v1".into(),
            kind: "KongPlugin".into(),
            namespace: "d".to_owned(),
            name: name.to_owned(),
        },
        place: Place::default(),
        uid: None,
        annotations: StringMap::new(),
        labels: StringMap::new(),
        creation_timestamp: None,
        generation: 0,
    };
    let Value::Object(config) = config else {
        panic!("a configuration is a map")
    };
    Plugin::new(name, config, Origin::of(&Arc::new(meta)))
}

/// What the report says of plugins between two versions: plugin, field, and both defaults.
fn reported(
    plugins: Vec<Plugin>,
    old: &str,
    new: &str,
) -> BTreeSet<(String, (String, String, String))> {
    let content = Content {
        plugins,
        ..Content::default()
    };
    let options = |version: &str| Options {
        kong_version: version.parse().unwrap(),
        enterprise: true,
        ..Options::default()
    };
    let (old, new) = (options(old), options(new));
    let side = |options| Side {
        content: &content,
        options,
    };
    let report = upgrade::compare(side(&old), side(&new), Changed::default());
    let items = report.behaviour.into_iter();
    let defaults = items.filter(|item| item.kind == Kind::PluginDefault);
    let text = |value: Option<Value>| value.map(|it| it.to_string()).unwrap_or_default();
    defaults
        .map(|item| {
            let field = item.field.unwrap();
            (item.subject, (field, text(item.old), text(item.new)))
        })
        .collect()
}

/// What the walk says of the same plugins.
fn expected(
    plugins: &[Plugin],
    old: &BTreeMap<String, Value>,
    new: &BTreeMap<String, Value>,
) -> BTreeSet<(String, (String, String, String))> {
    let mut expected = BTreeSet::new();
    for plugin in plugins {
        let (Some(old), Some(new)) = (old.get(&plugin.name), new.get(&plugin.name)) else {
            continue;
        };
        let config = Value::Object(plugin.config.values.clone());
        let mut found = BTreeSet::new();
        let of = |schema: &Value| schema["properties"]["config"].clone();
        moved(&of(old), &of(new), &config, "config", &mut found);
        expected.extend(found.into_iter().map(|it| (plugin.name.clone(), it)));
    }
    // Kong makes a new one at every start, and the schemas show that of one start.
    expected.retain(|(plugin, (field, ..))| {
        (plugin.as_str(), field.as_str()) != ("session", "config.secret")
    });
    expected
}

/// Every list of records with one item in which nothing is written, and every record that has one.
fn with_items(schema: &Value) -> Value {
    let mut config = Map::new();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        if field["items"]["properties"].is_object() {
            config.insert(name.clone(), json!([with_items(&field["items"])]));
        } else if field["properties"].is_object() {
            let inner = with_items(field);
            if inner.as_object().is_some_and(|inner| !inner.is_empty()) {
                config.insert(name.clone(), inner);
            }
        }
    }
    Value::Object(config)
}

/// Every field with its default written out.
fn written_out(schema: &Value) -> Value {
    let mut config = Map::new();
    for (name, field) in schema["properties"].as_object().into_iter().flatten() {
        if field["properties"].is_object() {
            config.insert(name.clone(), written_out(field));
        } else {
            let default = field.get("default").filter(|it| !it.is_null());
            config.insert(name.clone(), default.cloned().unwrap_or_else(|| json!("x")));
        }
    }
    Value::Object(config)
}

#[test]
fn every_moved_default_of_every_pair_of_versions_is_told_and_no_other() {
    let all = published();
    // Neighbours, both ways, and the long steps that people take.
    let neighbours = (1..all.len()).flat_map(|new| [(new - 1, new), (new, new - 1)]);
    let pairs: Vec<(usize, usize)> = neighbours.chain([(0, all.len() - 1)]).collect();
    let told: usize = pairs
        .par_iter()
        .map(|&(old, new)| {
            let ((old, old_schemas), (new, new_schemas)) = (&all[old], &all[new]);
            let names = || {
                old_schemas
                    .keys()
                    .filter(|name| new_schemas.contains_key(*name))
            };
            let config_of = |name: &String, schemas: &BTreeMap<String, Value>| {
                schemas[name]["properties"]["config"].clone()
            };
            let empty: Vec<Plugin> = names().map(|name| plugin(name, json!({}))).collect();
            let listed: Vec<Plugin> = names()
                .map(|name| plugin(name, with_items(&config_of(name, new_schemas))))
                .collect();
            let full: Vec<Plugin> = names()
                .map(|name| plugin(name, written_out(&config_of(name, new_schemas))))
                .collect();
            let mut told = 0;
            for plugins in [empty, listed, full] {
                let expected = expected(&plugins, old_schemas, new_schemas);
                told += expected.len();
                let reported = reported(plugins, old, new);
                let missed: Vec<_> = expected.difference(&reported).collect();
                let beyond: Vec<_> = reported.difference(&expected).collect();
                assert!(
                    missed.is_empty() && beyond.is_empty(),
                    "{old} to {new}: missed {missed:#?}, beyond {beyond:#?}"
                );
            }
            told
        })
        .sum();
    assert!(told > 300, "only {told}");
}

#[test]
fn the_dangerous_ones_are_explained() {
    let plugins = ["key-auth", "hmac-auth", "ldap-auth", "pre-function"];
    let plugins = plugins.map(|name| plugin(name, json!({"access": ["kong.log('x')"]})));
    let content = Content {
        plugins: plugins.to_vec(),
        ..Content::default()
    };
    let options = |version: &str| Options {
        kong_version: version.parse().unwrap(),
        ..Options::default()
    };
    let (old, new) = (options("3.9"), options("3.14"));
    let side = |options| Side {
        content: &content,
        options,
    };
    let report = upgrade::compare(side(&old), side(&new), Changed::default());
    let consequence = |subject: &str, field: Option<&str>| {
        let mut items = report.behaviour.iter();
        let item = items.find(|item| item.subject == subject && item.field.as_deref() == field);
        item.and_then(|item| item.consequence.clone())
            .unwrap_or_default()
    };
    for (subject, field, words) in [
        (
            "key-auth",
            Some("config.hide_credentials"),
            "upstreams do not see it",
        ),
        ("hmac-auth", Some("config.algorithms"), "hmac-sha1 get 401"),
        (
            "ldap-auth",
            Some("config.verify_ldap_host"),
            "certificate of the other end is checked",
        ),
        ("pre-function", None, "untrusted_lua is `strict`"),
    ] {
        let said = consequence(subject, field);
        assert!(said.contains(words), "{subject}: {said}");
    }
    let same = upgrade::compare(side(&new), side(&new), Changed::default());
    assert!(same.behaviour.is_empty());
}
