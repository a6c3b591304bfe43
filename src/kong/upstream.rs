//! Upstreams and targets.

use super::names::{ServiceName, Tag, UpstreamName};
use super::reference::Reference;
use super::source::Source;
use crate::origin::Origin;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An upstream with its targets.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct Upstream {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_certificate: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash_fallback: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash_fallback_header: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash_fallback_query_arg: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash_fallback_uri_capture: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash_on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash_on_cookie: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash_on_cookie_path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash_on_header: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash_on_query_arg: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash_on_uri_capture: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub healthchecks: Option<Healthchecks>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_header: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "UpstreamName::is_empty")]
    pub name: UpstreamName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slots: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sticky_sessions_cookie: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sticky_sessions_cookie_path: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip_serializing_if = "Vec::is_empty", skip_deserializing)]
    pub targets: Vec<Target>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_srv_name: Option<bool>,
    /// The Kong service that it was first made for; none in a configuration file.
    #[serde(skip)]
    pub service: ServiceName,
    #[serde(skip)]
    pub source: Source,
}

impl Upstream {
    /// An upstream with a name and nothing else set.
    pub fn new(name: UpstreamName, service: ServiceName, origin: Origin) -> Self {
        Self {
            name,
            service,
            source: origin.into(),
            ..Self::default()
        }
    }
}

/// One endpoint of an upstream.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct Target {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failover: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub target: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight: Option<i64>,
    #[serde(skip)]
    pub source: Source,
}

/// Health checks of an upstream. Fields stand in the order of decK's YAML keys.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Healthchecks {
    /// Probing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<ActiveHealthcheck>,
    /// Watching traffic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub passive: Option<PassiveHealthcheck>,
    /// Percentage of available weight below which the upstream is unhealthy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub threshold: Option<f64>,
}

/// Active health check.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ActiveHealthcheck {
    /// Parallel probes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub concurrency: Option<i64>,
    /// Header name to values.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Vec<String>>,
    /// What makes a target healthy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub healthy: Option<Healthy>,
    /// Path of the probe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_path: Option<String>,
    /// SNI of the probe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub https_sni: Option<String>,
    /// Whether the probe verifies certificates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub https_verify_certificate: Option<bool>,
    /// Seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeout: Option<i64>,
    /// Protocol of the probe.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What makes a target unhealthy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unhealthy: Option<Unhealthy>,
}

/// Passive health check.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PassiveHealthcheck {
    /// What makes a target healthy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub healthy: Option<Healthy>,
    /// Protocol.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What makes a target unhealthy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unhealthy: Option<Unhealthy>,
}

/// Signs of health.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Healthy {
    /// Status codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub http_statuses: Vec<i64>,
    /// Seconds between probes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<i64>,
    /// Successes needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub successes: Option<i64>,
}

/// Signs of ill health.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Unhealthy {
    /// Failures needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub http_failures: Option<i64>,
    /// Status codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub http_statuses: Vec<i64>,
    /// Seconds between probes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<i64>,
    /// Failures needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tcp_failures: Option<i64>,
    /// Timeouts needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub timeouts: Option<i64>,
}
