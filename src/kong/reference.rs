//! How one entity names another.

use serde::{Deserialize, Serialize};

/// Another entity, by id or name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reference {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

impl Reference {
    /// The entity that has this id.
    pub const fn with_id(id: String) -> Self {
        Self {
            id: Some(id),
            name: None,
        }
    }
}
