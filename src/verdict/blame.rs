//! The most precise place to blame: the annotation that a field was taken from, if there is one, or the field of the object.

use crate::kong::route::Route;
use crate::kong::service::Service;
use crate::origin::{FieldPath, Origin};
use crate::schema::validate::Step;

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

/// The annotation that adds tags.
const TAGS: &str = "konghq.com/tags";

/// The annotations that give the fields of services.
const OF_SERVICES: [(&str, &str); 11] = [
    ("ca_certificates", "konghq.com/ca-certificates-secrets"),
    ("client_certificate", "konghq.com/client-cert"),
    ("connect_timeout", "konghq.com/connect-timeout"),
    ("path", "konghq.com/path"),
    ("protocol", "konghq.com/protocol"),
    ("read_timeout", "konghq.com/read-timeout"),
    ("retries", "konghq.com/retries"),
    ("tags", TAGS),
    ("tls_verify", "konghq.com/tls-verify"),
    ("tls_verify_depth", "konghq.com/tls-verify-depth"),
    ("write_timeout", "konghq.com/write-timeout"),
];

/// The annotations that give the fields of routes.
const OF_ROUTES: [(&str, &str); 5] = [
    (
        "https_redirect_status_code",
        "konghq.com/https-redirect-status-code",
    ),
    ("methods", "konghq.com/methods"),
    ("path_handling", "konghq.com/path-handling"),
    ("protocols", "konghq.com/protocols"),
    ("snis", "konghq.com/snis"),
];

impl Blame<'_> {
    /// The origin of a field, `whole` being that of the entity.
    pub(super) fn at(&self, whole: &Origin, path: &[Step]) -> Origin {
        let Some(Step::Field(field)) = path.first() else {
            return whole.clone();
        };
        let annotation = |table: &[(&'static str, &'static str)]| {
            table.iter().find(|(name, _)| name == field).map(|it| it.1)
        };
        let object = &whole.object;
        let found = match self {
            Self::Service(service) => {
                annotation(&OF_SERVICES).map(|it| service_annotation(service, it))
            }
            Self::Upstream(Some(service)) if field == "tags" => {
                Some(service_annotation(service, TAGS))
            }
            Self::Upstream(_) => return whole.clone(),
            Self::Route(route) => match path {
                [_, Step::Key(name), ..] if field == "headers" => {
                    let key = format!("konghq.com/headers.{name}");
                    let is_there = object.annotation(&key).is_some();
                    is_there.then(|| Origin::at(object, FieldPath::annotation(key)))
                }
                _ => annotation(&OF_ROUTES).map(|it| route_annotation(route, it)),
            },
            Self::Same if field != "tags" => Some(Origin::at(object, below(&[], path))),
            Self::Spec if field != "tags" => Some(Origin::at(object, below(&["spec"], path))),
            Self::Data if field != "tags" => Some(Origin::at(object, below(&["data"], &path[..1]))),
            Self::Same | Self::Spec | Self::Data | Self::Whole | Self::File => None,
        };
        found.unwrap_or_else(|| {
            let is_tagged = field == "tags" && object.annotation(TAGS).is_some();
            if is_tagged {
                Origin::at(object, FieldPath::annotation(TAGS))
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

/// The annotation of the route object that gave a field its value, else where the route comes from.
pub(super) fn route_annotation(route: &Route, annotation: &'static str) -> Origin {
    match route.origin.object.annotation(annotation) {
        Some(_) => Origin::at(&route.origin.object, FieldPath::annotation(annotation)),
        None => route.origin.clone(),
    }
}

/// The annotation of one of the Kubernetes Services that gave a field its value, else where the service comes from.
fn service_annotation(service: &Service, annotation: &'static str) -> Origin {
    service
        .kubernetes_services()
        .chain([&service.origin.object])
        .find(|object| object.annotation(annotation).is_some())
        .map_or_else(
            || service.origin.clone(),
            |object| Origin::at(object, FieldPath::annotation(annotation)),
        )
}
