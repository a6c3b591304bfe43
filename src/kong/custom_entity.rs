//! Custom entities: free objects of a type that Kong or a plugin defines.

use crate::origin::Origin;
use serde_json::{Map, Value};

/// One custom entity.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomEntity {
    /// `spec.type`, a top-level key of the output.
    pub entity_type: String,
    /// `spec.fields`, with foreign fields laid over.
    pub fields: Map<String, Value>,
    /// The KongCustomEntity.
    pub origin: Origin,
}
