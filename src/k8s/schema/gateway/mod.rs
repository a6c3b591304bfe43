//! The kinds of the Gateway API 1.3.0.

use super::description::Schema;

/// The description of a kind of the group `gateway.networking.k8s.io`.
pub(super) fn schema_of(_kind: &str) -> Option<&'static Schema> {
    None
}
