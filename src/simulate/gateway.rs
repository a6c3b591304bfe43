//! What of a configuration matters to a request, read from a decK document.

use super::plugins::Bindings;
use crate::deck::content::Content;
use crate::deck::content::source::Source;
use crate::engine::Subsystem;
use crate::kong::ids::{self, EntityType};
use crate::schema::entities::{self, Release};
use serde_json::{Map, Value};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// A gateway's configuration as far as requests are concerned.
#[derive(Debug, Clone, Default)]
pub struct Gateway {
    /// Services.
    pub services: Vec<Service>,
    /// Routes, of services and without.
    pub routes: Vec<Route>,
    /// Upstreams by name.
    pub upstreams: BTreeMap<String, Upstream>,
    /// Plugins, nested ones with the scope they are nested in.
    pub plugins: Vec<Plugin>,
    /// The plugins by what they are bound to.
    bindings: Bindings,
}

/// A service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Service {
    /// Name, else id.
    pub name: String,
    /// Host: an upstream or a host name.
    pub host: String,
    /// Port.
    pub port: Option<i64>,
    /// Protocol, when written.
    pub protocol: Option<String>,
    /// Path.
    pub path: Option<String>,
    /// Its routes are left out when it is not enabled.
    pub enabled: bool,
}

/// A route of either flavor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Name, else id.
    pub name: String,
    /// Its id, or the one derived from its name.
    pub id: Uuid,
    /// Whether the document gives the id; otherwise the gateway may use another, and ties are open.
    pub has_id: bool,
    /// Index of its service.
    pub service: Option<usize>,
    /// Protocols as written; none means http and https.
    pub protocols: Vec<String>,
    /// Hosts.
    pub hosts: Vec<String>,
    /// Paths.
    pub paths: Vec<String>,
    /// Methods.
    pub methods: Vec<String>,
    /// Headers.
    pub headers: BTreeMap<String, Vec<String>>,
    /// Server names.
    pub snis: Vec<String>,
    /// Where connections come from.
    pub sources: Vec<Endpoint>,
    /// Where they go.
    pub destinations: Vec<Endpoint>,
    /// `regex_priority`
    pub regex_priority: i64,
    /// The expression.
    pub expression: Option<String>,
    /// The priority of an expression.
    pub priority: u64,
    /// `strip_path`, with Kong's default.
    pub strip_path: bool,
    /// `preserve_host`
    pub preserve_host: bool,
    /// `https_redirect_status_code`
    pub https_redirect_status_code: u16,
    /// What it was made from.
    pub source: Source,
}

/// One side of a connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// Address or network.
    pub ip: Option<String>,
    /// Port.
    pub port: Option<u16>,
}

/// An upstream.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Upstream {
    /// `host_header`
    pub host_header: Option<String>,
    /// Target and weight.
    pub targets: Vec<(String, i64)>,
}

/// A plugin and what it is bound to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plugin {
    /// Type.
    pub name: String,
    /// `instance_name`
    pub instance_name: Option<String>,
    /// Name of its service.
    pub service: Option<String>,
    /// Name of its route.
    pub route: Option<String>,
    /// Its consumer.
    pub consumer: Option<String>,
    /// Its consumer group.
    pub consumer_group: Option<String>,
    /// Protocols, none meaning all that the plugin knows.
    pub protocols: Vec<String>,
    /// Whether it runs.
    pub enabled: bool,
}

impl Route {
    /// The router it belongs to.
    pub fn subsystem(&self) -> Subsystem {
        Subsystem::of(self.protocols.first().map(String::as_str))
    }

    /// Whether it names this protocol, Kong's defaults counted in.
    pub fn serves(&self, protocol: &str) -> bool {
        if self.protocols.is_empty() {
            matches!(protocol, "http" | "https")
        } else {
            self.protocols.iter().any(|own| own == protocol)
        }
    }

