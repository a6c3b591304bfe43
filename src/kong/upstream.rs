//! Upstreams and targets.

use super::names::{ServiceName, Tag, UpstreamName};
use super::reference::Reference;
use crate::origin::Origin;
use std::collections::BTreeMap;

entities! {
    /// An upstream with its targets.
    Upstream {
        algorithm: Option<String>,
        client_certificate: Option<Reference>,
        hash_fallback: Option<String>,
        hash_fallback_header: Option<String>,
        hash_fallback_query_arg: Option<String>,
        hash_fallback_uri_capture: Option<String>,
        hash_on: Option<String>,
        hash_on_cookie: Option<String>,
        hash_on_cookie_path: Option<String>,
        hash_on_header: Option<String>,
        hash_on_query_arg: Option<String>,
        hash_on_uri_capture: Option<String>,
        healthchecks: Option<Healthchecks>,
        host_header: Option<String>,
        id: Option<String>,
        name: UpstreamName,
        slots: Option<i64>,
        sticky_sessions_cookie: Option<String>,
        sticky_sessions_cookie_path: Option<String>,
        tags: Vec<Tag>,
        #[serde(skip_deserializing)]
        targets: Vec<Target>,
        use_srv_name: Option<bool>,
        /// The Kong service that it was first made for; none in a configuration file.
        #[serde(skip)]
        service: ServiceName,
    }
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

entities! {
    /// One endpoint of an upstream.
    Target {
        failover: Option<bool>,
        id: Option<String>,
        tags: Vec<Tag>,
        target: String,
        weight: Option<i64>,
    }
}

written! {
    /// Health checks of an upstream. Fields stand in the order of decK's YAML keys.
    Healthchecks {
        /// Probing.
        active: Option<ActiveHealthcheck>,
        /// Watching traffic.
        passive: Option<PassiveHealthcheck>,
        /// Percentage of available weight below which the upstream is unhealthy.
        threshold: Option<f64>,
    }

    /// Active health check.
    ActiveHealthcheck {
        /// Parallel probes.
        concurrency: Option<i64>,
        /// Header name to values.
        headers: BTreeMap<String, Vec<String>>,
        /// What makes a target healthy.
        healthy: Option<Healthy>,
        /// Path of the probe.
        http_path: Option<String>,
        /// SNI of the probe.
        https_sni: Option<String>,
        /// Whether the probe verifies certificates.
        https_verify_certificate: Option<bool>,
        /// Seconds.
        timeout: Option<i64>,
        /// Protocol of the probe.
        #[serde(rename = "type")]
        kind: Option<String>,
        /// What makes a target unhealthy.
        unhealthy: Option<Unhealthy>,
    }

    /// Passive health check.
    PassiveHealthcheck {
        /// What makes a target healthy.
        healthy: Option<Healthy>,
        /// Protocol.
        #[serde(rename = "type")]
        kind: Option<String>,
        /// What makes a target unhealthy.
        unhealthy: Option<Unhealthy>,
    }

    /// Signs of health.
    Healthy {
        /// Status codes.
        http_statuses: Vec<i64>,
        /// Seconds between probes.
        interval: Option<i64>,
        /// Successes needed.
        successes: Option<i64>,
    }

    /// Signs of ill health.
    Unhealthy {
        /// Failures needed.
        http_failures: Option<i64>,
        /// Status codes.
        http_statuses: Vec<i64>,
        /// Seconds between probes.
        interval: Option<i64>,
        /// Failures needed.
        tcp_failures: Option<i64>,
        /// Timeouts needed.
        timeouts: Option<i64>,
    }
}
