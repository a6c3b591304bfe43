//! HTTPRoute objects to Kong services and routes (spec 20, B; spec 30, 5; KIC: `translator/translate_httproute.go`,
//! `subtranslator/httproute.go`).
//!
//! Rules with the same backends form a group, which is one Kong service (`grouping`). Its routes are made by `routes` or,
//! for the expressions flavor, `expressions`; both translate the filters with `filters`.

pub mod alone;
mod expressions;
mod filters;
mod grouping;
mod matches;
mod ranks;
mod routes;
mod timeouts;

use super::gateway::{
    BackendsLeft, listeners, new_service, no_backend_plugin, set_backends, set_invalid_host,
};
use super::{Context, Services, protocols};
use crate::controller::Switch;
use crate::diag::{Diagnostic, gateway_routes as problems};
use crate::k8s::object::Object;
use crate::kong::pending::ExtensionPlugins;
use crate::kong::protocol::Protocol;
use crate::options::RouterFlavor;
use crate::origin::{FieldPath, ObjectKey, Origin};
use crate::store::Store;
use crate::store::gateway::route::BackendReference;
use crate::translate::draft::Draft;
use filters::Filters;
pub use filters::type_text;
use gateway_api::apis::experimental::httproutes::{
    HttpRouteRules, HttpRouteRulesFiltersType, HttpRouteSpec,
};
use grouping::Group;
use ranks::Ranks;
use std::collections::{BTreeMap, BTreeSet};

/// A rule of an HTTPRoute.
#[derive(Clone, Copy)]
struct Rule<'a> {
    route: &'a Object<HttpRouteSpec>,
    /// Its index in the route.
    index: usize,
    spec: &'a HttpRouteRules,
}

impl<'a> Rule<'a> {
    /// The rules of a route in order.
    fn all_of(route: &'a Object<HttpRouteSpec>) -> impl Iterator<Item = Self> {
        let rules = route.spec.rules.iter().flatten().enumerate();
        rules.map(move |(index, spec)| Self { route, index, spec })
    }

    fn origin(&self) -> Origin {
        Origin::at(
            &self.route.meta,
            FieldPath::of(&["spec", "rules"]).index(self.index),
        )
    }

    fn hostnames(&self) -> &'a [String] {
        self.route.spec.hostnames.as_deref().unwrap_or_default()
    }
}

/// Why a group cannot be translated.
#[derive(Debug)]
struct Failure {
    /// The field at fault.
    at: Origin,
    /// KIC's words.
    message: String,
}

/// What decides between routes, by the flavor of the router.
enum Order {
    /// Ranks, where the controller gives any.
    Traditional(Option<Ranks>),
    Expressions(expressions::Priorities),
}

/// The Kong services of all HTTPRoutes, before their backends are resolved.
pub fn translate(context: &mut Context<'_>) -> Services {
    let store = context.store;
    let routes: Vec<&Object<HttpRouteSpec>> = store
        .http_routes
        .iter()
        .filter(|route| is_valid(context, route))
        .collect();
    let priorities = match context.options.router_flavor {
        RouterFlavor::Traditional => Order::Traditional(
            context
                .options
                .has(Switch::RegexPriority)
                .then(|| Ranks::of(&routes)),
        ),
        RouterFlavor::Expressions => {
            Order::Expressions(expressions::Priorities::of(context, &routes))
        }
    };
    let mut services = Services::new();
    let by = grouping::By::of(context.options, timeouts::zero(context.options));
    let mut failed = Vec::new();
    for group in grouping::groups(&routes, by) {
        match translate_group(context, &group, &priorities) {
            Ok(service) => {
                services.insert(service.name.clone(), service);
            }
            Err(failure) => failed.extend(failures_of(&group, &failure)),
        }
    }
    context.diagnostics.extend(joined(failed));
    services
}

/// Whether a route is translated at all (B.1).
fn is_valid(context: &mut Context<'_>, route: &Object<HttpRouteSpec>) -> bool {
    let mut rules = Rule::all_of(route).peekable();
    if rules.peek().is_none() {
        let at = Origin::at(&route.meta, FieldPath::of(&["spec", "rules"]));
        let problem = problems::route_failed(at, "HTTPRoute", "no rules provided");
        context.diagnostics.push(problem);
        return false;
    }
    if context.options.router_flavor == RouterFlavor::Expressions {
        return true;
    }
    for rule in rules {
        for (index, item) in rule.spec.matches.iter().flatten().enumerate() {
            if item.query_params.iter().flatten().next().is_some() {
                let mut at = rule.origin();
                at.path = at.path.key("matches").index(index).key("queryParams");
                context.diagnostics.push(problems::route_failed(
                    at,
                    "HTTPRoute",
                    "query param matches are not yet supported",
                ));
                return false;
            }
        }
    }
    true
}

