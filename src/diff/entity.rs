//! One entity of a flattened configuration.

use crate::kong::source::Source;
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::fmt;

/// What an entity is, in the order changes are shown: what routes a request first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names are Kong's own")]
pub enum Kind {
    Route,
    Service,
    Plugin,
    Upstream,
    Target,
    Consumer,
    ConsumerGroup,
    ConsumerGroupConsumer,
    KeyAuth,
    BasicAuth,
    HmacAuth,
    Jwt,
    OAuth2,
    MtlsAuth,
    Acl,
    Certificate,
    Sni,
    CaCertificate,
    Vault,
    License,
    /// An entity of a plugin or of Kong that has no type here, by the key of its list.
    Other(String),
}

impl Kind {
    /// decK's word for it.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Route => "route",
            Self::Service => "service",
            Self::Plugin => "plugin",
            Self::Upstream => "upstream",
            Self::Target => "target",
            Self::Consumer => "consumer",
            Self::ConsumerGroup => "consumer-group",
            Self::ConsumerGroupConsumer => "consumer-group-consumer",
            Self::KeyAuth => "key-auth",
            Self::BasicAuth => "basic-auth",
            Self::HmacAuth => "hmac-auth",
            Self::Jwt => "jwt-auth",
            Self::OAuth2 => "oauth2-cred",
            Self::MtlsAuth => "mtls-auth",
            Self::Acl => "acl-group",
            Self::Certificate => "certificate",
            Self::Sni => "sni",
            Self::CaCertificate => "ca-certificate",
            Self::Vault => "vault",
            Self::License => "license",
            Self::Other(list) => list,
        }
    }

    /// The key of its list in a configuration file.
    pub fn list(&self) -> &str {
        match self {
            Self::Route => "routes",
            Self::Service => "services",
            Self::Plugin => "plugins",
            Self::Upstream => "upstreams",
            Self::Target => "targets",
            Self::Consumer => "consumers",
            Self::ConsumerGroup => "consumer_groups",
            Self::ConsumerGroupConsumer => "consumer_group_consumers",
            Self::KeyAuth => "keyauth_credentials",
            Self::BasicAuth => "basicauth_credentials",
            Self::HmacAuth => "hmacauth_credentials",
            Self::Jwt => "jwt_secrets",
            Self::OAuth2 => "oauth2_credentials",
            Self::MtlsAuth => "mtls_auth_credentials",
            Self::Acl => "acls",
            Self::Certificate => "certificates",
            Self::Sni => "snis",
            Self::CaCertificate => "ca_certificates",
            Self::Vault => "vaults",
            Self::License => "licenses",
            Self::Other(list) => list,
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One entity, with what was nested in it taken out and what it refers to by name put in.
#[derive(Debug, Clone)]
pub struct Entity {
    /// What it is.
    pub kind: Kind,
    /// What it is called in titles; holds no secret.
    pub title: String,
    /// What it may be recognised by, best first; the same position means the same rule on both sides. An empty text means
    /// that the rule does not apply.
    pub keys: Vec<String>,
    /// Its id.
    pub id: Option<String>,
    /// Its fields, without `id`.
    pub fields: Map<String, Value>,
    /// Fields that cannot be compared, because they hold templates.
    pub not_compared: Vec<String>,
    /// JSON pointers below `config` to values that came out of a Secret.
    pub secret_config: Vec<String>,
    /// Whether a manifest could have made it.
    pub is_ours: bool,
    /// Where it comes from.
    pub source: Source,
}

impl Entity {
    /// The text of a field.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field)?.as_str()
    }

    /// The texts of a list.
    pub fn texts(&self, field: &str) -> impl Iterator<Item = &str> {
        self.fields
            .get(field)
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
    }

    /// Whether it has all of these tags.
    pub fn has_tags(&self, tags: &[String]) -> bool {
        let own: HashSet<&str> = self.texts("tags").collect();
        tags.iter().all(|tag| own.contains(tag.as_str()))
    }

    /// Add the tags that it does not have.
    pub fn add_tags(&mut self, tags: &[String]) {
        let own: HashSet<&str> = self.texts("tags").collect();
        let missing: Vec<Value> = tags
            .iter()
            .filter(|tag| !own.contains(tag.as_str()))
            .map(|tag| tag.as_str().into())
            .collect();
        if missing.is_empty() {
            return;
        }
        let own = self
            .fields
            .entry("tags")
            .or_insert_with(|| Value::Array(Vec::new()));
        if let Value::Array(own) = own {
            own.extend(missing);
        }
    }
}
