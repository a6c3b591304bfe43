//! UDPRoute objects to Kong services and routes (spec 20, C.3; KIC: `translator/translate_udproute.go`).

use super::tcproute::{self, Connection, Ports};
use super::{Context, Services};
use crate::diag::gateway_routes as problems;
use crate::kong::protocol::Protocol;
use crate::origin::{FieldPath, Origin};
use crate::store::gateway::route::StreamRouteSpec;

/// The Kong services of all UDPRoutes, before their backends are resolved.
pub fn translate(context: &mut Context<'_>) -> Services {
    let store = context.store;
    let mut services = Services::new();
    let ports = Ports::of(context, &store.udp_routes, "UDP");
    for route in &store.udp_routes {
        let rules = route.spec.rules();
        if rules.is_empty() {
            let origin = Origin::at(&route.meta, FieldPath::of(&["spec", "rules"]));
            context
                .diagnostics
                .push(problems::udproute_failed(origin, "no rules provided"));
            continue;
        }
        // One rule without backends takes the whole object down, unlike with a TCPRoute.
        if let Some(index) = rules.iter().position(|rule| rule.backends.is_empty()) {
            let origin = tcproute::rule_origin(route, index);
            context
                .diagnostics
                .push(problems::udproute_failed(origin, "no backendRefs in rule"));
            continue;
        }
        let Some(ports) = ports.of_route(context, route) else {
            continue;
        };
        let connection = Connection {
            service: Protocol::Udp,
            route: Protocol::Udp,
            snis: Vec::new(),
            ports,
        };
        tcproute::warn_of_ignored_ports(context, route, &connection);
        for (index, rule) in rules.iter().enumerate() {
            tcproute::add_rule(context, &mut services, route, (index, rule), &connection);
        }
    }
    services
}
