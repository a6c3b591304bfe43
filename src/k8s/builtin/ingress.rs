//! Ingress (Kubernetes: pkg/apis/networking/validation/validation.go, `ValidateIngressCreate`).

use super::metadata::texts;
use super::refusal::Findings;
use super::{Release, addresses, backend, names, spec};
use crate::annotations::table::INGRESS_CLASS;
use crate::diag::builtin_hints::Hint;
use crate::diag::builtin_kinds::Fault;
use crate::k8s::schema::read::{deep, field, list, text, text_or};
use crate::k8s::schema::walk::Trail;
use crate::manifest::node::Node;

/// Judge an Ingress.
pub(in crate::k8s) fn judge(document: &Node<'_>, release: Release, found: &mut Findings<'_>) {
    let (spec, here) = spec(document);
    let rules = list(spec, "rules");
    let default_backend = field(spec, "defaultBackend");
    if rules.is_empty() && default_backend.is_none() {
        let detail = "either `defaultBackend` or `rules` must be specified";
        found.note_with(&here, Fault::Rule(detail.into()), Hint::NoRules);
    }
    if default_backend.is_some() {
        let at = here.key("defaultBackend");
        backend::judge(default_backend, &at, release, found);
    }
    let rules_at = here.key("rules");
    for (index, item) in rules.iter().enumerate() {
        rule(item, &rules_at.index(index), release, found);
    }
    let tls_at = here.key("tls");
    for (index, item) in list(spec, "tls").iter().enumerate() {
        tls(item, &tls_at.index(index), found);
    }
    if let Some(class) = text(spec, "ingressClassName") {
        let hint = || Hint::Subdomain(class.to_owned());
        found.invalid(&here.key("ingressClassName"), names::subdomain(class), hint);
        class_annotation(document, class, found);
    }
}

/// The annotation of old, which must not differ from the field. Its path has no `metadata` for the API server.
fn class_annotation(document: &Node<'_>, class: &str, found: &mut Findings<'_>) {
    let written = document
        .get("metadata")
        .and_then(|metadata| metadata.get("annotations"))
        .and_then(|annotations| annotations.get(INGRESS_CLASS.name()));
    if written.is_some_and(|annotation| annotation.as_str().unwrap_or_default() != class) {
        let metadata = Trail::field("metadata");
        let annotations = metadata.key("annotations");
        let detail = "must match `ingressClassName` when both are specified";
        found.note_with(
            &annotations.key(INGRESS_CLASS.name()),
            Fault::Rule(detail.into()),
            Hint::TwoClasses,
        );
    }
}

fn rule(rule: &Node<'_>, trail: &Trail<'_>, release: Release, found: &mut Findings<'_>) {
    let host = text_or(rule, "host", "");
    if !host.is_empty() {
        let at = trail.key("host");
        let hint = || Hint::Host(host.to_owned());
        let is_address = addresses::parse(host).is_some();
        let address = is_address.then_some("must be a DNS name, not an IP address");
        found.invalid(&at, address, hint);
        found.invalid(&at, host_name(host), hint);
    }
    let Some(http) = field(rule, "http") else {
        return;
    };
    let http_at = trail.key("http");
    let paths_at = http_at.key("paths");
    let paths = list(http, "paths");
    if paths.is_empty() {
        found.note(&paths_at, Fault::Required(""));
    }
    for (index, item) in paths.iter().enumerate() {
        path(item, &paths_at.index(index), release, found);
    }
}

/// A host, with a wildcard or without.
fn host_name(host: &str) -> names::Details {
    if host.contains('*') {
        names::wildcard_subdomain(host)
    } else {
        names::subdomain(host)
    }
}

/// A path; without a type nothing more is asked.
fn path(item: &Node<'_>, trail: &Trail<'_>, release: Release, found: &mut Findings<'_>) {
    let type_at = trail.key("pathType");
    let Some(path_type) = text(item, "pathType") else {
        let fault = Fault::Required("pathType must be specified");
        return found.note_with(&type_at, fault, Hint::PathType);
    };
    let path = text_or(item, "path", "");
    let at = trail.key("path");
    match path_type {
        "Exact" | "Prefix" => {
            absolute(path, &at, found);
            segments(path, &at, found);
        }
        "ImplementationSpecific" if path.is_empty() => {}
        "ImplementationSpecific" => absolute(path, &at, found),
        other => found.note(&type_at, Fault::UnknownPathType(other.to_owned())),
    }
    backend::judge(
        field(item, "backend"),
        &trail.key("backend"),
        release,
        found,
    );
}

fn absolute(path: &str, trail: &Trail<'_>, found: &mut Findings<'_>) {
    let detail = (!path.starts_with('/')).then_some("must be an absolute path");
    found.invalid(trail, detail, || Hint::RelativePath(path.to_owned()));
}

/// What paths that are compared by segments may not hold.
fn segments(path: &str, trail: &Trail<'_>, found: &mut Findings<'_>) {
    let inside = [
        ("//", "must not contain '//'"),
        ("/./", "must not contain '/./'"),
        ("/../", "must not contain '/../'"),
        ("%2f", "must not contain '%2f'"),
        ("%2F", "must not contain '%2F'"),
    ];
    let at_end = [
        ("/..", "cannot end with '/..'"),
        ("/.", "cannot end with '/.'"),
    ];
    let inside = inside.into_iter().filter(|(text, _)| path.contains(text));
    let at_end = at_end.into_iter().filter(|(text, _)| path.ends_with(text));
    let details = inside.chain(at_end).map(|(_, detail)| detail);
    found.invalid(trail, details, || Hint::PathSegments);
}

fn tls(tls: &Node<'_>, trail: &Trail<'_>, found: &mut Findings<'_>) {
    let hosts_at = trail.key("hosts");
    for (index, host) in deep(tls, &["hosts"]).into_iter().flat_map(texts) {
        let hint = || Hint::Host(host.to_owned());
        found.invalid(&hosts_at.index(index), host_name(host), hint);
    }
    let secret = text_or(tls, "secretName", "");
    if !secret.is_empty() {
        let hint = || Hint::Subdomain(secret.to_owned());
        found.invalid(&trail.key("secretName"), names::subdomain(secret), hint);
    }
}
