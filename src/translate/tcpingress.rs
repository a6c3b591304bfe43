//! TCPIngress objects to Kong services and routes (spec 10, 8.1; KIC: `translator/translate_kong_l4.go`).

use super::draft::{Backend, Draft};
use super::{Context, Services, service_defaults};
use crate::annotations::value;
use crate::diag::overrides as problems;
use crate::k8s::kong::L4Backend;
use crate::kong::expression::{Expression, matchers, priority};
use crate::kong::names::{self, ServiceName, UpstreamName, object_tags};
use crate::kong::port::BackendPort;
use crate::kong::protocol::Protocol;
use crate::kong::route::{Peer, Route};
use crate::options::RouterFlavor;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::sync::Arc;

/// The Kong services of all TCPIngresses, before their backends are resolved.
pub fn translate(context: &mut Context<'_>) -> Services {
    let store = context.store;
    let mut services = Services::new();
    for ingress in store.tcp_ingresses.in_age_order() {
        for (index, rule) in ingress.spec.rules.iter().enumerate() {
            let origin = rule_origin(&ingress.meta, index);
            let mut route = Route::new(names::tcp_ingress_route(&ingress.meta, index), origin);
            route.protocols = vec![Protocol::Tcp, Protocol::Tls];
            route.destinations = u32::try_from(rule.port)
                .into_iter()
                .map(Peer::port)
                .collect();
            route.tags = object_tags(&ingress.meta, []);
            if !rule.host.is_empty() {
                route.snis.push(rule.host.clone());
            }
            finish_route(context, &mut route);
            let (name, host) = names::ingress_service(
                ingress.meta.namespace(),
                &rule.backend.service_name,
                &BackendPort::Number(rule.backend.service_port),
            );
            let service = add_rule(&mut services, (name, host), &rule.backend, route);
            service.protocol = Some(Protocol::Tcp);
            service.port = Some(80);
            service_defaults::apply(service);
        }
    }
    services
}

/// The place of a rule.
pub(super) fn rule_origin(object: &Arc<ObjectMeta>, rule: usize) -> Origin {
    Origin::at(object, FieldPath::of(&["spec", "rules"]).index(rule))
}

/// Put a rule's route into its Kong service; the first object that uses the service owns it, the last one is blamed for a
/// missing backend (spec 10, 10: owners A and B).
pub(super) fn add_rule<'a>(
    services: &'a mut Services,
    (name, host): (ServiceName, UpstreamName),
    backend: &L4Backend,
    route: Route,
) -> &'a mut Draft {
    let mut origin = route.origin().clone();
    origin.path = origin.path.key("backend");
    let service = services.entry(name.clone()).or_insert_with(|| {
        let mut service = Draft::new(name, host, origin.clone());
        service.backends.push(Backend {
            namespace: origin.object.namespace().to_owned(),
            name: backend.service_name.clone(),
            is_facade: false,
            port: BackendPort::Number(backend.service_port),
            weight: None,
            origin: origin.clone(),
            service: None,
        });
        service
    });
    service.backend_origin = origin;
    service.routes.push(route);
    service
}

/// With the expressions flavor, turn SNIs and ports into the condition (spec 30, 7).
pub(super) fn finish_route(context: &mut Context<'_>, route: &mut Route) {
    if context.options.router_flavor == RouterFlavor::Traditional {
        return;
    }
    for sni in &route.snis {
        if !value::is_sni(sni) {
            let mut origin = route.origin().clone();
            origin.path = origin.path.key("host");
            context
                .diagnostics
                .push(problems::match_dropped(origin, "host", sni));
        }
    }
    route.expression = Some(Expression::all([
        matchers::snis(
            context.server_names(),
            route.snis.iter().map(String::as_str),
        ),
        matchers::ports(
            route
                .destinations
                .iter()
                .filter_map(|end| u32::try_from(end.port?).ok()),
        ),
    ]));
    route.priority = Some(priority::LAYER4);
    route.snis.clear();
    route.destinations.clear();
}
