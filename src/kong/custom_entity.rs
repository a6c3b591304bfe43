//! Entities whose fields only Kong or a plugin knows, in top-level lists of their own type.

use super::source::Source;
use crate::origin::Origin;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Custom entities by type, the types being top-level keys of the file.
pub type CustomEntities = BTreeMap<String, Vec<CustomEntity>>;

/// One custom entity.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CustomEntity {
    /// Everything it holds.
    pub fields: Map<String, Value>,
    /// The KongCustomEntity.
    pub source: Source,
}

impl CustomEntity {
    /// The text of a field; none when it is absent or no text.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.fields.get(field)?.as_str()
    }

    /// The KongCustomEntity that it was made from ([`Source::origin`]).
    pub fn origin(&self) -> &Origin {
        self.source.origin()
    }
}

impl Serialize for CustomEntity {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.fields.serialize(serializer)
    }
}
