//! Backends of Kong services to Kubernetes Services: resolution, tags, consistency of annotations (spec 10, 9.1 and 9.2;
//! KIC: `translator/ingressrules.go`).

use super::draft::{Backend, Draft};
use super::{Context, Services, backend_tls};
use crate::annotations::KONG_PREFIX;
use crate::diag::backends as problems;
use crate::kong::names::{Tag, object_tags, placeholder_tags};
use crate::kong::port::BackendPort;
use crate::options::RouterFlavor;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Resolve the backends of all services; mark those that must be skipped.
pub fn resolve(context: &mut Context<'_>, services: &mut Services) {
    for service in services.values_mut() {
        resolve_service(context, service);
    }
}

fn resolve_service(context: &mut Context<'_>, service: &mut Draft) {
    let mut backends = std::mem::take(&mut service.backends);
    for backend in &mut backends {
        backend.service = find(context, backend);
        if backend.service.is_none() {
            let (namespace, name) = kubernetes_name(context, backend);
            let nearest = context.store.services.nearest(namespace, name);
            let problem = problems::service_not_found(
                (&format!("{namespace}/{name}"), name),
                &backend.origin,
                &service.backend_origin,
                service.origin(),
            );
            context.diagnostics.push(problem.did_you_mean(nearest));
        }
    }
    service.backends = backends;
    if !is_consistent(context, service) {
        service.skipped = true;
        for backend in &mut service.backends {
            backend.service = None;
        }
        context.diagnostics.push(problems::service_left_out(
            service.name.as_str(),
            service.origin().clone(),
            service.backends.iter().map(|backend| backend.name.as_str()),
        ));
        return;
    }
    service.tags = tags(context, service);
    // Tags and consistency go by the annotations as written, before a BackendTLSPolicy changes them.
    for backend in &mut service.backends {
        if let Some(kubernetes) = &mut backend.service {
            *kubernetes = backend_tls::apply(context, kubernetes);
        }
    }
}

/// The Kubernetes Service of a backend; a facade's annotations are laid over its own, key by key.
fn find(context: &Context<'_>, backend: &Backend) -> Option<Arc<ObjectMeta>> {
    let store = context.store;
    if !backend.is_facade {
        let service = store.services.get(&backend.namespace, &backend.name)?;
        return Some(Arc::clone(&service.meta));
    }
    let facade = store
        .kong_service_facades
        .get(&backend.namespace, &backend.name)?;
    let service = store
        .services
        .get(&backend.namespace, &facade.spec.backend_ref.name)?;
    let mut merged = ObjectMeta::clone(&service.meta);
    merged.annotations.extend(
        facade
            .meta
            .annotations
            .iter()
            .map(|(key, value)| (key.clone(), value.clone())),
    );
    Some(Arc::new(merged))
}

/// Namespace and name of the Kubernetes Service that a backend means.
fn kubernetes_name<'b>(context: &'b Context<'_>, backend: &'b Backend) -> (&'b str, &'b str) {
    let facade = backend
        .is_facade
        .then(|| {
            context
                .store
                .kong_service_facades
                .get(&backend.namespace, &backend.name)
        })
        .flatten();
    let name = facade.map_or(&backend.name, |facade| &facade.spec.backend_ref.name);
    (&backend.namespace, name)
}

/// Whether all Services of a Kong service have the same annotations of Kong. Each that lacks one, or has another value than the
/// first that has it, is reported; KIC blames every Service for every key that differs.
fn is_consistent(context: &mut Context<'_>, service: &Draft) -> bool {
    let resolved: Vec<&Arc<ObjectMeta>> = service.kubernetes_services().collect();
    let [first, others @ ..] = resolved.as_slice() else {
        return true;
    };
    if others.is_empty() {
        return true;
    }
    let keys: BTreeSet<&str> = resolved
        .iter()
        .flat_map(|object| object.annotations.keys())
        .map(String::as_str)
        .filter(|key| key.starts_with(KONG_PREFIX))
        .collect();
    let mut consistent = true;
    for key in keys {
        let value = first.annotation(key);
        if others.iter().all(|other| other.annotation(key) == value) {
            continue;
        }
        consistent = false;
        for object in &resolved {
            context.diagnostics.push(problems::annotations_inconsistent(
                Origin::at(object, FieldPath::annotation(key.to_owned())),
                key,
                object.annotation(key),
                service.name.as_str(),
            ));
        }
    }
    consistent
}

/// Tags of a Kong service, by the number of backends that resolve.
fn tags(context: &Context<'_>, service: &Draft) -> Vec<Tag> {
    let resolved: Vec<&Arc<ObjectMeta>> = service.kubernetes_services().collect();
    match resolved.as_slice() {
        [] => placeholder_tags(),
        [only] => match service.backends.as_slice() {
            [backend] if backend.is_facade => context
                .store
                .kong_service_facades
                .get(&backend.namespace, &backend.name)
                .map_or_else(Vec::new, |facade| object_tags(&facade.meta, [])),
            _ => object_tags(only, []),
        },
        _ => {
            let parent = &service.backend_origin.object;
            // KIC's traditional translator of GRPCRoute sets no parent (spec 20, C.1).
            let has_parent = parent.key.kind != "GRPCRoute"
                || context.options.router_flavor == RouterFlavor::Expressions;
            if has_parent {
                object_tags(parent, [])
            } else {
                Vec::new()
            }
        }
    }
}

/// The text of a port as a backend asks for it.
pub(super) fn asked_port(port: &BackendPort) -> String {
    match port {
        BackendPort::Number(number) => number.to_string(),
        BackendPort::Name(name) => name.clone(),
        BackendPort::Implicit => "the only port".to_owned(),
    }
}
