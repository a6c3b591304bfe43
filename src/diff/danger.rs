//! What a reviewer must not miss: protection that ends, requests that go elsewhere.

use super::defaults::Defaults;
use super::entity::{Entity, Kind};
use crate::kong::plugin::AUTHENTICATION;
use crate::kong::source::{Place, Source};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Plugins that decide who may pass, besides those that ask who it is.
const ADMISSION: &[&str] = &["acl", "bot-detection", "ip-restriction", "opa"];

/// Routes that a danger names beside its own.
const MOST_OTHERS: usize = 8;

/// Bytes of a name that a wildcard is looked up for.
const LONGEST_HOST: usize = 1_024;

/// Whether a plugin decides who may pass.
pub fn is_guard(plugin: &str) -> bool {
    AUTHENTICATION.contains(&plugin) || ADMISSION.contains(&plugin)
}

/// What sort of danger it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DangerKind {
    /// A plugin that decides who may pass no longer applies.
    GuardRemoved,
    /// The certificate of an upstream is no longer verified.
    TlsVerificationOff,
    /// Plain http is let through where it was not.
    HttpAllowed,
    /// A route is gone.
    RouteDeleted,
    /// Two routes ask for the same requests.
    RouteShadowed,
    /// A wildcard answers for a host that had a route of its own, or for hosts nobody named.
    WildcardHost,
}

impl DangerKind {
    /// A word for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::GuardRemoved => "guard-removed",
            Self::TlsVerificationOff => "tls-verification-off",
            Self::HttpAllowed => "http-allowed",
            Self::RouteDeleted => "route-deleted",
            Self::RouteShadowed => "route-shadowed",
            Self::WildcardHost => "wildcard-host",
        }
    }
}

/// One thing not to miss.
#[derive(Debug, Clone)]
pub struct Danger {
    /// What sort it is.
    pub kind: DangerKind,
    /// One sentence.
    pub message: String,
    /// The entity behind it on the side that shows it best.
    pub source: Source,
    /// Whether `source` belongs to the new side.
    pub is_new: bool,
    /// Where that is, once somebody has looked it up.
    pub place: Option<Place>,
}

/// One side, by what dangers look at.
struct Side<'a> {
    routes: BTreeMap<&'a str, &'a Entity>,
    services: BTreeMap<&'a str, &'a Entity>,
    plugins: Vec<&'a Entity>,
    upstreams: BTreeMap<&'a str, &'a Entity>,
    defaults: &'a Defaults,
}

impl<'a> Side<'a> {
    fn of((entities, defaults): (&'a [Entity], &'a Defaults)) -> Self {
        let of_kind = |kind: Kind| {
            entities
                .iter()
                .filter(move |entity| entity.kind == kind)
                .map(|entity| (entity.title.as_str(), entity))
        };
        Self {
            routes: of_kind(Kind::Route).collect(),
            services: of_kind(Kind::Service).collect(),
            plugins: of_kind(Kind::Plugin).map(|(_, plugin)| plugin).collect(),
            upstreams: of_kind(Kind::Upstream).collect(),
            defaults,
        }
    }

    /// The guards of every route that hold for every consumer: its own, its service's, the global ones.
    fn guards(&self) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
        let mut global = BTreeSet::new();
        let mut by_service: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut by_route: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for plugin in &self.plugins {
            let name = plugin.text("name").unwrap_or_default();
            let is_off = plugin.fields.get("enabled") == Some(&Value::Bool(false));
            let is_partial =
                plugin.text("consumer").is_some() || plugin.text("consumer_group").is_some();
            if is_off || is_partial || !is_guard(name) {
                continue;
            }
            match (plugin.text("route"), plugin.text("service")) {
                (Some(route), _) => by_route.entry(route).or_default().insert(name),
                (None, Some(service)) => by_service.entry(service).or_default().insert(name),
                (None, None) => global.insert(name),
            };
        }
        self.routes
            .iter()
            .map(|(name, route)| {
                let mut guards = global.clone();
                guards.extend(by_route.get(name).into_iter().flatten());
                let service = route
                    .text("service")
                    .and_then(|service| by_service.get(service));
                guards.extend(service.into_iter().flatten());
                (*name, guards)
            })
            .collect()
    }

    fn hosts(&self) -> BTreeMap<&'a str, &'a Entity> {
        let mut hosts = BTreeMap::new();
        for route in self.routes.values() {
            for host in route.texts("hosts") {
                hosts.entry(host).or_insert(*route);
            }
        }
        hosts
    }
}

