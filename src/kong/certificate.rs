//! `certificates[]` with their server names, and `ca_certificates[]`.

use super::names::Tag;
use super::reference::Reference;
use super::secret::SecretText;
use super::source::Source;
use serde::{Deserialize, Serialize};

/// A certificate with its private key.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct Certificate {
    pub cert: SecretText,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub key: SecretText,
    #[serde(skip_serializing_if = "Vec::is_empty", skip_deserializing)]
    pub snis: Vec<Sni>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip)]
    pub source: Source,
}

/// A server name of a certificate.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct Sni {
    /// KIC writes the certificate here too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Reference>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub name: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip)]
    pub source: Source,
}

/// A CA certificate.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct CaCertificate {
    pub cert: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip)]
    pub source: Source,
}
