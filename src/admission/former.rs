//! The cluster before: what an update is an update of.

use crate::origin::{ObjectKey, StringMap};
use std::collections::HashMap;

/// Who an object is, whatever its version.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct FormerKey {
    /// API group, empty for core.
    pub group: String,
    /// Kind.
    pub kind: String,
    /// Namespace, empty for cluster-scoped kinds.
    pub namespace: String,
    /// `metadata.name`.
    pub name: String,
}

impl FormerKey {
    /// That of an object of today.
    pub(super) fn of(key: &ObjectKey) -> Self {
        Self {
            group: key.group.to_string(),
            kind: key.kind.to_string(),
            namespace: key.namespace.clone(),
            name: key.name.clone(),
        }
    }
}

/// An object as it was, as far as the webhook compares it with what it becomes.
#[derive(Debug, Clone, Default)]
pub struct FormerObject {
    /// Whether it is the same today, so that applying it changes nothing.
    pub is_same: bool,
    /// `metadata.labels`
    pub labels: StringMap,
    /// `username` of a KongConsumer.
    pub username: String,
}

/// The objects of before.
#[derive(Debug, Default)]
pub struct Former(pub HashMap<FormerKey, FormerObject>);
