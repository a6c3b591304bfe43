//! BackendTLSPolicy, `gateway.networking.k8s.io/v1alpha3`.

use serde::Deserialize;
use std::collections::BTreeMap;

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
    /// Port name; KIC ignores it.
    #[serde(default)]
    pub section_name: Option<String>,
}

/// `spec.validation`
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BackendTlsValidation {
    /// CA certificates in ConfigMaps or Secrets.
    #[serde(default)]
    pub ca_certificate_refs: Option<Vec<LocalObjectReference>>,
    /// `System`; KIC does not support it.
    #[serde(default)]
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
