//! A document against the description of its kind, in the order of the API server: unknown fields,
//! nulls of optional fields taken as absent, types and limits, uniqueness, and last the rules.
//!
//! Nothing is allocated for a document that is in order: the path of a value is a chain on the stack
//! and is spelt out only for a violation.

use super::decoding::decodes;
use super::depth::Depth;
use super::description::{List, Map, Object, Rule, Schema, Text, Unique};
use super::violation::{Fault, Findings, Violation};
use crate::diag::similar::similar;
use crate::manifest::node::{Entry, Node, Number, Value};
use crate::origin::{FieldPath, Segment};
use std::borrow::Cow;
use std::collections::HashSet;

/// One step of the path to the value being looked at.
#[derive(Clone, Copy)]
pub(in crate::k8s) enum Step<'a> {
    /// A field or key.
    Key(&'a str),
    /// A list index.
    Index(usize),
}

/// The path to the value being looked at.
#[derive(Clone, Copy)]
pub(in crate::k8s) struct Trail<'a> {
    parent: Option<&'a Self>,
    step: Option<Step<'a>>,
}

impl<'a> Trail<'a> {
    /// The path of the object itself.
    pub(in crate::k8s) const ROOT: Self = Self {
        parent: None,
        step: None,
    };

    /// The path of a field of the object.
    pub(in crate::k8s) const fn field(key: &'a str) -> Self {
        Self {
            parent: None,
            step: Some(Step::Key(key)),
        }
    }

    /// One step further.
    pub(in crate::k8s) fn to(&'a self, step: Step<'a>) -> Self {
        Self {
            parent: Some(self),
            step: Some(step),
        }
    }

    /// One field further.
    pub(in crate::k8s) fn key(&'a self, key: &'a str) -> Self {
        self.to(Step::Key(key))
    }

    /// One list item further.
    pub(in crate::k8s) fn index(&'a self, index: usize) -> Self {
        self.to(Step::Index(index))
    }

    /// Whether this is the path of the object itself.
    pub(in crate::k8s) fn is_root(&self) -> bool {
        self.step.is_none()
    }

    /// The path spelt out.
    pub(in crate::k8s) fn path(&self) -> FieldPath {
        let path = self.parent.map_or_else(FieldPath::root, Self::path);
        match self.step {
            None => path,
            Some(Step::Key(key)) => path.key(key.to_owned()),
            Some(Step::Index(index)) => path.index(index),
        }
    }
}

/// Look at `node`, which stands at the end of `trail`.
pub(super) fn walk(
    schema: &Schema,
    node: &Node<'_>,
    trail: &Trail<'_>,
    depth: Depth,
    found: &mut Findings,
) {
    match (schema, &node.value) {
        (Schema::ByEdition(older, newer), _) => {
            walk(depth.pick(older, newer), node, trail, depth, found);
        }
        (Schema::Object(object), Value::Mapping(entries)) => {
            fields(object, entries, trail, depth, found);
            apply(object.rules, node, trail, depth, found);
        }
        (Schema::Map(map), Value::Mapping(entries)) => {
            members(map, entries, trail, depth, found);
            apply(map.rules, node, trail, depth, found);
        }
        (Schema::List(list), Value::Sequence(items)) => {
            elements(list, items, trail, depth, found);
            // The API server does not ask the rules of a list that is too long.
            if items.len() <= list.max {
                apply(list.rules, node, trail, depth, found);
            }
        }
        (Schema::Any, _) | (Schema::FreeObject, Value::Mapping(_)) => {}
        _ if depth == Depth::Decoding => decodes(schema, node, trail, found),
        _ => scalar(schema, node, trail, found),
    }
}

