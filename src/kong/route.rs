//! Routes, of either router flavor, at top level or in a service.

use super::expression::Expression;
use super::names::{RouteName, Tag};
use super::plugin::Plugin;
use super::protocol::Protocol;
use super::reference::Reference;
use crate::origin::Origin;
use std::collections::BTreeMap;

entities! {
    /// A route with its plugins.
    Route {
        destinations: Vec<Peer>,
        expression: Option<Expression>,
        headers: BTreeMap<String, Vec<String>>,
        hosts: Vec<String>,
        https_redirect_status_code: Option<i64>,
        id: Option<String>,
        methods: Vec<String>,
        name: RouteName,
        path_handling: Option<String>,
        paths: Vec<String>,
        #[serde(skip_deserializing)]
        plugins: Vec<Plugin>,
        preserve_host: Option<bool>,
        priority: Option<u64>,
        protocols: Vec<Protocol>,
        regex_priority: Option<i64>,
        request_buffering: Option<bool>,
        response_buffering: Option<bool>,
        /// The service of a route at top level.
        service: Option<Reference>,
        snis: Vec<String>,
        sources: Vec<Peer>,
        strip_path: Option<bool>,
        tags: Vec<Tag>,
    }
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

written! {
    /// One end of a stream connection.
    Peer {
        ip: Option<String>,
        port: Option<i64>,
    }
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
