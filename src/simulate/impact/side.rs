//! A gateway that can be asked about any request.

use super::verdict::{Answered, Verdict};
use crate::engine::Subsystem;
use crate::origin::{ObjectKey, Origin};
use crate::simulate::answer::{Answer, HostHeader};
use crate::simulate::explain;
use crate::simulate::gateway::{Gateway, Route};
use crate::simulate::plugins;
use crate::simulate::request::Request;
use crate::simulate::router::{Entry, Flavor, Router};
use std::collections::HashMap;

/// A gateway with its router loaded.
#[derive(Debug)]
pub struct Side {
    /// The configuration.
    pub gateway: Gateway,
    /// Its router.
    pub router: Router,
    /// How the router reads its routes.
    pub flavor: Flavor,
    /// Plugins of each route that run for everyone, by the route's index: asked for with every request.
    plugins: Vec<Vec<String>>,
    /// Targets of each route.
    targets: Vec<Vec<(String, i64)>>,
    /// Index of each route by its name.
    by_name: HashMap<String, usize>,
    /// Indices of the routes that were made from each object.
    by_object: HashMap<ObjectKey, Vec<usize>>,
    /// Positions of the entries of each HTTP route, best first.
    entries: Vec<Vec<usize>>,
}

/// How a route of a side stands to a request.
pub(super) enum Standing<'a> {
    /// There is no such route.
    Absent,
    /// It matches, with this entry.
    Matches(&'a Entry),
    /// These conditions are not met.
    Lacks(Vec<String>),
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
        let by_name = gateway
            .routes
            .iter()
            .enumerate()
            .map(|(index, route)| (route.name.clone(), index))
            .collect();
        let mut by_object: HashMap<ObjectKey, Vec<usize>> = HashMap::new();
        for (index, route) in gateway.routes.iter().enumerate() {
            if let Some(origin) = route.source.origin() {
                let of_object = by_object.entry(origin.object.key.clone()).or_default();
                of_object.push(index);
            }
        }
        let mut entries = vec![Vec::new(); gateway.routes.len()];
        for (position, entry) in router.entries_of(Subsystem::Http).iter().enumerate() {
            entries[entry.route].push(position);
        }
        Self {
            gateway,
            router,
            flavor,
            plugins,
            targets,
            by_name,
            by_object,
            entries,
        }
    }

    /// What becomes of a request here.
    pub(super) fn verdict(&self, request: &Request) -> Verdict {
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

    /// Whether there is a route of this name.
    pub(super) fn has(&self, route: &str) -> bool {
        self.by_name.contains_key(route)
    }

    /// The route of an answer.
    pub(super) fn route_of(&self, verdict: &Verdict) -> Option<&Route> {
        self.route(verdict.route()?)
    }

    /// What the route of an answer was made from.
    pub(super) fn origin_of(&self, verdict: &Verdict) -> Option<&Origin> {
        self.route_of(verdict)?.source.origin()
    }

    /// The route of this name.
    pub(super) fn route(&self, name: &str) -> Option<&Route> {
        self.by_name
            .get(name)
            .map(|index| &self.gateway.routes[*index])
    }

    /// Names of the routes that were made from an object.
    pub(super) fn routes_of_object<'a>(
        &'a self,
        origin: &'a Origin,
    ) -> impl Iterator<Item = &'a str> {
        self.by_object
            .get(&origin.object.key)
            .into_iter()
            .flatten()
            .map(|index| self.gateway.routes[*index].name.as_str())
    }

    /// How a route stands to a request: its best entry that matches, else what the nearest one lacks.
    pub(super) fn standing(&self, route: &str, request: &Request) -> Standing<'_> {
        let Some(index) = self.by_name.get(route) else {
            return Standing::Absent;
        };
        let (entries, mut values) = self.router.entries(request);
        let mut nearest: Option<Vec<String>> = None;
        for entry in self.entries[*index]
            .iter()
            .filter_map(|position| entries.get(*position))
        {
            let failures = explain::lacking(entry, &mut values);
            if failures.is_empty() {
                return Standing::Matches(entry);
            }
            if nearest
                .as_ref()
                .is_none_or(|nearest| failures.len() < nearest.len())
            {
                nearest = Some(failures);
            }
        }
        nearest.map_or(Standing::Absent, Standing::Lacks)
    }

    /// How many conditions on the path the entries of a route have.
    pub(super) fn path_conditions(&self, route: &str) -> usize {
        let entries = self.router.entries_of(Subsystem::Http);
        self.by_name
            .get(route)
            .into_iter()
            .flat_map(|index| &self.entries[*index])
            .filter_map(|position| entries.get(*position))
            .flat_map(|entry| entry.condition.comparisons())
            .filter(|comparison| comparison.field == "http.path")
            .count()
    }
}
