//! Routes, of either router flavor, at top level or in a service.

use super::expression::Expression;
use super::names::{RouteName, Tag};
use super::plugin::Plugin;
use super::protocol::Protocol;
use super::reference::Reference;
use super::source::Source;
use crate::origin::Origin;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A route with its plugins.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct Route {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub destinations: Vec<Peer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expression: Option<Expression>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, Vec<String>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hosts: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub https_redirect_status_code: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<String>,
    #[serde(skip_serializing_if = "RouteName::is_empty")]
    pub name: RouteName,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path_handling: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub paths: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", skip_deserializing)]
    pub plugins: Vec<Plugin>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preserve_host: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<u64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub protocols: Vec<Protocol>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub regex_priority: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_buffering: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_buffering: Option<bool>,
    /// The service of a route at top level.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub snis: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Peer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strip_path: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip)]
    pub source: Source,
}

impl Route {
    /// A route with a name and nothing else set.
    pub fn new(name: RouteName, origin: Origin) -> Self {
        Self {
            name,
            source: origin.into(),
            ..Self::default()
        }
    }

    /// Its name, else its id.
    pub fn known_as(&self) -> &str {
        super::known_as(self.name.as_str(), self.id.as_deref())
    }
}

/// One end of a stream connection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct Peer {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<i64>,
}

impl Peer {
    /// A port of any address.
    pub fn port(port: u32) -> Self {
        Self {
            ip: None,
            port: Some(port.into()),
        }
    }
}
