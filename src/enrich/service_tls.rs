//! Client certificates and CA certificates of services, from annotations of their Kubernetes Services (spec 44, 1.2 and 3).
//!
//! KIC: `internal/dataplane/translator/ingressrules.go`.

use super::{Context, ca_certificates};
use crate::annotations::table as keys;
use crate::diag::certificates as problems;
use crate::diag::secrets::{self, Consequence};
use crate::kong::pending::{Pending, TlsSecret};
use crate::kong::service::Service;
use crate::kong::state::State;
use crate::options::{LabelSelector, Secrets};
use crate::origin::{ObjectMeta, Origin};
use crate::store::made_in_cluster::MadeSecret;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Set them. A Service that is a backend twice counts twice.
pub fn apply(context: &mut Context<'_>, state: &mut State, pending: &mut Pending) {
    for service in state.services.values_mut() {
        let objects: Vec<Arc<ObjectMeta>> = service.kubernetes_services().cloned().collect();
        for object in &objects {
            if let Some(secret) =
                client_certificate(context, &mut pending.tls_secrets, (service, object))
            {
                let wanted = &mut pending.client_certificates;
                wanted.insert(service.name.clone(), secret);
            }
            authorities(context, service, object);
        }
    }
}

/// The protocol as these annotations see it: not what the kind of route implies.
fn effective_protocol(object: &ObjectMeta) -> &str {
    keys::PROTOCOL.text(object).unwrap_or("http")
}

/// Whether the protocol has no TLS. Any other text passes, even one that is no protocol.
fn lacks_tls(protocol: &str) -> bool {
    matches!(
        protocol,
        "http" | "grpc" | "tcp" | "tls_passthrough" | "udp" | "ws"
    )
}

/// The Secret of the client certificate that a Service asks for.
fn client_certificate(
    context: &mut Context<'_>,
    tls_secrets: &mut BTreeMap<(String, String), TlsSecret>,
    (service, object): (&Service, &Arc<ObjectMeta>),
) -> Option<(String, String)> {
    let secret = keys::CLIENT_CERT.text(object)?;
    let at = keys::CLIENT_CERT.at(object);
    let namespace = object.namespace();
    if !context.store.has_secret(namespace, secret) && context.options.secrets == Secrets::Inline {
        let name = format!("{namespace}/{secret}");
        let nearest = context.store.secrets.nearest(namespace, secret);
        let problem = problems::secret_not_found([at], &name);
        let problem = problem.map(|problem| problem.did_you_mean(nearest));
        context.diagnostics.extend(problem);
        return None;
    }
    let protocol = effective_protocol(object);
    if lacks_tls(protocol) {
        // The failure names the protocol that the kind of route implies.
        let implied = service.protocol.as_ref().map(ToString::to_string);
        let told = implied.as_deref().unwrap_or_default();
        let what = ("client certificate", "Client certificate");
        context
            .diagnostics
            .push(problems::incompatible_protocol(at, what, (protocol, told)));
        return None;
    }
    let key = (namespace.to_owned(), secret.to_owned());
    let tls_secret = tls_secrets.entry(key.clone()).or_default();
    tls_secret.parents.push(at);
    Some(key)
}

