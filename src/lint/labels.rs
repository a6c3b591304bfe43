//! Secrets and ConfigMaps that something refers to and the controller's label selector hides (spec 80, 2): the usual mistake when one
//! moves from KIC to Kong Operator.

use super::Context;
use crate::annotations::table as keys;
use crate::diag::labels as problems;
use crate::k8s::kong::KongPluginSpec;
use crate::k8s::object::Object;
use crate::origin::{FieldPath, Origin};
use crate::store::Store;
use crate::store::labels::HiddenObjects;
use std::collections::BTreeMap;

/// References to objects of a kind: namespace and name, then who refers to them.
type References = BTreeMap<(String, String), Vec<Origin>>;

/// Report the hidden objects that are meant to be used.
pub fn lint(context: &mut Context<'_>) {
    let hidden = &context.store.hidden;
    if !hidden.secrets.is_empty() {
        report(context, &hidden.secrets, &secrets(context.store));
    }
    if !hidden.config_maps.is_empty() {
        report(context, &hidden.config_maps, &config_maps(context.store));
    }
}

fn report(context: &mut Context<'_>, hidden: &HiddenObjects, references: &References) {
    for (key, object) in hidden {
        let used_by = references.get(key);
        if used_by.is_some() || keys::CA_CERT.is_set(&object.meta) {
            let used_by = used_by.map(Vec::as_slice).unwrap_or_default();
            let problem = problems::object_without_label(&object.meta, &object.lacks, used_by);
            context.diagnostics.push(problem);
        }
    }
}

/// What refers to Secrets.
fn secrets(store: &Store) -> References {
    let mut found = References::new();
    let mut note = |namespace: &str, name: &str, at: Origin| {
        let key = (namespace.to_owned(), name.to_owned());
        found.entry(key).or_default().push(at);
    };
    for consumer in &store.kong_consumers {
        for (index, name) in consumer.spec.credentials.iter().enumerate() {
            let path = FieldPath::of(&["credentials"]).index(index);
            note(
                consumer.meta.namespace(),
                name,
                Origin::at(&consumer.meta, path),
            );
        }
    }
    for ingress in &store.ingresses {
        for (index, section) in ingress.spec.tls.iter().flatten().enumerate() {
            let path = FieldPath::of(&["spec", "tls"])
                .index(index)
                .key("secretName");
            let name = section.secret_name.as_deref().unwrap_or_default();
            note(
                ingress.meta.namespace(),
                name,
                Origin::at(&ingress.meta, path),
            );
        }
    }
    for service in &store.services {
        let meta = &service.meta;
        if let Some(name) = keys::CLIENT_CERT.text(meta) {
            note(meta.namespace(), name, keys::CLIENT_CERT.at(meta));
        }
        for name in keys::CA_CERTIFICATES_SECRETS.items(meta) {
            note(
                meta.namespace(),
                name,
                keys::CA_CERTIFICATES_SECRETS.at(meta),
            );
        }
    }
    for plugin in store.kong_plugins.iter().chain(&store.kong_cluster_plugins) {
        of_plugin(plugin, &mut note);
    }
    for gateway in &store.gateways {
        let home = gateway.meta.namespace();
        for (index, listener) in gateway.spec.spec.listeners.iter().enumerate() {
            let references = listener
                .tls
                .iter()
                .flat_map(|tls| tls.certificate_refs.iter().flatten());
            for (position, reference) in references.enumerate() {
                let path = FieldPath::of(&["spec", "listeners"]).index(index);
                let path = path.key("tls").key("certificateRefs").index(position);
                let namespace = reference.namespace.as_deref().unwrap_or(home);
                note(namespace, &reference.name, Origin::at(&gateway.meta, path));
            }
        }
    }
    of_policies(store, "Secret", &mut note);
    found
}

/// What refers to ConfigMaps.
fn config_maps(store: &Store) -> References {
    let mut found = References::new();
    let mut note = |namespace: &str, name: &str, at: Origin| {
        let key = (namespace.to_owned(), name.to_owned());
        found.entry(key).or_default().push(at);
    };
    for service in &store.services {
        let key = &keys::CA_CERTIFICATES_CONFIGMAPS;
        for name in key.items(&service.meta) {
            note(service.meta.namespace(), name, key.at(&service.meta));
        }
    }
    of_policies(store, "ConfigMap", &mut note);
    found
}

/// The Secrets that a plugin takes its configuration from.
fn of_plugin(plugin: &Object<KongPluginSpec>, note: &mut impl FnMut(&str, &str, Origin)) {
    let meta = &plugin.meta;
    let sources = plugin.spec.config_from.iter();
    let sources = sources.map(|source| (&source.secret_key_ref, "configFrom"));
    let patches = plugin.spec.config_patches.iter().flatten();
    let patches = patches.map(|patch| (&patch.value_from.secret_key_ref, "configPatches"));
    for (key, field) in sources.chain(patches) {
        let namespace = if key.namespace.is_empty() {
            meta.namespace()
        } else {
            &key.namespace
        };
        note(
            namespace,
            &key.name,
            Origin::at(meta, FieldPath::of(&[field])),
        );
    }
}

/// The CA certificates of BackendTLSPolicies.
fn of_policies(store: &Store, kind: &str, note: &mut impl FnMut(&str, &str, Origin)) {
    for policy in &store.backend_tls_policies {
        let references = policy.spec.validation.ca_certificate_refs.iter().flatten();
        for reference in references.filter(|reference| reference.kind == kind) {
            let path = FieldPath::of(&["spec", "validation", "caCertificateRefs"]);
            note(
                policy.meta.namespace(),
                &reference.name,
                Origin::at(&policy.meta, path),
            );
        }
    }
}
