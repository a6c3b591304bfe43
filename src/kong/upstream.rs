//! Upstreams and targets.

use super::names::{ServiceName, Tag, UpstreamName};
use crate::origin::Origin;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An upstream with its targets. Absent optional fields are not written.
#[derive(Debug, Clone, PartialEq)]
pub struct Upstream {
    /// Name, equal to the host of its services.
    pub name: UpstreamName,
    /// Balancing; `round-robin` is filled in when it is absent at the end.
    pub algorithm: Option<String>,
    /// Size of the ring.
    pub slots: Option<i64>,
    /// `host_header`.
    pub host_header: Option<String>,
    /// Hashing.
    pub hash: Hash,
    /// `sticky_sessions_cookie`, Kong 3.11 and later.
    pub sticky_sessions_cookie: Option<String>,
    /// `sticky_sessions_cookie_path`.
    pub sticky_sessions_cookie_path: Option<String>,
    /// Health checks.
    pub healthchecks: Option<Healthchecks>,
    /// Tags; absent from the output when empty.
    pub tags: Vec<Tag>,
    /// Targets; absent from the output when empty.
    pub targets: Vec<Target>,
    /// The Kong service it was first made for.
    pub service: ServiceName,
    /// The owner of that Kong service.
    pub origin: Origin,
}

/// What to hash on.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Hash {
    /// `hash_on`
    pub on: Option<String>,
    /// `hash_on_header`
    pub on_header: Option<String>,
    /// `hash_on_cookie`
    pub on_cookie: Option<String>,
    /// `hash_on_cookie_path`
    pub on_cookie_path: Option<String>,
    /// `hash_on_query_arg`
    pub on_query_arg: Option<String>,
    /// `hash_on_uri_capture`
    pub on_uri_capture: Option<String>,
    /// `hash_fallback`
    pub fallback: Option<String>,
    /// `hash_fallback_header`
    pub fallback_header: Option<String>,
    /// `hash_fallback_query_arg`
    pub fallback_query_arg: Option<String>,
    /// `hash_fallback_uri_capture`
    pub fallback_uri_capture: Option<String>,
}

/// One endpoint of an upstream.
#[derive(Debug, Clone, PartialEq)]
pub struct Target {
    /// `<address>:<port>`
    pub target: String,
    /// Weight; absent means Kong's 100.
    pub weight: Option<i64>,
    /// The EndpointSlice or Service it comes from.
    pub origin: Origin,
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

impl Upstream {
    /// An upstream with a name and nothing else set.
    pub fn new(name: UpstreamName, service: ServiceName, origin: Origin) -> Self {
        Self {
            name,
            algorithm: None,
            slots: None,
            host_header: None,
            hash: Hash::default(),
            sticky_sessions_cookie: None,
            sticky_sessions_cookie_path: None,
            healthchecks: None,
            tags: Vec::new(),
            targets: Vec::new(),
            service,
            origin,
        }
    }
}