/// The Kong service of a group with its routes.
fn translate_group(
    context: &mut Context<'_>,
    group: &Group<'_>,
    priorities: &Order,
) -> Result<Draft, Failure> {
    if !context.options.has(Switch::FilterCorsRefused) {
        report_passed_over(context, group);
    }
    let protocols = if context.options.has(Switch::HttpRouteProtocolsFromListeners) {
        protocols(context.store, group)
    } else {
        protocols::before_listeners(context)
    };
    let mut asked = ExtensionPlugins::new();
    let mut routes = match priorities {
        Order::Traditional(ranks) => {
            routes::build(context, group, (&protocols, ranks.as_ref()), &mut asked)?
        }
        Order::Expressions(priorities) => {
            expressions::build(context, group, (&protocols, priorities), &mut asked)?
        }
    };
    routes.sort_by(|a, b| a.name.cmp(&b.name));

    let first = group.first();
    let mut service = new_service(group.name.as_str(), Protocol::Http, first.origin());
    if let Some(timeout) = timeouts::of(&group.rules, timeouts::zero(context.options)) {
        service.connect_timeout = Some(timeout);
        service.read_timeout = Some(timeout);
        service.write_timeout = Some(timeout);
    }
    let references = first.spec.backend_refs.iter().flatten();
    let left = set_backends(
        context,
        &mut service,
        &first.origin(),
        references.map(BackendReference::from),
    );
    answer_by_itself(context, &mut service, group, left);
    service.routes = routes;
    service.extension_plugins = asked;
    Ok(service)
}

/// Say which filters of type CORS the controller passes over without a word.
fn report_passed_over(context: &mut Context<'_>, group: &Group<'_>) {
    for rule in &group.rules {
        for (index, filter) in rule.spec.filters.iter().flatten().enumerate() {
            if filter.r#type == HttpRouteRulesFiltersType::Cors {
                let mut at = rule.origin();
                at.path = at.path.key("filters").index(index);
                context.diagnostics.push(problems::filters_ignored(at));
            }
        }
    }
}

/// Have a service without backends answer by itself, where the controller does so.
fn answer_by_itself(
    context: &Context<'_>,
    service: &mut Draft,
    group: &Group<'_>,
    left: BackendsLeft,
) {
    let answers_always = context.options.has(Switch::NoBackends500);
    let redirects = || {
        let mut rules = group.rules.iter();
        rules.any(|rule| Filters::of(*rule).redirects())
    };
    let is_terminated = match left {
        BackendsLeft::Some => false,
        BackendsLeft::NoneListed => answers_always && !redirects(),
        BackendsLeft::None => !(answers_always && redirects()),
    };
    if !is_terminated {
        return;
    }
    if left == BackendsLeft::NoneListed {
        set_invalid_host(service);
    }
    let plugin = no_backend_plugin(group.first().origin());
    service.plugins.push(plugin);
}

/// `http` and `https` as the parents of the group's HTTPRoutes listen to them (B.4).
fn protocols(store: &Store, group: &Group<'_>) -> Vec<Protocol> {
    let mut found = BTreeSet::new();
    let mut previous: Option<&Object<HttpRouteSpec>> = None;
    for rule in &group.rules {
        // The rules of one route stand together.
        if previous.is_some_and(|previous| std::ptr::eq(previous, rule.route)) {
            continue;
        }
        previous = Some(rule.route);
        for listener in listeners(store, &rule.route.meta, &rule.route.spec) {
            match listener.protocol.as_str() {
                "HTTP" => found.insert(Protocol::Http),
                "HTTPS" => found.insert(Protocol::Https),
                _ => false,
            };
        }
    }
    found.into_iter().collect()
}

/// What is wrong with a failed group, once for every HTTPRoute with a rule in it (B.9).
fn failures_of(group: &Group<'_>, failure: &Failure) -> Vec<(Origin, String)> {
    let mut seen = BTreeSet::new();
    let rules = group.rules.iter();
    let first_of_each = rules.filter(|rule| seen.insert(&rule.route.meta.key));
    first_of_each
        .map(|rule| {
            let at = if rule.route.meta.key == failure.at.object.key {
                failure.at.clone()
            } else {
                rule.origin()
            };
            (at, failure.message.clone())
        })
        .collect()
}

/// The problems of all groups. KIC tells all those of an HTTPRoute in one failure, a line each.
fn joined(failed: Vec<(Origin, String)>) -> Vec<Diagnostic> {
    let mut lines: BTreeMap<ObjectKey, Vec<String>> = BTreeMap::new();
    for (at, message) in &failed {
        let key = at.object.key.clone();
        lines.entry(key).or_default().push(message.clone());
    }
    failed
        .into_iter()
        .map(|(at, message)| {
            let all = lines.remove(&at.object.key);
            let mut problem = problems::route_failed(at, "HTTPRoute", &message);
            problem.failures.clear();
            match all {
                Some(all) => {
                    problem.fails(format!("HTTPRoute can't be routed: {}", all.join("\n")))
                }
                None => problem,
            }
        })
        .collect()
}
