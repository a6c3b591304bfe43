//! Backends of an Ingress, and references to resources (Kubernetes: pkg/apis/networking/validation/validation.go,
//! `validateIngressBackend`, `validateIngressTypedLocalObjectReference`).

use super::refusal::Findings;
use super::{Release, names};
use crate::diag::builtin_hints::Hint;
use crate::diag::builtin_kinds::Fault;
use crate::k8s::schema::read::{deep, field, text, text_or};
use crate::k8s::schema::walk::Trail;
use crate::manifest::node::{Node, Number, Value};

/// A backend; `None` where a path has none.
pub(super) fn judge(
    backend: Option<&Node<'_>>,
    trail: &Trail<'_>,
    release: Release,
    found: &mut Findings<'_>,
) {
    let part = |key| backend.and_then(|backend| field(backend, key));
    match (part("service"), part("resource")) {
        (Some(_), Some(_)) => {
            let detail = "cannot set both resource and service backends";
            found.note(trail, Fault::Rule(detail.into()));
        }
        (None, Some(resource)) => reference(resource, &trail.key("resource"), found),
        (Some(backend), None) => service(backend, trail, release, found),
        (None, None) if part("serviceName").is_some() => {
            found.note_with(trail, Fault::NoBackend, Hint::OldBackend);
        }
        (None, None) => found.note(trail, Fault::NoBackend),
    }
}

fn service(service: &Node<'_>, backend: &Trail<'_>, release: Release, found: &mut Findings<'_>) {
    let here = backend.key("service");
    let name = text_or(service, "name", "");
    let name_at = here.key("name");
    if name.is_empty() {
        found.note(&name_at, Fault::NoServiceName);
    } else {
        let details = if release >= Release::V1_36 {
            names::label(name)
        } else {
            names::label_1035(name)
        };
        let hint = || Hint::Label(name.to_owned(), release < Release::V1_36);
        found.invalid(&name_at, details, hint);
    }
    let port_at = here.key("port");
    let port_name = deep(service, &["port", "name"])
        .and_then(Node::as_str)
        .filter(|name| !name.is_empty());
    let number = match deep(service, &["port", "number"]).map(|node| &node.value) {
        Some(Value::Number(Number::Int(number))) if *number != 0 => Some(*number),
        _ => None,
    };
    match (port_name, number) {
        (Some(_), Some(_)) => {
            let fault = Fault::Rule("cannot set both port name & port number".into());
            found.note_with(backend, fault, Hint::PortTwice);
        }
        (Some(name), None) => {
            let hint = || Hint::PortName(name.to_owned());
            found.invalid(&port_at.key("name"), names::port_name(name), hint);
        }
        (None, Some(number)) => {
            let hint = || Hint::PortNumber;
            found.invalid(&port_at.key("number"), names::port_number(number), hint);
        }
        (None, None) => {
            let fault = Fault::Required("port name or number is required");
            found.note_with(backend, fault, Hint::NoPort);
        }
    }
}

/// A reference to a resource: `apiGroup`, `kind` and `name`.
pub(super) fn reference(reference: &Node<'_>, trail: &Trail<'_>, found: &mut Findings<'_>) {
    if let Some(group) = text(reference, "apiGroup") {
        let hint = || Hint::Subdomain(group.to_owned());
        found.invalid(&trail.key("apiGroup"), names::subdomain(group), hint);
    }
    for (key, missing) in [("kind", "kind is required"), ("name", "name is required")] {
        let at = trail.key(key);
        match text_or(reference, key, "") {
            "" => found.note(&at, Fault::Required(missing)),
            value => {
                for detail in names::path_segment(value) {
                    found.note(&at, Fault::Invalid(detail.into()));
                }
            }
        }
    }
}
