//! A service while it is translated, with what translation notes down about it.

use crate::kong::names::{ServiceName, UpstreamName};
use crate::kong::pending::ExtensionPlugins;
use crate::kong::port::BackendPort;
use crate::kong::service::{Behind, Service};
use crate::origin::{ObjectMeta, Origin};
use std::ops::{Deref, DerefMut};
use std::sync::Arc;

/// A service being translated; it is used like the service that it becomes.
#[derive(Debug, Clone)]
pub struct Draft {
    /// What is made so far, its routes included.
    pub service: Service,
    /// What its rules name as backends, resolved or not, in order.
    pub backends: Vec<Backend>,
    /// The object to blame for a backend that does not resolve (spec 10, 10: owner B); owner A is the service's own.
    pub backend_origin: Origin,
    /// Set when the service must not be emitted though its upstream is (spec 10, 9.1).
    pub skipped: bool,
    /// What its routes' filters ask for.
    pub extension_plugins: ExtensionPlugins,
}

/// One backend of a service.
#[derive(Debug, Clone, PartialEq)]
pub struct Backend {
    /// Namespace of the Kubernetes Service (or facade).
    pub namespace: String,
    /// Name of the Kubernetes Service (or facade).
    pub name: String,
    /// Whether `name` is a KongServiceFacade.
    pub is_facade: bool,
    /// How the port is asked for.
    pub port: BackendPort,
    /// Weight, for Gateway API backends.
    pub weight: Option<i64>,
    /// The backend in the manifest.
    pub origin: Origin,
    /// The Kubernetes Service behind it, once resolved; with a facade's annotations and a BackendTLSPolicy laid over.
    pub service: Option<Arc<ObjectMeta>>,
}

impl Draft {
    /// A service with a name, a host and an owner, and nothing else set.
    pub fn new(name: ServiceName, host: UpstreamName, origin: Origin) -> Self {
        Self {
            service: Service::new(name, host, origin.clone()),
            backends: Vec::new(),
            backend_origin: origin,
            skipped: false,
            extension_plugins: ExtensionPlugins::new(),
        }
    }

    /// The Kubernetes Services resolved so far, in backend order.
    pub fn kubernetes_services(&self) -> impl Iterator<Item = &Arc<ObjectMeta>> {
        self.backends
            .iter()
            .filter_map(|backend| backend.service.as_ref())
    }

    /// The service, which remembers the Kubernetes Services behind it, and what its routes ask for; `None` when only its upstream is
    /// to be made.
    pub fn finish(self) -> Option<(Service, ExtensionPlugins)> {
        let resolved = self.backends.into_iter().filter_map(|it| it.service);
        let service = Service {
            behind: Behind(resolved.collect()),
            ..self.service
        };
        (!self.skipped).then_some((service, self.extension_plugins))
    }
}

impl Deref for Draft {
    type Target = Service;

    fn deref(&self) -> &Service {
        &self.service
    }
}

impl DerefMut for Draft {
    fn deref_mut(&mut self) -> &mut Service {
        &mut self.service
    }
}
