//! Vaults and licenses.

use super::names::Tag;
use crate::origin::Origin;
use serde_json::{Map, Value};
use uuid::Uuid;

/// A vault.
#[derive(Debug, Clone, PartialEq)]
pub struct Vault {
    /// Derived from the prefix.
    pub id: Option<Uuid>,
    /// `spec.backend`
    pub name: String,
    /// `spec.prefix`
    pub prefix: String,
    /// `spec.description`, when not empty.
    pub description: Option<String>,
    /// `spec.config`; absent from the output when empty.
    pub config: Map<String, Value>,
    /// Tags.
    pub tags: Vec<Tag>,
    /// The KongVault.
    pub origin: Origin,
}

/// A license.
#[derive(Debug, Clone, PartialEq)]
pub struct License {
    /// Derived from the KongLicense's name.
    pub id: Uuid,
    /// `rawLicenseString`
    pub payload: String,
    /// The KongLicense.
    pub origin: Origin,
}