/// All dangers, worst first.
pub fn find(old: (&[Entity], &Defaults), new: (&[Entity], &Defaults)) -> Vec<Danger> {
    let (old, new) = (Side::of(old), Side::of(new));
    let mut dangers = Vec::new();
    guards(&old, &new, &mut dangers);
    tls_verification(&old, &new, &mut dangers);
    plain_http(&old, &new, &mut dangers);
    deleted_routes(&old, &new, &mut dangers);
    shadowed_routes(&old, &new, &mut dangers);
    wildcards(&old, &new, &mut dangers);
    dangers.sort_by(|a, b| (a.kind, &a.message).cmp(&(b.kind, &b.message)));
    dangers
}

fn danger(kind: DangerKind, message: String, entity: &Entity, is_new: bool) -> Danger {
    Danger {
        kind,
        message,
        source: entity.source.clone(),
        is_new,
        place: None,
    }
}

fn guards(old: &Side<'_>, new: &Side<'_>, dangers: &mut Vec<Danger>) {
    let after = new.guards();
    for (name, before) in old.guards() {
        let (Some(now), Some(route)) = (after.get(name), new.routes.get(name)) else {
            continue;
        };
        for plugin in before.difference(now) {
            let message = format!("plugin {plugin} no longer applies to route {name}");
            dangers.push(danger(DangerKind::GuardRemoved, message, route, true));
        }
    }
}

fn tls_verification(old: &Side<'_>, new: &Side<'_>, dangers: &mut Vec<Danger>) {
    let verifies = |service: &Entity| service.fields.get("tls_verify") == Some(&Value::Bool(true));
    for (name, before) in &old.services {
        if let Some(now) = new.services.get(name)
            && verifies(before)
            && !verifies(now)
        {
            let message = format!(
                "the TLS certificate of the upstream of service {name} is no longer verified"
            );
            dangers.push(danger(DangerKind::TlsVerificationOff, message, now, true));
        }
    }
    let unverified = |upstream: &Entity| {
        let path = "/healthchecks/active/https_verify_certificate";
        Value::Object(upstream.fields.clone()).pointer(path) == Some(&Value::Bool(false))
    };
    for (name, before) in &old.upstreams {
        if let Some(now) = new.upstreams.get(name)
            && !unverified(before)
            && unverified(now)
        {
            let message = format!(
                "active health checks of upstream {name} no longer verify TLS certificates"
            );
            dangers.push(danger(DangerKind::TlsVerificationOff, message, now, true));
        }
    }
}

/// The protocols of a route on one side; one that names none has those of the version of Kong (spec 84, section 1).
fn protocols<'a>(side: &Side<'a>, route: &'a Entity) -> Vec<&'a str> {
    let named: Vec<&str> = route.texts("protocols").collect();
    if named.is_empty() {
        side.defaults.protocols().collect()
    } else {
        named
    }
}

/// Routes that answer plain http themselves, and did not.
fn plain_http(old: &Side<'_>, new: &Side<'_>, dangers: &mut Vec<Danger>) {
    let is_plain = |protocol: &&str| matches!(*protocol, "http" | "grpc" | "ws");
    let is_secure = |protocol: &&str| matches!(*protocol, "https" | "grpcs" | "wss");
    for (name, before) in &old.routes {
        let Some(now) = new.routes.get(name) else {
            continue;
        };
        let before = protocols(old, before);
        if !before.iter().any(is_plain)
            && before.iter().any(is_secure)
            && protocols(new, now).iter().any(is_plain)
        {
            let message = format!("route {name} now answers plain http, where https was forced");
            dangers.push(danger(DangerKind::HttpAllowed, message, now, true));
        }
    }
}

fn deleted_routes(old: &Side<'_>, new: &Side<'_>, dangers: &mut Vec<Danger>) {
    for (name, route) in &old.routes {
        if !new.routes.contains_key(name) {
            let hosts: Vec<_> = route.texts("hosts").collect();
            let of = if hosts.is_empty() {
                String::new()
            } else {
                format!(" ({})", hosts.join(", "))
            };
            let message = format!("route {name}{of} is deleted");
            dangers.push(danger(DangerKind::RouteDeleted, message, route, false));
        }
    }
}

