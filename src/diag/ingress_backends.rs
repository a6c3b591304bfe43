//! Backends of Ingresses that cannot be used (spec 10, 4 and 5), with what KIC says of them.

use super::Diagnostic;
use super::ingress::{
    BACKEND_SERVICE_NAME_EMPTY, INGRESS_BACKEND_MISSING, INGRESS_BACKEND_UNSUPPORTED,
    SERVICE_FACADE_NOT_ENABLED, SERVICE_FACADE_NOT_FOUND,
};
use crate::origin::Origin;

/// Why a backend of an Ingress cannot be used; becomes a problem once it is known whose backend it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BackendProblem {
    /// Neither Service nor resource.
    Missing(Origin),
    /// A resource of this `group/kind`.
    Unsupported(Origin, String),
    /// A facade while the gate is off.
    FacadeDisabled(Origin),
    /// No facade of this `namespace/name`.
    FacadeNotFound(Origin, String),
    /// An empty Service name.
    NameEmpty(Origin),
}

/// What KIC says of a facade while the gate is off.
const FACADE_DISABLED: &str = "KongServiceFacade is not enabled, please set the \"KongServiceFacade\" feature gate to 'true' to enable it";

/// What KIC says of a Service without a name.
const NAME_EMPTY: &str = "failed to translate Ingress into Kong Service: failed to create ServiceBackend for Kubernetes Service \"\": name cannot be empty";

impl BackendProblem {
    /// The problem of a path, which is left out.
    #[must_use]
    pub fn of_path(self, path: &str) -> Diagnostic {
        let failure = self.said_of_path(path);
        self.diagnostic(&format!("path {path:?}")).fails(failure)
    }

    /// What KIC says of a path: in its log and events, and by its webhook (spec 82, 3.8).
    pub fn said_of_path(&self, path: &str) -> String {
        let reason = match self {
            Self::Missing(_) => "no Service or Resource specified for Ingress path".to_owned(),
            Self::Unsupported(_, kind) => format!("unknown resource type {kind}"),
            Self::FacadeDisabled(_) => FACADE_DISABLED.to_owned(),
            Self::FacadeNotFound(_, name) => {
                let short = name.rsplit('/').next().unwrap_or(name);
                format!(
                    "failed to get KongServiceFacade {short:?}: KongServiceFacade {name} not found"
                )
            }
            Self::NameEmpty(_) => return NAME_EMPTY.to_owned(),
        };
        format!("failed to get backend for ingress path {path:?}: {reason}")
    }

    /// The problem of a default backend.
    #[must_use]
    pub fn of_default_backend(self) -> Diagnostic {
        let failure = match &self {
            Self::Missing(_) => None,
            Self::Unsupported(_, kind) => {
                Some(format!("default backend: unsupported resource type {kind}"))
            }
            Self::FacadeDisabled(_) => Some(format!("default backend: {FACADE_DISABLED}")),
            Self::FacadeNotFound(_, name) => Some(format!(
                "default backend: KongServiceFacade {name:?} could not be fetched: KongServiceFacade {name} not found"
            )),
            Self::NameEmpty(_) => Some(NAME_EMPTY.to_owned()),
        };
        let problem = self.diagnostic("the default backend");
        match failure {
            Some(failure) => problem.fails(failure),
            None => problem,
        }
    }

    fn diagnostic(self, whose: &str) -> Diagnostic {
        match self {
            Self::Missing(at) => Diagnostic::new(
                &INGRESS_BACKEND_MISSING,
                at,
                format!("{whose} has no backend: expected `service` or `resource`"),
            )
            .hint("name a Service with its port"),
            Self::Unsupported(at, kind) => Diagnostic::new(
                &INGRESS_BACKEND_UNSUPPORTED,
                at,
                format!("{whose} has a backend of kind {kind}, which KIC does not know"),
            )
            .hint("name a Service with its port"),
            Self::FacadeDisabled(at) => Diagnostic::new(
                &SERVICE_FACADE_NOT_ENABLED,
                at,
                format!(
                    "{whose} has a KongServiceFacade as its backend, and the feature gate is off"
                ),
            )
            .hint("pass --feature-gates KongServiceFacade=true if the controller runs with it"),
            Self::FacadeNotFound(at, name) => Diagnostic::new(
                &SERVICE_FACADE_NOT_FOUND,
                at,
                format!(
                    "{whose} needs KongServiceFacade {name}, which does not exist in the input"
                ),
            )
            .hint("add the manifest of the KongServiceFacade, with the ingress class annotation"),
            Self::NameEmpty(at) => Diagnostic::new(
                &BACKEND_SERVICE_NAME_EMPTY,
                at,
                format!("{whose} has a backend with an empty Service name"),
            )
            .hint("name the Service"),
        }
    }
}
