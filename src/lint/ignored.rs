//! Objects that the controller leaves alone without a word: no class, another control plane; credentials that no consumer
//! names, and `consumerRef` of plugins.

use super::Context;
use crate::diag::ignored::Reason;
use crate::diag::unread::{self, Meant};
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::collections::BTreeMap;

const IS_DEFAULT: &str = "ingressclass.kubernetes.io/is-default-class";
const CLASS: &str = "kubernetes.io/ingress.class";
const CREDENTIAL: &str = "konghq.com/credential";

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
        .find(|class| class.meta.annotation(IS_DEFAULT) == Some("true"))
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
                let field = match meta.annotation(CLASS) {
                    Some(_) => FieldPath::annotation(CLASS),
                    None if is_ingress => FieldPath::of(&["spec"]),
                    None => FieldPath::of(&["metadata"]),
                };
                context.diagnostics.push(unread::class_missing(
                    Origin::at(meta, field),
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
        .any(|key| key.starts_with("konghq.com/"))
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
        if secret.meta.label(CREDENTIAL).is_none() {
            continue;
        }
        let consumers = named.get(secret.meta.name());
        if consumers.is_some_and(|consumers| consumers.contains_key(secret.meta.namespace())) {
            continue;
        }
        let elsewhere = consumers
            .and_then(|consumers| consumers.values().next())
            .map(|consumer| consumer.key.to_string());
        let at = Origin::at(
            &secret.meta,
            FieldPath::of(&["metadata", "labels"]).key(CREDENTIAL),
        );
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
