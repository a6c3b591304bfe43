//! ConfigMap (Kubernetes: pkg/apis/core/validation/validation.go, `ValidateConfigMap`).

use super::metadata::entries;
use super::refusal::Findings;
use super::{Release, names};
use crate::diag::builtin_hints::Hint;
use crate::diag::builtin_kinds::Fault;
use crate::k8s::base64;
use crate::k8s::schema::read::field;
use crate::k8s::schema::walk::Trail;
use crate::manifest::node::{Entry, Node};
use std::collections::HashSet;

/// Most bytes of all values of a Secret or ConfigMap together.
pub(super) const MAX_DATA: usize = 1024 * 1024;

/// Judge a ConfigMap.
pub(in crate::k8s) fn judge(document: &Node<'_>, _: Release, found: &mut Findings<'_>) {
    let binary = field(document, "binaryData").map_or(&[][..], entries);
    let binary_keys = keys(binary);
    let mut size = 0;
    let data_at = Trail::field("data");
    for Entry { key, node, .. } in field(document, "data").map_or(&[][..], entries) {
        size += node.as_str().map_or(0, str::len);
        let at = data_at.key(key);
        found.invalid(&at, names::data_key(key), || Hint::DataKey);
        if binary_keys.contains(key.as_ref()) {
            let detail = "duplicate of key present in binaryData";
            found.note(&at, Fault::Rule(detail.into()));
        }
    }
    let binary_at = Trail::field("binaryData");
    for Entry { key, node, .. } in binary {
        size += decoded_size(node);
        found.invalid(&binary_at.key(key), names::data_key(key), || Hint::DataKey);
    }
    if size > MAX_DATA {
        found.note(&Trail::ROOT, Fault::TooLong(MAX_DATA));
    }
}

/// The keys of a map.
pub(super) fn keys<'n>(entries: &'n [Entry<'_>]) -> HashSet<&'n str> {
    entries.iter().map(|entry| entry.key.as_ref()).collect()
}

/// How many bytes a value in base64 has.
pub(super) fn decoded_size(node: &Node<'_>) -> usize {
    base64::size_of_node(node)
}
