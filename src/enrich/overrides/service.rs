//! Annotations of Kubernetes Services on Kong services (spec 40, 2; KIC: `kongstate/service.go`).

use super::Context;
use crate::annotations::{Key, table as keys};
use crate::diag::overrides as problems;
use crate::kong::protocol::Protocol;
use crate::kong::service::Service;
use crate::origin::ObjectMeta;
use std::sync::Arc;

/// Apply the annotations of all Services behind a Kong service, in ascending order of `namespace/name`; the last writer wins.
pub(super) fn apply(context: &mut Context<'_>, service: &mut Service) {
    let mut objects: Vec<Arc<ObjectMeta>> = service.kubernetes_services().cloned().collect();
    objects.sort_by_cached_key(|object| object.key.qualified_name());
    for object in &objects {
        apply_fields(context, service, object);
        if !apply_protocol(context, service, object, &objects) {
            // KIC looks at no further Service and leaves the path of a gRPC service alone.
            return;
        }
    }
    if matches!(service.protocol, Some(Protocol::Grpc | Protocol::Grpcs)) {
        service.path = None;
    }
}

/// `false` when the protocol is not one that KIC takes from annotations.
fn apply_protocol(
    context: &mut Context<'_>,
    service: &mut Service,
    object: &Arc<ObjectMeta>,
    all: &[Arc<ObjectMeta>],
) -> bool {
    match keys::PROTOCOL.read(object) {
        Some(Ok(protocol)) if !protocol.is_empty() => {
            service.protocol = Some(Protocol::from(&*protocol));
        }
        Some(Err(ignored)) => {
            let at = keys::PROTOCOL.at(object);
            let others = all.iter().filter(|other| other.key != object.key);
            let problem = problems::service_protocol_invalid(at, ignored);
            context.diagnostics.push(problem.and_all(others));
            return false;
        }
        Some(Ok(_)) | None => {}
    }
    true
}

/// Everything but the protocol.
fn apply_fields(context: &mut Context<'_>, service: &mut Service, object: &Arc<ObjectMeta>) {
    take(context, object, &keys::PATH, &mut service.path);
    for (key, field) in [
        (&keys::CONNECT_TIMEOUT, &mut service.connect_timeout),
        (&keys::WRITE_TIMEOUT, &mut service.write_timeout),
        (&keys::READ_TIMEOUT, &mut service.read_timeout),
        (&keys::RETRIES, &mut service.retries),
        (&keys::TLS_VERIFY_DEPTH, &mut service.tls_verify_depth),
    ] {
        take(context, object, key, field);
    }
    take(context, object, &keys::TLS_VERIFY, &mut service.tls_verify);
}

/// Put the value of an annotation into a field, unless KIC ignores it, which is told.
fn take<T>(
    context: &mut Context<'_>,
    object: &Arc<ObjectMeta>,
    key: &'static Key<T>,
    field: &mut Option<T>,
) {
    match key.read(object) {
        None => {}
        Some(Ok(value)) => *field = Some(value),
        Some(Err(ignored)) => {
            let problem = problems::value_ignored(key.at(object), ignored);
            context.diagnostics.push(problem);
        }
    }
}
