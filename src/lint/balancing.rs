//! Settings towards the backend that have no effect: about which pod gets a request, and about the Host header.

use super::Context;
use crate::annotations::table::{HOST_HEADER, SERVICE_UPSTREAM, UPSTREAM_POLICY};
use crate::diag::lint;
use crate::kong::route::Route;
use crate::kong::service::Service;
use crate::origin::{FieldPath, Origin};
use std::collections::BTreeSet;

/// Report hashing that the algorithm does not ask for, the session affinity of Services, and Host headers that no route lets through.
pub fn lint(context: &mut Context<'_>) {
    for upstream in context.state.upstreams.values() {
        let algorithm = upstream.algorithm.as_deref().unwrap_or("round-robin");
        // `sticky-sessions` hashes on nothing, but names a cookie.
        let hashes = matches!(algorithm, "consistent-hashing" | "sticky-sessions");
        let asked = upstream.hash_on.as_deref().filter(|on| *on != "none");
        if let (Some(on), false) = (asked, hashes) {
            context.diagnostics.push(lint::hash_without_effect(
                upstream.origin().clone(),
                upstream.name.as_str(),
                on,
                algorithm,
            ));
        }
    }
    session_affinity(context);
    host_headers(context);
}

/// `konghq.com/host-header` gives the upstream a Host that Kong uses for routes only that do not preserve the client's (spec 87, B).
fn host_headers(context: &mut Context<'_>) {
    for service in context.state.services.values() {
        let keeps = |route: &Route| route.preserve_host != Some(false);
        if service.routes.is_empty() || !service.routes.iter().all(keeps) {
            continue;
        }
        for object in service.kubernetes_services() {
            if HOST_HEADER.text(object).is_some() {
                let at = HOST_HEADER.at(object);
                let route = &service.routes[0].origin().object;
                context
                    .diagnostics
                    .push(lint::host_header_without_effect(at, &route.key));
            }
        }
    }
}

/// `sessionAffinity` is kube-proxy's, and Kong sends to the pods itself.
fn session_affinity(context: &mut Context<'_>) {
    let mut seen = BTreeSet::new();
    let services = context.state.services.values();
    for meta in services.flat_map(Service::kubernetes_services) {
        let object = context.store.services.get(meta.namespace(), meta.name());
        let Some(service) = object.filter(|_| seen.insert(&meta.key)) else {
            continue;
        };
        let hashes = UPSTREAM_POLICY.written(meta).is_some();
        if service.spec.session_affinity.as_deref() == Some("ClientIP")
            && !SERVICE_UPSTREAM.is_set(meta)
            && !hashes
        {
            let at = Origin::at(&service.meta, FieldPath::of(&["spec", "sessionAffinity"]));
            context
                .diagnostics
                .push(lint::session_affinity_without_effect(at));
        }
    }
}