    fn read(map: &Map<String, Value>, service: Option<usize>) -> Self {
        let id = text(map, "id").and_then(|id| id.parse().ok());
        let name = text(map, "name")
            .or_else(|| text(map, "id"))
            .unwrap_or_default();
        let protocols = texts(map, "protocols");
        let is_grpc = protocols
            .iter()
            .any(|protocol| protocol.starts_with("grpc"));
        Self {
            id: id.unwrap_or_else(|| ids::derive(EntityType::Route, "", &name)),
            has_id: id.is_some(),
            service,
            hosts: texts(map, "hosts"),
            paths: texts(map, "paths"),
            methods: texts(map, "methods"),
            headers: headers(map),
            snis: texts(map, "snis"),
            sources: endpoints(map, "sources"),
            destinations: endpoints(map, "destinations"),
            regex_priority: map
                .get("regex_priority")
                .and_then(Value::as_i64)
                .unwrap_or(0),
            expression: text(map, "expression"),
            priority: map.get("priority").and_then(Value::as_u64).unwrap_or(0),
            strip_path: flag(map, "strip_path", !is_grpc),
            preserve_host: flag(map, "preserve_host", false),
            https_redirect_status_code: map
                .get("https_redirect_status_code")
                .and_then(Value::as_u64)
                .and_then(|code| u16::try_from(code).ok())
                .unwrap_or(426),
            source: Source::Unknown,
            protocols,
            name,
        }
    }
}

impl Gateway {
    /// Read a decK document, as written or as read from a file. What it holds besides routing is passed over.
    pub fn from_document(document: &Value) -> Self {
        let mut gateway = Self::default();
        for service in maps(document.get("services")) {
            gateway.add_service(service);
        }
        let by_name: HashMap<String, usize> = gateway
            .services
            .iter()
            .enumerate()
            .map(|(index, service)| (service.name.clone(), index))
            .collect();
        for route in maps(document.get("routes")) {
            let owner = reference(route, "service");
            let service = owner.and_then(|owner| by_name.get(&owner).copied());
            gateway.add_route(route, service);
        }
        for upstream in maps(document.get("upstreams")) {
            gateway.upstreams.insert(
                text(upstream, "name").unwrap_or_default(),
                Upstream {
                    host_header: text(upstream, "host_header"),
                    targets: maps(upstream.get("targets"))
                        .map(|target| {
                            let weight = target.get("weight").and_then(Value::as_i64);
                            (
                                text(target, "target").unwrap_or_default(),
                                weight.unwrap_or(100),
                            )
                        })
                        .collect(),
                },
            );
        }
        for plugin in maps(document.get("plugins")) {
            gateway.plugins.push(Plugin::read(plugin));
        }
        for (key, field) in [("consumers", "username"), ("consumer_groups", "name")] {
            for owner in maps(document.get(key)) {
                let name = text(owner, field).or_else(|| text(owner, "custom_id"));
                gateway.add_consumer_plugins(owner, key, name.as_deref());
            }
        }
        gateway.bindings = Bindings::of(&gateway.plugins);
        gateway
    }

    /// Read a configuration in memory; its routes keep what they were made from.
    pub fn from_content(content: &Content) -> Self {
        let document = serde_json::to_value(content).unwrap_or_default();
        let mut gateway = Self::from_document(&document);
        let nested = content.services.iter().flat_map(|service| &service.routes);
        for (route, written) in gateway.routes.iter_mut().zip(nested.chain(&content.routes)) {
            route.source = written.source.clone();
        }
        gateway
    }

    /// The same in a release where routes that name no protocols have others than http and https (spec 84, section 1).
    #[must_use]
    pub fn in_release(mut self, release: Release) -> Self {
        let defaults = entities::defaults("routes", release);
        let default = texts(&defaults, "protocols");
        if default != ["http", "https"] {
            let silent = |route: &&mut Route| route.protocols.is_empty();
            for route in self.routes.iter_mut().filter(silent) {
                route.protocols.clone_from(&default);
            }
        }
        self
    }

    /// The service of a route.
    pub fn service_of(&self, route: &Route) -> Option<&Service> {
        self.services.get(route.service?)
    }

