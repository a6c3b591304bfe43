//! Consumers with their credentials, consumer groups, and membership.

use super::names::Tag;
use super::plugin::Plugin;
use super::reference::Reference;
use super::secret::SecretText;
use super::source::Source;
use crate::origin::Origin;
use serde::{Deserialize, Serialize};
use std::iter::once;

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
    /// What plugin scopes call it: the username, else the custom id.
    pub fn reference(&self) -> &str {
        let username = self.username.as_deref();
        username.or(self.custom_id.as_deref()).unwrap_or_default()
    }

    /// What it is known by in a file, which may give nothing but an id.
    pub fn known_as(&self) -> &str {
        let username = self.username.as_deref();
        let named = username.or(self.custom_id.as_deref());
        named.or(self.id.as_deref()).unwrap_or_default()
    }

    /// What the DB-less list of memberships calls it: the username, else the id, else nothing (spec 45, 6).
    pub fn dbless_reference(&self) -> String {
        self.username
            .as_ref()
            .or(self.id.as_ref())
            .cloned()
            .unwrap_or_default()
    }

    /// The texts of its credentials that may be secret.
    pub fn secrets_mut(&mut self) -> impl Iterator<Item = &mut SecretText> {
        let keys = self.keyauth_credentials.iter_mut().map(|it| &mut it.key);
        let basic = self.basicauth_credentials.iter_mut();
        let hmac = self.hmacauth_credentials.iter_mut();
        let tokens = self.jwt_secrets.iter_mut();
        let clients = self.oauth2_credentials.iter_mut();
        keys.chain(basic.flat_map(|it| once(&mut it.username).chain(&mut it.password)))
            .chain(hmac.flat_map(|it| once(&mut it.username).chain(&mut it.secret)))
            .chain(tokens.flat_map(|it| {
                once(&mut it.key)
                    .chain(&mut it.secret)
                    .chain(&mut it.rsa_public_key)
            }))
            .chain(clients.flat_map(|it| once(&mut it.client_id).chain(&mut it.client_secret)))
    }
}

macro_rules! credentials {
    ($($kind:ident $list:ident)*) => {
        /// A credential of any type.
        #[derive(Debug, Clone, PartialEq)]
        #[expect(missing_docs, reason = "the types are Kong's own")]
        pub enum Credential {
            $($kind($kind),)*
        }

        /// A credential of a consumer.
        #[derive(Debug, Clone, Copy)]
        #[expect(missing_docs, reason = "the types are Kong's own")]
        pub enum CredentialRef<'a> {
            $($kind(&'a $kind),)*
        }

        impl Credential {
            /// Set what credentials of all types have.
            pub fn set_common(&mut self, id: Option<String>, tags: Vec<Tag>, source: Source) {
                match self {
                    $(Self::$kind(it) => (it.id, it.tags, it.source) = (id, tags, source),)*
                }
            }
        }

        impl<'a> CredentialRef<'a> {
            /// Its id.
            pub fn id(self) -> Option<&'a str> {
                match self {
                    $(Self::$kind(it) => it.id.as_deref(),)*
                }
            }

            /// Its tags.
            pub fn tags(self) -> &'a [Tag] {
                match self {
                    $(Self::$kind(it) => &it.tags,)*
                }
            }

            /// The Secret.
            pub fn origin(self) -> &'a Origin {
                match self {
                    $(Self::$kind(it) => it.origin(),)*
                }
            }
        }

        impl Consumer {
            /// Add a credential to the list of its type.
            pub fn add(&mut self, credential: Credential) {
                match credential {
                    $(Credential::$kind(it) => self.$list.push(it),)*
                }
            }

            /// Its credentials, type by type.
            pub fn credentials(&self) -> impl Iterator<Item = CredentialRef<'_>> {
                std::iter::empty()$(.chain(self.$list.iter().map(CredentialRef::$kind)))*
            }

            /// The tags of each of its credentials.
            pub fn credential_tags_mut(&mut self) -> impl Iterator<Item = &mut Vec<Tag>> {
                std::iter::empty()$(.chain(self.$list.iter_mut().map(|it| &mut it.tags)))*
            }
        }
    };
}

credentials! {
    Acl acls
    BasicAuth basicauth_credentials
    HmacAuth hmacauth_credentials
    Jwt jwt_secrets
    KeyAuth keyauth_credentials
    MtlsAuth mtls_auth_credentials
    OAuth2 oauth2_credentials
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
    pub key: SecretText,
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
    pub password: Option<SecretText>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    pub username: SecretText,
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
    pub secret: Option<SecretText>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    pub username: SecretText,
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
    pub key: SecretText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rsa_public_key: Option<SecretText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<SecretText>,
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
    pub client_id: SecretText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_secret: Option<SecretText>,
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
