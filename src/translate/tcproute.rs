//! TCPRoute objects to Kong services and routes, and what TCPRoute, UDPRoute and TLSRoute share (spec 20, C.2; spec 30, 7; KIC:
//! `translator/translate_tcproute.go`).

use super::gateway::{self, BackendsLeft};
use super::l4_listeners::{self, Shares};
use super::{Context, Services};
use crate::controller::Switch;
use crate::diag::{gateway_admission, gateway_routes as problems};
use crate::k8s::object::Object;
use crate::kong::expression::{Expression, matchers, priority};
use crate::kong::names::{self, object_tags};
use crate::kong::protocol::Protocol;
use crate::kong::route::{Peer, Route};
use crate::options::RouterFlavor;
use crate::origin::{FieldPath, Origin};
use crate::store::Store;
use crate::store::gateway::route::{RouteSpec, StreamRouteSpec, StreamRule};
use crate::store::table::Table;

/// The Kong services of all TCPRoutes, before their backends are resolved.
pub fn translate(context: &mut Context<'_>) -> Services {
    let store = context.store;
    let mut services = Services::new();
    let ports = Ports::of(context, &store.tcp_routes, "TCP");
    for route in &store.tcp_routes {
        let Some(ports) = ports.of_route(context, route) else {
            continue;
        };
        let connection = Connection {
            service: Protocol::Tcp,
            route: Protocol::Tcp,
            snis: Vec::new(),
            ports,
        };
        warn_of_ignored_ports(context, route, &connection);
        for (index, rule) in route.spec.rules().iter().enumerate() {
            if rule.backends.is_empty() {
                // KIC logs an error and stops here; what it has made of earlier rules stays.
                let origin = rule_origin(route, index);
                context
                    .diagnostics
                    .push(problems::rule_without_backends(origin));
                break;
            }
            add_rule(context, &mut services, route, (index, rule), &connection);
        }
    }
    services
}

/// What all rules of a stream route match, and what they speak.
pub(super) struct Connection {
    /// Protocol of the Kong services.
    pub(super) service: Protocol,
    /// Protocol of the Kong routes.
    pub(super) route: Protocol,
    /// Server names.
    pub(super) snis: Vec<String>,
    /// Ports that connections come in on, repeats kept.
    pub(super) ports: Vec<u32>,
}

/// The ports that the routes of a kind get.
pub(super) struct Ports {
    protocol: &'static str,
    /// Where each listener has one route only.
    shares: Option<Shares>,
}

impl Ports {
    /// Those of the routes of a kind, from listeners of one protocol.
    pub(super) fn of<T: RouteSpec>(
        context: &Context<'_>,
        routes: &Table<T>,
        protocol: &'static str,
    ) -> Self {
        let is_shared = context.options.has(Switch::OneL4RoutePerListener);
        Self {
            protocol,
            shares: is_shared.then(|| l4_listeners::share(context, routes, protocol)),
        }
    }

    /// The ports of a route; `None` when it is left out for want of one, which is reported.
    pub(super) fn of_route<T: RouteSpec>(
        &self,
        context: &mut Context<'_>,
        route: &Object<T>,
    ) -> Option<Vec<u32>> {
        let Some(shares) = &self.shares else {
            return Some(listener_ports(context.store, route, self.protocol));
        };
        let key = (
            route.meta.namespace().to_owned(),
            route.meta.name().to_owned(),
        );
        let share = shares.get(&key);
        let ports = share.map(|share| &share.ports);
        let winners = share
            .map(|share| share.winners.as_slice())
            .unwrap_or_default();
        let at = Origin::at(&route.meta, FieldPath::of(&["spec", "parentRefs"]));
        if let Some(ports) = ports.filter(|ports| !ports.is_empty()) {
            if !winners.is_empty() {
                let problem = problems::listener_taken(at, self.protocol, winners);
                context.diagnostics.push(problem);
            }
            return Some(ports.iter().copied().collect());
        }
        context
            .diagnostics
            .push(problems::route_without_listener(at, self.protocol, winners));
        None
    }
}

/// The ports of the listeners of one protocol that the parents select; `parentRefs[].port` plays no part.
fn listener_ports<T: RouteSpec>(store: &Store, route: &Object<T>, protocol: &str) -> Vec<u32> {
    gateway::listeners(store, &route.meta, &route.spec)
        .into_iter()
        .filter(|listener| listener.protocol == protocol)
        .filter_map(|listener| u32::try_from(listener.port).ok())
        .collect()
}

/// Say when a parent is asked for on one port and the route is served on others too.
pub(super) fn warn_of_ignored_ports<T: RouteSpec>(
    context: &mut Context<'_>,
    route: &Object<T>,
    connection: &Connection,
) {
    if context.options.has(Switch::OneL4RoutePerListener) {
        return;
    }
    for (index, parent) in route.spec.parents().iter().enumerate() {
        let Some(asked) = parent.port else { continue };
        let served = &connection.ports;
        if parent.section_name.is_none()
            && served
                .iter()
                .any(|port| i64::from(*port) != i64::from(asked))
        {
            let path = FieldPath::of(&["spec", "parentRefs"])
                .index(index)
                .key("port");
            let served: Vec<String> = served.iter().map(u32::to_string).collect();
            context
                .diagnostics
                .push(gateway_admission::parent_port_ignored(
                    Origin::at(&route.meta, path),
                    asked,
                    &served.join(", "),
                ));
        }
    }
}

/// The place of a rule.
pub(super) fn rule_origin<T>(route: &Object<T>, rule: usize) -> Origin {
    Origin::at(&route.meta, FieldPath::of(&["spec", "rules"]).index(rule))
}

/// Add the Kong service of a rule, with its only route.
pub(super) fn add_rule<T: StreamRouteSpec>(
    context: &mut Context<'_>,
    services: &mut Services,
    object: &Object<T>,
    (index, rule): (usize, &StreamRule<'_>),
    connection: &Connection,
) {
    let origin = rule_origin(object, index);
    let name = names::gateway_rule_service(&object.meta, index);
    let mut service = gateway::new_service(name, connection.service.clone(), origin.clone());
    let left = gateway::set_backends(
        context,
        &mut service,
        &origin,
        rule.backends.iter().copied(),
    );
    let is_terminated = match left {
        BackendsLeft::Some => false,
        BackendsLeft::NoneListed => context.options.has(Switch::NoBackends500),
        BackendsLeft::None => !context.options.has(Switch::TerminationHttpOnly),
    };
    if is_terminated {
        let plugin = gateway::no_backend_plugin(origin.clone());
        service.plugins.push(plugin);
    }
    let mut route = Route::new(names::gateway_match_route(&object.meta, index, 0), origin);
    route.protocols = vec![connection.route.clone()];
    route.tags = object_tags(&object.meta, rule.name);
    match context.options.router_flavor {
        RouterFlavor::Traditional => {
            route.snis.clone_from(&connection.snis);
            route.destinations = connection.ports.iter().copied().map(Peer::port).collect();
        }
        RouterFlavor::Expressions => {
            route.expression = Some(Expression::all([
                matchers::snis(
                    context.server_names(),
                    connection.snis.iter().map(String::as_str),
                ),
                matchers::ports(connection.ports.iter().copied()),
            ]));
            route.priority = Some(priority::LAYER4);
        }
    }
    service.routes.push(route);
    services.insert(service.name.clone(), service);
}