    /// The targets of a service with their weights: those of its upstream, else the host itself.
    pub fn targets_of(&self, service: Option<&Service>) -> Cow<'_, [(String, i64)]> {
        let Some(service) = service else {
            return Cow::Borrowed(&[]);
        };
        match self.upstreams.get(&service.host) {
            Some(upstream) => Cow::Borrowed(&upstream.targets),
            None => Cow::Owned(vec![(
                format!("{}:{}", service.host, service.port.unwrap_or(80)),
                100,
            )]),
        }
    }

    /// The plugins by what they are bound to.
    pub(super) const fn bindings(&self) -> &Bindings {
        &self.bindings
    }

    fn add_service(&mut self, map: &Map<String, Value>) {
        let name = text(map, "name")
            .or_else(|| text(map, "id"))
            .unwrap_or_default();
        let index = self.services.len();
        for plugin in maps(map.get("plugins")) {
            self.plugins.push(Plugin {
                service: Some(name.clone()),
                ..Plugin::read(plugin)
            });
        }
        self.services.push(Service {
            name,
            host: text(map, "host").unwrap_or_default(),
            port: map.get("port").and_then(Value::as_i64),
            protocol: text(map, "protocol"),
            path: text(map, "path"),
            enabled: flag(map, "enabled", true),
        });
        for route in maps(map.get("routes")) {
            self.add_route(route, Some(index));
        }
    }

    fn add_route(&mut self, map: &Map<String, Value>, service: Option<usize>) {
        let route = Route::read(map, service);
        for plugin in maps(map.get("plugins")) {
            self.plugins.push(Plugin {
                route: Some(route.name.clone()),
                ..Plugin::read(plugin)
            });
        }
        self.routes.push(route);
    }

    fn add_consumer_plugins(&mut self, owner: &Map<String, Value>, key: &str, name: Option<&str>) {
        for plugin in maps(owner.get("plugins")) {
            let mut plugin = Plugin::read(plugin);
            if key == "consumers" {
                plugin.consumer = name.map(str::to_owned);
            } else {
                plugin.consumer_group = name.map(str::to_owned);
            }
            self.plugins.push(plugin);
        }
    }
}

impl Plugin {
    fn read(map: &Map<String, Value>) -> Self {
        Self {
            name: text(map, "name").unwrap_or_default(),
            instance_name: text(map, "instance_name"),
            service: reference(map, "service"),
            route: reference(map, "route"),
            consumer: reference(map, "consumer"),
            consumer_group: reference(map, "consumer_group"),
            protocols: texts(map, "protocols"),
            enabled: flag(map, "enabled", true),
        }
    }
}

fn maps(list: Option<&Value>) -> impl Iterator<Item = &Map<String, Value>> {
    list.and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_object)
}

fn text(map: &Map<String, Value>, key: &str) -> Option<String> {
    map.get(key).and_then(Value::as_str).map(str::to_owned)
}

fn texts(map: &Map<String, Value>, key: &str) -> Vec<String> {
    let Some(Value::Array(items)) = map.get(key) else {
        return Vec::new();
    };
    items
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

fn flag(map: &Map<String, Value>, key: &str, default: bool) -> bool {
    map.get(key).and_then(Value::as_bool).unwrap_or(default)
}

/// A reference is a name, or an object with one.
fn reference(map: &Map<String, Value>, key: &str) -> Option<String> {
    match map.get(key)? {
        Value::String(name) => Some(name.clone()),
        Value::Object(target) => ["name", "username", "custom_id", "id"]
            .iter()
            .find_map(|key| text(target, key)),
        _ => None,
    }
}

fn headers(map: &Map<String, Value>) -> BTreeMap<String, Vec<String>> {
    let Some(Value::Object(headers)) = map.get("headers") else {
        return BTreeMap::new();
    };
    headers
        .keys()
        .map(|name| (name.clone(), texts(headers, name)))
        .collect()
}

fn endpoints(map: &Map<String, Value>, key: &str) -> Vec<Endpoint> {
    maps(map.get(key))
        .map(|end| Endpoint {
            ip: text(end, "ip"),
            port: end
                .get("port")
                .and_then(Value::as_u64)
                .and_then(|port| u16::try_from(port).ok()),
        })
        .collect()
}
