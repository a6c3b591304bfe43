//! The file format as typed structs (spec 50, 1).
//!
//! Fields are declared in the order of decK's YAML keys, so that the YAML writer has nothing to sort. Absent fields and
//! empty lists are not written; `false`, `0` and `""` are. Every entity keeps its `Source`, which is not part of the file.

use crate::kong::certificate::{CaCertificate, Certificate};
use crate::kong::consumer::{Consumer, ConsumerGroup, GroupMember};
use crate::kong::custom_entity::CustomEntities;
use crate::kong::plugin::Plugin;
use crate::kong::route::Route;
use crate::kong::service::Service;
use crate::kong::upstream::Upstream;
use crate::kong::vault::{License, Vault};
use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use std::collections::BTreeMap;

/// `_format_version` of every file written: the only one that decK syncs to Kong 3 (spec 50, 1.3).
pub const FORMAT_VERSION: &str = "3.0";

/// A configuration file.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Content {
    /// `_info`, when there is something to say.
    pub info: Option<Info>,
    /// `ca_certificates`
    pub ca_certificates: Vec<CaCertificate>,
    /// `certificates`
    pub certificates: Vec<Certificate>,
    /// `consumer_group_consumers`: membership, in the DB-less form only.
    pub consumer_group_consumers: Vec<GroupMember>,
    /// `consumer_groups`
    pub consumer_groups: Vec<ConsumerGroup>,
    /// `consumers`
    pub consumers: Vec<Consumer>,
    /// Top-level lists that this tool has no type for, by key: custom entities.
    pub custom_entities: CustomEntities,
    /// `licenses`
    pub licenses: Vec<License>,
    /// `plugins`: those not nested in another entity.
    pub plugins: Vec<Plugin>,
    /// `routes`: those not nested in a service; read, never generated.
    pub routes: Vec<Route>,
    /// `services`
    pub services: Vec<Service>,
    /// `upstreams`
    pub upstreams: Vec<Upstream>,
    /// `vaults`
    pub vaults: Vec<Vault>,
    /// Who made it; never written.
    pub maker: Maker,
    /// What the reader could not take: the fields of an entity whose values only the evaluation of a template would give, by line and
    /// column of the entity; never written.
    pub unread: BTreeMap<(u32, u32), Vec<String>>,
    /// `_workspace` of a file that was read; never written.
    pub workspace: Option<String>,
}

/// Who made a configuration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Maker {
    /// Whoever wrote the file.
    #[default]
    Author,
    /// A gateway gave it out, with timestamps and defaults filled in.
    Gateway,
    /// A controller gave it out: a dump as that of a gateway, without custom entities.
    Controller,
    /// This tool, of manifests.
    Manifests,
}

/// `_info`: what decK should know about the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Info {
    /// `defaults`, which KIC writes empty.
    pub defaults: Empty,
    /// `select_tags`: decK touches only entities that have all of them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub select_tags: Vec<String>,
}

/// The empty object `{}`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Empty {}

impl Content {
    /// Have decK look only at entities with all of these tags (spec 45, 3).
    #[must_use]
    pub fn with_select_tags(mut self, tags: Vec<String>) -> Self {
        self.info = (!tags.is_empty()).then_some(Info {
            defaults: Empty {},
            select_tags: tags,
        });
        self
    }

    /// The same configuration as Kong's own declarative loader takes it (spec 45, 6): no `_info`, and membership of consumer
    /// groups in a list of its own. An empty configuration gets the one upstream that KIC sends then.
    #[must_use]
    pub fn into_dbless(mut self) -> Self {
        self.info = None;
        for consumer in &mut self.consumers {
            let reference = consumer.dbless_reference();
            for group in std::mem::take(&mut consumer.groups) {
                self.consumer_group_consumers.push(GroupMember {
                    consumer: reference.clone(),
                    consumer_group: group.name,
                    source: consumer.source.clone(),
                });
            }
        }
        if self.is_empty() {
            self.upstreams.push(Self::placeholder());
        }
        self
    }

    /// The same without the upstream that KIC adds to an empty configuration on its way out.
    #[must_use]
    pub fn without_placeholder(mut self) -> Self {
        if self.upstreams == [Self::placeholder()] {
            self.upstreams.clear();
        }
        self
    }

    fn placeholder() -> Upstream {
        Upstream {
            name: "kong".into(),
            ..Upstream::default()
        }
    }

    /// Whether there is no entity at all.
    pub fn is_empty(&self) -> bool {
        let Self {
            info: _,
            maker: _,
            unread: _,
            workspace: _,
            ca_certificates,
            certificates,
            consumer_group_consumers,
            consumer_groups,
            consumers,
            custom_entities,
            licenses,
            plugins,
            routes,
            services,
            upstreams,
            vaults,
        } = self;
        ca_certificates.is_empty()
            && certificates.is_empty()
            && consumer_group_consumers.is_empty()
            && consumer_groups.is_empty()
            && consumers.is_empty()
            && custom_entities.is_empty()
            && licenses.is_empty()
            && plugins.is_empty()
            && routes.is_empty()
            && services.is_empty()
            && upstreams.is_empty()
            && vaults.is_empty()
    }
}

impl Serialize for Content {
    /// As a map, because custom entities bring keys of their own; the YAML writer puts them in order.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        fn list<M: SerializeMap, T: Serialize>(
            map: &mut M,
            key: &'static str,
            items: &[T],
        ) -> Result<(), M::Error> {
            if items.is_empty() {
                return Ok(());
            }
            map.serialize_entry(key, items)
        }
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("_format_version", FORMAT_VERSION)?;
        if let Some(info) = &self.info {
            map.serialize_entry("_info", info)?;
        }
        list(&mut map, "ca_certificates", &self.ca_certificates)?;
        list(&mut map, "certificates", &self.certificates)?;
        list(
            &mut map,
            "consumer_group_consumers",
            &self.consumer_group_consumers,
        )?;
        list(&mut map, "consumer_groups", &self.consumer_groups)?;
        list(&mut map, "consumers", &self.consumers)?;
        list(&mut map, "licenses", &self.licenses)?;
        list(&mut map, "plugins", &self.plugins)?;
        list(&mut map, "routes", &self.routes)?;
        list(&mut map, "services", &self.services)?;
        list(&mut map, "upstreams", &self.upstreams)?;
        list(&mut map, "vaults", &self.vaults)?;
        for (entity_type, entities) in &self.custom_entities {
            map.serialize_entry(entity_type, entities)?;
        }
        map.end()
    }
}
