//! The most precise place to blame: the annotation that a field was taken from, if there is one, or the field of the object.

use crate::annotations::table::{HEADERS, TAGS, giving};
use crate::kong::route::Route;
use crate::kong::service::Service;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use crate::schema::validate::Step;
use std::sync::Arc;

/// Where the fields of an entity come from.
#[derive(Clone, Copy)]
pub(super) enum Blame<'s> {
    /// From annotations of Kubernetes Services.
    Service(&'s Service),
    /// Of an upstream: its tags from annotations of the Kubernetes Services.
    Upstream(Option<&'s Service>),
    /// From annotations of the route's object.
    Route(&'s Route),
    /// From the fields of the same names in the object.
    Same,
    /// From those below `spec`.
    Spec,
    /// From the keys of the same names in a Secret.
    Data,
    /// From all over the object.
    Whole,
    /// From a file whose values are not told.
    File,
}

impl Blame<'_> {
    /// The origin of a field, `whole` being that of the entity.
    pub(super) fn at(&self, whole: &Origin, path: &[Step]) -> Origin {
        let Some(Step::Field(field)) = path.first() else {
            return whole.clone();
        };
        let object = &whole.object;
        let found = match self {
            Self::Service(service) => Some(service_field(service, field)),
            Self::Upstream(Some(service)) if field == "tags" => Some(service_field(service, field)),
            Self::Upstream(_) => return whole.clone(),
            Self::Route(route) => match path {
                [_, Step::Key(name), ..] if field == "headers" => {
                    let key = format!("{}{name}", HEADERS.name());
                    let is_there = object.annotation(&key).is_some();
                    is_there.then(|| Origin::at(object, FieldPath::annotation(key)))
                }
                _ => Some(route_field(route, field)),
            },
            Self::Same if field != "tags" => Some(Origin::at(object, below(&[], path))),
            Self::Spec if field != "tags" => Some(Origin::at(object, below(&["spec"], path))),
            Self::Data if field != "tags" => Some(Origin::at(object, below(&["data"], &path[..1]))),
            Self::Same | Self::Spec | Self::Data | Self::Whole | Self::File => None,
        };
        found.unwrap_or_else(|| {
            if field == "tags" && TAGS.written(object).is_some() {
                TAGS.at(object)
            } else {
                whole.clone()
            }
        })
    }
}

fn below(start: &[&'static str], path: &[Step]) -> FieldPath {
    path.iter()
        .fold(FieldPath::of(start), |at, step| match step {
            Step::Field(name) | Step::Key(name) => at.key(name.clone()),
            Step::Item(index) => at.index(*index),
        })
}

/// The annotation of the route object that gave a field of the route its value, else where the route comes from.
pub(super) fn route_field(route: &Route, field: &str) -> Origin {
    let annotation = annotation(&route.origin().object, &format!("route.{field}"));
    annotation.unwrap_or_else(|| route.origin().clone())
}

/// The annotation of one of the Kubernetes Services that gave a field its value, else where the service comes from.
fn service_field(service: &Service, field: &str) -> Origin {
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
