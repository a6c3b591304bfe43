//! Kinds and annotations that KIC has deprecated, with what replaces them.

use super::Context;
use crate::annotations::Key;
use crate::annotations::table::{INGRESS_CLASS, OVERRIDE, UPSTREAM_POLICY};
use crate::diag::lint;
use crate::origin::{ObjectMeta, Origin};
use std::sync::Arc;

/// Report deprecated kinds and annotations in use.
pub fn lint(context: &mut Context<'_>) {
    let store = context.store;
    for ingress in &store.tcp_ingresses {
        context.diagnostics.push(lint::deprecated_kind(
            Origin::of(&ingress.meta),
            "TCPRoute or TLSRoute of the Gateway API",
        ));
    }
    for ingress in &store.udp_ingresses {
        context.diagnostics.push(lint::deprecated_kind(
            Origin::of(&ingress.meta),
            "UDPRoute of the Gateway API",
        ));
    }
    for settings in &store.kong_ingresses {
        context.diagnostics.push(lint::deprecated_kind(
            Origin::of(&settings.meta),
            "KongUpstreamPolicy",
        ));
    }
    for ingress in &store.ingresses {
        let successor = "spec.ingressClassName";
        annotation(&ingress.meta, &INGRESS_CLASS, successor, context);
    }
    for service in &store.services {
        annotation(&service.meta, &OVERRIDE, UPSTREAM_POLICY.name(), context);
    }
}

fn annotation(
    object: &Arc<ObjectMeta>,
    key: &Key<String>,
    successor: &str,
    context: &mut Context<'_>,
) {
    if key.written(object).is_some() {
        let problem = lint::deprecated_annotation(key.at(object), key.name(), successor);
        context.diagnostics.push(problem);
    }
}
