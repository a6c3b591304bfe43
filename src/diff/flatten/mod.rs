//! A configuration as one list of entities, wherever they were nested (spec 50, 4.1): a plugin inside a route and the same
//! plugin at top level with `route:` come out alike.

mod consumers;
mod keys;
mod names;

use super::entity::{Entity, Kind};
use super::mask::is_uuid;
use super::redacted::identity;
use crate::deck::content::Content;
use crate::kong::plugin::Plugin;
use crate::kong::source::{Source, Sourced as _};
use keys::{custom_key, digest, known_as, kubernetes_name, numbered, text, with_port};
use names::{Names, resolve};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::HashSet;

pub(super) use keys::pem_body;

/// All entities of a configuration.
pub fn flatten(content: &Content) -> Vec<Entity> {
    let mut flat = Flat {
        names: Names::of(content),
        members: HashSet::new(),
        entities: Vec::new(),
    };
    flat.services(content);
    flat.upstreams(content);
    flat.consumers(content);
    flat.certificates(content);
    flat.rest(content);
    flat.entities
}

/// What an entity belongs to.
#[derive(Clone, Copy)]
struct Parent<'a> {
    /// The field that names it: `service`, `route`, `consumer`, ...
    field: &'static str,
    name: &'a str,
    is_ours: bool,
}

/// A flat list being filled.
struct Flat {
    names: Names,
    /// Memberships so far: both sides of one may name it.
    members: HashSet<String>,
    entities: Vec<Entity>,
}

