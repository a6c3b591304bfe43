//! Consumers, their credentials, and consumer groups.

use super::names::Tag;
use super::secret::SecretText;
use crate::origin::Origin;
use uuid::Uuid;

/// A consumer. Credential lists keep the order of the KongConsumer.
#[derive(Debug, Clone, PartialEq)]
pub struct Consumer {
    /// Derived from the username; absent without one.
    pub id: Option<Uuid>,
    /// Username, when not empty.
    pub username: Option<String>,
    /// Custom id, when not empty.
    pub custom_id: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// Names of its consumer groups.
    pub groups: Vec<String>,
    /// Credentials of all types, in order.
    pub credentials: Vec<Credential>,
    /// The KongConsumer.
    pub origin: Origin,
}

impl Consumer {
    /// What plugin scopes call it: the username, else the custom id.
    pub fn reference(&self) -> &str {
        self.username
            .as_deref()
            .or(self.custom_id.as_deref())
            .unwrap_or_default()
    }
}

/// One credential, made from one Secret.
#[derive(Debug, Clone, PartialEq)]
pub struct Credential {
    /// The data key `id`, if given.
    pub id: Option<String>,
    /// Tags of the Secret.
    pub tags: Vec<Tag>,
    /// What it is.
    pub kind: CredentialKind,
    /// The Secret.
    pub origin: Origin,
}

/// The types of credential (spec 42, 4). Absent fields are not written, empty texts are.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs, reason = "the fields are Kong's own, spec 42 section 4")]
pub enum CredentialKind {
    /// `keyauth_credentials`
    KeyAuth { key: SecretText, ttl: Option<i64> },
    /// `basicauth_credentials`
    BasicAuth {
        username: SecretText,
        password: Option<SecretText>,
    },
    /// `hmacauth_credentials`
    HmacAuth {
        username: SecretText,
        secret: Option<SecretText>,
    },
    /// `jwt_secrets`
    Jwt {
        key: SecretText,
        algorithm: String,
        secret: Option<SecretText>,
        rsa_public_key: Option<SecretText>,
    },
    /// `acls`
    Acl { group: String },
    /// `oauth2_credentials`
    OAuth2 {
        name: String,
        client_id: SecretText,
        client_secret: Option<SecretText>,
        client_type: Option<String>,
        hash_secret: Option<bool>,
        redirect_uris: Option<Vec<String>>,
    },
    /// `mtls_auth_credentials`
    MtlsAuth { subject_name: String },
}

/// A consumer group.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsumerGroup {
    /// Derived id.
    pub id: Option<Uuid>,
    /// `metadata.name`
    pub name: String,
    /// Tags.
    pub tags: Vec<Tag>,
    /// The KongConsumerGroup.
    pub origin: Origin,
}