fn authorities(context: &mut Context<'_>, service: &mut Service, object: &Arc<ObjectMeta>) {
    let secrets = keys::CA_CERTIFICATES_SECRETS.items(object);
    let config_maps = keys::CA_CERTIFICATES_CONFIGMAPS.items(object);
    let at = if !secrets.is_empty() {
        keys::CA_CERTIFICATES_SECRETS.at(object)
    } else if !config_maps.is_empty() {
        keys::CA_CERTIFICATES_CONFIGMAPS.at(object)
    } else {
        return;
    };
    if !keys::TLS_VERIFY.is_set(object) {
        context.diagnostics.push(problems::without_verification(at));
        return;
    }
    let protocol = effective_protocol(object);
    if lacks_tls(protocol) {
        let what = ("CA certificates", "CA certificates");
        let protocols = (protocol, protocol);
        context
            .diagnostics
            .push(problems::incompatible_protocol(at, what, protocols));
        return;
    }
    let store = context.store;
    let namespace = object.namespace();
    for name in secrets {
        let found = store
            .secrets
            .get(namespace, name)
            .filter(|secret| is_watched(&secret.meta, &context.options.secret_label_selector))
            .map(|secret| {
                let data = secret.spec.data.as_ref();
                let id = data.and_then(|data| data.get("id"));
                let id = id.map(|id| String::from_utf8_lossy(&id.0).into_owned());
                (&secret.meta, id)
            });
        let at = keys::CA_CERTIFICATES_SECRETS.at(object);
        if store.secrets.get(namespace, name).is_none()
            && let Some(made) = store.made_in_cluster.get(namespace, name)
        {
            service
                .ca_certificates
                .extend(id_of_made(context, at, made));
            continue;
        }
        let ask = format!("Secret {namespace}/{name}");
        service
            .ca_certificates
            .extend(ca_id(context, at, &ask, found));
    }
    for name in config_maps {
        let found = store
            .config_maps
            .get(namespace, name)
            .filter(|config_map| {
                is_watched(&config_map.meta, &context.options.configmap_label_selector)
            })
            .map(|config_map| {
                let data = config_map.spec.data.as_ref();
                (
                    &config_map.meta,
                    data.and_then(|data| data.get("id")).cloned(),
                )
            });
        let at = keys::CA_CERTIFICATES_CONFIGMAPS.at(object);
        let ask = format!("ConfigMap {namespace}/{name}");
        service
            .ca_certificates
            .extend(ca_id(context, at, &ask, found));
    }
}

/// The id of a CA certificate whose Secret is made in the cluster, when the whole of it is known: a CA certificate is written in clear.
fn id_of_made(context: &mut Context<'_>, at: Origin, made: &MadeSecret) -> Option<String> {
    let object = &made.secret.meta;
    if !made.may_have("id") {
        context
            .diagnostics
            .push(problems::ca_without_id(Origin::of(object), Some(at)));
        return None;
    }
    if !keys::CA_CERT.is_set(object) {
        context
            .diagnostics
            .push(problems::ca_not_configured(at.clone(), Origin::of(object)));
    }
    if ca_certificates::is_known(made) {
        let id = made.known("id")?;
        return Some(String::from_utf8_lossy(id).into_owned());
    }
    context.diagnostics.extend(secrets::made_in_cluster(
        [at],
        &object.key.qualified_name(),
        (made.controller, &made.maker),
        Consequence::NoVariable("id"),
    ));
    None
}

/// The id in the object that was `found`, whatever the state of its certificate.
fn ca_id(
    context: &mut Context<'_>,
    at: Origin,
    ask: &str,
    found: Option<(&Arc<ObjectMeta>, Option<String>)>,
) -> Option<String> {
    let Some((object, id)) = found else {
        context.diagnostics.push(problems::ca_not_found(at, ask));
        return None;
    };
    if id.is_none() {
        context
            .diagnostics
            .push(problems::ca_without_id(Origin::of(object), Some(at)));
    } else if !keys::CA_CERT.is_set(object) {
        context
            .diagnostics
            .push(problems::ca_not_configured(at, Origin::of(object)));
    }
    id
}

/// Whether the controller sees an object that only this annotation names, given the label that its selector asks for (spec 45, 8).
/// Every other use of a Secret or ConfigMap makes the controller watch it, whatever its labels; this one does not.
fn is_watched(object: &ObjectMeta, selector: &LabelSelector) -> bool {
    selector.takes(&object.labels)
        || keys::CA_CERT.is_set(object)
        || keys::CREDENTIAL.written(object).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_no_protocol_counts_as_one_with_tls() {
        assert!(lacks_tls("http") && lacks_tls("tls_passthrough"));
        assert!(!lacks_tls("https") && !lacks_tls("nonsense"));
    }
}
