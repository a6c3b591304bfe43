//! What two gateways answer differently: requests at every boundary of both, put to both.

pub mod render;

use super::answer::{Answer, HostHeader};
use super::derive;
use super::gateway::Gateway;
use super::plugins;
use super::request::Request;
use super::router::{Flavor, Router};
use crate::engine::Subsystem;
use std::collections::{BTreeMap, BTreeSet};

/// A gateway with its router loaded.
#[derive(Debug)]
pub struct Side {
    /// The configuration.
    pub gateway: Gateway,
    /// Its router.
    pub router: Router,
    /// Plugins of each route that run for everyone, by the route's index: asked for with every request.
    plugins: Vec<Vec<String>>,
    /// Targets of each route.
    targets: Vec<Vec<(String, i64)>>,
}

impl Side {
    /// Load a gateway.
    pub fn new(gateway: Gateway, flavor: Flavor) -> Self {
        let router = Router::new(&gateway, flavor);
        let plugins = gateway
            .routes
            .iter()
            .map(|route| {
                plugins::running(&gateway, route)
                    .iter()
                    .filter(|running| !running.depends_on_consumer())
                    .map(|running| running.plugin.name.clone())
                    .collect()
            })
            .collect();
        let targets = gateway
            .routes
            .iter()
            .map(|route| {
                let mut targets = gateway.targets_of(gateway.service_of(route));
                targets.sort();
                targets
            })
            .collect();
        Self {
            gateway,
            router,
            plugins,
            targets,
        }
    }

    fn verdict(&self, request: &Request) -> Verdict {
        let Some(answer) = self.router.answer(&self.gateway, request) else {
            return Verdict::NotFound;
        };
        Verdict::Answered(Box::new(self.answered(&answer)))
    }

    fn answered(&self, answer: &Answer<'_>) -> Answered {
        let index = answer.entry.route;
        Answered {
            route: answer.route.name.clone(),
            service: answer
                .service
                .map(|service| service.name.clone())
                .unwrap_or_default(),
            targets: self.targets[index].clone(),
            plugins: self.plugins[index].clone(),
            upstream_uri: answer.upstream_uri.clone(),
            host_header: match &answer.host_header {
                HostHeader::Kept => "as it came".to_owned(),
                HostHeader::Fixed(host) => host.clone(),
                HostHeader::OfTarget => "the target's".to_owned(),
            },
            status: answer.status.map(|status| status.code),
        }
    }
}

/// What becomes of a request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// No route: 404.
    NotFound,
    /// A route answers.
    Answered(Box<Answered>),
}

/// What a route does with a request.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answered {
    /// The route.
    pub route: String,
    /// Its service.
    pub service: String,
    /// Where the request can end up, with weights.
    pub targets: Vec<(String, i64)>,
    /// Plugins that run for everyone, in order.
    pub plugins: Vec<String>,
    /// Path sent upstream.
    pub upstream_uri: String,
    /// Host header sent upstream.
    pub host_header: String,
    /// Set when Kong answers by itself.
    pub status: Option<u16>,
}

/// What is different for a class of requests, for people to read and in order of weight.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// Answered before, now 404.
    NowNotFound,
    /// 404 before, now answered.
    NowAnswered,
    /// Another backend.
    Backend,
    /// Kong's own status.
    Status(Option<u16>, Option<u16>),
    /// Plugins that ran before and do not now, and the other way round.
    Plugins {
        /// No longer.
        lost: Vec<String>,
        /// New.
        gained: Vec<String>,
    },
    /// Another path is sent upstream.
    Path,
    /// Another Host header is sent upstream.
    Host,
}

/// Requests that change hands alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// One of the requests.
    pub example: Request,
    /// How many of the derived requests are like it.
    pub requests: usize,
    /// What became of it before.
    pub before: Verdict,
    /// What becomes of it now.
    pub after: Verdict,
    /// What is different.
    pub differences: Vec<Difference>,
}

