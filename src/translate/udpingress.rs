//! UDPIngress objects to Kong services and routes (spec 10, 8.2; KIC: `translator/translate_kong_l4.go`).

use super::tcpingress::{add_rule, finish_route, rule_origin};
use super::{Context, Services};
use crate::kong::names::{self, object_tags};
use crate::kong::port::BackendPort;
use crate::kong::protocol::Protocol;
use crate::kong::route::{Peer, Route};

/// The Kong services of all UDPIngresses, before their backends are resolved. They have neither timeouts nor retries.
pub fn translate(context: &mut Context<'_>) -> Services {
    let store = context.store;
    let mut services = Services::new();
    for ingress in store.udp_ingresses.in_age_order() {
        for (index, rule) in ingress.spec.rules.iter().enumerate() {
            let origin = rule_origin(&ingress.meta, index);
            let mut route = Route::new(names::udp_ingress_route(&ingress.meta, index), origin);
            route.protocols = vec![Protocol::Udp];
            route.destinations = u32::try_from(rule.port)
                .into_iter()
                .map(Peer::port)
                .collect();
            route.tags = object_tags(&ingress.meta, []);
            finish_route(context, &mut route);
            let names = names::udp_ingress_service(
                ingress.meta.namespace(),
                &rule.backend.service_name,
                &BackendPort::Number(rule.backend.service_port),
            );
            let service = add_rule(&mut services, names, &rule.backend, route);
            service.protocol = Some(Protocol::Udp);
            service.port = Some(i64::from(rule.backend.service_port));
        }
    }
    services
}
