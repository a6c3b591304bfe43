//! A gateway that can be asked about any request.

use super::listed::Listed;
use super::verdict::{Answered, Verdict};
use crate::engine::Subsystem;
use crate::engine::regex::Budget;
use crate::origin::{ObjectKey, Origin};
use crate::simulate::answer::{self, Answer, HostHeader};
use crate::simulate::explain;
use crate::simulate::gateway::{Gateway, Route};
use crate::simulate::plugins;
use crate::simulate::request::Request;
use crate::simulate::router::{Entry, Flavor, Hit, Router};
use crate::simulate::sent::Effects;
use std::collections::HashMap;
use std::sync::Arc;

/// How many comparisons may be tried to find out how one route stands to a request.
const MOST_COMPARISONS: usize = 4_096;

/// How many routes of an object are looked at for the reason why none of them matches.
const MOST_ROUTES: usize = 64;

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
    plugins: Vec<Listed<String>>,
    /// What the plugins of each route do to its requests.
    effects: Vec<Arc<Effects>>,
    /// Targets of each service, and at the end those of none.
    targets: Vec<Listed<(String, i64)>>,
    /// Index of each route by its name.
    by_name: HashMap<String, usize>,
    /// Indices of the routes that were made from each object.
    by_object: HashMap<ObjectKey, Vec<usize>>,
    /// The same by the place in the object, for objects of which many were made.
    by_place: HashMap<(ObjectKey, String), Vec<usize>>,
    /// Positions of the entries of each HTTP route, best first.
    entries: Vec<Vec<usize>>,
    /// How many conditions on the path each route has, where that can be the reason for its rank.
    path_conditions: Vec<usize>,
}

/// How a route of a side stands to a request.
pub(super) enum MatchResult<'a> {
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
        Self::within(gateway, flavor, Arc::default())
    }

    /// Load both sides of a comparison. They have one budget for their regular expressions.
    pub fn both(old: (Gateway, Flavor), new: (Gateway, Flavor)) -> (Self, Self) {
        let budget = Arc::default();
        let load = |(gateway, flavor)| Self::within(gateway, flavor, Arc::clone(&budget));
        (load(old), load(new))
    }

    fn within(gateway: Gateway, flavor: Flavor, budget: Arc<Budget>) -> Self {
        let router = Router::within(&gateway, flavor, budget);
        let plugins = of_routes(&gateway, |route| {
            Listed::new(plugins::names_for_everyone(&gateway, route))
        });
        let effects = of_routes(&gateway, |route| Arc::new(Effects::of(&gateway, route)));
        let targets = gateway
            .services
            .iter()
            .map(Some)
            .chain([None])
            .map(|service| {
                let mut targets = gateway.targets_of(service).into_owned();
                targets.sort();
                Listed::new(targets)
            })
            .collect();
        let by_name = gateway
            .routes
            .iter()
            .enumerate()
            .map(|(index, route)| (route.name.clone(), index))
            .collect();
        let (by_object, by_place) = routes_of_objects(&gateway);
        let mut entries = vec![Vec::new(); gateway.routes.len()];
        for (position, entry) in router.entries_of(Subsystem::Http).iter().enumerate() {
            entries[entry.route].push(position);
        }
        Self {
            gateway,
            flavor,
            plugins,
            effects,
            targets,
            by_name,
            by_object,
            by_place,
            path_conditions: path_conditions(&router, entries.len(), flavor),
            router,
            entries,
        }
    }

    /// What becomes of a request here.
    pub(super) fn verdict(&self, request: &Request) -> Verdict {
        self.verdict_of(request, self.router.find(request))
    }

    /// What becomes of a request that an entry answers.
    pub(super) fn verdict_of(&self, request: &Request, hit: Option<Hit<'_>>) -> Verdict {
        hit.map_or(Verdict::NotFound, |hit| {
            let answer = answer::follow(&self.gateway, request, hit);
            Verdict::Answered(Box::new(self.answered(request, &answer)))
        })
    }

    fn answered(&self, request: &Request, answer: &Answer<'_>) -> Answered {
        let index = answer.entry.route;
        let effects = &self.effects[index];
        let sent = effects.without_headers(request, answer);
        let reply = sent.reply.as_ref();
        let own = answer.status.map(|status| status.code);
        Answered {
            route: answer.route.name.clone(),
            service: answer
                .service
                .map(|service| service.name.clone())
                .unwrap_or_default(),
            targets: answer
                .route
                .service
                .and_then(|service| self.targets.get(service))
                .or(self.targets.last())
                .cloned()
                .unwrap_or_else(|| Listed::new(Vec::new())),
            plugins: self.plugins[index].clone(),
            upstream_uri: answer.upstream_uri.clone(),
            sent_uri: sent.shown_uri().map(str::to_owned),
            host_header: match (&sent.host, &answer.host_header) {
                (Some(host), _) => host.shown().to_owned(),
                (None, HostHeader::Kept) => "as it came".to_owned(),
                (None, HostHeader::Fixed(host)) => host.clone(),
                (None, HostHeader::OfTarget) => "the target's".to_owned(),
            },
            headers: effects.headers().cloned(),
            status: own.or(reply.map(|reply| reply.status)),
            location: reply
                .and_then(|reply| reply.location.as_ref())
                .map(|location| location.shown().to_owned()),
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
        self.route_of(verdict)?.source.manifest()
    }

    /// The route of this name.
    pub(super) fn route(&self, name: &str) -> Option<&Route> {
        self.by_name
            .get(name)
            .map(|index| &self.gateway.routes[*index])
    }

    /// The routes that were made from an object: of many only those that were made from the same place in it, and some more.
    pub(super) fn routes_of_object(&self, origin: &Origin) -> Vec<&str> {
        let routes = self.by_object.get(&origin.object.key);
        let routes = routes.map(Vec::as_slice).unwrap_or_default();
        let same_place = self.by_place.get(&place(origin));
        let chosen = same_place
            .into_iter()
            .flatten()
            .chain(routes)
            .take(MOST_ROUTES);
        chosen
            .map(|index| self.gateway.routes[*index].name.as_str())
            .collect()
    }

    /// How a route stands to a request: its best entry that matches, else what the nearest one lacks.
    pub(super) fn match_of(&self, route: &str, request: &Request) -> MatchResult<'_> {
        let Some(index) = self.by_name.get(route) else {
            return MatchResult::Absent;
        };
        let (entries, values) = self.router.entries(request);
        let mut values = values.with_limit(MOST_COMPARISONS);
        let mut nearest: Option<(usize, &Entry)> = None;
        for entry in self.entries[*index]
            .iter()
            .filter_map(|position| entries.get(*position))
        {
            if !values.is_within_limit() {
                break;
            }
            let failures = entry.condition.failure_count(&mut values);
            if failures == 0 {
                return MatchResult::Matches(entry);
            }
            if nearest.is_none_or(|(fewest, _)| failures < fewest) {
                nearest = Some((failures, entry));
            }
        }
        nearest.map_or(MatchResult::Absent, |(_, entry)| {
            let (_, mut values) = self.router.entries(request);
            MatchResult::Lacks(explain::lacking(entry, &mut values))
        })
    }

    /// How many conditions on the path an expression has.
    pub(super) fn path_conditions(&self, route: &str) -> usize {
        let index = self.by_name.get(route);
        index.map_or(0, |index| self.path_conditions[*index])
    }
}

