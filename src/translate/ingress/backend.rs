//! What a path or a default backend of an Ingress points at: a Service, or a KongServiceFacade (spec 10, 4.1).

use super::Context;
use crate::diag::ingress_backends::BackendProblem;
use crate::kong::names::{self, RouteName, ServiceName, UpstreamName};
use crate::kong::port::BackendPort;
use crate::origin::{ObjectMeta, Origin};
use crate::translate::draft::Backend;
use k8s_openapi::api::core::v1::TypedLocalObjectReference;
use k8s_openapi::api::networking::v1::{self as networking, IngressServiceBackend};

/// API group of KongServiceFacade.
const FACADE_GROUP: &str = "incubator.ingress-controller.konghq.com";

/// A backend of an Ingress with the names of its Kong service and upstream.
pub(super) struct IngressBackend {
    pub(super) service_name: ServiceName,
    pub(super) host: UpstreamName,
    pub(super) backend: Backend,
    /// Whom KIC blames for the Kong service: the Ingress, or the facade.
    pub(super) owner: Origin,
    /// The port as the Ingress asks for it; it is part of names.
    port: BackendPort,
}

impl IngressBackend {
    /// Name of the route of paths with this host and backend.
    pub(super) fn route_name(&self, ingress: &ObjectMeta, host: &str) -> RouteName {
        if self.backend.is_facade {
            names::ingress_facade_route(ingress, &self.backend.name, host)
        } else {
            names::ingress_route(ingress, &self.backend.name, host, &self.port)
        }
    }
}

/// The backend of a path: a Service wins over a resource.
pub(super) fn of_path(
    context: &Context<'_>,
    backend: &networking::IngressBackend,
    origin: Origin,
) -> Result<IngressBackend, BackendProblem> {
    match (&backend.service, &backend.resource) {
        (Some(service), _) => of_service(service, origin),
        (None, Some(resource)) => of_resource(context, resource, origin),
        (None, None) => Err(BackendProblem::Missing(origin)),
    }
}

/// The default backend: here a resource wins over a Service.
pub(super) fn of_default(
    context: &Context<'_>,
    backend: &networking::IngressBackend,
    origin: Origin,
) -> Result<IngressBackend, BackendProblem> {
    match (&backend.resource, &backend.service) {
        (Some(resource), _) => of_resource(context, resource, origin),
        (None, Some(service)) => of_service(service, origin),
        (None, None) => Err(BackendProblem::Missing(origin)),
    }
}

fn of_service(
    service: &IngressServiceBackend,
    origin: Origin,
) -> Result<IngressBackend, BackendProblem> {
    if service.name.is_empty() {
        let path = origin.path.key("service").key("name");
        return Err(BackendProblem::NameEmpty(Origin { path, ..origin }));
    }
    let asked = service.port.as_ref();
    let number = asked
        .and_then(|port| port.number)
        .filter(|&number| number != 0);
    let name = asked
        .and_then(|port| port.name.as_ref())
        .filter(|name| !name.is_empty());
    let port = match (number, name) {
        (Some(number), _) => BackendPort::Number(number),
        (None, Some(name)) => BackendPort::Name(name.clone()),
        (None, None) => BackendPort::Implicit,
    };
    let namespace = origin.object.namespace().to_owned();
    let (service_name, host) = names::ingress_service(&namespace, &service.name, &port);
    Ok(IngressBackend {
        service_name,
        host,
        owner: origin.clone(),
        port: port.clone(),
        backend: Backend {
            namespace,
            name: service.name.clone(),
            is_facade: false,
            port,
            weight: None,
            origin,
            service: None,
        },
    })
}

fn of_resource(
    context: &Context<'_>,
    resource: &TypedLocalObjectReference,
    origin: Origin,
) -> Result<IngressBackend, BackendProblem> {
    let group = resource.api_group.as_deref();
    if resource.kind != "KongServiceFacade" || group != Some(FACADE_GROUP) {
        let kind = match group {
            Some(group) => format!("{group}/{}", resource.kind),
            None => resource.kind.clone(),
        };
        return Err(BackendProblem::Unsupported(origin, kind));
    }
    if !context.options.feature_gates.kong_service_facade {
        return Err(BackendProblem::FacadeDisabled(origin));
    }
    let namespace = origin.object.namespace();
    let Some(facade) = context
        .store
        .kong_service_facades
        .get(namespace, &resource.name)
    else {
        let name = format!("{namespace}/{}", resource.name);
        return Err(BackendProblem::FacadeNotFound(origin, name));
    };
    let (service_name, host) = names::facade_service(namespace, &resource.name);
    let port = BackendPort::Number(facade.spec.backend_ref.port.unwrap_or_default());
    Ok(IngressBackend {
        service_name,
        host,
        owner: Origin::of(&facade.meta),
        port: port.clone(),
        backend: Backend {
            namespace: namespace.to_owned(),
            name: resource.name.clone(),
            is_facade: true,
            port,
            weight: None,
            origin,
            service: None,
        },
    })
}
