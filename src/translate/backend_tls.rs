//! BackendTLSPolicy as annotations of the Services it targets (spec 20, D.1; spec 40, 4; KIC: `translator/ingressrules.go`).

use super::Context;
use crate::annotations::table as keys;
use crate::annotations::value::integer;
use crate::k8s::gateway::BackendTlsPolicySpec;
use crate::origin::ObjectMeta;
use std::sync::Arc;

const DEPTH: &str = "tls-verify-depth";

/// The Service's metadata with the annotations of its BackendTLSPolicy laid over; the same metadata when it has none.
pub fn apply(context: &mut Context<'_>, service: &Arc<ObjectMeta>) -> Arc<ObjectMeta> {
    let policy = context
        .store
        .backend_tls_policy_of(service.namespace(), service.name());
    match policy {
        Some(policy) => Arc::new(overlay(service, &policy.spec)),
        None => Arc::clone(service),
    }
}

/// The policy as annotations: server name, verification and protocol replace what stands there, CA certificates are added to it.
fn overlay(service: &ObjectMeta, policy: &BackendTlsPolicySpec) -> ObjectMeta {
    let mut changed = service.clone();
    let validation = &policy.validation;
    let mut set = |key: &str, value: String| {
        changed.annotations.insert(key.to_owned(), value);
    };
    set(keys::TLS_VERIFY.name(), "true".to_owned());
    set(keys::HOST_HEADER.name(), validation.hostname.clone());
    set(keys::PROTOCOL.name(), "https".to_owned());
    for (key, kind) in [
        (&keys::CA_CERTIFICATES_CONFIGMAPS, "ConfigMap"),
        (&keys::CA_CERTIFICATES_SECRETS, "Secret"),
    ] {
        let references = validation.ca_certificate_refs.iter().flatten();
        let added: Vec<&str> = references
            .filter(|reference| reference.kind == kind)
            .map(|reference| reference.name.as_str())
            .collect();
        if !added.is_empty() {
            let mut names = key.items(service);
            names.extend(added);
            set(key.name(), names.join(","));
        }
    }
    let options = policy.options.as_ref();
    let depth = options.and_then(|options| integer(options.get(DEPTH)?));
    if let Some(depth) = depth.filter(|depth| *depth >= 0) {
        set(keys::TLS_VERIFY_DEPTH.name(), depth.to_string());
    }
    changed
}
