//! What manifests ask for while a configuration is being built, and what is still to be found for it.

use super::names::{RouteName, ServiceName};
use crate::origin::Origin;
use std::collections::BTreeMap;

/// What `translate` and the first passes of `enrich` leave to later passes. Nothing of it is part of the configuration.
#[derive(Debug, Default)]
pub struct Pending {
    /// Secrets that TLS sections of Ingress and TCPIngress, and Services, ask to be certificates (spec 10, 7), by namespace and name.
    pub tls_secrets: BTreeMap<(String, String), TlsSecret>,
    /// Secrets that services ask to be their client certificates, by namespace and name.
    pub client_certificates: BTreeMap<ServiceName, (String, String)>,
    /// KongPlugins that ExtensionRef filters of a route add to the `konghq.com/plugins` annotation of its object.
    pub extension_plugins: ExtensionPlugins,
}

/// KongPlugins by the route whose filters ask for them: names, and where they stand.
pub type ExtensionPlugins = BTreeMap<RouteName, Vec<(String, Origin)>>;

/// A Secret that becomes a certificate.
#[derive(Debug, Clone, Default)]
pub struct TlsSecret {
    /// Server names it owns, in claiming order.
    pub hosts: Vec<String>,
    /// Every object that named it, with the field, in order.
    pub parents: Vec<Origin>,
}
