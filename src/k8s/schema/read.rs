//! How the rules read a manifest: absent and null are one, and a value of the wrong type reads as
//! absent, since the API server asks its rules only about objects without such values.

use crate::manifest::node::{Node, Number, Value};

/// The value of a field, when it is there and not null.
pub(in crate::k8s) fn field<'n, 'a>(node: &'n Node<'a>, key: &str) -> Option<&'n Node<'a>> {
    node.get(key)
        .filter(|value| !matches!(value.value, Value::Null))
}

/// The value at the end of several fields.
pub(in crate::k8s) fn deep<'n, 'a>(node: &'n Node<'a>, keys: &[&str]) -> Option<&'n Node<'a>> {
    keys.iter().try_fold(node, |node, key| field(node, key))
}

/// Whether a field is there.
pub(in crate::k8s) fn has(node: &Node<'_>, key: &str) -> bool {
    field(node, key).is_some()
}

/// The text of a field.
pub(in crate::k8s) fn text<'n>(node: &'n Node<'_>, key: &str) -> Option<&'n str> {
    field(node, key).and_then(Node::as_str)
}

/// The text of a field, or its default.
pub(in crate::k8s) fn text_or<'n>(node: &'n Node<'_>, key: &str, default: &'n str) -> &'n str {
    text(node, key).unwrap_or(default)
}

/// The number in a field.
pub(in crate::k8s) fn integer(node: &Node<'_>, key: &str) -> Option<i64> {
    match field(node, key)?.value {
        Value::Number(Number::Int(number)) => Some(number),
        _ => None,
    }
}

/// The items of a list in a field; none when it is absent.
pub(in crate::k8s) fn list<'n, 'a>(node: &'n Node<'a>, key: &str) -> &'n [Node<'a>] {
    field(node, key).map_or(&[], items)
}

/// The items of a list.
pub(in crate::k8s) fn items<'n, 'a>(node: &'n Node<'a>) -> &'n [Node<'a>] {
    match &node.value {
        Value::Sequence(items) => items,
        _ => &[],
    }
}

/// How many members a map or list in a field has; 0 when it is absent.
pub(in crate::k8s) fn size(node: &Node<'_>, key: &str) -> usize {
    match field(node, key).map(|value| &value.value) {
        Some(Value::Mapping(entries)) => entries.len(),
        Some(Value::Sequence(items)) => items.len(),
        _ => 0,
    }
}
