//! Namespace (Kubernetes: pkg/apis/core/validation/validation.go, `ValidateNamespace`).

use super::refusal::Findings;
use super::{Release, metadata, spec};
use crate::k8s::schema::read::list;
use crate::manifest::node::Node;

/// Judge a Namespace.
pub(in crate::k8s) fn judge(document: &Node<'_>, _: Release, found: &mut Findings<'_>) {
    let (spec, here) = spec(document);
    let at = here.key("finalizers");
    metadata::finalizers(list(spec, "finalizers"), &at, false, found);
}
