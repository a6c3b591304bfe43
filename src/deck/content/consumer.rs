//! `consumers[]` with their credentials, `consumer_groups[]`, and membership.

use super::plugin::Plugin;
use super::route::Reference;
use super::source::Source;
use crate::deck::secrets::Text;
use crate::kong::names::Tag;
use serde::{Deserialize, Serialize};

/// A consumer with its credentials.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct Consumer {
    #[serde(skip_serializing_if = "Vec::is_empty", skip_deserializing)]
    pub acls: Vec<Acl>,
    #[serde(skip_serializing_if = "Vec::is_empty", skip_deserializing)]
    pub basicauth_credentials: Vec<BasicAuth>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub custom_id: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupReference>,
    #[serde(skip_serializing_if = "Vec::is_empty", skip_deserializing)]
    pub hmacauth_credentials: Vec<HmacAuth>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", skip_deserializing)]
    pub jwt_secrets: Vec<Jwt>,
    #[serde(skip_serializing_if = "Vec::is_empty", skip_deserializing)]
    pub keyauth_credentials: Vec<KeyAuth>,
    #[serde(skip_serializing_if = "Vec::is_empty", skip_deserializing)]
    pub mtls_auth_credentials: Vec<MtlsAuth>,
    #[serde(skip_serializing_if = "Vec::is_empty", skip_deserializing)]
    pub oauth2_credentials: Vec<OAuth2>,
    #[serde(skip_serializing_if = "Vec::is_empty", skip_deserializing)]
    pub plugins: Vec<Plugin>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(skip)]
    pub source: Source,
}

impl Consumer {
    /// What the DB-less list of memberships calls it: the username, else the id, else nothing (spec 45, 6).
    pub fn dbless_reference(&self) -> String {
        self.username
            .as_ref()
            .or(self.id.as_ref())
            .cloned()
            .unwrap_or_default()
    }
}

/// A consumer group as its members name it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupReference {
    /// Id of the group, in files of others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Name of the group.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
}

/// One membership in the DB-less form.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(missing_docs, reason = "the fields are Kong's own, spec 45 section 6")]
pub struct GroupMember {
    pub consumer: String,
    pub consumer_group: String,
    #[serde(skip)]
    pub source: Source,
}

/// A consumer group.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct ConsumerGroup {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub name: String,
    #[serde(skip_serializing_if = "Vec::is_empty", skip_deserializing)]
    pub plugins: Vec<Plugin>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip)]
    pub source: Source,
}

/// `keyauth_credentials[]`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct KeyAuth {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub key: Text,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ttl: Option<i64>,
    #[serde(skip)]
    pub source: Source,
}

/// `basicauth_credentials[]`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct BasicAuth {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    pub username: Text,
    #[serde(skip)]
    pub source: Source,
}

/// `hmacauth_credentials[]`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct HmacAuth {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    pub username: Text,
    #[serde(skip)]
    pub source: Source,
}

/// `jwt_secrets[]`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct Jwt {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub key: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rsa_public_key: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip)]
    pub source: Source,
}

/// `oauth2_credentials[]`
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct OAuth2 {
    pub client_id: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<Text>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash_secret: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub redirect_uris: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip)]
    pub source: Source,
}

/// `acls[]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct Acl {
    pub group: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip)]
    pub source: Source,
}

/// `mtls_auth_credentials[]`
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct MtlsAuth {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca_certificate: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub subject_name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip)]
    pub source: Source,
}
