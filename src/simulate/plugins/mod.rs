//! Which plugins a request runs through, in the order Kong runs them.

mod bindings;

use super::gateway::{Gateway, Plugin, Route};
pub use bindings::Bindings;
use bindings::Whom;
use std::collections::HashMap;

/// Priorities of Kong 3.9's bundled plugins: the higher runs first (spec 70, 8).
const PRIORITIES: &[(&str, i64)] = &[
    ("acl", 950),
    ("acme", 1705),
    ("ai-prompt-decorator", 772),
    ("ai-prompt-guard", 771),
    ("ai-prompt-template", 773),
    ("ai-proxy", 770),
    ("ai-request-transformer", 777),
    ("ai-response-transformer", 768),
    ("aws-lambda", 750),
    ("azure-functions", 749),
    ("basic-auth", 1100),
    ("bot-detection", 2500),
    ("correlation-id", 100_001),
    ("cors", 2000),
    ("datadog", 10),
    ("file-log", 9),
    ("grpc-gateway", 998),
    ("grpc-web", 3),
    ("hmac-auth", 1030),
    ("http-log", 12),
    ("ip-restriction", 990),
    ("jwt", 1450),
    ("key-auth", 1250),
    ("ldap-auth", 1200),
    ("loggly", 6),
    ("oauth2", 1400),
    ("opentelemetry", 14),
    ("post-function", -1000),
    ("pre-function", 1_000_000),
    ("prometheus", 13),
    ("proxy-cache", 100),
    ("rate-limiting", 910),
    ("redirect", 779),
    ("request-size-limiting", 951),
    ("request-termination", 2),
    ("request-transformer", 801),
    ("response-ratelimiting", 900),
    ("response-transformer", 800),
    ("session", 1900),
    ("standard-webhooks", 760),
    ("statsd", 11),
    ("syslog", 4),
    ("tcp-log", 7),
    ("udp-log", 8),
    ("zipkin", 100_000),
];

/// A plugin that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Running<'a> {
    /// The plugin.
    pub plugin: &'a Plugin,
    /// Its priority; unknown for plugins that are not bundled.
    pub priority: Option<i64>,
}

impl Running<'_> {
    /// What the plugin is bound to, for people.
    pub fn scope(&self) -> String {
        let bound = [
            ("route", &self.plugin.route),
            ("service", &self.plugin.service),
            ("consumer", &self.plugin.consumer),
            ("consumer group", &self.plugin.consumer_group),
        ];
        let parts: Vec<String> = bound
            .into_iter()
            .filter_map(|(kind, name)| name.as_ref().map(|name| format!("{kind} {name}")))
            .collect();
        if parts.is_empty() {
            "global".to_owned()
        } else {
            parts.join(", ")
        }
    }

    /// Whether it runs for some consumers only.
    pub const fn depends_on_consumer(&self) -> bool {
        self.plugin.consumer.is_some() || self.plugin.consumer_group.is_some()
    }
}

/// The plugins of a route. Of several of one type the most closely bound runs; those bound to consumers are listed too,
/// because who the consumer is shows only when a request is authenticated.
pub fn running<'a>(gateway: &'a Gateway, route: &Route) -> Vec<Running<'a>> {
    ranked(applying(gateway, route, Whom::Anyone))
}

/// Types of the plugins of a route that run for everyone, in the order in which they run.
pub(super) fn names_for_everyone(gateway: &Gateway, route: &Route) -> Vec<String> {
    let running = ranked(applying(gateway, route, Whom::Everyone));
    running
        .iter()
        .map(|running| running.plugin.name.clone())
        .collect()
}

/// The same; of plugins for consumers one of each kind stands for all.
pub(super) fn of_each_kind<'a>(gateway: &'a Gateway, route: &Route) -> Vec<Running<'a>> {
    ranked(applying(gateway, route, Whom::Kinds))
}

/// Types of all plugins of a route, each once, in the order in which they run.
pub(super) fn names<'a>(gateway: &'a Gateway, route: &Route) -> Vec<&'a str> {
    let running = ranked(applying(gateway, route, Whom::Kinds));
    let mut names: Vec<&str> = running
        .iter()
        .map(|running| running.plugin.name.as_str())
        .collect();
    names.dedup();
    names
}

/// The plugins that are bound to a route or to something around it, in the order of the document.
fn applying<'a>(
    gateway: &'a Gateway,
    route: &Route,
    whom: Whom,
) -> impl Iterator<Item = &'a Plugin> {
    let service = gateway
        .service_of(route)
        .map(|service| service.name.as_str());
    let protocols = route_protocols(route);
    let applies = move |plugin: &&Plugin| {
        plugin.enabled
            && plugin
                .service
                .as_deref()
                .is_none_or(|own| Some(own) == service)
            && (plugin.protocols.is_empty()
                || protocols
                    .iter()
                    .any(|protocol| plugin.protocols.iter().any(|own| own == protocol)))
    };
    gateway
        .bindings()
        .candidates(&route.name, service, whom)
        .into_iter()
        .map(|position| &gateway.plugins[position])
        .filter(applies)
}

fn ranked<'a>(plugins: impl Iterator<Item = &'a Plugin>) -> Vec<Running<'a>> {
    let mut running: Vec<Running<'a>> = Vec::new();
    let mut for_everyone: HashMap<&str, usize> = HashMap::new();
    for plugin in plugins {
        let new = Running {
            plugin,
            priority: PRIORITIES
                .iter()
                .find(|(name, _)| *name == plugin.name)
                .map(|(_, priority)| *priority),
        };
        if new.depends_on_consumer() {
            running.push(new);
            continue;
        }
        let rival = for_everyone
            .get(plugin.name.as_str())
            .and_then(|position| running.get_mut(*position));
        match rival {
            Some(rival) if closeness(plugin) > closeness(rival.plugin) => *rival = new,
            Some(_) => {}
            None => {
                for_everyone.insert(&plugin.name, running.len());
                running.push(new);
            }
        }
    }
    running.sort_by(|a, b| (b.priority, &a.plugin.name).cmp(&(a.priority, &b.plugin.name)));
    running
}

/// Kong prefers route and service, then route, then service, then global.
const fn closeness(plugin: &Plugin) -> u8 {
    match (&plugin.route, &plugin.service) {
        (Some(_), Some(_)) => 3,
        (Some(_), None) => 2,
        (None, Some(_)) => 1,
        (None, None) => 0,
    }
}

fn route_protocols(route: &Route) -> Vec<&str> {
    if route.protocols.is_empty() {
        vec!["http", "https"]
    } else {
        route.protocols.iter().map(String::as_str).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::gateway;
    use super::*;
    use serde_json::json;

    #[test]
    fn the_closest_of_a_type_runs_and_higher_priorities_run_first() {
        let gateway = gateway::written(&json!({
            "services": [{"name": "s", "plugins": [{"name": "key-auth"}], "routes": [
                {"name": "r", "paths": ["/"], "plugins": [{"name": "rate-limiting"}, {"name": "cors", "enabled": false}]}]}],
            "plugins": [{"name": "rate-limiting"}, {"name": "acl", "consumer": "bob"}, {"name": "jwt", "route": "other"}]}));
        let listed: Vec<(String, String)> = running(&gateway, &gateway.routes[0])
            .iter()
            .map(|running| (running.plugin.name.clone(), running.scope()))
            .collect();
        let pair = |name: &str, scope: &str| (name.to_owned(), scope.to_owned());
        assert_eq!(
            listed,
            [
                pair("key-auth", "service s"),
                pair("acl", "consumer bob"),
                pair("rate-limiting", "route r")
            ]
        );
    }
}
