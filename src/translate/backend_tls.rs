//! BackendTLSPolicy as annotations of the Services it targets (spec 20, D.1; spec 40, 4; KIC: `translator/ingressrules.go`).

use super::Context;
use crate::k8s::annotations::{integer, list_of};
use crate::k8s::gateway::BackendTlsPolicySpec;
use crate::origin::ObjectMeta;
use std::sync::Arc;

const CONFIG_MAPS: &str = "konghq.com/ca-certificates-configmaps";
const SECRETS: &str = "konghq.com/ca-certificates-secrets";
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
    set("konghq.com/tls-verify", "true".to_owned());
    set("konghq.com/host-header", validation.hostname.clone());
    set("konghq.com/protocol", "https".to_owned());
    for (key, kind) in [(CONFIG_MAPS, "ConfigMap"), (SECRETS, "Secret")] {
        let references = validation.ca_certificate_refs.iter().flatten();
        let added: Vec<&str> = references
            .filter(|reference| reference.kind == kind)
            .map(|reference| reference.name.as_str())
            .collect();
        if !added.is_empty() {
            let mut names = list_of(service, key);
            names.extend(added);
            set(key, names.join(","));
        }
    }
    let options = policy.options.as_ref();
    let depth = options.and_then(|options| integer(options.get(DEPTH)?));
    if let Some(depth) = depth.filter(|depth| *depth >= 0) {
        set("konghq.com/tls-verify-depth", depth.to_string());
    }
    changed
}
