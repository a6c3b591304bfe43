//! Two Ingresses that claim one host and path with different backends: KIC emits both routes and Kong picks one.

use super::Context;
use crate::diag::lint;
use crate::k8s::object::Object;
use crate::origin::{FieldPath, Origin};
use k8s_openapi::api::networking::v1::{HTTPIngressPath, IngressBackend, IngressSpec};
use std::collections::HashMap;

/// A claimed host, path and path type.
type Claim<'a> = (&'a str, &'a str, &'a str);

/// Report every path that an earlier Ingress claims for another backend.
pub fn lint(context: &mut Context<'_>) {
    let mut owners: HashMap<Claim<'_>, (&Object<IngressSpec>, &HTTPIngressPath)> = HashMap::new();
    for ingress in context.store.ingresses.in_age_order() {
        for (rule_index, rule) in ingress.spec.rules.iter().flatten().enumerate() {
            let paths = rule.http.iter().flat_map(|http| &http.paths);
            for (path_index, path) in paths.enumerate() {
                let claim = (
                    rule.host.as_deref().unwrap_or_default(),
                    path.path.as_deref().unwrap_or("/"),
                    path.path_type.as_str(),
                );
                let Some((owner, owned)) = owners.get(&claim) else {
                    owners.insert(claim, (ingress, path));
                    continue;
                };
                if owner.meta.key == ingress.meta.key
                    || same_backend(owner, &owned.backend, ingress, &path.backend)
                {
                    continue;
                }
                let field = FieldPath::of(&["spec", "rules"])
                    .index(rule_index)
                    .key("http")
                    .key("paths")
                    .index(path_index);
                let at = Origin::at(&ingress.meta, field);
                context.diagnostics.push(lint::path_claimed_twice(
                    at,
                    claim.0,
                    claim.1,
                    &owner.meta,
                ));
            }
        }
    }
}

fn same_backend(
    a: &Object<IngressSpec>,
    left: &IngressBackend,
    b: &Object<IngressSpec>,
    right: &IngressBackend,
) -> bool {
    a.meta.namespace() == b.meta.namespace() && left == right
}
