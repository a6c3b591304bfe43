//! Trees: their size, and copies of them.

use crate::manifest::node::{Entry, Mark, Node, Number, Value};
use std::borrow::Cow;

/// How many values there are in a tree.
pub(super) fn size(node: &Node<'_>) -> usize {
    match &node.value {
        Value::Sequence(items) => 1 + items.iter().map(size).sum::<usize>(),
        Value::Mapping(entries) => 1 + entries.iter().map(|it| size(&it.node)).sum::<usize>(),
        _ => 1,
    }
}

/// The same tree, its texts borrowed.
pub(super) fn view<'n>(node: &'n Node<'_>) -> Node<'n> {
    let value = match &node.value {
        Value::Null => Value::Null,
        Value::Bool(value) => Value::Bool(*value),
        Value::Number(number) => Value::Number(*number),
        Value::String(text) => Value::String(Cow::Borrowed(text)),
        Value::Sequence(items) => Value::Sequence(items.iter().map(view).collect()),
        Value::Mapping(entries) => {
            let entries = entries.iter().map(|entry| Entry {
                key: Cow::Borrowed(&*entry.key),
                key_mark: entry.key_mark,
                node: view(&entry.node),
            });
            Value::Mapping(entries.collect())
        }
    };
    Node {
        mark: node.mark,
        value,
    }
}

/// A default, standing where the map stands that it is filled into.
pub(super) fn placed(node: &Node<'_>, mark: Mark) -> Node<'static> {
    let value = match &node.value {
        Value::Null => Value::Null,
        Value::Bool(value) => Value::Bool(*value),
        Value::Number(number) => Value::Number(*number),
        Value::String(text) => Value::String(text.to_string().into()),
        Value::Sequence(items) => {
            Value::Sequence(items.iter().map(|item| placed(item, mark)).collect())
        }
        Value::Mapping(entries) => {
            let entries = entries.iter().map(|entry| Entry {
                key: entry.key.to_string().into(),
                key_mark: mark,
                node: placed(&entry.node, mark),
            });
            Value::Mapping(entries.collect())
        }
    };
    Node { mark, value }
}

/// The same tree with texts of its own.
pub(super) fn owned(node: &Node<'_>) -> Node<'static> {
    let value = match &node.value {
        Value::Null => Value::Null,
        Value::Bool(value) => Value::Bool(*value),
        Value::Number(number) => Value::Number(*number),
        Value::String(text) => Value::String(text.to_string().into()),
        Value::Sequence(items) => Value::Sequence(items.iter().map(owned).collect()),
        Value::Mapping(entries) => Value::Mapping(
            entries
                .iter()
                .map(|entry| Entry {
                    key: entry.key.to_string().into(),
                    key_mark: entry.key_mark,
                    node: owned(&entry.node),
                })
                .collect(),
        ),
    };
    Node {
        mark: node.mark,
        value,
    }
}

/// A number as JSON schema compares it.
#[expect(clippy::cast_precision_loss, reason = "as the API server does")]
pub(super) fn number(node: &Node<'_>) -> Option<f64> {
    match node.value {
        Value::Number(Number::Int(number)) => Some(number as f64),
        Value::Number(Number::UInt(number)) => Some(number as f64),
        Value::Number(Number::Float(number)) => Some(number),
        _ => None,
    }
}
