//! Plugins: defaults that moved, places in the order that moved, code that runs under other rules, fields with successors (spec 84, 2).

use super::fix::Edit;
use super::moved::{self, Moved};
use super::{Item, Kind, Side, Spot, consequence};
use crate::diag::Location;
use crate::kong::plugin::Plugin;
use crate::options::KongVersion;
use crate::origin::{FieldPath, ObjectKey, Origin};
use crate::schema::field::{Field, PluginSchema};
use crate::schema::plugins;
use crate::schema::validate;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Defaults that are another one at every start of Kong, which the published schemas show.
const RANDOM: &[(&str, &str)] = &[("session", "secret")];

/// The first version with [`consequence::LUA`].
const STRICT_LUA: KongVersion = KongVersion::new(3, 14, 0);

/// Plugins whose configuration is code.
const CODE: [&str; 2] = ["pre-function", "post-function"];

/// Fields of any plugin that hold code.
const CODE_FIELD: &str = "custom_fields_by_lua";

/// Fields that are accepted from a version on and have a successor, beside those that the schemas mark (spec 84, 2).
const DEPRECATED: &[(KongVersion, &str, &str, &str)] = &[
    (
        STRICT_LUA,
        "openid-connect",
        "consumer_claim",
        "consumer_claims",
    ),
    (
        STRICT_LUA,
        "openid-connect",
        "upstream_headers_claims",
        "upstream_headers",
    ),
    (
        STRICT_LUA,
        "openid-connect",
        "upstream_headers_names",
        "upstream_headers",
    ),
    (
        STRICT_LUA,
        "openid-connect",
        "downstream_headers_claims",
        "downstream_headers",
    ),
    (
        STRICT_LUA,
        "openid-connect",
        "downstream_headers_names",
        "downstream_headers",
    ),
    (
        STRICT_LUA,
        "opentelemetry",
        "access_logs_endpoint",
        "access_logs.endpoint",
    ),
];

/// A plugin whose priority moved in patches of several lines: 915 before, 901 from these builds on (spec 84, 2).
const MOVED_PRIORITY: &str = "service-protection";
const FIRST_WITH_MIXED: KongVersion = KongVersion::new(3, 10, 0);
const FIRST_BEHIND: KongVersion = KongVersion::new(3, 15, 0);

/// Schemas of both sides by plugin.
struct Schemas {
    versions: (KongVersion, KongVersion),
    read: BTreeMap<String, Option<(PluginSchema, PluginSchema)>>,
}

impl Schemas {
    /// Both schemas, where both versions have the plugin. The published ones are compared, which are of the Enterprise edition.
    fn of(&mut self, plugin: &str) -> Option<&(PluginSchema, PluginSchema)> {
        let (old, new) = self.versions;
        let find = |version| Some(plugins::find(plugin, version, true)?.schema);
        self.read
            .entry(plugin.to_owned())
            .or_insert_with(|| Some((find(old)?, find(new)?)))
            .as_ref()
    }
}

/// What makes an item: kind, plugin, field, and the defaults as texts.
type Key = (Kind, String, String, String, String);

