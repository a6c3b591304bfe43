//! `metadata`, the part of it that the controller reads.

use super::error::DecodeError;
use super::kinds::KindInfo;
use super::{fixed, namespace_of};
use crate::manifest::node::{Node, Number, Value};
use crate::origin::{FieldPath, ObjectMeta, Place, StringMap};
use std::borrow::Cow;

/// A part of a key.
type Name = Cow<'static, str>;

/// Metadata before the kind has had its say on the namespace.
#[derive(Debug, Default)]
pub(super) struct Metadata {
    name: String,
    namespace: String,
    uid: Option<String>,
    annotations: StringMap,
    labels: StringMap,
    creation_timestamp: Option<i64>,
    pub(super) deletion_timestamp: Option<i64>,
    generation: i64,
}

impl Metadata {
    /// As much as tells which object it is, when the rest does not decode.
    pub(super) fn salvage(node: &Node<'_>) -> Self {
        let text = |key: &str| {
            node.get("metadata")
                .and_then(|metadata| metadata.get(key))
                .and_then(Node::as_str)
                .unwrap_or_default()
                .to_owned()
        };
        Self {
            name: text("name"),
            namespace: text("namespace"),
            ..Self::default()
        }
    }

    /// The metadata of an object of this kind.
    pub(super) fn into_meta(
        self,
        info: &KindInfo,
        place: &Place,
        default_namespace: &str,
    ) -> ObjectMeta {
        let (group, version) = (fixed(info.group), fixed(info.served[0]));
        let namespaced = info.namespaced;
        let names = (group, version, fixed(info.kind));
        self.with_names(names, namespaced, place, default_namespace)
    }

    /// The metadata of an object of a kind that is not read: group, version, kind.
    pub(super) fn with_names(
        self,
        (group, version, kind): (Name, Name, Name),
        namespaced: bool,
        place: &Place,
        default_namespace: &str,
    ) -> ObjectMeta {
        ObjectMeta {
            key: crate::origin::ObjectKey {
                group,
                version,
                kind,
                namespace: namespace_of(namespaced, self.namespace, default_namespace),
                name: self.name,
            },
            place: place.clone(),
            uid: self.uid,
            annotations: self.annotations,
            labels: self.labels,
            creation_timestamp: self.creation_timestamp,
            generation: self.generation,
        }
    }
}

/// Decode `metadata` of an object.
pub(super) fn decode(object: &Node<'_>) -> Result<Metadata, DecodeError> {
    let mut metadata = Metadata::default();
    let entries = match object.get("metadata").map(|node| &node.value) {
        None | Some(Value::Null) => return Ok(metadata),
        Some(Value::Mapping(entries)) => entries,
        Some(other) => {
            return Err(DecodeError::at(
                FieldPath::of(&["metadata"]),
                mismatch("a map", other),
            ));
        }
    };
    for entry in entries {
        let value = &entry.node.value;
        let here = |key: &'static str| FieldPath::of(&["metadata", key]);
        match entry.key.as_ref() {
            "name" => metadata.name = text(value, || here("name"))?,
            "namespace" => metadata.namespace = text(value, || here("namespace"))?,
            "uid" => {
                let uid = text(value, || here("uid"))?;
                metadata.uid = Some(uid).filter(|uid| !uid.is_empty());
            }
            "annotations" => metadata.annotations = strings(value, || here("annotations"))?,
            "labels" => metadata.labels = strings(value, || here("labels"))?,
            "creationTimestamp" => {
                metadata.creation_timestamp = time(value, || here("creationTimestamp"))?;
            }
            "deletionTimestamp" => {
                metadata.deletion_timestamp = time(value, || here("deletionTimestamp"))?;
            }
            "generation" => match value {
                Value::Number(Number::Int(generation)) => metadata.generation = *generation,
                Value::Null => {}
                other => {
                    return Err(DecodeError::at(
                        here("generation"),
                        mismatch("an integer", other),
                    ));
                }
            },
            _ => {}
        }
    }
    Ok(metadata)
}

/// `expected a string, found a number`.
pub(super) fn mismatch(expected: &str, found: &Value<'_>) -> String {
    let (name, quoting) = match found {
        Value::Null => ("null", ""),
        Value::Bool(_) => ("a truth value", "; put it in quotes"),
        Value::Number(_) => ("a number", "; put it in quotes"),
        Value::String(_) => ("a string", ""),
        Value::Sequence(_) => ("a list", ""),
        Value::Mapping(_) => ("a map", ""),
    };
    let quoting = if expected == "a string" { quoting } else { "" };
    format!("expected {expected}, found {name}{quoting}")
}

/// A string; null is the empty one.
pub(super) fn text(
    value: &Value<'_>,
    path: impl FnOnce() -> FieldPath,
) -> Result<String, DecodeError> {
    match value {
        Value::String(text) => Ok(text.as_ref().to_owned()),
        Value::Null => Ok(String::new()),
        other => Err(DecodeError::at(path(), mismatch("a string", other))),
    }
}

/// A map of strings.
pub(super) fn strings(
    value: &Value<'_>,
    path: impl Fn() -> FieldPath,
) -> Result<StringMap, DecodeError> {
    match value {
        Value::Null => Ok(StringMap::new()),
        Value::Mapping(entries) => entries
            .iter()
            .map(|entry| {
                let key = entry.key.as_ref().to_owned();
                let value = text(&entry.node.value, || path().key(key.clone()))?;
                Ok((key, value))
            })
            .collect(),
        other => Err(DecodeError::at(path(), mismatch("a map", other))),
    }
}

fn time(value: &Value<'_>, path: impl Fn() -> FieldPath) -> Result<Option<i64>, DecodeError> {
    let written = text(value, &path)?;
    if written.is_empty() {
        return Ok(None);
    }
    written
        .parse::<jiff::Timestamp>()
        .map(|time| Some(time.as_second()))
        .map_err(|_| DecodeError::at(path(), "expected a time such as 2024-01-31T12:00:00Z"))
}
