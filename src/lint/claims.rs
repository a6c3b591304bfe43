//! Two Ingresses that claim one host and path with different backends: KIC emits both routes and Kong picks one.

use super::Context;
use crate::annotations::headers;
use crate::annotations::table::METHODS;
use crate::diag::lint;
use crate::k8s::object::Object;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use k8s_openapi::api::networking::v1::{HTTPIngressPath, IngressBackend, IngressSpec};
use std::collections::HashMap;
use std::rc::Rc;

/// What tells requests for one path apart: a claimed host, path, path type, header matches, and a method, empty for any.
type Claim<'a> = (
    &'a str,
    &'a str,
    &'a str,
    Rc<Vec<(&'a str, Vec<String>)>>,
    &'a str,
);

/// Report every path that an earlier Ingress claims for another backend under the same conditions.
pub fn lint(context: &mut Context<'_>) {
    let mut owners: HashMap<Claim<'_>, (&Object<IngressSpec>, &HTTPIngressPath)> = HashMap::new();
    for ingress in context.store.ingresses.in_age_order() {
        let headers = Rc::new(headers::of(&ingress.meta));
        let methods = methods(&ingress.meta);
        for (rule_index, rule) in ingress.spec.rules.iter().flatten().enumerate() {
            let paths = rule.http.iter().flat_map(|http| &http.paths);
            for (path_index, path) in paths.enumerate() {
                let host = rule.host.as_deref().unwrap_or_default();
                let asked = path.path.as_deref().unwrap_or("/");
                let mut others = methods.iter().filter_map(|method| {
                    let headers = Rc::clone(&headers);
                    let claim = (host, asked, path.path_type.as_str(), headers, *method);
                    let (owner, owned) = *owners.entry(claim).or_insert((ingress, path));
                    let is_other = owner.meta.key != ingress.meta.key
                        && !same_backend(owner, &owned.backend, ingress, &path.backend);
                    is_other.then_some(owner)
                });
                let first = others.next();
                // All methods are claimed, whoever owns the first.
                others.for_each(drop);
                if let Some(owner) = first {
                    let field = FieldPath::of(&["spec", "rules"])
                        .index(rule_index)
                        .key("http")
                        .key("paths")
                        .index(path_index);
                    let at = Origin::at(&ingress.meta, field);
                    context.diagnostics.push(lint::path_claimed_twice(
                        at,
                        host,
                        asked,
                        &owner.meta,
                    ));
                }
            }
        }
    }
}

/// The methods of an Ingress; the empty one when it takes any.
fn methods(meta: &ObjectMeta) -> Vec<&str> {
    let methods = METHODS.items(meta);
    if methods.is_empty() {
        vec![""]
    } else {
        methods
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
