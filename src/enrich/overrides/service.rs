//! Annotations of Kubernetes Services on Kong services (spec 40, 2; KIC: `kongstate/service.go`).

use super::Context;
use crate::diag::overrides as problems;
use crate::k8s::annotations::{go_bool, integer, is_protocol};
use crate::kong::protocol::Protocol;
use crate::kong::service::Service;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::sync::Arc;

/// Apply the annotations of all Services behind a Kong service, in ascending order of `namespace/name`; the last writer wins.
pub(super) fn apply(context: &mut Context<'_>, service: &mut Service) {
    let mut objects: Vec<Arc<ObjectMeta>> = service.kubernetes_services().cloned().collect();
    objects.sort_by_cached_key(|object| object.key.qualified_name());
    for object in &objects {
        apply_numbers(context, service, object);
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
    let key = "konghq.com/protocol";
    let Some(value) = object.annotation(key).filter(|value| !value.is_empty()) else {
        return true;
    };
    if !is_protocol(value) {
        let at = Origin::at(object, FieldPath::annotation(key));
        let others = all.iter().filter(|other| other.key != object.key);
        context
            .diagnostics
            .push(problems::service_protocol_invalid(at, value).and_all(others));
        return false;
    }
    service.protocol = Some(Protocol::from(value));
    true
}

/// Everything but the protocol.
fn apply_numbers(context: &mut Context<'_>, service: &mut Service, object: &Arc<ObjectMeta>) {
    let mut ignored = |key: &'static str, value: &str, expected: &str| {
        let at = Origin::at(object, FieldPath::annotation(key));
        context
            .diagnostics
            .push(problems::value_ignored(at, key, value, expected));
    };
    if let Some(value) = object.annotation("konghq.com/path") {
        if value.starts_with('/') {
            service.path = Some(value.to_owned());
        } else {
            ignored("konghq.com/path", value, "a path that begins with `/`");
        }
    }
    let numbers = [
        ("konghq.com/connect-timeout", &mut service.connect_timeout),
        ("konghq.com/write-timeout", &mut service.write_timeout),
        ("konghq.com/read-timeout", &mut service.read_timeout),
        ("konghq.com/retries", &mut service.retries),
        ("konghq.com/tls-verify-depth", &mut service.tls_verify_depth),
    ];
    for (key, field) in numbers {
        if let Some(value) = object.annotation(key) {
            match integer(value) {
                Some(number) => *field = Some(number),
                None => ignored(key, value, "a whole number without a unit"),
            }
        }
    }
    if let Some(value) = object.annotation("konghq.com/tls-verify") {
        match go_bool(value) {
            Some(verify) => service.tls_verify = Some(verify),
            None => ignored("konghq.com/tls-verify", value, "`true` or `false`"),
        }
    }
}
