//! Kinds and annotations that KIC has deprecated, with what replaces them.

use super::Context;
use crate::diag::lint;
use crate::origin::{FieldPath, ObjectMeta, Origin};
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
    let with_annotation = |object: &Arc<ObjectMeta>, key: &'static str| {
        object
            .annotations
            .contains_key(key)
            .then(|| Origin::at(object, FieldPath::annotation(key)))
    };
    for ingress in &store.ingresses {
        if let Some(at) = with_annotation(&ingress.meta, "kubernetes.io/ingress.class") {
            context.diagnostics.push(lint::deprecated_annotation(
                at,
                "kubernetes.io/ingress.class",
                "spec.ingressClassName",
            ));
        }
    }
    for service in &store.services {
        if let Some(at) = with_annotation(&service.meta, "konghq.com/override") {
            context.diagnostics.push(lint::deprecated_annotation(
                at,
                "konghq.com/override",
                "konghq.com/upstream-policy",
            ));
        }
    }
}
