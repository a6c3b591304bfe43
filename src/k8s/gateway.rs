//! Gateway API kinds in the versions KIC reads where the gateway-api crate has none that fits: TCPRoute, UDPRoute and TLSRoute
//! v1alpha2 (the crate demands backendRefs and hostnames, which may be absent) and BackendTLSPolicy v1alpha3 (the crate has v1).

use serde::Deserialize;
use std::collections::BTreeMap;

/// TCPRoute `spec`, `gateway.networking.k8s.io/v1alpha2`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TcpRouteSpec {
    /// Gateways.
    #[serde(default)]
    pub parent_refs: Option<Vec<L4ParentRef>>,
    /// Rules.
    #[serde(default)]
    pub rules: Vec<L4Rule>,
}

/// UDPRoute `spec`, `gateway.networking.k8s.io/v1alpha2`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UdpRouteSpec {
    /// Gateways.
    #[serde(default)]
    pub parent_refs: Option<Vec<L4ParentRef>>,
    /// Rules.
    #[serde(default)]
    pub rules: Vec<L4Rule>,
}

/// TLSRoute `spec`, `gateway.networking.k8s.io/v1alpha2`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TlsRouteSpec {
    /// SNIs; may be absent, then KIC translates nothing.
    #[serde(default)]
    pub hostnames: Option<Vec<String>>,
    /// Gateways.
    #[serde(default)]
    pub parent_refs: Option<Vec<L4ParentRef>>,
    /// Rules.
    #[serde(default)]
    pub rules: Vec<L4Rule>,
}

/// `spec.parentRefs[]` of a TCPRoute, UDPRoute or TLSRoute.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct L4ParentRef {
    /// API group; absent means the Gateway API's.
    #[serde(default)]
    pub group: Option<String>,
    /// Kind; absent means Gateway.
    #[serde(default)]
    pub kind: Option<String>,
    /// Namespace; absent means that of the route.
    #[serde(default)]
    pub namespace: Option<String>,
    /// Name.
    pub name: String,
    /// Listener.
    #[serde(default)]
    pub section_name: Option<String>,
    /// Port of the listener.
    #[serde(default)]
    pub port: Option<i32>,
}

/// `spec.rules[]` of a TCPRoute, UDPRoute or TLSRoute.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct L4Rule {
    /// Name.
    #[serde(default)]
    pub name: Option<String>,
    /// Backends; may be absent.
    #[serde(default)]
    pub backend_refs: Option<Vec<L4BackendRef>>,
}

/// `spec.rules[].backendRefs[]` of a TCPRoute, UDPRoute or TLSRoute.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct L4BackendRef {
    /// API group; absent or empty for core.
    #[serde(default)]
    pub group: Option<String>,
    /// Kind; absent means Service.
    #[serde(default)]
    pub kind: Option<String>,
    /// Namespace; absent means that of the route.
    #[serde(default)]
    pub namespace: Option<String>,
    /// Name.
    pub name: String,
    /// Port of the Service.
    #[serde(default)]
    pub port: Option<i32>,
    /// Share of the connections; absent means 1.
    #[serde(default)]
    pub weight: Option<i32>,
}

/// BackendTLSPolicy `spec`, `gateway.networking.k8s.io/v1alpha3`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackendTlsPolicySpec {
    /// Services it applies to.
    #[serde(default)]
    pub target_refs: Vec<PolicyTargetRef>,
    /// How to verify them.
    #[serde(default)]
    pub validation: BackendTlsValidation,
    /// Implementation-specific options.
    #[serde(default)]
    pub options: Option<BTreeMap<String, String>>,
}

/// `spec.targetRefs[]`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyTargetRef {
    /// API group, empty for core.
    #[serde(default)]
    pub group: String,
    /// Kind.
    #[serde(default)]
    pub kind: String,
    /// Name.
    #[serde(default)]
    pub name: String,
}

/// `spec.validation`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackendTlsValidation {
    /// CA certificates in ConfigMaps or Secrets.
    #[serde(default)]
    pub ca_certificate_refs: Option<Vec<LocalObjectReference>>,
    /// `System`; KIC does not support it.
    #[serde(default, rename = "wellKnownCACertificates")]
    pub well_known_ca_certificates: Option<String>,
    /// Server name to expect.
    #[serde(default)]
    pub hostname: String,
    /// Alternative names; KIC does not support them.
    #[serde(default)]
    pub subject_alt_names: Option<Vec<serde_json::Value>>,
}

/// A reference inside the namespace.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct LocalObjectReference {
    /// API group, empty for core.
    #[serde(default)]
    pub group: String,
    /// Kind.
    #[serde(default)]
    pub kind: String,
    /// Name.
    #[serde(default)]
    pub name: String,
}
