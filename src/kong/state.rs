//! The whole configuration while it is being built.

use super::certificate::{CaCertificate, Certificate};
use super::consumer::{Consumer, ConsumerGroup};
use super::custom_entity::CustomEntities;
use super::names::{ServiceName, UpstreamName};
use super::plugin::Plugin;
use super::service::Service;
use super::upstream::Upstream;
use super::vault::{License, Vault};
use std::collections::BTreeMap;

/// All entities of a configuration.
///
/// `translate` fills services and upstreams; the passes of `enrich` complete them and add the rest.
#[derive(Debug, Clone, Default)]
pub struct State {
    /// Services by name, routes inside.
    pub services: BTreeMap<ServiceName, Service>,
    /// Upstreams by name.
    pub upstreams: BTreeMap<UpstreamName, Upstream>,
    /// Plugins from KongPlugin and KongClusterPlugin.
    pub plugins: Vec<Plugin>,
    /// Plugins that nothing references. They are never written, only judged.
    pub unused_plugins: Vec<Plugin>,
    /// Consumers.
    pub consumers: Vec<Consumer>,
    /// Consumer groups.
    pub consumer_groups: Vec<ConsumerGroup>,
    /// Certificates.
    pub certificates: Vec<Certificate>,
    /// CA certificates.
    pub ca_certificates: Vec<CaCertificate>,
    /// Vaults.
    pub vaults: Vec<Vault>,
    /// Licenses.
    pub licenses: Vec<License>,
    /// Custom entities.
    pub custom_entities: CustomEntities,
    /// Entities are missing because there would be too many: this is no configuration to use.
    pub is_too_large: bool,
}

impl State {
    /// Whether Kong would do nothing with it: there is no route, no consumer, no plugin, nor anything else but services and upstreams
    /// that no route leads to.
    pub fn is_idle(&self) -> bool {
        self.services
            .values()
            .all(|service| service.routes.is_empty())
            && self.plugins.is_empty()
            && self.consumers.is_empty()
            && self.consumer_groups.is_empty()
            && self.certificates.is_empty()
            && self.ca_certificates.is_empty()
            && self.vaults.is_empty()
            && self.licenses.is_empty()
            && self.custom_entities.is_empty()
    }
}