/// The outcome of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Impact {
    /// How many requests were tried.
    pub requests: usize,
    /// What changes, class by class.
    pub changes: Vec<Change>,
    /// Routes of the new side that no request reached.
    pub shadowed: Vec<String>,
}

/// Put the requests of both sides to both.
pub fn compare(old: &Side, new: &Side) -> Impact {
    let mut requests = derive::requests(&old.router);
    requests.extend(derive::requests(&new.router));
    let mut classes: BTreeMap<_, Change> = BTreeMap::new();
    let mut reached = BTreeSet::new();
    let total = requests.len();
    for request in requests {
        let (before, after) = (old.verdict(&request), new.verdict(&request));
        if let Verdict::Answered(answered) = &after {
            reached.insert(answered.route.clone());
        }
        let differences = differences(&before, &after);
        if differences.is_empty() {
            continue;
        }
        let class = (differences.clone(), routes_of(&before, &after));
        classes
            .entry(class)
            .and_modify(|change| {
                change.requests += 1;
                // A plain GET says more to a reader than an exotic method.
                if change.example.method != "GET" && request.method == "GET" {
                    change.example = request.clone();
                    (change.before, change.after) = (before.clone(), after.clone());
                }
            })
            .or_insert(Change {
                example: request,
                requests: 1,
                before,
                after,
                differences,
            });
    }
    Impact {
        requests: total,
        changes: classes.into_values().collect(),
        shadowed: unreached(new, &reached),
    }
}

/// HTTP routes of a side that none of its derived requests reaches.
pub fn shadowed(side: &Side) -> Vec<String> {
    let reached = derive::requests(&side.router)
        .iter()
        .flat_map(|request| side.router.find_all(request))
        .map(|hit| side.gateway.routes[hit.entry.route].name.clone())
        .collect();
    unreached(side, &reached)
}

fn unreached(side: &Side, reached: &BTreeSet<String>) -> Vec<String> {
    let mut names: Vec<String> = side
        .gateway
        .routes
        .iter()
        .filter(|route| route.subsystem() == Subsystem::Http && !reached.contains(&route.name))
        .map(|route| route.name.clone())
        .collect();
    names.sort();
    names
}

fn routes_of(before: &Verdict, after: &Verdict) -> (Option<String>, Option<String>) {
    let route = |verdict: &Verdict| match verdict {
        Verdict::NotFound => None,
        Verdict::Answered(answered) => Some(answered.route.clone()),
    };
    (route(before), route(after))
}

/// Names of routes and services do not count: they differ between flavors, and no client sees them.
fn differences(before: &Verdict, after: &Verdict) -> Vec<Difference> {
    let (before, after) = match (before, after) {
        (Verdict::NotFound, Verdict::NotFound) => return Vec::new(),
        (Verdict::NotFound, Verdict::Answered(_)) => return vec![Difference::NowAnswered],
        (Verdict::Answered(_), Verdict::NotFound) => return vec![Difference::NowNotFound],
        (Verdict::Answered(before), Verdict::Answered(after)) => (before, after),
    };
    let mut differences = Vec::new();
    if before.targets != after.targets {
        differences.push(Difference::Backend);
    }
    if before.status != after.status {
        differences.push(Difference::Status(before.status, after.status));
    }
    let missing = |from: &[String], of: &[String]| -> Vec<String> {
        of.iter()
            .filter(|name| !from.contains(name))
            .cloned()
            .collect()
    };
    let lost = missing(&after.plugins, &before.plugins);
    let gained = missing(&before.plugins, &after.plugins);
    if !lost.is_empty() || !gained.is_empty() {
        differences.push(Difference::Plugins { lost, gained });
    }
    if before.upstream_uri != after.upstream_uri {
        differences.push(Difference::Path);
    }
    if before.host_header != after.host_header {
        differences.push(Difference::Host);
    }
    differences
}