/// What the new version does otherwise with the plugins of the new side.
pub(super) fn compare(old: Side<'_>, new: Side<'_>) -> Vec<Item> {
    let versions = (old.options.kong_version, new.options.kong_version);
    if versions.0 == versions.1 {
        return Vec::new();
    }
    let mut schemas = Schemas {
        versions,
        read: BTreeMap::new(),
    };
    let mut items: BTreeMap<Key, Item> = BTreeMap::new();
    let mut seen: BTreeSet<(ObjectKey, &str)> = BTreeSet::new();
    for plugin in all(new) {
        let origin = plugin.origin();
        // One manifest may give a plugin to many entities.
        if !seen.insert((origin.object.key.clone(), &plugin.name)) {
            continue;
        }
        let mut add = |item: Item, edit: Option<Edit>, at: Origin| {
            let text =
                |value: &Option<Value>| value.as_ref().map(Value::to_string).unwrap_or_default();
            let key = (
                item.kind,
                item.subject.clone(),
                item.field.clone().unwrap_or_default(),
                text(&item.old),
                text(&item.new),
            );
            let item = items.entry(key).or_insert(item);
            item.spots.push(Spot::with(Location::Field(at), edit));
        };
        if let Some((old, new)) = schemas.of(&plugin.name) {
            let config = Value::Object(plugin.config.values.clone());
            for moved in moved::moved((&old.config, &new.config), Some(&config)) {
                if !moved::is_said_above(&new.config, &moved.path, &config)
                    && !is_random(plugin, &moved)
                {
                    let edit = keeping(plugin, &moved, &new.config);
                    add(
                        default_moved(plugin, &moved, edit.is_some()),
                        edit,
                        field_of(plugin, &moved.path),
                    );
                }
            }
            for (older, successor) in deprecated(plugin, &new.config, versions.1) {
                let path = vec![older.clone()];
                add(
                    deprecated_field(plugin, &older, &successor),
                    None,
                    field_of(plugin, &path),
                );
            }
        }
        if let Some(item) = elsewhere(plugin, versions) {
            add(item, None, origin.clone());
        }
        if versions.0 < STRICT_LUA && versions.1 >= STRICT_LUA && has_code(plugin) {
            let message = format!("{} runs code of its configuration", plugin.name);
            let mut item = Item::new(Kind::Code, &plugin.name, message);
            item.consequence = Some(consequence::LUA.to_owned());
            item.hint = Some(
                "try the code on the new version, or set untrusted_lua to `on` where you trust it"
                    .to_owned(),
            );
            add(item, None, origin.clone());
        }
    }
    items.into_values().collect()
}

/// Every plugin of a configuration.
fn all(side: Side<'_>) -> impl Iterator<Item = &Plugin> {
    let content = side.content;
    let services = content.services.iter();
    let of_services = services.flat_map(|service| {
        let routes = service.routes.iter().flat_map(|route| &route.plugins);
        service.plugins.iter().chain(routes)
    });
    let of_routes = content.routes.iter().flat_map(|route| &route.plugins);
    let of_consumers = content.consumers.iter().flat_map(|it| &it.plugins);
    let of_groups = content.consumer_groups.iter().flat_map(|it| &it.plugins);
    content
        .plugins
        .iter()
        .chain(of_services)
        .chain(of_routes)
        .chain(of_consumers)
        .chain(of_groups)
}

fn is_random(plugin: &Plugin, moved: &Moved) -> bool {
    let [field] = moved.path.as_slice() else {
        return false;
    };
    RANDOM.contains(&(plugin.name.as_str(), field))
}

fn default_moved(plugin: &Plugin, moved: &Moved, has_edit: bool) -> Item {
    let field = format!("config.{}", moved.path.join(".")).replace(".[]", "[]");
    let (old, new) = (shown(moved.old.as_ref()), shown(moved.new.as_ref()));
    let message = format!(
        "{} leaves out {field}: its default was {old} and is {new}",
        plugin.name
    );
    let consequence = consequence::of_plugin(
        &plugin.name,
        &moved.path,
        moved.old.as_ref(),
        moved.new.as_ref(),
    );
    let hint = (!has_edit).then(|| {
        if consequence::is_check(&moved.path) {
            "give Kong the CA of the other end (lua_ssl_trusted_certificate); `false` is refused unless the gateway runs with tls_certificate_verify = off".to_owned()
        } else {
            "write the value that you want".to_owned()
        }
    });
    Item {
        field: Some(field),
        old: moved.old.clone(),
        new: moved.new.clone(),
        consequence,
        hint,
        ..Item::new(Kind::PluginDefault, &plugin.name, message)
    }
}

/// A default as people read it.
fn shown(value: Option<&Value>) -> String {
    value.map_or_else(|| "nothing".to_owned(), Value::to_string)
}

