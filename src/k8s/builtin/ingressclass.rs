//! IngressClass (Kubernetes: pkg/apis/networking/validation/validation.go, `ValidateIngressClass`).

use super::refusal::Findings;
use super::{Release, backend, names, spec};
use crate::diag::builtin_hints::Hint;
use crate::diag::builtin_kinds::Fault;
use crate::k8s::schema::read::{field, text, text_or};
use crate::k8s::schema::walk::Trail;
use crate::manifest::node::Node;

/// Most bytes of the name of a controller.
const MAX_CONTROLLER: usize = 250;

/// Judge an IngressClass.
pub(in crate::k8s) fn judge(document: &Node<'_>, _: Release, found: &mut Findings<'_>) {
    let (spec, here) = spec(document);
    let controller = text_or(spec, "controller", "");
    let at = here.key("controller");
    if controller.is_empty() {
        found.note(&at, Fault::Required(""));
    } else {
        if controller.len() > MAX_CONTROLLER {
            found.note(&at, Fault::TooLong(MAX_CONTROLLER));
        }
        for detail in names::domain_prefixed_path(controller) {
            found.note(&at, Fault::Invalid(detail.into()));
        }
    }
    if let Some(node) = field(spec, "parameters") {
        parameters(node, &here.key("parameters"), found);
    }
}

fn parameters(parameters: &Node<'_>, trail: &Trail<'_>, found: &mut Findings<'_>) {
    backend::reference(parameters, trail, found);
    let scope_at = trail.key("scope");
    if found.is_wrong(&scope_at) {
        return;
    }
    let scope = text(parameters, "scope").unwrap_or("Cluster");
    found.one_of(&scope_at, scope, &["Cluster", "Namespace"]);
    let at = trail.key("namespace");
    match (scope, text(parameters, "namespace")) {
        ("Cluster", Some(_)) => {
            let detail = "`parameters.scope` is set to 'Cluster'";
            found.note(&at, Fault::Rule(detail.into()));
        }
        ("Namespace", None) => {
            found.note(
                &at,
                Fault::Required("`parameters.scope` is set to 'Namespace'"),
            );
        }
        ("Namespace", Some(namespace)) => {
            let hint = || Hint::Label(namespace.to_owned(), false);
            found.invalid(&at, names::label(namespace), hint);
        }
        _ => {}
    }
}
