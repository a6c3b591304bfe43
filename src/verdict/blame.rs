//! The most precise place to blame: the annotation that a field was taken from, if there is one.

use crate::kong::route::Route;
use crate::kong::service::Service;
use crate::origin::{FieldPath, Origin};

/// The annotation of the route object that gave a field its value, else where the route comes from.
pub(super) fn route_annotation(route: &Route, annotation: &'static str) -> Origin {
    match route.origin().object.annotation(annotation) {
        Some(_) => Origin::at(&route.origin().object, FieldPath::annotation(annotation)),
        None => route.origin().clone(),
    }
}

/// The annotation of one of the Kubernetes Services that gave a field its value, else where the service comes from.
pub(super) fn service_annotation(service: &Service, annotation: &'static str) -> Origin {
    service
        .kubernetes_services()
        .chain([&service.origin().object])
        .find(|object| object.annotation(annotation).is_some())
        .map_or_else(
            || service.origin().clone(),
            |object| Origin::at(object, FieldPath::annotation(annotation)),
        )
}
