//! Services with their routes.

use super::names::{ServiceName, Tag, UpstreamName};
use super::plugin::Plugin;
use super::protocol::Protocol;
use super::route::Route;
use crate::origin::{ObjectMeta, Origin};
use std::sync::Arc;

entities! {
    /// A service with its routes and plugins.
    Service {
        ca_certificates: Vec<String>,
        client_certificate: Option<String>,
        connect_timeout: Option<i64>,
        enabled: Option<bool>,
        /// An upstream, or the name of a host.
        host: UpstreamName,
        id: Option<String>,
        name: ServiceName,
        path: Option<String>,
        #[serde(skip_deserializing)]
        plugins: Vec<Plugin>,
        port: Option<i64>,
        protocol: Option<Protocol>,
        read_timeout: Option<i64>,
        retries: Option<i64>,
        #[serde(skip_deserializing)]
        routes: Vec<Route>,
        tags: Vec<Tag>,
        tls_sans: Option<TlsSans>,
        tls_verify: Option<bool>,
        tls_verify_depth: Option<i64>,
        write_timeout: Option<i64>,
        /// The Kubernetes Services behind it.
        #[serde(skip)]
        behind: Behind,
    }
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

/// The Kubernetes Services behind a service; like its [`Source`](super::source::Source) not part of the file, and never a difference.
#[derive(Debug, Clone, Default)]
pub struct Behind(pub Vec<Arc<ObjectMeta>>);

impl PartialEq for Behind {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

written! {
    /// Names that the upstream's certificate must hold.
    TlsSans {
        dnsnames: Vec<String>,
        uris: Vec<String>,
    }
}
