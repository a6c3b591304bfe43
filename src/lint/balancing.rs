//! Settings about which pod gets a request that have no effect behind Kong.

use super::Context;
use crate::diag::lint;
use crate::k8s::annotations::SERVICE_UPSTREAM;
use crate::origin::{FieldPath, Origin};
use std::collections::BTreeSet;

/// Report hashing that the algorithm does not ask for, and the session affinity of Services.
pub fn lint(context: &mut Context<'_>) {
    for upstream in context.state.upstreams.values() {
        let hash = &upstream.hash;
        let algorithm = upstream.algorithm.as_deref().unwrap_or("round-robin");
        // `sticky-sessions` hashes on nothing, but names a cookie.
        let hashes = matches!(algorithm, "consistent-hashing" | "sticky-sessions");
        let asked = hash.on.as_deref().filter(|on| *on != "none");
        if let (Some(on), false) = (asked, hashes) {
            context.diagnostics.push(lint::hash_without_effect(
                upstream.origin.clone(),
                upstream.name.as_str(),
                on,
                algorithm,
            ));
        }
    }
    session_affinity(context);
}

/// `sessionAffinity` is kube-proxy's, and Kong sends to the pods itself.
fn session_affinity(context: &mut Context<'_>) {
    let mut seen = BTreeSet::new();
    let services = context.state.services.values();
    for meta in services.flat_map(|service| service.kubernetes_services()) {
        let object = context.store.services.get(meta.namespace(), meta.name());
        let Some(service) = object.filter(|_| seen.insert(&meta.key)) else {
            continue;
        };
        let hashes = meta.annotation("konghq.com/upstream-policy").is_some();
        if service.spec.session_affinity.as_deref() == Some("ClientIP")
            && meta.annotation(SERVICE_UPSTREAM) != Some("true")
            && !hashes
        {
            let at = Origin::at(&service.meta, FieldPath::of(&["spec", "sessionAffinity"]));
            context
                .diagnostics
                .push(lint::session_affinity_without_effect(at));
        }
    }
}