/// What a route asks of a request, as a text to compare.
fn conditions(route: &Entity) -> String {
    let list = |field| {
        let mut values: Vec<_> = route.texts(field).collect();
        values.sort_unstable();
        format!("{values:?}")
    };
    let headers = route
        .fields
        .get("headers")
        .map(ToString::to_string)
        .unwrap_or_default();
    let ports = route
        .fields
        .get("destinations")
        .map(ToString::to_string)
        .unwrap_or_default();
    let expression = route.text("expression").unwrap_or_default();
    [
        list("hosts"),
        list("paths"),
        list("methods"),
        list("snis"),
        headers,
        ports,
        expression.to_owned(),
    ]
    .join("\n")
}

fn shadowed_routes(old: &Side<'_>, new: &Side<'_>, dangers: &mut Vec<Danger>) {
    let mut by_conditions: BTreeMap<String, Vec<(&str, &Entity)>> = BTreeMap::new();
    for (name, route) in &new.routes {
        by_conditions
            .entry(conditions(route))
            .or_default()
            .push((name, route));
    }
    for (text, routes) in by_conditions
        .into_iter()
        .filter(|(_, routes)| routes.len() > 1)
    {
        let known = routes
            .iter()
            .filter(|(name, _)| old.routes.contains_key(name))
            .count();
        for (name, route) in &routes {
            let before = old.routes.get(name);
            let was_so = before.is_some_and(|before| conditions(before) == text);
            let is_other_known = known > usize::from(before.is_some());
            if !was_so && is_other_known {
                let message = format!(
                    "route {name} asks for the same requests as {}",
                    others(name, &routes)
                );
                dangers.push(danger(DangerKind::RouteShadowed, message, route, true));
            }
        }
    }
}

/// The other routes of a group; beyond the first ones they are counted.
fn others(name: &str, routes: &[(&str, &Entity)]) -> String {
    let others = routes.iter().map(|(other, _)| *other);
    let told: Vec<&str> = others
        .filter(|other| *other != name)
        .take(MOST_OTHERS)
        .collect();
    let more = match routes.len() - 1 - told.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", told.join(", "))
}

/// The first wildcard, by its text, that covers a host.
fn covering<'h>(
    hosts: &BTreeMap<&'h str, &'h Entity>,
    host: &str,
) -> Option<(&'h str, &'h Entity)> {
    // Longer names are no hosts.
    let host = (host.len() <= LONGEST_HOST).then_some(host)?;
    let starts = (0..=host.len()).filter(|start| host.is_char_boundary(*start));
    let wildcards = starts.flat_map(|start| {
        let (before, after) = host.split_at(start);
        [format!("*{after}"), format!("{before}*")]
    });
    wildcards
        .filter_map(|wildcard| hosts.get_key_value(wildcard.as_str()))
        .map(|(wildcard, route)| (*wildcard, *route))
        .min_by_key(|(wildcard, _)| *wildcard)
}

fn wildcards(old: &Side<'_>, new: &Side<'_>, dangers: &mut Vec<Danger>) {
    let (before, now) = (old.hosts(), new.hosts());
    for (host, route) in &now {
        if host.contains('*') && !before.contains_key(host) {
            let message = format!(
                "hosts that match {host} are newly served, by route {}",
                route.title
            );
            dangers.push(danger(DangerKind::WildcardHost, message, route, true));
        }
    }
    for (host, _) in before
        .iter()
        .filter(|(host, _)| !host.contains('*') && !now.contains_key(*host))
    {
        if let Some((wildcard, route)) = covering(&now, host) {
            let message = format!(
                "host {host} is now served by the wildcard {wildcard} of route {}",
                route.title
            );
            dangers.push(danger(DangerKind::WildcardHost, message, route, true));
        }
    }
    for (name, route) in &new.routes {
        let had_hosts = old
            .routes
            .get(name)
            .is_some_and(|before| before.texts("hosts").next().is_some());
        if had_hosts && route.texts("hosts").next().is_none() && route.text("expression").is_none()
        {
            let message = format!("route {name} now serves every host");
            dangers.push(danger(DangerKind::WildcardHost, message, route, true));
        }
    }
}
