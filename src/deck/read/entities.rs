//! The entities of a file, with what is nested in them.

use super::decode::{self, entity};
use super::{Reader, Settings, expand};
use crate::deck::content::Content;
use crate::diag::deck_file;
use crate::kong::certificate::{CaCertificate, Certificate, Sni};
use crate::kong::consumer::{Consumer, ConsumerGroup, GroupMember};
use crate::kong::custom_entity::CustomEntity;
use crate::kong::plugin::Plugin;
use crate::kong::route::Route;
use crate::kong::service::Service;
use crate::kong::source::Source;
use crate::kong::upstream::{Target, Upstream};
use crate::kong::vault::{License, Vault};
use crate::manifest::node::{Entry, Node, Value};
use serde_json::{Map, Value as Json};

/// The lists that this tool has types for.
pub(super) const LISTS: &[&str] = &[
    "ca_certificates",
    "certificates",
    "consumer_group_consumers",
    "consumer_group_plugins",
    "consumer_groups",
    "consumers",
    "licenses",
    "plugins",
    "routes",
    "services",
    "upstreams",
    "vaults",
];

/// Entities that decK or Kong knows but no manifest gives: kept as they are.
const OTHER_LISTS: &[&str] = &[
    "degraphql_routes",
    "filter_chains",
    "graphql_ratelimiting_cost_decorations",
    "key_sets",
    "keys",
    "partials",
    "rbac_roles",
    "service_packages",
];

/// Top-level keys that are no lists of entities.
const METADATA: &[&str] = &[
    "_comment",
    "_format_version",
    "_ignore",
    "_info",
    "_konnect",
    "_plugin_configs",
    "_transform",
    "_workspace",
];

/// All entities of a file.
pub(super) fn content(reader: &mut Reader, root: &Node<'_>, settings: &Settings) -> Content {
    let mut content = Content::default();
    let Value::Mapping(entries) = &root.value else {
        return content;
    };
    for entry in entries {
        let key = entry.key.as_ref();
        if METADATA.contains(&key) {
            continue;
        }
        let Value::Sequence(items) = &entry.node.value else {
            if !LISTS.contains(&key) && !OTHER_LISTS.contains(&key) {
                reader.problem(deck_file::unknown_key(reader.at(entry.key_mark), key));
            } else if entry.node.value != Value::Null {
                reader.problem(deck_file::wrong_type(reader.at(entry.node.mark), "a list"));
            }
            continue;
        };
        list(reader, &mut content, (key, items), settings);
    }
    content
}