/// The fields of an object: unknown ones, missing ones, and each one's value.
fn fields(
    object: &Object,
    entries: &[Entry<'_>],
    trail: &Trail<'_>,
    depth: Depth,
    found: &mut Findings,
) {
    for entry in entries {
        let here = trail.to(Step::Key(&entry.key));
        match object.fields.iter().find(|field| field.name == entry.key) {
            // The API server takes a null for an absent field.
            Some(_) if matches!(entry.node.value, Value::Null) => {}
            Some(field) => walk(field.schema, &entry.node, &here, depth, found),
            None if trail.is_root() && is_type_meta(&entry.key) => {}
            None => found.note(
                &here,
                Fault::UnknownField {
                    similar: similar(&entry.key, object.fields.iter().map(|field| field.name))
                        .map(Cow::Borrowed),
                },
            ),
        }
    }
    if depth == Depth::Decoding {
        return;
    }
    for field in object.fields.iter().filter(|field| field.required) {
        let present = entries
            .iter()
            .any(|entry| entry.key == field.name && !matches!(entry.node.value, Value::Null));
        if !present {
            found.note(&trail.to(Step::Key(field.name)), Fault::Missing);
        }
    }
}

/// The fields that every object has beside those of its kind.
fn is_type_meta(key: &str) -> bool {
    matches!(key, "apiVersion" | "kind" | "metadata")
}

/// The members of a map with free keys.
fn members(
    map: &Map,
    entries: &[Entry<'_>],
    trail: &Trail<'_>,
    depth: Depth,
    found: &mut Findings,
) {
    if depth.is_full() && entries.len() > map.max {
        found.note(
            trail,
            Fault::WrongCount {
                found: entries.len(),
                min: 0,
                max: map.max,
            },
        );
    }
    for entry in entries {
        if !matches!(entry.node.value, Value::Null) {
            walk(
                map.values,
                &entry.node,
                &trail.to(Step::Key(&entry.key)),
                depth,
                found,
            );
        }
    }
}

/// The items of a list: how many, each one, and whether they repeat.
fn elements(
    list: &List,
    items: &[Node<'_>],
    trail: &Trail<'_>,
    depth: Depth,
    found: &mut Findings,
) {
    for (index, item) in items.iter().enumerate() {
        // Go's decoder makes an empty value of a null; a structural schema refuses it.
        if depth.is_full() || !matches!(item.value, Value::Null) {
            walk(list.items, item, &trail.index(index), depth, found);
        }
    }
    if depth == Depth::Decoding {
        return;
    }
    if items.len() < list.min || items.len() > list.max {
        found.note(
            trail,
            Fault::WrongCount {
                found: items.len(),
                min: list.min,
                max: list.max,
            },
        );
        return;
    }
    let mut known = HashSet::new();
    for (index, item) in items.iter().enumerate() {
        let Some(value) = identity(list.unique, item) else {
            continue;
        };
        if !known.insert(value) {
            let item_trail = trail.to(Step::Index(index));
            let fault = Fault::Duplicate {
                value: value.to_owned(),
            };
            match list.unique {
                Unique::Key(key) => found.note(&item_trail.to(Step::Key(key)), fault),
                _ => found.note(&item_trail, fault),
            }
        }
    }
}

/// The text by which an item may not repeat.
fn identity<'n>(unique: Unique, item: &'n Node<'_>) -> Option<&'n str> {
    match unique {
        Unique::Nothing => None,
        Unique::Items => item.as_str(),
        Unique::Key(key) => item.get(key).and_then(Node::as_str),
    }
}

/// The rules of a value.
fn apply(rules: &[Rule], node: &Node<'_>, trail: &Trail<'_>, depth: Depth, found: &mut Findings) {
    if depth == Depth::Decoding {
        return;
    }
    for rule in rules {
        if let Some(offender) = (rule.broken)(node) {
            found.0.push(Violation {
                path: trail.path().join(&offender),
                fault: Fault::Rule {
                    message: Cow::Borrowed(rule.message),
                },
            });
        }
    }
}

/// A value that has no members, or one of another shape than expected.
fn scalar(schema: &Schema, node: &Node<'_>, trail: &Trail<'_>, found: &mut Findings) {
    match (schema, &node.value) {
        (Schema::Text(text), Value::String(value)) => string(text, value, trail, found),
        (Schema::Integer { min, max }, Value::Number(number)) => {
            let inside = match number {
                Number::Int(value) => (*min..=*max).contains(value),
                Number::UInt(_) => false,
                Number::Float(_) => {
                    return found.note(trail, mismatch(schema, node));
                }
            };
            if !inside {
                found.note(
                    trail,
                    Fault::OutOfRange {
                        found: shown(*number),
                        min: *min,
                        max: *max,
                    },
                );
            }
        }
        (Schema::Choice(allowed), Value::Number(Number::Int(value))) => {
            if !allowed.contains(value) {
                found.note(
                    trail,
                    Fault::NotInList {
                        found: value.to_string(),
                        allowed: allowed.iter().map(ToString::to_string).collect(),
                    },
                );
            }
        }
        (Schema::True, Value::Bool(false)) => found.note(
            trail,
            Fault::NotInList {
                found: "false".to_owned(),
                allowed: vec!["true".to_owned()],
            },
        ),
        (Schema::Number, Value::Number(_)) | (Schema::Bool | Schema::True, Value::Bool(_)) => {}
        _ => found.note(trail, mismatch(schema, node)),
    }
}

/// The conditions on a string.
fn string(text: &Text, value: &str, trail: &Trail<'_>, found: &mut Findings) {
    // A string has at least a quarter as many characters as bytes and at most as many.
    let suspicious = value.len() > text.max || value.len() < text.min.saturating_mul(4);
    if suspicious {
        let length = value.chars().count();
        if length < text.min || length > text.max {
            found.note(
                trail,
                Fault::WrongLength {
                    found: length,
                    min: text.min,
                    max: text.max,
                },
            );
            return;
        }
    }
    if !text.one_of.is_empty() && !text.one_of.contains(&value) {
        found.note(
            trail,
            Fault::NotInList {
                found: value.to_string(),
                allowed: text.one_of.iter().map(ToString::to_string).collect(),
            },
        );
    }
    if let Some(format) = text.format
        && !(format.matches)(value)
    {
        found.note(
            trail,
            Fault::WrongForm {
                found: value.to_string(),
                pattern: Cow::Borrowed(format.pattern),
            },
        );
    }
}

/// The fault of a value that is of another type than its schema.
fn mismatch(schema: &Schema, node: &Node<'_>) -> Fault {
    Fault::WrongType {
        expected: schema.expected(),
        found: type_name(&node.value),
    }
}

/// What a value is, in words.
pub(in crate::k8s) fn type_name(value: &Value<'_>) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(Number::Int(_) | Number::UInt(_)) => "an integer",
        Value::Number(Number::Float(_)) => "a number",
        Value::String(_) => "a string",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a map",
    }
}

/// A number as text.
pub(in crate::k8s) fn shown(number: Number) -> String {
    match number {
        Number::Int(value) => value.to_string(),
        Number::UInt(value) => value.to_string(),
        Number::Float(value) => value.to_string(),
    }
}

/// The path of the field of `item` number `index`, seen from its list.
pub(super) fn item_path(index: usize, keys: &[&'static str]) -> FieldPath {
    let mut path = FieldPath::of(keys);
    path.prepend(Segment::Index(index));
    path
}
