//! The most precise place to blame: the annotation that a field was taken from, if there is one.

use crate::annotations::table::giving;
use crate::kong::route::Route;
use crate::kong::service::Service;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::sync::Arc;

/// The annotation of the route object that gave a field of the route its value, else where the route comes from.
pub(super) fn route_field(route: &Route, field: &str) -> Origin {
    let annotation = annotation(&route.origin().object, &format!("route.{field}"));
    annotation.unwrap_or_else(|| route.origin().clone())
}

/// The annotation of one of the Kubernetes Services that gave a field its value, else where the service comes from.
pub(super) fn service_field(service: &Service, field: &str) -> Origin {
    let field = format!("service.{field}");
    service
        .kubernetes_services()
        .chain([&service.origin().object])
        .find_map(|object| annotation(object, &field))
        .unwrap_or_else(|| service.origin().clone())
}

/// The first annotation of an object that gives a field.
fn annotation(object: &Arc<ObjectMeta>, field: &str) -> Option<Origin> {
    let key = giving(field).find(|key| object.annotation(key).is_some())?;
    Some(Origin::at(object, FieldPath::annotation(key)))
}
