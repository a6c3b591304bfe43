//! The generic tree of one document: JSON values that remember where they stood.

use crate::diag::Location;
use std::borrow::Cow;

/// Deepest nesting that is read, of YAML and JSON alike. Real manifests stay below 50, and the JSON in Secrets has the same limit; trees are
/// walked recursively, and written with an indentation that grows with each level.
pub const MAX_DEPTH: usize = 128;

/// A position in a source, counted from 1; columns count characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord)]
pub struct Mark {
    /// Line.
    pub line: u32,
    /// Column.
    pub column: u32,
}

impl Mark {
    /// The position just behind `text`, which starts a source.
    pub fn behind(text: &str) -> Self {
        let lines = text.bytes().filter(|&byte| byte == b'\n').count();
        let last = text.rsplit('\n').next().unwrap_or_default();
        Self {
            line: u32::try_from(lines + 1).unwrap_or(u32::MAX),
            column: u32::try_from(last.chars().count() + 1).unwrap_or(u32::MAX),
        }
    }

    /// The same position in a text that has so many lines in front.
    #[must_use]
    pub const fn below(self, lines: u32) -> Self {
        Self {
            line: self.line.saturating_add(lines),
            column: self.column,
        }
    }

    /// The position as problems name it, in a file by its index among the sources.
    pub const fn in_file(self, file: u32) -> Location {
        let Self { line, column } = self;
        Location::Text { file, line, column }
    }
}

/// A value and where it starts.
#[derive(Debug, Clone, PartialEq)]
pub struct Node<'a> {
    /// Where it starts.
    pub mark: Mark,
    /// What it is.
    pub value: Value<'a>,
}

/// What YAML 1.1 as Go reads it makes of a node. Strings borrow from the source where they can.
#[derive(Debug, Clone, PartialEq)]
pub enum Value<'a> {
    /// `null`, `~` or nothing.
    Null,
    /// A truth value, `yes` and `on` included.
    Bool(bool),
    /// A number.
    Number(Number),
    /// Text.
    String(Cow<'a, str>),
    /// A list.
    Sequence(Vec<Node<'a>>),
    /// A map in document order, keys unique (the last of equal keys won), merges applied.
    Mapping(Vec<Entry<'a>>),
}

/// A number as Go's YAML reader resolves it. Integral floats are already integers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Number {
    /// Fits in 64 signed bits.
    Int(i64),
    /// Above the signed range.
    UInt(u64),
    /// Anything else, finite.
    Float(f64),
}

/// One key of a map with its value.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry<'a> {
    /// The key as a string.
    pub key: Cow<'a, str>,
    /// Where the key stands.
    pub key_mark: Mark,
    /// Its value.
    pub node: Node<'a>,
}

impl Node<'_> {
    /// The value of `key`, when this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Mapping(entries) => entries
                .iter()
                .find(|entry| entry.key == key)
                .map(|entry| &entry.node),
            _ => None,
        }
    }

    /// The value without its places.
    pub fn plain(&self) -> serde_json::Value {
        match &self.value {
            Value::Null => serde_json::Value::Null,
            Value::Bool(value) => (*value).into(),
            Value::Number(Number::Int(value)) => (*value).into(),
            Value::Number(Number::UInt(value)) => (*value).into(),
            Value::Number(Number::Float(value)) => (*value).into(),
            Value::String(text) => text.as_ref().into(),
            Value::Sequence(items) => items.iter().map(Self::plain).collect(),
            Value::Mapping(entries) => entries
                .iter()
                .map(|entry| (entry.key.clone().into_owned(), entry.node.plain()))
                .collect(),
        }
    }

    /// The text, when this is a string.
    pub fn as_str(&self) -> Option<&str> {
        match &self.value {
            Value::String(text) => Some(text),
            _ => None,
        }
    }
}
