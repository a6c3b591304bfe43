//! A configuration while patches change it: JSON whose parts know which patch they came from.

use serde_json::Value;
use std::collections::BTreeMap;

/// Deepest nesting of a patched configuration: what the readers of manifests and of the JSON in Secrets take, too. Kong's own JSON
/// library gives up at 1,000 levels; the configurations of its plugins have fewer than ten.
pub(super) const MAX_DEPTH: usize = 128;

/// A value, and where it came from.
#[derive(Debug)]
pub(super) struct Part {
    /// What it is.
    pub(super) content: Content,
    /// The patch whose whole value this is.
    pub(super) source: Option<usize>,
}

/// What a part is.
#[derive(Debug)]
pub(super) enum Content {
    /// Anything without members.
    Scalar(Value),
    /// A list.
    Array(Vec<Part>),
    /// An object.
    Object(BTreeMap<String, Part>),
}

impl Part {
    /// The part that a value is.
    pub(super) fn of(value: Value) -> Self {
        let content = match value {
            Value::Array(items) => Content::Array(items.into_iter().map(Self::of).collect()),
            Value::Object(entries) => Content::Object(
                entries
                    .into_iter()
                    .map(|(key, value)| (key, Self::of(value)))
                    .collect(),
            ),
            scalar => Content::Scalar(scalar),
        };
        Self {
            content,
            source: None,
        }
    }

    /// Whether it is null.
    pub(super) fn is_null(&self) -> bool {
        matches!(self.content, Content::Scalar(Value::Null))
    }

    /// Levels of nesting; a scalar has none.
    pub(super) fn depth(&self) -> usize {
        let deepest = match &self.content {
            Content::Scalar(_) => return 0,
            Content::Array(items) => items.iter().map(Self::depth).max(),
            Content::Object(entries) => entries.values().map(Self::depth).max(),
        };
        deepest.unwrap_or(0) + 1
    }

    /// The value. Parts with a source are noted as source and JSON pointer; `pointer` is that of this part.
    pub(super) fn finish(self, pointer: &mut String, found: &mut Vec<(usize, String)>) -> Value {
        if let Some(source) = self.source {
            found.push((source, pointer.clone()));
        }
        let length = pointer.len();
        match self.content {
            Content::Scalar(value) => value,
            Content::Array(items) => items
                .into_iter()
                .enumerate()
                .map(|(index, item)| {
                    pointer.push('/');
                    pointer.push_str(&index.to_string());
                    let value = item.finish(pointer, found);
                    pointer.truncate(length);
                    value
                })
                .collect(),
            Content::Object(entries) => entries
                .into_iter()
                .map(|(key, part)| {
                    pointer.push('/');
                    pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
                    let value = part.finish(pointer, found);
                    pointer.truncate(length);
                    (key, value)
                })
                .collect(),
        }
    }
}
