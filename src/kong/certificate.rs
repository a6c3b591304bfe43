//! Certificates with their server names, and CA certificates.

use super::names::Tag;
use super::secret::SecretText;
use crate::origin::Origin;

/// A certificate with its private key.
#[derive(Debug, Clone, PartialEq)]
pub struct Certificate {
    /// The Secret's uid, or a derived UUID.
    pub id: String,
    /// PEM, trimmed.
    pub cert: SecretText,
    /// PEM, trimmed.
    pub key: SecretText,
    /// Tags of the Secret.
    pub tags: Vec<Tag>,
    /// Server names, ascending.
    pub snis: Vec<String>,
    /// The Secret.
    pub origin: Origin,
}

/// A CA certificate.
#[derive(Debug, Clone, PartialEq)]
pub struct CaCertificate {
    /// `data.id`, verbatim.
    pub id: String,
    /// PEM, re-encoded.
    pub cert: String,
    /// Tags of the Secret or ConfigMap.
    pub tags: Vec<Tag>,
    /// The Secret or ConfigMap.
    pub origin: Origin,
}
