//! Services with their routes.

use super::names::{ServiceName, Tag, UpstreamName};
use super::plugin::Plugin;
use super::protocol::Protocol;
use super::route::Route;
use super::source::Source;
use crate::origin::{ObjectMeta, Origin};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A service with its routes and plugins.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct Service {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ca_certificates: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_certificate: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connect_timeout: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// An upstream, or the name of a host.
    #[serde(skip_serializing_if = "UpstreamName::is_empty")]
    pub host: UpstreamName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "ServiceName::is_empty")]
    pub name: ServiceName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", skip_deserializing)]
    pub plugins: Vec<Plugin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protocol: Option<Protocol>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_timeout: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retries: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty", skip_deserializing)]
    pub routes: Vec<Route>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_sans: Option<TlsSans>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_verify: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls_verify_depth: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub write_timeout: Option<i64>,
    /// The Kubernetes Services behind it.
    #[serde(skip)]
    pub behind: Behind,
    #[serde(skip)]
    pub source: Source,
}

impl Service {
    /// A service with a name, a host and an owner, and nothing else set.
    pub fn new(name: ServiceName, host: UpstreamName, origin: Origin) -> Self {
        Self {
            name,
            host,
            source: origin.into(),
            ..Self::default()
        }
    }

    /// Its name, else its id.
    pub fn known_as(&self) -> &str {
        super::known_as(self.name.as_str(), self.id.as_deref())
    }

    /// The resolved Kubernetes Services in backend order, a Service named twice standing twice; with a facade's annotations and a
    /// BackendTLSPolicy laid over.
    pub fn kubernetes_services(&self) -> impl Iterator<Item = &Arc<ObjectMeta>> {
        self.behind.0.iter()
    }
}

/// The Kubernetes Services behind a service; like its [`Source`] not part of the file, and never a difference.
#[derive(Debug, Clone, Default)]
pub struct Behind(pub Vec<Arc<ObjectMeta>>);

impl PartialEq for Behind {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// Names that the upstream's certificate must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct TlsSans {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub dnsnames: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub uris: Vec<String>,
}