/// One top-level list.
fn list(
    reader: &mut Reader,
    content: &mut Content,
    (key, items): (&str, &[Node<'_>]),
    settings: &Settings,
) {
    for item in items {
        match key {
            "ca_certificates" => content.ca_certificates.extend(ca_certificate(reader, item)),
            "certificates" => content.certificates.extend(certificate(reader, item)),
            "consumer_group_consumers" => {
                content
                    .consumer_group_consumers
                    .extend(group_member(reader, item));
            }
            "consumer_group_plugins" | "plugins" => {
                content.plugins.extend(plugin(reader, item, settings));
            }
            "consumer_groups" => consumer_group(reader, content, item, settings),
            "consumers" => content.consumers.extend(consumer(reader, item, settings)),
            "licenses" => content.licenses.extend(license(reader, item)),
            "routes" => content.routes.extend(route(reader, item, settings)),
            "services" => content.services.extend(service(reader, item, settings)),
            "upstreams" => content.upstreams.extend(upstream(reader, item, settings)),
            "vaults" => content.vaults.extend(vault(reader, item)),
            "custom_entities" => {
                if let Some((entity_type, entity)) = typed_custom_entity(reader, item) {
                    content
                        .custom_entities
                        .entry(entity_type)
                        .or_default()
                        .push(entity);
                }
            }
            // Kong takes any entity of its schema here, so an unknown list is somebody's custom entities.
            other => {
                let entity = custom_entity(reader, item);
                content
                    .custom_entities
                    .entry(other.to_owned())
                    .or_default()
                    .push(entity);
            }
        }
    }
}

fn service(reader: &mut Reader, node: &Node<'_>, settings: &Settings) -> Option<Service> {
    let mut service =
        entity::<Service>(reader, node, &["routes", "plugins", "filter_chains", "url"])?;
    if let Some(url) = node.get("url").and_then(Node::as_str) {
        expand::url(&mut service, &reader.placeholders.restore(url));
    }
    expand::defaults(&mut service, settings.defaults.get("service"));
    service.routes = children(reader, node, "routes", |reader, item| {
        route(reader, item, settings)
    });
    service.plugins = plugins(reader, node, settings);
    Some(service)
}

fn route(reader: &mut Reader, node: &Node<'_>, settings: &Settings) -> Option<Route> {
    let mut route = entity::<Route>(reader, node, &["plugins", "filter_chains"])?;
    expand::defaults(&mut route, settings.defaults.get("route"));
    route.plugins = plugins(reader, node, settings);
    Some(route)
}

fn plugins(reader: &mut Reader, node: &Node<'_>, settings: &Settings) -> Vec<Plugin> {
    children(reader, node, "plugins", |reader, item| {
        plugin(reader, item, settings)
    })
}

fn plugin(reader: &mut Reader, node: &Node<'_>, settings: &Settings) -> Option<Plugin> {
    // The DB-less form may write a reference as an object.
    let references = ["service", "route", "consumer", "consumer_group"];
    let mut nested = vec!["_config"];
    nested.extend(references.into_iter().filter(|key| {
        node.get(key)
            .is_some_and(|reference| matches!(reference.value, Value::Mapping(_)))
    }));
    let mut plugin = entity::<Plugin>(reader, node, &nested)?;
    let named = |key: &str| {
        let reference = node.get(key)?;
        ["name", "username", "id"]
            .into_iter()
            .find_map(|field| reference.get(field)?.as_str().map(str::to_owned))
    };
    plugin.service = plugin.service.or_else(|| named("service").map(Into::into));
    plugin.route = plugin.route.or_else(|| named("route").map(Into::into));
    plugin.consumer = plugin.consumer.or_else(|| named("consumer"));
    plugin.consumer_group = plugin.consumer_group.or_else(|| named("consumer_group"));
    if let Some(shared) = node.get("_config").and_then(Node::as_str) {
        match settings.plugin_configs.get(shared) {
            Some(Json::Object(shared)) => expand::merge(&mut plugin.config.values, shared),
            _ => reader.problem(deck_file::unknown_plugin_config(reader.at(node.mark))),
        }
    }
    Some(plugin)
}

fn upstream(reader: &mut Reader, node: &Node<'_>, settings: &Settings) -> Option<Upstream> {
    let mut upstream = entity::<Upstream>(reader, node, &["targets"])?;
    expand::defaults(&mut upstream, settings.defaults.get("upstream"));
    upstream.targets = children(reader, node, "targets", |reader, item| {
        let mut target = entity::<Target>(reader, item, &["upstream"])?;
        expand::defaults(&mut target, settings.defaults.get("target"));
        Some(target)
    });
    Some(upstream)
}

fn certificate(reader: &mut Reader, node: &Node<'_>) -> Option<Certificate> {
    let mut certificate = entity::<Certificate>(reader, node, &["snis", "cert_alt", "key_alt"])?;
    certificate.snis = children(reader, node, "snis", |reader, item| {
        if let Some(name) = item.as_str() {
            return Some(Sni {
                name: reader.placeholders.restore(name),
                ..Sni::default()
            });
        }
        entity::<Sni>(reader, item, &[])
    });
    Some(certificate)
}

fn ca_certificate(reader: &mut Reader, node: &Node<'_>) -> Option<CaCertificate> {
    entity::<CaCertificate>(reader, node, &["cert_digest"])
}

fn vault(reader: &mut Reader, node: &Node<'_>) -> Option<Vault> {
    entity::<Vault>(reader, node, &[])
}

fn license(reader: &mut Reader, node: &Node<'_>) -> Option<License> {
    entity::<License>(reader, node, &[])
}

fn group_member(reader: &mut Reader, node: &Node<'_>) -> Option<GroupMember> {
    entity::<GroupMember>(reader, node, &["id"])
}

/// A group; members written on its side become memberships of their own.
fn consumer_group(
    reader: &mut Reader,
    content: &mut Content,
    node: &Node<'_>,
    settings: &Settings,
) {
    let Some(mut group) = entity::<ConsumerGroup>(reader, node, &["plugins", "consumers"]) else {
        return;
    };
    group.plugins = plugins(reader, node, settings);
    let members = children(reader, node, "consumers", |reader, item| {
        let name = ["username", "id", "custom_id"]
            .into_iter()
            .find_map(|key| item.get(key)?.as_str())?;
        Some(GroupMember {
            consumer: reader.placeholders.restore(name),
            consumer_group: group.name.clone(),
            source: Source::at(item.mark.line, item.mark.column),
        })
    });
    content.consumer_group_consumers.extend(members);
    content.consumer_groups.push(group);
}

/// The lists of credentials of a consumer.
const CREDENTIALS: &[&str] = &[
    "acls",
    "basicauth_credentials",
    "hmacauth_credentials",
    "jwt_secrets",
    "keyauth_credentials",
    "mtls_auth_credentials",
    "oauth2_credentials",
];

fn consumer(reader: &mut Reader, node: &Node<'_>, settings: &Settings) -> Option<Consumer> {
    let mut nested = CREDENTIALS.to_vec();
    nested.push("plugins");
    let mut consumer = entity::<Consumer>(reader, node, &nested)?;
    consumer.plugins = plugins(reader, node, settings);
    macro_rules! credentials {
        ($($list:ident)*) => {
            $(consumer.$list = children(reader, node, stringify!($list), |reader, item| {
                entity(reader, item, &["consumer"])
            });)*
        };
    }
    credentials!(acls basicauth_credentials hmacauth_credentials jwt_secrets keyauth_credentials mtls_auth_credentials oauth2_credentials);
    Some(consumer)
}

/// decK's own list of custom entities: `{type, fields}`.
fn typed_custom_entity(reader: &Reader, node: &Node<'_>) -> Option<(String, CustomEntity)> {
    let entity_type = node.get("type")?.as_str()?.to_owned();
    let entity = custom_entity(reader, node.get("fields")?);
    Some((entity_type, entity))
}

fn custom_entity(reader: &Reader, node: &Node<'_>) -> CustomEntity {
    let mut fields = match decode::to_json(node, &reader.placeholders) {
        Json::Object(fields) => fields,
        _ => Map::new(),
    };
    fields.remove("created_at");
    fields.remove("updated_at");
    CustomEntity {
        fields,
        source: Source::at(node.mark.line, node.mark.column),
    }
}

/// The entities nested under a key.
fn children<T>(
    reader: &mut Reader,
    node: &Node<'_>,
    key: &str,
    mut read: impl FnMut(&mut Reader, &Node<'_>) -> Option<T>,
) -> Vec<T> {
    let Some(Entry { node: list, .. }) = entry(node, key) else {
        return Vec::new();
    };
    match &list.value {
        Value::Sequence(items) => {
            // Most lists hold one entity, and a growing vector begins with room for four.
            let mut entities = Vec::with_capacity(items.len());
            entities.extend(items.iter().filter_map(|item| read(reader, item)));
            entities
        }
        Value::Null => Vec::new(),
        _ => {
            reader.problem(deck_file::wrong_type(reader.at(list.mark), "a list"));
            Vec::new()
        }
    }
}

fn entry<'n, 'a>(node: &'n Node<'a>, key: &str) -> Option<&'n Entry<'a>> {
    match &node.value {
        Value::Mapping(entries) => entries.iter().find(|entry| entry.key == key),
        _ => None,
    }
}