/// The edit that writes the former default, where the new version takes it.
fn keeping(plugin: &Plugin, moved: &Moved, config: &Field) -> Option<Edit> {
    let origin = plugin.origin();
    let is_own = matches!(&*origin.object.key.kind, "KongPlugin" | "KongClusterPlugin");
    // What comes out of a Secret is not written in the manifest.
    let is_written = plugin.config.secrets.is_empty();
    if !is_own || !is_written || moved.is_in_list {
        return None;
    }
    let value = match &moved.old {
        // What is no truth value has none that means nothing.
        None if moved.new == Some(Value::Bool(true)) => Value::Bool(false),
        None => return None,
        Some(value) => value.clone(),
    };
    let field = moved
        .path
        .iter()
        .try_fold(config, |field, name| field.fields.get(name))?;
    if !validate::takes(field, &value) {
        return None;
    }
    let mut path = vec!["config"];
    path.extend(moved.path.iter().map(String::as_str));
    Some(Edit::of(&origin.object, &path, value))
}

/// The place of a field of a plugin in its manifest.
fn field_of(plugin: &Plugin, path: &[String]) -> Origin {
    let origin = plugin.origin();
    if !matches!(&*origin.object.key.kind, "KongPlugin" | "KongClusterPlugin") {
        return origin.clone();
    }
    let path = path
        .iter()
        .filter(|key| *key != "[]")
        .fold(FieldPath::of(&["config"]), |path, key| {
            path.key(key.clone())
        });
    Origin::at(&origin.object, path)
}

/// The fields in use that have a successor.
fn deprecated(plugin: &Plugin, config: &Field, version: KongVersion) -> Vec<(String, String)> {
    let values = &plugin.config.values;
    let is_used = |name: &str| values.get(name).is_some_and(|value| !value.is_null());
    let marked = config.shorthands.iter().filter_map(|(name, field)| {
        let successor = field.stands_for.clone()?;
        is_used(name).then(|| (name.clone(), successor))
    });
    let known = DEPRECATED
        .iter()
        .filter(|(from, of, name, _)| version >= *from && plugin.name == *of && is_used(name));
    let known = known.map(|(_, _, name, successor)| ((*name).to_owned(), (*successor).to_owned()));
    let mut all: Vec<(String, String)> = marked.chain(known).collect();
    all.sort();
    all.dedup_by(|a, b| a.0 == b.0);
    all
}

fn deprecated_field(plugin: &Plugin, older: &str, successor: &str) -> Item {
    let message = format!(
        "{} uses config.{older}, which is deprecated: config.{successor} takes its place",
        plugin.name
    );
    Item {
        field: Some(format!("config.{older}")),
        hint: Some(format!("write config.{successor}")),
        ..Item::new(Kind::Deprecated, &plugin.name, message)
    }
}

/// What is to be said of a plugin whose priority moved between two versions.
fn elsewhere(plugin: &Plugin, (old, new): (KongVersion, KongVersion)) -> Option<Item> {
    if plugin.name != MOVED_PRIORITY || new < old {
        return None;
    }
    let is_before = |version| version < FIRST_WITH_MIXED;
    let is_behind = |version| version >= FIRST_BEHIND;
    if is_before(new) || is_behind(old) {
        return None;
    }
    let surely = if is_before(old) && is_behind(new) || is_behind(new) {
        "runs"
    } else {
        "may run"
    };
    let message = format!(
        "{MOVED_PRIORITY} {surely} with priority 901 instead of 915, behind rate-limiting and rate-limiting-advanced (from 3.10.0.10, 3.11.0.10, 3.12.0.6, 3.13.0.3 and 3.14.0.2 on)"
    );
    Some(Item::new(Kind::Order, MOVED_PRIORITY, message))
}

/// Whether code stands in the configuration.
fn has_code(plugin: &Plugin) -> bool {
    if CODE.contains(&plugin.name.as_str()) {
        return plugin.config.values.values().any(is_filled);
    }
    plugin
        .config
        .values
        .iter()
        .any(|(key, value)| key == CODE_FIELD && is_filled(value) || holds_code(value))
}

fn holds_code(value: &Value) -> bool {
    match value {
        Value::Object(entries) => entries
            .iter()
            .any(|(key, value)| key == CODE_FIELD && is_filled(value) || holds_code(value)),
        Value::Array(items) => items.iter().any(holds_code),
        _ => false,
    }
}

fn is_filled(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Object(entries) => !entries.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::String(text) => !text.is_empty(),
        _ => true,
    }
}
