//! Objects that the controller leaves alone without a word: no class, another control plane; credentials that no consumer
//! names, and `consumerRef` of plugins.

use super::Context;
use crate::annotations::table::{CREDENTIAL, INGRESS_CLASS, IS_DEFAULT_CLASS, SLASHED_PREFIX};
use crate::diag::ignored::Reason;
use crate::diag::unread::{self, Meant};
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::collections::BTreeMap;

/// Report them.
pub fn lint(context: &mut Context<'_>) {
    left_alone(context);
    credentials(context);
    consumer_references(context);
}

fn left_alone(context: &mut Context<'_>) {
    let store = context.store;
    let default = store
        .ingress_classes
        .iter()
        .find(|class| IS_DEFAULT_CLASS.is_set(&class.meta))
        .map(|class| class.meta.name());
    for ignored in &store.ignored {
        let meta = &ignored.meta;
        let is_ingress = meta.key.kind == "Ingress";
        match &ignored.reason {
            Reason::NoClass => {
                let meant = if !is_ingress || is_annotated_for_kong(meta) {
                    Meant::ForKong
                } else {
                    Meant::ForAnyone
                };
                // Without a class the API server gives an Ingress the default one.
                let default = default.filter(|_| is_ingress);
                if meant == Meant::ForAnyone && default.is_some() {
                    continue;
                }
                let at = match INGRESS_CLASS.written(meta) {
                    Some(_) => INGRESS_CLASS.at(meta),
                    None if is_ingress => Origin::at(meta, FieldPath::of(&["spec"])),
                    None => Origin::at(meta, FieldPath::of(&["metadata"])),
                };
                context.diagnostics.push(unread::class_missing(
                    at,
                    &context.options.ingress_class,
                    default,
                    meant,
                ));
            }
            Reason::OtherControlPlane => {
                let at = Origin::at(meta, FieldPath::of(&["spec", "controlPlaneRef"]));
                context.diagnostics.push(unread::control_plane_other(at));
            }
            // Reported as empty-class-annotation, and another controller's business.
            Reason::EmptyClass | Reason::OtherClass(_) => {}
        }
    }
}

/// Whether an annotation of Kong stands on the object.
fn is_annotated_for_kong(meta: &ObjectMeta) -> bool {
    meta.annotations
        .keys()
        .any(|key| key.starts_with(SLASHED_PREFIX))
}

fn credentials(context: &mut Context<'_>) {
    let store = context.store;
    // Names of credentials: the consumers that give them, those left alone included, by namespace.
    let mut named: BTreeMap<&str, BTreeMap<&str, &ObjectMeta>> = BTreeMap::new();
    let taken = store
        .kong_consumers
        .iter()
        .map(|consumer| (&consumer.meta, &consumer.spec.credentials));
    let others = store
        .ignored
        .iter()
        .map(|ignored| (&ignored.meta, &ignored.credentials));
    for (consumer, credentials) in taken.chain(others) {
        for name in credentials {
            named
                .entry(name)
                .or_default()
                .insert(consumer.namespace(), consumer);
        }
    }
    for secret in &store.secrets {
        if CREDENTIAL.written(&secret.meta).is_none() {
            continue;
        }
        let consumers = named.get(secret.meta.name());
        if consumers.is_some_and(|consumers| consumers.contains_key(secret.meta.namespace())) {
            continue;
        }
        let elsewhere = consumers
            .and_then(|consumers| consumers.values().next())
            .map(|consumer| consumer.key.to_string());
        let at = CREDENTIAL.at(&secret.meta);
        context
            .diagnostics
            .push(unread::credential_unused(at, elsewhere.as_deref()));
    }
}

fn consumer_references(context: &mut Context<'_>) {
    let store = context.store;
    let plugins = store.kong_plugins.iter().chain(&store.kong_cluster_plugins);
    for plugin in plugins.filter(|plugin| !plugin.spec.consumer_ref.is_empty()) {
        let at = Origin::at(&plugin.meta, FieldPath::of(&["consumerRef"]));
        context
            .diagnostics
            .push(unread::consumer_ref_ignored(at, &plugin.spec.consumer_ref));
    }
}