/// The fields of an entity.
fn fields_of<T: Serialize>(entity: &T) -> Map<String, Value> {
    match serde_json::to_value(entity) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// What is nested under a key, taken out.
fn take(fields: &mut Map<String, Value>, key: &str) -> Vec<Map<String, Value>> {
    match fields.remove(key) {
        Some(Value::Array(items)) => items
            .into_iter()
            .map(|item| match item {
                Value::Object(fields) => fields,
                _ => Map::new(),
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether tags say that KIC, or this tool, made an entity.
fn is_tagged_by_kic(fields: &Map<String, Value>) -> bool {
    fields
        .get("tags")
        .and_then(Value::as_array)
        .is_some_and(|tags| {
            tags.iter()
                .filter_map(Value::as_str)
                .any(|tag| tag.starts_with("k8s-"))
        })
}

impl Flat {
    #[expect(
        clippy::too_many_arguments,
        reason = "the parts of an entity, each named at the caller"
    )]
    fn push(
        &mut self,
        kind: Kind,
        title: String,
        mut keys: Vec<String>,
        mut fields: Map<String, Value>,
        source: &Source,
    ) -> &mut Entity {
        let id = match fields.remove("id") {
            Some(Value::String(id)) => Some(id),
            _ => None,
        };
        if keys.iter().all(String::is_empty) {
            // What has nothing to be recognised by is at least the same as its equal.
            keys.push(Value::Object(fields.clone()).to_string());
        }
        let not_compared = match source {
            Source::File { not_compared, .. } => not_compared.clone(),
            Source::Manifest(_) | Source::Unknown => Vec::new(),
        };
        let is_ours = is_tagged_by_kic(&fields) || source.manifest().is_some();
        let position = self.entities.len();
        self.entities.push(Entity {
            kind,
            title,
            keys,
            id,
            fields,
            not_compared,
            secret_config: Vec::new(),
            is_ours,
            source: source.clone(),
        });
        &mut self.entities[position]
    }

    fn services(&mut self, content: &Content) {
        for service in &content.services {
            let mut fields = fields_of(service);
            let routes = take(&mut fields, "routes");
            let plugins = take(&mut fields, "plugins");
            let name = [text(&fields, "name"), text(&fields, "id")];
            let known_as = known_as(&name).to_owned();
            let entity = self.push(
                Kind::Service,
                known_as.clone(),
                name.to_vec(),
                fields,
                &service.source,
            );
            let parent = Parent {
                field: "service",
                name: &known_as,
                is_ours: entity.is_ours,
            };
            self.plugins(&service.plugins, plugins, Some(parent));
            for (route, fields) in service.routes.iter().zip(routes) {
                self.route(route, fields, Some(parent));
            }
        }
        for route in &content.routes {
            self.route(route, fields_of(route), None);
        }
        let top_level: Vec<_> = content.plugins.iter().map(fields_of).collect();
        self.plugins(&content.plugins, top_level, None);
    }

    fn route(
        &mut self,
        route: &crate::kong::route::Route,
        mut fields: Map<String, Value>,
        parent: Option<Parent<'_>>,
    ) {
        let plugins = take(&mut fields, "plugins");
        if let Some(Value::Object(reference)) = fields.remove("service") {
            let name = [text(&reference, "name"), text(&reference, "id")];
            let service = resolve(&self.names.services, known_as(&name)).to_owned();
            fields.insert("service".to_owned(), service.into());
        }
        if let Some(parent) = parent {
            fields.insert(parent.field.to_owned(), parent.name.into());
        }
        let mut hosts: Vec<_> = route.hosts.iter().map(String::as_str).collect();
        hosts.sort_unstable();
        let name = text(&fields, "name");
        let described = if name.is_empty() {
            format!(
                "{} {hosts:?} {:?} {:?}",
                text(&fields, "service"),
                route.paths,
                route.methods
            )
        } else {
            String::new()
        };
        let keys = vec![name, text(&fields, "id"), described];
        let known_as = known_as(&keys).to_owned();
        let entity = self.push(Kind::Route, known_as.clone(), keys, fields, &route.source);
        entity.is_ours |= parent.is_some_and(|parent| parent.is_ours);
        let parent = Parent {
            field: "route",
            name: &known_as,
            is_ours: entity.is_ours,
        };
        self.plugins(&route.plugins, plugins, Some(parent));
    }

    fn plugins(
        &mut self,
        plugins: &[Plugin],
        fields: Vec<Map<String, Value>>,
        parent: Option<Parent<'_>>,
    ) {
        for (plugin, mut fields) in plugins.iter().zip(fields) {
            if let Some(parent) = parent {
                fields.insert(parent.field.to_owned(), parent.name.into());
            }
            let scopes = [
                ("service", &self.names.services),
                ("route", &self.names.routes),
                ("consumer", &self.names.consumers),
                ("consumer_group", &self.names.groups),
            ];
            let mut title = plugin.name.clone();
            let mut key = plugin.name.clone();
            let mut separator = " for ";
            for (field, names) in scopes {
                key.push('\n');
                let Some(reference) = fields.get(field).and_then(Value::as_str) else {
                    continue;
                };
                let name = resolve(names, reference).to_owned();
                key.push_str(&name);
                title = format!("{title}{separator}{} {name}", field.replace('_', "-"));
                separator = " and ";
                fields.insert(field.to_owned(), name.into());
            }
            if separator == " for " {
                title.push_str(" (global)");
            }
            let entity = self.push(Kind::Plugin, title, vec![key], fields, &plugin.source);
            let secrets = plugin.config.secrets.iter();
            entity.secret_config = secrets.map(|(pointer, _)| pointer.clone()).collect();
            entity.is_ours |= parent.is_some_and(|parent| parent.is_ours);
        }
    }

    fn upstreams(&mut self, content: &Content) {
        for upstream in &content.upstreams {
            let mut fields = fields_of(upstream);
            let targets = take(&mut fields, "targets");
            let name = text(&fields, "name");
            let parent_is_ours = self
                .push(
                    Kind::Upstream,
                    name.clone(),
                    vec![name.clone()],
                    fields,
                    &upstream.source,
                )
                .is_ours;
            for (target, mut fields) in upstream.targets.iter().zip(targets) {
                let address = with_port(&text(&fields, "target"));
                fields.insert("target".to_owned(), address.clone().into());
                fields.insert("upstream".to_owned(), name.clone().into());
                let title = format!("{address} for upstream {name}");
                let key = format!("{name}\n{address}");
                let entity = self.push(Kind::Target, title, vec![key], fields, &target.source);
                entity.is_ours |= parent_is_ours;
            }
        }
    }

    fn certificates(&mut self, content: &Content) {
        for (position, certificate) in content.certificates.iter().enumerate() {
            let mut fields = fields_of(certificate);
            let snis = take(&mut fields, "snis");
            let id = text(&fields, "id");
            let mut names: Vec<_> = certificate
                .snis
                .iter()
                .map(|sni| sni.name.as_str())
                .collect();
            names.sort_unstable();
            let keys = vec![
                id.clone(),
                kubernetes_name(&fields).unwrap_or_default(),
                names.join("\n"),
                digest(&pem_body(&text(&fields, "cert"))),
            ];
            let title = kubernetes_name(&fields)
                .or_else(|| Some(id.clone()).filter(|id| is_uuid(id)))
                .or_else(|| Some(names.join(", ")).filter(|names| !names.is_empty()))
                .unwrap_or_else(|| numbered(position));
            let is_ours = self
                .push(Kind::Certificate, title, keys, fields, &certificate.source)
                .is_ours;
            for (sni, mut fields) in certificate.snis.iter().zip(snis) {
                fields.insert("certificate".to_owned(), id.clone().into());
                let name = sni.name.clone();
                let entity = self.push(Kind::Sni, name.clone(), vec![name], fields, &sni.source);
                entity.is_ours |= is_ours;
            }
        }
        for (position, certificate) in content.ca_certificates.iter().enumerate() {
            let fields = fields_of(certificate);
            let keys = vec![text(&fields, "id"), digest(&pem_body(&certificate.cert))];
            let title = certificate
                .id
                .clone()
                .filter(|id| is_uuid(id))
                .or_else(|| kubernetes_name(&fields))
                .unwrap_or_else(|| numbered(position));
            self.push(
                Kind::CaCertificate,
                title,
                keys,
                fields,
                &certificate.source,
            );
        }
    }

    fn rest(&mut self, content: &Content) {
        for vault in &content.vaults {
            let key = vault.prefix.clone();
            self.push(
                Kind::Vault,
                key.clone(),
                vec![key],
                fields_of(vault),
                &vault.source,
            );
        }
        for (position, license) in content.licenses.iter().enumerate() {
            self.push(
                Kind::License,
                numbered(position),
                vec![identity(&license.payload), numbered(position)],
                fields_of(license),
                &license.source,
            );
        }
        for (list, entities) in &content.custom_entities {
            for (position, entity) in entities.iter().enumerate() {
                // Nobody knows which of its fields is secret, so that none makes its title.
                let title = kubernetes_name(&entity.fields)
                    .or_else(|| Some(text(&entity.fields, "id")).filter(|id| is_uuid(id)))
                    .unwrap_or_else(|| numbered(position));
                let key = Some(custom_key(&entity.fields)).filter(|key| !key.is_empty());
                self.push(
                    Kind::Other(list.clone()),
                    title.clone(),
                    vec![key.unwrap_or(title)],
                    entity.fields.clone(),
                    entity.source(),
                );
            }
        }
    }
}
