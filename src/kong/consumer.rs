//! Consumers with their credentials, consumer groups, and membership.

use super::names::Tag;
use super::plugin::Plugin;
use super::reference::Reference;
use super::secret::SecretText;
use super::source::Source;
use crate::origin::Origin;
use serde::{Deserialize, Serialize};
use std::iter::once;

entities! {
    /// A consumer with its credentials.
    Consumer {
        #[serde(skip_deserializing)]
        acls: Vec<Acl>,
        #[serde(skip_deserializing)]
        basicauth_credentials: Vec<BasicAuth>,
        custom_id: Option<String>,
        groups: Vec<GroupReference>,
        #[serde(skip_deserializing)]
        hmacauth_credentials: Vec<HmacAuth>,
        id: Option<String>,
        #[serde(skip_deserializing)]
        jwt_secrets: Vec<Jwt>,
        #[serde(skip_deserializing)]
        keyauth_credentials: Vec<KeyAuth>,
        #[serde(skip_deserializing)]
        mtls_auth_credentials: Vec<MtlsAuth>,
        #[serde(skip_deserializing)]
        oauth2_credentials: Vec<OAuth2>,
        #[serde(skip_deserializing)]
        plugins: Vec<Plugin>,
        tags: Vec<Tag>,
        username: Option<String>,
    }
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
        #[allow(missing_docs, reason = "the types are Kong's own")]
        pub enum Credential {
            $($kind($kind),)*
        }

        /// A credential of a consumer.
        #[derive(Debug, Clone, Copy)]
        #[allow(missing_docs, reason = "the types are Kong's own")]
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

entities! {
    /// One membership in the DB-less form.
    GroupMember {
        consumer: String,
        consumer_group: String,
    }

    /// A consumer group.
    ConsumerGroup {
        id: Option<String>,
        name: String,
        #[serde(skip_deserializing)]
        plugins: Vec<Plugin>,
        tags: Vec<Tag>,
    }

    /// `keyauth_credentials[]`
    KeyAuth {
        id: Option<String>,
        key: SecretText,
        tags: Vec<Tag>,
        ttl: Option<i64>,
    }

    /// `basicauth_credentials[]`
    BasicAuth {
        id: Option<String>,
        password: Option<SecretText>,
        tags: Vec<Tag>,
        username: SecretText,
    }

    /// `hmacauth_credentials[]`
    HmacAuth {
        id: Option<String>,
        secret: Option<SecretText>,
        tags: Vec<Tag>,
        username: SecretText,
    }

    /// `jwt_secrets[]`
    Jwt {
        algorithm: Option<String>,
        id: Option<String>,
        key: SecretText,
        rsa_public_key: Option<SecretText>,
        secret: Option<SecretText>,
        tags: Vec<Tag>,
    }

    /// `oauth2_credentials[]`
    OAuth2 {
        client_id: SecretText,
        client_secret: Option<SecretText>,
        client_type: Option<String>,
        hash_secret: Option<bool>,
        id: Option<String>,
        name: Option<String>,
        redirect_uris: Vec<String>,
        tags: Vec<Tag>,
    }

    /// `acls[]`
    Acl {
        group: String,
        id: Option<String>,
        tags: Vec<Tag>,
    }

    /// `mtls_auth_credentials[]`
    MtlsAuth {
        ca_certificate: Option<Reference>,
        id: Option<String>,
        subject_name: String,
        tags: Vec<Tag>,
    }
}
