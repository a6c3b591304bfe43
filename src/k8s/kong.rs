//! Kong's own kinds, only the fields that the controller reads. Kinds without a `spec` in the API
//! (plugins, consumers, licenses) have their top-level fields here.

use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// IngressClassParameters `spec`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IngressClassParametersSpec {
    /// All backends behave as if their Service had the service-upstream annotation.
    pub service_upstream: bool,
    /// Ingress paths that look like regular expressions are taken as such.
    pub enable_legacy_regex_detection: bool,
}

/// KongServiceFacade `spec`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KongServiceFacadeSpec {
    /// The Service it stands for.
    pub backend_ref: FacadeBackend,
}

/// KongServiceFacade `spec.backendRef`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct FacadeBackend {
    /// Service name.
    pub name: String,
    /// Service port.
    pub port: Option<i32>,
}

/// TCPIngress `spec`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TcpIngressSpec {
    /// Rules.
    pub rules: Vec<TcpIngressRule>,
    /// TLS sections.
    pub tls: Vec<IngressTls>,
}

/// TCPIngress `spec.rules[]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct TcpIngressRule {
    /// SNI, may be empty.
    pub host: String,
    /// Port of the gateway.
    pub port: i32,
    /// Backend.
    pub backend: L4Backend,
}

/// UDPIngress `spec`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct UdpIngressSpec {
    /// Rules.
    pub rules: Vec<UdpIngressRule>,
}

/// UDPIngress `spec.rules[]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct UdpIngressRule {
    /// Port of the gateway.
    pub port: i32,
    /// Backend.
    pub backend: L4Backend,
}

/// `backend` of TCPIngress and UDPIngress rules.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct L4Backend {
    /// Service name.
    pub service_name: String,
    /// Service port.
    pub service_port: i32,
}

/// TCPIngress `spec.tls[]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct IngressTls {
    /// Server names.
    pub hosts: Vec<String>,
    /// Secret name.
    pub secret_name: String,
}

/// KongIngress; only `upstream` still acts (spec 40, 6). Keys are Kong's own (`hash_on`, ...).
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct KongIngressSpec {
    /// Upstream settings.
    pub upstream: Option<Map<String, Value>>,
}

/// KongPlugin and KongClusterPlugin.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct KongPluginSpec {
    /// Plugin type.
    pub plugin: String,
    /// Configuration.
    pub config: Option<Map<String, Value>>,
    /// A consumer by name, which KIC no longer reads.
    #[serde(rename = "consumerRef")]
    pub consumer_ref: String,
    /// Configuration kept in a Secret.
    #[serde(rename = "configFrom")]
    pub config_from: Option<ConfigSource>,
    /// Values kept in Secrets.
    #[serde(rename = "configPatches")]
    pub config_patches: Option<Vec<ConfigPatch>>,
    /// Turned off.
    pub disabled: bool,
    /// `first`, `second`, `all`.
    pub run_on: String,
    /// Protocols.
    pub protocols: Vec<String>,
    /// Dynamic ordering.
    pub ordering: Option<PluginOrdering>,
    /// Instance name.
    pub instance_name: String,
}

/// `ordering` of a plugin.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct PluginOrdering {
    /// Phase to plugins.
    pub before: BTreeMap<String, Vec<String>>,
    /// Phase to plugins.
    pub after: BTreeMap<String, Vec<String>>,
}

/// `configFrom` and `configPatches[].valueFrom`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConfigSource {
    /// The Secret key.
    pub secret_key_ref: SecretKeySelector,
}

/// A key of a Secret; `namespace` is for KongClusterPlugin only.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct SecretKeySelector {
    /// Namespace.
    pub namespace: String,
    /// Secret name.
    pub name: String,
    /// Key.
    pub key: String,
}

/// `configPatches[]`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConfigPatch {
    /// JSON pointer.
    pub path: String,
    /// Where the value is.
    pub value_from: ConfigSource,
}

/// KongConsumer.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct KongConsumerSpec {
    /// Username.
    pub username: String,
    /// Custom id.
    pub custom_id: String,
    /// Secret names.
    pub credentials: Vec<String>,
    /// KongConsumerGroup names.
    #[serde(rename = "consumerGroups")]
    pub consumer_groups: Vec<String>,
    /// Control plane reference.
    pub spec: ControlPlaneScoped,
}