impl Change {
    /// One line: the request, what became of it, what becomes of it.
    pub fn sentence(&self) -> String {
        let request = &self.example;
        let more = match self.requests {
            1 => String::new(),
            many => format!(" (and {} like it)", many - 1),
        };
        let what: Vec<String> = self
            .differences
            .iter()
            .map(|difference| self.describe(difference))
            .collect();
        let headers: Vec<String> = request
            .headers
            .iter()
            .map(|(name, value)| format!(" {name}: {value}"))
            .collect();
        format!("{request}{}{more}: {}", headers.join(","), what.join("; "))
    }

    fn describe(&self, difference: &Difference) -> String {
        let name = |verdict: &Verdict| match verdict {
            Verdict::NotFound => "404".to_owned(),
            Verdict::Answered(answered) => {
                format!("{} (route {})", answered.service, answered.route)
            }
        };
        let status = |code: &Option<u16>| {
            code.map_or_else(|| "passed on".to_owned(), |code| code.to_string())
        };
        match difference {
            Difference::NowNotFound => format!("was {}, now 404", name(&self.before)),
            Difference::NowAnswered => format!("was 404, is now {}", name(&self.after)),
            Difference::Backend => {
                format!("was {}, is now {}", name(&self.before), name(&self.after))
            }
            Difference::Status(before, after) => {
                format!("was {}, is now {}", status(before), status(after))
            }
            Difference::Plugins { lost, gained } => {
                let mut parts = Vec::new();
                if !lost.is_empty() {
                    parts.push(format!("now without {}", lost.join(", ")));
                }
                if !gained.is_empty() {
                    parts.push(format!("now with {}", gained.join(", ")));
                }
                parts.join(" and ")
            }
            Difference::Path => match (&self.before, &self.after) {
                (Verdict::Answered(before), Verdict::Answered(after)) => format!(
                    "upstream path was {}, is now {}",
                    before.upstream_uri, after.upstream_uri
                ),
                _ => "upstream path".to_owned(),
            },
            Difference::Host => match (&self.before, &self.after) {
                (Verdict::Answered(before), Verdict::Answered(after)) => format!(
                    "Host sent upstream was {}, is now {}",
                    before.host_header, after.host_header
                ),
                _ => "Host sent upstream".to_owned(),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn side(routes: &Value) -> Side {
        let document = json!({"services": [
            {"name": "web", "host": "web.up", "routes": [{"name": "root", "paths": ["/"]}]},
            {"name": "cart", "host": "cart.up", "plugins": [{"name": "key-auth"}], "routes": routes}]});
        Side::new(
            Gateway::from_document(&document),
            Flavor::TraditionalCompatible,
        )
    }

    #[test]
    fn a_deleted_route_hands_its_requests_to_the_one_below() {
        let old = side(&json!([{"name": "cart", "paths": ["/cart/"]}]));
        let new = side(&json!([]));
        let impact = compare(&old, &new);
        assert_eq!(impact.changes.len(), 1);
        let sentence = impact.changes[0].sentence();
        assert!(
            sentence.contains("was cart (route cart), is now web (route root)"),
            "{sentence}"
        );
        assert!(sentence.contains("now without key-auth"), "{sentence}");
    }

    #[test]
    fn a_gateway_does_not_differ_from_itself() {
        let old = side(&json!([{"name": "cart", "paths": ["/cart/"], "hosts": ["*.example.com"]}]));
        let impact = compare(&old, &old);
        assert!(impact.changes.is_empty() && impact.shadowed.is_empty());
    }

    #[test]
    fn a_route_behind_a_stronger_equal_is_shadowed() {
        let old = side(&json!([
            {"name": "a", "id": "00000000-0000-0000-0000-000000000001", "paths": ["/cart/"]},
            {"name": "b", "id": "00000000-0000-0000-0000-000000000002", "paths": ["/cart/"]}]));
        assert_eq!(shadowed(&old), ["a"]);
    }
}
