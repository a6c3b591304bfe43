//! Whether a document that is no object was meant to be one: repositories hold Helm values, charts, compose files, dashboards and
//! much more, which kubectl is never given.

use crate::manifest::node::{Entry, Node, Value};
use std::path::Path;

/// Files of other programs that say an `apiVersion`, but no kind.
const OTHERS: [&str; 6] = [
    "Chart.yaml",
    "Chart.yml",
    "Chart.lock",
    "kustomization.yaml",
    "kustomization.yml",
    "Kustomization",
];

/// Whether a document without kind is a broken manifest, and not a file of another program.
pub(super) fn for_kubectl(node: &Node<'_>, path: &str) -> bool {
    match &node.value {
        Value::Mapping(_) => is_broken_object(node, path),
        Value::Sequence(items) => items.iter().any(is_object),
        // The blank after the colon is missing: one text, though it was meant as a map.
        Value::String(text) => ["apiVersion:", "kind:"]
            .iter()
            .any(|start| text.starts_with(start)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

/// Where the members of a map are that is a list of objects.
pub(super) fn items(entries: &[Entry<'_>]) -> Option<usize> {
    let position = entries
        .iter()
        .position(|entry| entry.key == "items" && matches!(entry.node.value, Value::Sequence(_)))?;
    let is_typed = entries
        .iter()
        .any(|entry| ["apiVersion", "kind"].contains(&&*entry.key) && is_text(Some(&entry.node)));
    let Value::Sequence(items) = &entries[position].node.value else {
        return None;
    };
    (is_typed || items.iter().any(is_object)).then_some(position)
}

/// One of `apiVersion` and `kind` stands beside a body, or both are missing above a name.
fn is_broken_object(node: &Node<'_>, path: &str) -> bool {
    let has = |key: &str| node.get(key).is_some_and(|it| it.value != Value::Null);
    let name = Path::new(path).file_name().and_then(|name| name.to_str());
    if is_text(node.get("apiVersion")) || has("kind") {
        let has_body = ["metadata", "spec", "data", "stringData"]
            .into_iter()
            .any(has);
        return has_body && !name.is_some_and(|name| OTHERS.contains(&name));
    }
    let metadata = node.get("metadata");
    metadata.is_some_and(|metadata| is_text(metadata.get("name")))
}

fn is_object(node: &Node<'_>) -> bool {
    is_text(node.get("apiVersion")) && is_text(node.get("kind"))
}

fn is_text(node: Option<&Node<'_>>) -> bool {
    node.and_then(Node::as_str)
        .is_some_and(|text| !text.is_empty())
}