/// Indices of the routes that were made from each object, and from each place of those of which many were made.
fn routes_of_objects(
    gateway: &Gateway,
) -> (
    HashMap<ObjectKey, Vec<usize>>,
    HashMap<(ObjectKey, String), Vec<usize>>,
) {
    let mut by_object: HashMap<ObjectKey, Vec<usize>> = HashMap::new();
    let origins = || {
        let routes = gateway.routes.iter().enumerate();
        routes.filter_map(|(index, route)| Some((index, route.source.manifest()?)))
    };
    for (index, origin) in origins() {
        let of_object = by_object.entry(origin.object.key.clone()).or_default();
        of_object.push(index);
    }
    let mut by_place: HashMap<(ObjectKey, String), Vec<usize>> = HashMap::new();
    for (index, origin) in origins() {
        if by_object[&origin.object.key].len() > MOST_ROUTES {
            by_place.entry(place(origin)).or_default().push(index);
        }
    }
    (by_object, by_place)
}

fn place(origin: &Origin) -> (ObjectKey, String) {
    (origin.object.key.clone(), origin.path.to_string())
}

fn path_conditions(router: &Router, routes: usize, flavor: Flavor) -> Vec<usize> {
    let mut counts = vec![0; routes];
    if flavor == Flavor::Expressions {
        for entry in router.entries_of(Subsystem::Http) {
            let comparisons = entry.condition.comparisons();
            let on_path = comparisons
                .iter()
                .filter(|comparison| comparison.field == "http.path");
            counts[entry.route] += on_path.count();
        }
    }
    counts
}

/// Something of the plugins of each route. Routes of one service that have none of their own share it.
fn of_routes<T: Clone>(gateway: &Gateway, of: impl Fn(&Route) -> T) -> Vec<T> {
    let mut shared: HashMap<(Option<usize>, &[String]), T> = HashMap::new();
    gateway
        .routes
        .iter()
        .map(|route| {
            if gateway.bindings().has_own(&route.name) {
                return of(route);
            }
            let known = shared.entry((route.service, &route.protocols));
            known.or_insert_with(|| of(route)).clone()
        })
        .collect()
}
