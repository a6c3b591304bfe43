//! Gateway, `gateway.networking.k8s.io/v1`: what KIC reads of its spec and of a status in the manifest.

use serde::Deserialize;
use std::collections::BTreeMap;

/// Gateway `spec`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GatewaySpec {
    /// Name of the GatewayClass.
    pub gateway_class_name: String,
    /// Listeners.
    pub listeners: Vec<Listener>,
}

/// `spec.listeners[]`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Listener {
    /// Name, unique in the Gateway.
    pub name: String,
    /// Host name, perhaps a wildcard; absent and empty mean any.
    pub hostname: Option<String>,
    /// Port.
    pub port: i32,
    /// `HTTP`, `HTTPS`, `TCP`, `UDP`, `TLS`, or one of another implementation.
    pub protocol: String,
    /// TLS.
    pub tls: Option<ListenerTls>,
    /// Which routes may attach.
    pub allowed_routes: Option<AllowedRoutes>,
}

/// `tls`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListenerTls {
    /// `Terminate` (the default) or `Passthrough`.
    pub mode: Option<String>,
    /// Secrets.
    pub certificate_refs: Option<Vec<CertificateReference>>,
}

/// `tls.certificateRefs[]`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CertificateReference {
    /// API group; core when absent.
    pub group: Option<String>,
    /// Kind; Secret when absent.
    pub kind: Option<String>,
    /// Name.
    pub name: String,
    /// Namespace; the Gateway's when absent.
    pub namespace: Option<String>,
}

/// `allowedRoutes`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AllowedRoutes {
    /// Kinds; those of the protocol when empty.
    pub kinds: Option<Vec<RouteGroupKind>>,
    /// Namespaces.
    pub namespaces: Option<RouteNamespaces>,
}

/// A kind of route.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RouteGroupKind {
    /// API group; that of the Gateway API when absent.
    pub group: Option<String>,
    /// Kind.
    pub kind: String,
}

/// `allowedRoutes.namespaces`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RouteNamespaces {
    /// `Same` (the default), `All` or `Selector`.
    pub from: Option<String>,
    /// Labels of the namespaces, for `Selector`.
    pub selector: Option<LabelSelector>,
}

/// A label selector.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LabelSelector {
    /// Labels that must be there with these values.
    pub match_labels: Option<BTreeMap<String, String>>,
    /// Conditions on labels.
    pub match_expressions: Option<Vec<LabelExpression>>,
}

/// One condition on a label.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct LabelExpression {
    /// Label.
    pub key: String,
    /// `In`, `NotIn`, `Exists` or `DoesNotExist`.
    pub operator: String,
    /// Values.
    pub values: Option<Vec<String>>,
}

/// Gateway `status`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GatewayStatus {
    /// Conditions of the Gateway.
    pub conditions: Option<Vec<Condition>>,
    /// State of the listeners.
    pub listeners: Option<Vec<ListenerStatus>>,
}

/// `status.listeners[]`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ListenerStatus {
    /// Name of the listener.
    pub name: String,
    /// Kinds of routes it serves.
    pub supported_kinds: Option<Vec<RouteGroupKind>>,
    /// Conditions of the listener.
    pub conditions: Option<Vec<Condition>>,
}

/// One condition.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Condition {
    /// Name.
    #[serde(rename = "type")]
    pub kind: String,
    /// `True`, `False` or `Unknown`.
    pub status: String,
    /// Why.
    pub reason: Option<String>,
    /// Generation it was judged for.
    pub observed_generation: Option<i64>,
}

impl Listener {
    /// The host name, when there is one.
    pub fn hostname(&self) -> Option<&str> {
        self.hostname.as_deref().filter(|name| !name.is_empty())
    }
}

impl ListenerTls {
    /// Whether the listener passes TLS through.
    pub fn is_passthrough(&self) -> bool {
        self.mode.as_deref() == Some("Passthrough")
    }
}

impl RouteGroupKind {
    /// The group, defaulted.
    pub fn group(&self) -> &str {
        self.group.as_deref().unwrap_or(super::GROUP)
    }
}
