//! Plugins.

use super::names::{RouteName, ServiceName, Tag};
use super::secret::SecretKeyRef;
use crate::origin::Origin;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use uuid::Uuid;

/// A plugin, global, scoped or nested in a service or route.
#[derive(Debug, Clone, PartialEq)]
pub struct Plugin {
    /// Type of the plugin.
    pub name: String,
    /// Derived id; nested plugins have none.
    pub id: Option<Uuid>,
    /// Free configuration; absent from the output when empty.
    pub config: Map<String, Value>,
    /// `false` when the KongPlugin is disabled, else absent.
    pub enabled: Option<bool>,
    /// `first`, `second`, `all`.
    pub run_on: Option<String>,
    /// Protocols in written order; absent from the output when empty.
    pub protocols: Vec<String>,
    /// `before` and `after`: phase to plugin names.
    pub ordering: Option<Ordering>,
    /// With the suffix of spec 41, 5.
    pub instance_name: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// What it applies to.
    pub scope: Scope,
    /// Secret values inside `config`, by JSON pointer (RFC 6901); the empty pointer is the whole configuration.
    pub secrets: Vec<(String, SecretKeyRef)>,
    /// The KongPlugin, or the route that asked for a generated plugin.
    pub origin: Origin,
}

impl Plugin {
    /// A plugin of a type with nothing else set.
    pub fn new(name: impl Into<String>, config: Map<String, Value>, origin: Origin) -> Self {
        Self {
            name: name.into(),
            id: None,
            config,
            enabled: None,
            run_on: None,
            protocols: Vec::new(),
            ordering: None,
            instance_name: None,
            tags: Vec::new(),
            scope: Scope::default(),
            secrets: Vec::new(),
            origin,
        }
    }
}

/// Dynamic ordering of a plugin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ordering {
    /// Phase to the plugins that run after this one.
    pub before: BTreeMap<String, Vec<String>>,
    /// Phase to the plugins that run before this one.
    pub after: BTreeMap<String, Vec<String>>,
}

/// The entities a plugin is bound to, by name; none means global.
#[derive(Debug, Clone, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct Scope {
    /// Kong service.
    pub service: Option<ServiceName>,
    /// Kong route.
    pub route: Option<RouteName>,
    /// Username, else custom id.
    pub consumer: Option<String>,
    /// Consumer group.
    pub consumer_group: Option<String>,
}

impl Scope {
    /// What the plugin is bound to, as Kong's field and the name of the entity, in Kong's order.
    pub fn members(&self) -> impl Iterator<Item = (&'static str, &str)> {
        [
            ("service", self.service.as_ref().map(ServiceName::as_str)),
            ("route", self.route.as_ref().map(RouteName::as_str)),
            ("consumer", self.consumer.as_deref()),
            ("consumer_group", self.consumer_group.as_deref()),
        ]
        .into_iter()
        .filter_map(|(field, name)| Some((field, name?)))
    }

    /// Whether the plugin is bound to nothing, and so runs everywhere.
    pub fn is_global(&self) -> bool {
        *self == Self::default()
    }
}

/// Kong's plugins that ask who the client is.
pub const AUTHENTICATION: &[&str] = &[
    "basic-auth",
    "header-cert-auth",
    "hmac-auth",
    "jwt",
    "jwt-signer",
    "key-auth",
    "key-auth-enc",
    "ldap-auth",
    "ldap-auth-advanced",
    "mtls-auth",
    "oauth2",
    "oauth2-introspection",
    "openid-connect",
    "saml",
    "vault-auth",
];
