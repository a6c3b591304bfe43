//! A configuration as one list of entities, wherever they were nested (spec 50, 4.1): a plugin inside a route and the same
//! plugin at top level with `route:` come out alike.
//!
//! What an entity is, belongs to and is called is asked of its type; its fields are those that its own `Serialize` writes, and are
//! there to be compared.

mod consumers;
mod keys;
mod names;

use super::entity::{Entity, Kind};
use super::mask::is_uuid;
use super::redacted;
use crate::deck::content::{Content, Maker};
use crate::kong;
use crate::kong::entity::Entity as _;
use crate::kong::plugin::Plugin;
use crate::kong::route::Route;
use crate::kong::source::Source;
use keys::{custom_key, digest, known_as, numbered, with_port};
use names::{Names, resolve};
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::HashSet;

pub(super) use keys::pem_body;

/// All entities of a configuration.
pub fn flatten(content: &Content) -> Vec<Entity> {
    let mut flat = Flat {
        content,
        names: Names::of(content),
        members: HashSet::new(),
        entities: Vec::new(),
    };
    flat.services();
    flat.upstreams();
    flat.consumers();
    flat.certificates();
    flat.rest();
    flat.entities
}

/// The fields of an entity, by name.
type Fields = Map<String, Value>;

/// What an entity belongs to.
#[derive(Clone, Copy)]
struct Parent<'a> {
    /// The field that names it: `service`, `route`, `consumer`, ...
    field: &'static str,
    name: &'a str,
    is_ours: bool,
}

/// What an entity is called, and what it is recognised by ([`Entity::keys`]).
struct Identity {
    title: String,
    keys: Vec<String>,
}

/// A flat list being filled.
struct Flat<'c> {
    content: &'c Content,
    names: Names<'c>,
    /// Memberships so far: both sides of one may name it.
    members: HashSet<String>,
    entities: Vec<Entity>,
}

