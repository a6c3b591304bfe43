//! TLSRoute objects to Kong services and routes (spec 20, C.4; spec 30, 7; KIC: `translator/translate_tlsroute.go`).

use super::tcproute::{self, Connection};
use super::{Context, Services, gateway};
use crate::controller::Switch;
use crate::diag::{expressions, gateway_routes as problems};
use crate::k8s::gateway::TlsRouteSpec;
use crate::k8s::object::Object;
use crate::kong::protocol::Protocol;
use crate::options::{KongVersion, RouterFlavor};
use crate::origin::{FieldPath, Origin};
use crate::store::Store;
use crate::store::gateway::route::{RouteSpec, StreamRouteSpec};
use gateway_api::apis::experimental::gateways::GatewayListenersTlsMode as Mode;

/// The first version of Kong whose routes take server names with wildcards.
const KONG_WITH_WILDCARD_SNIS: KongVersion = KongVersion::new(3, 7, 0);

/// The Kong services of all TLSRoutes, before their backends are resolved.
pub fn translate(context: &mut Context<'_>) -> Services {
    let store = context.store;
    let mut services = Services::new();
    for route in &store.tls_routes {
        let hostnames = route.spec.hostnames();
        if hostnames.is_empty() {
            let origin = Origin::at(&route.meta, FieldPath::of(&["spec", "hostnames"]));
            context
                .diagnostics
                .push(if context.options.has(Switch::TlsRouteFailures) {
                    problems::route_failed(origin, "TLSRoute", "no hostnames provided")
                } else {
                    problems::tlsroute_without_hostnames(origin)
                });
            continue;
        }
        if refuses_wildcards(context, route) {
            continue;
        }
        if context.options.router_flavor == RouterFlavor::Expressions {
            warn_of_dropped_names(context, route);
        }
        let connection = Connection {
            service: Protocol::Tcp,
            route: if passes_through(store, route) {
                Protocol::TlsPassthrough
            } else {
                Protocol::Tls
            },
            snis: hostnames.to_vec(),
            ports: Vec::new(),
        };
        for (index, rule) in route.spec.rules().iter().enumerate() {
            tcproute::add_rule(context, &mut services, route, (index, rule), &connection);
        }
    }
    services
}

/// Whether a route fails because the gateway is too old for its wildcards; reported (spec 80, S4).
fn refuses_wildcards(context: &mut Context<'_>, route: &Object<TlsRouteSpec>) -> bool {
    if !context.options.has(Switch::WildcardSnis)
        || context.options.kong_version >= KONG_WITH_WILDCARD_SNIS
    {
        return false;
    }
    let mut names = route.spec.hostnames().iter();
    let Some(position) = names.position(|name| name.starts_with("*.")) else {
        return false;
    };
    let path = FieldPath::of(&["spec", "hostnames"]).index(position);
    context.diagnostics.push(problems::route_failed(
        Origin::at(&route.meta, path),
        "TLSRoute",
        "wildcard TLS SNIs are not supported in TLSRoute with Kong versions below 3.7.0",
    ));
    true
}

/// Whether a parent has a listener in passthrough mode. KIC asks the parents of the route's status, which are those it handles,
/// attached or not: the ones in the store.
fn passes_through(store: &Store, route: &Object<TlsRouteSpec>) -> bool {
    gateway::listeners(store, &route.meta, &route.spec)
        .into_iter()
        .filter_map(|listener| listener.tls.as_ref())
        .any(|tls| tls.mode == Some(Mode::Passthrough))
}

/// Say which host names do not make it into the expression. When none does, the expression is empty, and Kong's verdict tells.
fn warn_of_dropped_names(context: &mut Context<'_>, route: &Object<TlsRouteSpec>) {
    for (index, name) in route.spec.hostnames().iter().enumerate() {
        if !context.server_names().take(name) {
            let path = FieldPath::of(&["spec", "hostnames"]).index(index);
            context.diagnostics.push(expressions::sni_dropped(
                &Origin::at(&route.meta, path),
                name,
                false,
            ));
        }
    }
}
