//! GRPCRoutes in the expressions flavor: one Kong service for each host and rule, one route for each match of it, ranked over all
//! GRPCRoutes (spec 30, 6; KIC: `subtranslator/grpcroute_atc.go`).

use super::{Place, hosts, service, tags};
use crate::annotations::table::SNIS;
use crate::controller::Switch;
use crate::diag::{expressions as problems, gateway_admission, gateway_routes as gateway_problems};
use crate::k8s::object::Object;
use crate::kong::expression::path::GrpcMethod;
use crate::kong::expression::priority::{self, GrpcRouteFactors, RankField, Seniority};
use crate::kong::expression::{Expression, matchers};
use crate::kong::names::{self, ServiceName};
use crate::kong::protocol::Protocol;
use crate::kong::route::Route;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use crate::store::Store;
use crate::store::gateway::route::RouteSpec;
use crate::translate::{Context, Services, gateway, protocols as start_protocols};
use gateway_api::apis::experimental::grpcroutes::{
    GrpcRouteRulesMatches, GrpcRouteRulesMatchesHeadersType as HeaderType,
    GrpcRouteRulesMatchesMethodType as MethodType, GrpcRouteSpec,
};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The Kong services of all GRPCRoutes, before their backends are resolved.
pub(super) fn translate(context: &mut Context<'_>) -> Services {
    let store = context.store;
    for object in &store.grpc_routes {
        warn_of_dropped_hosts(context, &object.meta, object.spec.hostnames());
        if object.spec.hostnames().is_empty()
            && !context.options.has(Switch::GrpcListenerHostsInExpressions)
        {
            warn_of_unused_hosts(context, &object.meta, &hosts(store, object));
        }
    }
    let hosts: Vec<Vec<String>> = store
        .grpc_routes
        .iter()
        .map(|object| hosts_of(context, object))
        .collect();
    let splits = splits(store, &hosts);
    let ranked: Vec<_> = splits
        .iter()
        .map(|split| (split.factors().fixed(), split.seniority()))
        .collect();
    warn_of_ties(context, &splits, &ranked);
    let priorities = priority::rank(&ranked, RankField::GrpcRoute);
    let mut services = Services::new();
    for (split, priority) in splits.iter().zip(priorities) {
        let place = &split.place;
        let name = names::gateway_host_rule_service(&place.object.meta, split.host, place.index);
        let (made, all_left_out) = service(context, place, name);
        let service = services
            .entry(ServiceName::clone(&made.name))
            .or_insert(made);
        if all_left_out {
            // Once for each match, though Kong takes a plugin only once.
            let plugin = gateway::no_backend_plugin(place.origin.clone());
            service.plugins.push(plugin);
            let matches = place.matches().len();
            if matches > 1 {
                context
                    .diagnostics
                    .push(gateway_admission::termination_repeated(
                        place.origin.clone(),
                        service.name.as_str(),
                        matches,
                    ));
            }
        }
        service.routes.push(split.route(context, priority));
    }
    services
}

/// The protocols of a route, before annotations: those of the listeners of its parents.
fn protocols(context: &Context<'_>, place: &Place<'_>) -> Vec<Protocol> {
    if !context.options.has(Switch::GrpcRouteProtocolsFromListeners) {
        return start_protocols::before_listeners(context);
    }
    let object = place.object;
    let listeners = gateway::listeners(context.store, &object.meta, &object.spec);
    [("HTTP", Protocol::Grpc), ("HTTPS", Protocol::Grpcs)]
        .into_iter()
        .filter(|(listener, _)| listeners.iter().any(|found| found.protocol == *listener))
        .map(|(_, protocol)| protocol)
        .collect()
}

/// One match of one rule for one host: what becomes a Kong route.
struct Split<'a> {
    place: Place<'a>,
    /// The host as written, empty for none.
    host: &'a str,
    host_index: usize,
    match_index: usize,
    /// Absent when the rule has no matches.
    item: Option<&'a GrpcRouteRulesMatches>,
}

/// The hosts that a GRPCRoute is split by: its own, or those of its listeners where the controller looks at them.
fn hosts_of(context: &Context<'_>, object: &Object<GrpcRouteSpec>) -> Vec<String> {
    if context.options.has(Switch::GrpcListenerHostsInExpressions) {
        hosts(context.store, object)
    } else {
        object.spec.hostnames().to_vec()
    }
}

/// All matches of all GRPCRoutes; `hosts` are those of each.
fn splits<'a>(store: &'a Store, hosts: &'a [Vec<String>]) -> Vec<Split<'a>> {
    let mut splits = Vec::new();
    for (object, hosts) in store.grpc_routes.iter().zip(hosts) {
        let hosts: Vec<&str> = match hosts.as_slice() {
            [] => vec![""],
            hosts => hosts.iter().map(String::as_str).collect(),
        };
        for (host_index, host) in hosts.into_iter().enumerate() {
            for (index, rule) in object.spec.rules.iter().flatten().enumerate() {
                let matches = rule.matches.as_deref().unwrap_or_default();
                for match_index in 0..matches.len().max(1) {
                    splits.push(Split {
                        place: Place::new(object, index, rule),
                        host,
                        host_index,
                        match_index,
                        item: matches.get(match_index),
                    });
                }
            }
        }
    }
    splits
}