/// The part of `spec` that says which control plane an object is for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ControlPlaneScoped {
    /// Absent, or of type `kic`, for this controller.
    pub control_plane_ref: Option<ControlPlaneRef>,
}

/// `spec.controlPlaneRef`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ControlPlaneRef {
    /// `kic` for this controller.
    #[serde(rename = "type")]
    pub kind: String,
}

/// KongConsumerGroup `spec`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KongConsumerGroupSpec {
    /// Control plane reference.
    pub control_plane_ref: Option<ControlPlaneRef>,
}

/// KongUpstreamPolicy `spec`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KongUpstreamPolicySpec {
    /// Balancing.
    pub algorithm: Option<String>,
    /// Ring size.
    pub slots: Option<i64>,
    /// Hash input.
    pub hash_on: Option<HashInput>,
    /// Second hash input.
    pub hash_on_fallback: Option<HashInput>,
    /// Sticky sessions, Kong 3.11 and later.
    pub sticky_sessions: Option<StickySessions>,
    /// Health checks.
    pub healthchecks: Option<Healthchecks>,
}

/// `hashOn` and `hashOnFallback`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct HashInput {
    /// `ip`, `consumer`, `path`, `none`.
    pub input: Option<String>,
    /// Header name.
    pub header: Option<String>,
    /// Cookie name.
    pub cookie: Option<String>,
    /// Cookie path.
    pub cookie_path: Option<String>,
    /// Query argument.
    pub query_arg: Option<String>,
    /// URI capture.
    pub uri_capture: Option<String>,
}

/// `stickySessions`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StickySessions {
    /// Cookie name.
    pub cookie: Option<String>,
    /// Cookie path; `/` by the CRD's default.
    pub cookie_path: Option<String>,
}

/// `healthchecks`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Healthchecks {
    /// Active.
    pub active: Option<ActiveHealthcheck>,
    /// Passive.
    pub passive: Option<PassiveHealthcheck>,
    /// Threshold.
    pub threshold: Option<i64>,
}

/// `healthchecks.active`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs, reason = "the API's own names")]
pub struct ActiveHealthcheck {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub concurrency: Option<i64>,
    pub http_path: Option<String>,
    pub https_sni: Option<String>,
    pub https_verify_certificate: Option<bool>,
    pub timeout: Option<i64>,
    pub headers: Option<BTreeMap<String, Vec<String>>>,
    pub healthy: Option<Healthy>,
    pub unhealthy: Option<Unhealthy>,
}

/// `healthchecks.passive`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "the API's own names")]
pub struct PassiveHealthcheck {
    #[serde(rename = "type")]
    pub kind: Option<String>,
    pub healthy: Option<Healthy>,
    pub unhealthy: Option<Unhealthy>,
}

/// `healthy`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs, reason = "the API's own names")]
pub struct Healthy {
    pub http_statuses: Option<Vec<i64>>,
    pub interval: Option<i64>,
    pub successes: Option<i64>,
}

/// `unhealthy`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[allow(missing_docs, reason = "the API's own names")]
pub struct Unhealthy {
    pub http_failures: Option<i64>,
    pub http_statuses: Option<Vec<i64>>,
    pub tcp_failures: Option<i64>,
    pub timeouts: Option<i64>,
    pub interval: Option<i64>,
}

/// KongVault `spec`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KongVaultSpec {
    /// Vault type.
    pub backend: String,
    /// Prefix.
    pub prefix: String,
    /// Description.
    pub description: String,
    /// Configuration.
    pub config: Option<Value>,
    /// Control plane reference.
    pub control_plane_ref: Option<ControlPlaneRef>,
}

/// KongCustomEntity `spec`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct KongCustomEntitySpec {
    /// Entity type.
    #[serde(rename = "type")]
    pub entity_type: String,
    /// Fields.
    pub fields: Option<Value>,
    /// Controller class.
    #[serde(rename = "controllerName")]
    pub controller_name: String,
    /// The plugin it is attached to.
    #[serde(rename = "parentRef")]
    pub parent_ref: Option<ParentPluginRef>,
}

/// KongCustomEntity `spec.parentRef`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct ParentPluginRef {
    /// API group.
    pub group: Option<String>,
    /// Kind.
    pub kind: Option<String>,
    /// Namespace.
    pub namespace: Option<String>,
    /// Name.
    pub name: String,
}

/// KongLicense.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct KongLicenseSpec {
    /// The license.
    pub raw_license_string: String,
    /// Absent means true.
    pub enabled: Option<bool>,
}