/// The fields of an entity, with what is nested in it.
fn fields_of<T: Serialize>(entity: &T) -> Fields {
    match serde_json::to_value(entity) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// The fields of what is nested under a key, taken out.
fn take(fields: &mut Fields, key: &str) -> Vec<Fields> {
    let Some(Value::Array(items)) = fields.remove(key) else {
        return Vec::new();
    };
    let fields = items.into_iter().map(|item| match item {
        Value::Object(fields) => fields,
        _ => Map::new(),
    });
    fields.collect()
}

impl Identity {
    /// By one name, which is its title.
    fn named(name: &str) -> Self {
        Self {
            title: name.to_owned(),
            keys: vec![name.to_owned()],
        }
    }
}

impl Flat<'_> {
    fn push(
        &mut self,
        kind: Kind,
        entity: &impl kong::entity::Entity,
        identity: Identity,
        mut fields: Fields,
    ) -> &mut Entity {
        fields.remove("id");
        let Identity { title, mut keys } = identity;
        if keys.iter().all(String::is_empty) {
            // What has nothing to be recognised by is at least the same as its equal.
            keys.push(Value::Object(fields.clone()).to_string());
        }
        let unread = match entity.source() {
            Source::File { line, column } => self.content.unread.get(&(*line, *column)),
            Source::Manifest(_) | Source::Unknown => None,
        };
        let position = self.entities.len();
        self.entities.push(Entity {
            kind,
            title,
            keys,
            id: entity.id().map(str::to_owned),
            fields,
            not_compared: unread.cloned().unwrap_or_default(),
            secret_config: Vec::new(),
            is_ours: self.content.maker == Maker::Manifests || entity.is_tagged_by_controller(),
            source: entity.source().clone(),
        });
        &mut self.entities[position]
    }

    fn services(&mut self) {
        for service in &self.content.services {
            let mut fields = fields_of(service);
            let routes = take(&mut fields, "routes");
            let plugins = take(&mut fields, "plugins");
            let name = service.known_as();
            let identity = Identity {
                title: name.to_owned(),
                keys: vec![
                    service.name.to_string(),
                    service.id.clone().unwrap_or_default(),
                ],
            };
            let entity = self.push(Kind::Service, service, identity, fields);
            let parent = Parent {
                field: "service",
                name,
                is_ours: entity.is_ours,
            };
            self.plugins(&service.plugins, plugins, Some(parent));
            for (route, fields) in service.routes.iter().zip(routes) {
                self.route(route, fields, Some(parent));
            }
        }
        for route in &self.content.routes {
            self.route(route, fields_of(route), None);
        }
        let top_level = self.content.plugins.iter().map(fields_of).collect();
        self.plugins(&self.content.plugins, top_level, None);
    }

    fn route(&mut self, route: &Route, mut fields: Fields, parent: Option<Parent<'_>>) {
        let plugins = take(&mut fields, "plugins");
        let service = match (parent, &route.service) {
            (Some(parent), _) => Some(parent.name),
            (None, Some(reference)) => {
                let name = reference.name.as_deref().filter(|name| !name.is_empty());
                let known_as = name.or(reference.id.as_deref()).unwrap_or_default();
                Some(resolve(&self.names.services, known_as))
            }
            (None, None) => None,
        };
        if let Some(service) = service {
            fields.insert("service".to_owned(), service.into());
        }
        let mut keys = vec![
            route.name.to_string(),
            route.id.clone().unwrap_or_default(),
            String::new(),
        ];
        if route.name.is_empty() {
            let mut hosts: Vec<_> = route.hosts.iter().collect();
            hosts.sort_unstable();
            let service = service.unwrap_or_default();
            keys[2] = format!("{service} {hosts:?} {:?} {:?}", route.paths, route.methods);
        }
        let name = known_as(&keys).to_owned();
        let title = name.clone();
        let entity = self.push(Kind::Route, route, Identity { title, keys }, fields);
        entity.is_ours |= parent.is_some_and(|parent| parent.is_ours);
        let parent = Parent {
            field: "route",
            name: &name,
            is_ours: entity.is_ours,
        };
        self.plugins(&route.plugins, plugins, Some(parent));
    }

    fn plugins(&mut self, plugins: &[Plugin], fields: Vec<Fields>, parent: Option<Parent<'_>>) {
        for (plugin, mut fields) in plugins.iter().zip(fields) {
            let scope = plugin.scope();
            let scopes = [
                ("service", scope.service, &self.names.services),
                ("route", scope.route, &self.names.routes),
                ("consumer", scope.consumer, &self.names.consumers),
                ("consumer_group", scope.consumer_group, &self.names.groups),
            ];
            let mut title = plugin.name.clone();
            let mut key = plugin.name.clone();
            let mut separator = " for ";
            for (field, named, names) in scopes {
                key.push('\n');
                let nested_in = parent.filter(|parent| parent.field == field);
                let Some(reference) = nested_in.map(|parent| parent.name).or(named) else {
                    continue;
                };
                let name = resolve(names, reference);
                key.push_str(name);
                title = format!("{title}{separator}{} {name}", field.replace('_', "-"));
                separator = " and ";
                fields.insert(field.to_owned(), name.into());
            }
            if separator == " for " {
                title.push_str(" (global)");
            }
            let keys = vec![key];
            let entity = self.push(Kind::Plugin, plugin, Identity { title, keys }, fields);
            let secrets = plugin.config.secrets.iter();
            entity.secret_config = secrets.map(|(pointer, _)| pointer.clone()).collect();
            entity.is_ours |= parent.is_some_and(|parent| parent.is_ours);
        }
    }

    fn upstreams(&mut self) {
        for upstream in &self.content.upstreams {
            let mut fields = fields_of(upstream);
            let targets = take(&mut fields, "targets");
            let name = upstream.name.as_str();
            let entity = self.push(Kind::Upstream, upstream, Identity::named(name), fields);
            let is_ours = entity.is_ours;
            for (target, mut fields) in upstream.targets.iter().zip(targets) {
                let address = with_port(&target.target);
                fields.insert("target".to_owned(), address.as_str().into());
                fields.insert("upstream".to_owned(), name.into());
                let identity = Identity {
                    title: format!("{address} for upstream {name}"),
                    keys: vec![format!("{name}\n{address}")],
                };
                let entity = self.push(Kind::Target, target, identity, fields);
                entity.is_ours |= is_ours;
            }
        }
    }

    fn certificates(&mut self) {
        for (position, certificate) in self.content.certificates.iter().enumerate() {
            let mut fields = fields_of(certificate);
            let snis = take(&mut fields, "snis");
            let id = certificate.id.as_deref().unwrap_or_default();
            let names = certificate.snis.iter().map(|sni| sni.name.as_str());
            let mut names: Vec<_> = names.collect();
            names.sort_unstable();
            let object = certificate.kubernetes_name();
            let keys = vec![
                id.to_owned(),
                object.clone().unwrap_or_default(),
                names.join("\n"),
                digest(&pem_body(certificate.cert.in_clear())),
            ];
            let title = object
                .or_else(|| is_uuid(id).then(|| id.to_owned()))
                .or_else(|| Some(names.join(", ")).filter(|names| !names.is_empty()))
                .unwrap_or_else(|| numbered(position));
            let identity = Identity { title, keys };
            let entity = self.push(Kind::Certificate, certificate, identity, fields);
            let is_ours = entity.is_ours;
            for (sni, mut fields) in certificate.snis.iter().zip(snis) {
                fields.insert("certificate".to_owned(), id.into());
                let entity = self.push(Kind::Sni, sni, Identity::named(&sni.name), fields);
                entity.is_ours |= is_ours;
            }
        }
        for (position, certificate) in self.content.ca_certificates.iter().enumerate() {
            let id = certificate.id.clone();
            let body = pem_body(&certificate.cert);
            let identity = Identity {
                keys: vec![id.clone().unwrap_or_default(), digest(&body)],
                title: id
                    .filter(|id| is_uuid(id))
                    .or_else(|| certificate.kubernetes_name())
                    .unwrap_or_else(|| numbered(position)),
            };
            let fields = fields_of(certificate);
            self.push(Kind::CaCertificate, certificate, identity, fields);
        }
    }

    fn rest(&mut self) {
        for vault in &self.content.vaults {
            let identity = Identity::named(&vault.prefix);
            self.push(Kind::Vault, vault, identity, fields_of(vault));
        }
        for (position, license) in self.content.licenses.iter().enumerate() {
            let identity = Identity {
                title: numbered(position),
                keys: vec![redacted::identity(&license.payload), numbered(position)],
            };
            self.push(Kind::License, license, identity, fields_of(license));
        }
        for (list, entities) in &self.content.custom_entities {
            for (position, entity) in entities.iter().enumerate() {
                // Nobody knows which of its fields is secret, so that none makes its title.
                let title = entity
                    .kubernetes_name()
                    .or_else(|| entity.id().filter(|id| is_uuid(id)).map(str::to_owned))
                    .unwrap_or_else(|| numbered(position));
                let key = Some(custom_key(&entity.fields)).filter(|key| !key.is_empty());
                let identity = Identity {
                    keys: vec![key.unwrap_or_else(|| title.clone())],
                    title,
                };
                let kind = Kind::Other(list.clone());
                self.push(kind, entity, identity, entity.fields.clone());
            }
        }
    }
}