impl<'a> Split<'a> {
    fn factors(&self) -> GrpcRouteFactors<'a> {
        let method = self.item.and_then(|item| item.method.as_ref());
        let length = |text: Option<&String>| text.map_or(0, String::len);
        GrpcRouteFactors {
            hostname: self.host,
            service_length: length(method.and_then(|method| method.service.as_ref())),
            method_length: length(method.and_then(|method| method.method.as_ref())),
            headers: self
                .item
                .and_then(|item| item.headers.as_ref())
                .map_or(0, Vec::len),
        }
    }

    fn seniority(&self) -> Seniority<'a> {
        let meta = &self.place.object.meta;
        Seniority {
            created: meta.creation_timestamp,
            namespace: meta.namespace(),
            name: meta.name(),
            rule: self.place.index,
            match_index: self.match_index,
            hostname_index: Reverse(self.host_index),
        }
    }

    fn route(&self, context: &Context<'_>, priority: u64) -> Route {
        let object = self.place.object;
        let (meta, rule) = (&object.meta, self.place.index);
        let name = names::gateway_host_match_route(meta, self.host, rule, self.match_index);
        let origin = match self.item {
            Some(_) => self.place.match_origin(self.match_index),
            None => self.place.origin.clone(),
        };
        let mut route = Route::new(name, origin);
        route.expression = Some(self.expression(context.server_names()));
        route.priority = Some(priority);
        route.preserve_host = Some(true);
        route.tags = tags(object);
        route.protocols = protocols(context, &self.place);
        route
    }

    fn expression(&self, server_names: matchers::ServerNames) -> Expression {
        let method = self.item.and_then(|item| item.method.as_ref());
        let path = method.map_or_else(Expression::empty, |method| {
            GrpcMethod {
                is_regex: method.r#type == Some(MethodType::RegularExpression),
                service: method.service.as_deref(),
                method: method.method.as_deref(),
            }
            .expression()
        });
        let headers = self.item.and_then(|item| item.headers.as_deref());
        let headers = headers.unwrap_or_default().iter();
        let headers = headers.map(|header| matchers::NamedMatch {
            name: &header.name,
            value: &header.value,
            comparison: match header.r#type {
                Some(HeaderType::RegularExpression) => matchers::Comparison::Regex,
                Some(HeaderType::Exact) | None => matchers::Comparison::Exact,
            },
        });
        Expression::all([
            path,
            matchers::headers(headers),
            matchers::hosts([self.host]),
            matchers::snis(server_names, SNIS.items(&self.place.object.meta)),
        ])
        .or_catch_all()
    }
}

/// Say which host names do not make it into an expression; each route has but one, so that it then takes any.
fn warn_of_dropped_hosts(context: &mut Context<'_>, meta: &Arc<ObjectMeta>, hosts: &[String]) {
    for (index, host) in hosts.iter().enumerate() {
        if !matchers::is_host(host) {
            let path = FieldPath::of(&["spec", "hostnames"]).index(index);
            let origin = Origin::at(meta, path);
            context
                .diagnostics
                .push(problems::host_dropped(&origin, host, true));
        }
    }
}

/// Say when the traditional flavor would restrict a route to the host names of its listeners.
fn warn_of_unused_hosts(context: &mut Context<'_>, meta: &Arc<ObjectMeta>, hosts: &[String]) {
    if !hosts.is_empty() {
        context
            .diagnostics
            .push(gateway_admission::listener_hostnames_unused(
                Origin::at(meta, FieldPath::of(&["spec"])),
                &hosts.join(", "),
            ));
    }
}

/// Say when the order of objects of equal priority is unknown for want of creation times.
fn warn_of_ties(context: &mut Context<'_>, splits: &[Split<'_>], ranked: &[(u64, Seniority<'_>)]) {
    let mut undated: BTreeMap<u64, Vec<&Arc<ObjectMeta>>> = BTreeMap::new();
    for (split, (fixed, seniority)) in splits.iter().zip(ranked) {
        if seniority.created.is_none() {
            let objects = undated.entry(*fixed).or_default();
            objects.push(&split.place.object.meta);
        }
    }
    for objects in undated.into_values() {
        if objects.iter().any(|object| object.key != objects[0].key) {
            for object in objects {
                let origin = Origin::of(object);
                context
                    .diagnostics
                    .push(gateway_problems::ties_by_name(origin));
            }
        }
    }
}
