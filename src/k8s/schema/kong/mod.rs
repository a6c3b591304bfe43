//! Kong's own kinds, group `configuration.konghq.com` (and the incubator's facade), as KIC 3.5 installs their CRDs.

pub(super) mod consumer;
pub(super) mod custom_entity;
pub(super) mod ingress;
pub(super) mod l4_ingress;
pub(super) mod plugin;
pub(super) mod small;
pub(super) mod upstream_policy;
pub(super) mod vault;

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
const fn word(name: &'static str) -> Field {
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

/// The description of a kind of the group `configuration.konghq.com`.
pub(super) fn schema_of(kind: &str) -> Option<&'static Schema> {
    Some(match kind {
        "KongPlugin" => &plugin::KONG_PLUGIN,
        "KongClusterPlugin" => &plugin::KONG_CLUSTER_PLUGIN,
        "KongConsumer" => &consumer::KONG_CONSUMER,
        "KongConsumerGroup" => &consumer::KONG_CONSUMER_GROUP,
        "KongCustomEntity" => &custom_entity::KONG_CUSTOM_ENTITY,
        "KongIngress" => &ingress::KONG_INGRESS,
        "KongLicense" => &small::KONG_LICENSE,
        "KongUpstreamPolicy" => &upstream_policy::KONG_UPSTREAM_POLICY,
        "KongVault" => &vault::KONG_VAULT,
        "TCPIngress" => &l4_ingress::TCP_INGRESS,
        "UDPIngress" => &l4_ingress::UDP_INGRESS,
        "IngressClassParameters" => &small::INGRESS_CLASS_PARAMETERS,
        _ => return None,
    })
}
