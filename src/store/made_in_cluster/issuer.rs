//! cert-manager: annotations of an Ingress or a Gateway ask for the certificates that its TLS sections name (cert-manager:
//! `certificate-shim`).

use super::MadeInCluster;
use super::certificate::plan;
use crate::k8s::object::{Gateway, Object};
use crate::origin::{FieldPath, ObjectMeta};
use crate::store::Store;

/// Annotations that name an issuer.
const ISSUERS: [&str; 2] = ["cert-manager.io/issuer", "cert-manager.io/cluster-issuer"];
/// Asks for a certificate of the default issuer.
const TLS_ACME: &str = "kubernetes.io/tls-acme";

/// The Secrets of annotated Ingresses and Gateways, of whatever class.
pub(super) fn add(store: &Store, made: &mut MadeInCluster) {
    for ingress in store.ingresses.iter().filter(|it| asks(&it.meta)) {
        for (position, section) in ingress.spec.tls.iter().flatten().enumerate() {
            let has_hosts = section.hosts.as_ref().is_some_and(|it| !it.is_empty());
            let name = section.secret_name.as_deref().filter(|_| has_hosts);
            let path = FieldPath::of(&["spec", "tls"]).index(position);
            made.add(
                store,
                plan(
                    &ingress.meta,
                    path.key("secretName"),
                    name.unwrap_or_default(),
                ),
            );
        }
    }
    for gateway in store.gateways.iter().filter(|it| asks(&it.meta)) {
        of_gateway(store, gateway, made);
    }
}

/// Listeners that end TLS, have a host name, and name a Secret of the Gateway's namespace.
fn of_gateway(store: &Store, gateway: &Object<Gateway>, made: &mut MadeInCluster) {
    for (position, listener) in gateway.spec.spec.listeners.iter().enumerate() {
        let has_hostname = listener.hostname.as_ref().is_some_and(|it| !it.is_empty());
        let Some(tls) = listener.tls.as_ref().filter(|_| has_hostname) else {
            continue;
        };
        for (index, reference) in tls.certificate_refs.iter().flatten().enumerate() {
            let namespace = reference.namespace.as_deref();
            let is_own = namespace.is_none_or(|it| it == gateway.meta.namespace());
            let is_secret = reference
                .kind
                .as_deref()
                .is_none_or(|kind| kind == "Secret");
            if is_own && is_secret {
                let path = FieldPath::of(&["spec", "listeners"])
                    .index(position)
                    .key("tls")
                    .key("certificateRefs")
                    .index(index);
                made.add(store, plan(&gateway.meta, path, &reference.name));
            }
        }
    }
}

fn asks(object: &ObjectMeta) -> bool {
    let is_set = |key: &&str| object.annotation(key).is_some_and(|it| !it.is_empty());
    ISSUERS.iter().any(is_set) || object.annotation(TLS_ACME) == Some("true")
}
