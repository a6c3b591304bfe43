//! KongIngress and `konghq.com/host-header` on upstreams (spec 40, 2 and 6; KIC: `kongstate/upstream.go`).

use super::Context;
use crate::annotations::table::{HOST_HEADER, OVERRIDE};
use crate::controller::Switch;
use crate::diag::overrides as problems;
use crate::k8s::kong::KongIngressSpec;
use crate::k8s::object::Object;
use crate::kong::service::Service;
use crate::kong::upstream::Upstream;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use crate::secrecy::parser::without_value;
use serde_json::{Map, Value};
use std::sync::Arc;

/// Apply what the Services behind the upstream's Kong service ask for.
pub(super) fn apply(context: &mut Context<'_>, upstream: &mut Upstream, service: &Service) {
    let Ok(kong_ingress) = find_kong_ingress(context, service) else {
        // KIC gives up on the upstream altogether.
        return;
    };
    if let Some(kong_ingress) = kong_ingress {
        if service.origin().object.key.group == "gateway.networking.k8s.io" {
            return;
        }
        if let Some(settings) = &kong_ingress.spec.upstream {
            apply_kong_ingress(context, upstream, settings, &kong_ingress.meta);
        }
    }
    let mut objects: Vec<&Arc<ObjectMeta>> = service.kubernetes_services().collect();
    objects.sort_by_cached_key(|object| object.key.qualified_name());
    for object in objects {
        if let Some(header) = HOST_HEADER.text(object) {
            upstream.host_header = Some(header.to_owned());
        }
    }
}

/// The KongIngress that the first Service with a `konghq.com/override` names, if any; an error when it does not exist.
fn find_kong_ingress<'a>(
    context: &mut Context<'a>,
    service: &Service,
) -> Result<Option<&'a Object<KongIngressSpec>>, ()> {
    if !context.options.has(Switch::LegacyKinds) {
        return Ok(None);
    }
    let mut objects: Vec<&Arc<ObjectMeta>> = service.kubernetes_services().collect();
    objects.sort_by_cached_key(|object| object.key.qualified_name());
    let named = objects
        .iter()
        .find_map(|object| Some((*object, OVERRIDE.text(object)?)));
    let Some((object, name)) = named else {
        return Ok(None);
    };
    let store = context.store;
    if let Some(found) = store.kong_ingresses.get(object.namespace(), name) {
        return Ok(Some(found));
    }
    let at = OVERRIDE.at(object);
    let others = objects
        .iter()
        .copied()
        .filter(|other| other.key != object.key);
    context
        .diagnostics
        .push(problems::kong_ingress_not_found(at, name).and_all(others));
    Err(())
}

/// Copy every field that is set. A field of another type than Kong's is left alone; the API server would not have let it in.
fn apply_kong_ingress(
    context: &mut Context<'_>,
    upstream: &mut Upstream,
    settings: &Map<String, Value>,
    object: &Arc<ObjectMeta>,
) {
    let texts = [
        ("host_header", &mut upstream.host_header),
        ("algorithm", &mut upstream.algorithm),
        ("hash_on", &mut upstream.hash_on),
        ("hash_on_header", &mut upstream.hash_on_header),
        ("hash_on_cookie", &mut upstream.hash_on_cookie),
        ("hash_on_cookie_path", &mut upstream.hash_on_cookie_path),
        ("hash_on_query_arg", &mut upstream.hash_on_query_arg),
        ("hash_on_uri_capture", &mut upstream.hash_on_uri_capture),
        ("hash_fallback", &mut upstream.hash_fallback),
        ("hash_fallback_header", &mut upstream.hash_fallback_header),
        (
            "hash_fallback_query_arg",
            &mut upstream.hash_fallback_query_arg,
        ),
        (
            "hash_fallback_uri_capture",
            &mut upstream.hash_fallback_uri_capture,
        ),
    ];
    for (key, field) in texts {
        if let Some(text) = settings.get(key).and_then(Value::as_str) {
            *field = Some(text.to_owned());
        }
    }
    if let Some(slots) = settings.get("slots").and_then(Value::as_i64) {
        upstream.slots = Some(slots);
    }
    match settings.get("healthchecks") {
        None | Some(Value::Null) => {}
        Some(checks) => match serde_json::from_value(checks.clone()) {
            Ok(checks) => upstream.healthchecks = Some(checks),
            Err(error) => {
                let at = Origin::at(object, FieldPath::of(&["upstream", "healthchecks"]));
                context.diagnostics.push(problems::kong_ingress_invalid(
                    at,
                    &without_value(&error.to_string()),
                ));
            }
        },
    }
}
