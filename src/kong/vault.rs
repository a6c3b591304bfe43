//! `vaults[]` and `licenses[]`.

use super::names::Tag;
use super::source::Source;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// A vault.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct Vault {
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub config: Map<String, Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub name: String,
    pub prefix: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<Tag>,
    #[serde(skip)]
    pub source: Source,
}

/// A license.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(
    missing_docs,
    reason = "the fields are Kong's own, spec 50 section 1.5"
)]
pub struct License {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    pub payload: String,
    #[serde(skip)]
    pub source: Source,
}
