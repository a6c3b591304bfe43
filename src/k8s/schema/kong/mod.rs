//! Kong's own kinds, group `configuration.konghq.com` (and the incubator's facade), as KIC 3.5 installs their CRDs.

pub(in crate::k8s) mod consumer;
pub(in crate::k8s) mod custom_entity;
pub(in crate::k8s) mod ingress;
pub(in crate::k8s) mod l4_ingress;
pub(in crate::k8s) mod plugin;
pub(in crate::k8s) mod small;
pub(in crate::k8s) mod upstream_policy;
pub(in crate::k8s) mod vault;

use super::description::{Field, Schema, optional};

/// Protocols of routes and plugins.
static PROTOCOL: Schema = Schema::one_of(&["http", "https", "grpc", "grpcs", "tcp", "tls", "udp"]);

/// A list of protocols.
static PROTOCOLS: Schema = Schema::list(&PROTOCOL);

/// Any string.
static TEXT: Schema = Schema::text();

/// A list of any strings.
static TEXTS: Schema = Schema::list(&TEXT);

/// Lists of strings by name.
static TEXTS_BY_NAME: Schema = Schema::map(&TEXTS);

/// A count or a time, never negative.
static NATURAL: Schema = Schema::at_least(0);

/// Any whole number.
static INTEGER: Schema = Schema::at_least(i64::MIN);

/// A port.
static PORT: Schema = Schema::between(1, 65_535);

/// An optional string.
const fn string(name: &'static str) -> Field {
    optional(name, &TEXT)
}

/// An optional truth value.
const fn switch(name: &'static str) -> Field {
    optional(name, &Schema::Bool)
}

/// An optional number of at least 0.
const fn natural(name: &'static str) -> Field {
    optional(name, &NATURAL)
}
