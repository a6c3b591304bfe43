//! What of a configuration matters to a request, with the defaults of Kong that decide about it.

use super::plugins::Bindings;
use super::sent;
use crate::deck::content::Content;
use crate::engine::Subsystem;
use crate::kong::ids::{self, EntityType};
use crate::kong::protocol::Protocol;
use crate::kong::source::Source;
use crate::kong::{consumer, plugin, route, service, upstream};
use crate::schema::entities::{self, Release};
use serde_json::Value;
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
    /// What it does to a request.
    pub config: sent::Config,
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

    /// A route of the file. One of gRPC keeps its path unless it says otherwise.
    fn of(written: &route::Route, service: Option<usize>) -> Self {
        let id = written.id.as_deref().and_then(|id| id.parse().ok());
        let name = written.known_as().to_owned();
        let protocols = texts(&written.protocols);
        let is_grpc = protocols
            .iter()
            .any(|protocol| protocol.starts_with("grpc"));
        Self {
            id: id.unwrap_or_else(|| ids::derive(EntityType::Route, "", &name)),
            has_id: id.is_some(),
            service,
            hosts: written.hosts.clone(),
            paths: written.paths.clone(),
            methods: written.methods.clone(),
            headers: written.headers.clone(),
            snis: written.snis.clone(),
            sources: written.sources.iter().map(Endpoint::of).collect(),
            destinations: written.destinations.iter().map(Endpoint::of).collect(),
            regex_priority: written.regex_priority.unwrap_or(0),
            expression: written.expression.as_ref().map(ToString::to_string),
            priority: written.priority.unwrap_or(0),
            strip_path: written.strip_path.unwrap_or(!is_grpc),
            preserve_host: written.preserve_host.unwrap_or(false),
            https_redirect_status_code: written
                .https_redirect_status_code
                .and_then(|code| code.try_into().ok())
                .unwrap_or(426),
            source: written.source.clone(),
            protocols,
            name,
        }
    }
}

impl Gateway {
    /// What of a configuration concerns requests. Its routes keep what they were made from.
    pub fn from_content(content: &Content) -> Self {
        let mut gateway = Self::default();
        for service in &content.services {
            gateway.add_service(service);
        }
        let by_name: HashMap<String, usize> = gateway
            .services
            .iter()
            .enumerate()
            .map(|(index, service)| (service.name.clone(), index))
            .collect();
        for route in &content.routes {
            let owner = route.service.as_ref();
            let owner = owner.and_then(|owner| owner.name.as_ref().or(owner.id.as_ref()));
            let service = owner.and_then(|owner| by_name.get(owner).copied());
            gateway.add_route(route, service);
        }
        for upstream in &content.upstreams {
            let name = upstream.name.to_string();
            gateway.upstreams.insert(name, Upstream::of(upstream));
        }
        gateway
            .plugins
            .extend(content.plugins.iter().map(Plugin::of));
        for consumer in &content.consumers {
            gateway.add_consumer_plugins(consumer);
        }
        for group in &content.consumer_groups {
            gateway
                .plugins
                .extend(group.plugins.iter().map(|plugin| Plugin {
                    consumer_group: Some(group.name.clone()),
                    ..Plugin::of(plugin)
                }));
        }
        gateway.bindings = Bindings::of(&gateway.plugins);
        gateway
    }

    /// The same in a release where routes that name no protocols have others than http and https (spec 84, section 1).
    #[must_use]
    pub fn in_release(mut self, release: Release) -> Self {
        let defaults = entities::defaults("routes", release);
        let default = defaults.get("protocols").and_then(Value::as_array);
        let default: Vec<String> = default
            .into_iter()
            .flatten()
            .filter_map(|protocol| protocol.as_str().map(str::to_owned))
            .collect();
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

    fn add_service(&mut self, written: &service::Service) {
        let service = Service::of(written);
        let index = self.services.len();
        self.plugins
            .extend(written.plugins.iter().map(|plugin| Plugin {
                service: Some(service.name.clone()),
                ..Plugin::of(plugin)
            }));
        self.services.push(service);
        for route in &written.routes {
            self.add_route(route, Some(index));
        }
    }

    fn add_route(&mut self, written: &route::Route, service: Option<usize>) {
        let route = Route::of(written, service);
        self.plugins
            .extend(written.plugins.iter().map(|plugin| Plugin {
                route: Some(route.name.clone()),
                ..Plugin::of(plugin)
            }));
        self.routes.push(route);
    }

    fn add_consumer_plugins(&mut self, written: &consumer::Consumer) {
        let name = written.username.as_ref().or(written.custom_id.as_ref());
        self.plugins
            .extend(written.plugins.iter().map(|plugin| Plugin {
                consumer: name.cloned(),
                ..Plugin::of(plugin)
            }));
    }
}

impl Service {
    fn of(written: &service::Service) -> Self {
        Self {
            name: written.known_as().to_owned(),
            host: written.host.to_string(),
            port: written.port,
            protocol: written.protocol.as_ref().map(Protocol::to_string),
            path: written.path.clone(),
            enabled: written.enabled.unwrap_or(true),
        }
    }
}

impl Endpoint {
    fn of(written: &route::Peer) -> Self {
        Self {
            ip: written.ip.clone(),
            port: written.port.and_then(|port| port.try_into().ok()),
        }
    }
}

impl Upstream {
    fn of(written: &upstream::Upstream) -> Self {
        let target =
            |target: &upstream::Target| (target.target.clone(), target.weight.unwrap_or(100));
        Self {
            host_header: written.host_header.clone(),
            targets: written.targets.iter().map(target).collect(),
        }
    }
}

impl Plugin {
    fn of(written: &plugin::Plugin) -> Self {
        Self {
            name: written.name.clone(),
            instance_name: written.instance_name.clone(),
            service: written.service.as_ref().map(ToString::to_string),
            route: written.route.as_ref().map(ToString::to_string),
            consumer: written.consumer.clone(),
            consumer_group: written.consumer_group.clone(),
            protocols: written.protocols.clone(),
            enabled: written.enabled.unwrap_or(true),
            config: sent::Config::of(written),
        }
    }
}

fn texts(protocols: &[Protocol]) -> Vec<String> {
    protocols.iter().map(Protocol::to_string).collect()
}

/// The gateway of a configuration that a test writes down.
#[cfg(test)]
pub(in crate::simulate) fn written(document: &serde_json::Value) -> Gateway {
    use crate::deck::read::{Template, read};
    let source = crate::manifest::source::Source {
        path: "kong.json".to_owned(),
        text: document.to_string().into_bytes(),
    };
    let (content, _) = read(0, &source, Template::Literal);
    Gateway::from_content(&content.expect("the test writes a configuration"))
}
