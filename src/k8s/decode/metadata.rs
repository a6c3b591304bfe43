//! `metadata`, the part of it that the controller reads.

use super::error::DecodeError;
use super::kinds::KindInfo;
use super::{fixed, namespace_of};
use crate::k8s::schema::mismatch;
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
    /// How to call an object that has no name but `generateName`: `web-*`.
    generated: Option<String>,
}

/// How an object is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Naming {
    /// By `name`.
    Named,
    /// By `generateName` alone: the API server would make up a name.
    Generated,
    /// Not at all.
    Nameless,
}

impl Metadata {
    /// How the object is named.
    pub(super) fn naming(&self) -> Naming {
        match (&self.generated, self.name.is_empty()) {
            (Some(_), _) => Naming::Generated,
            (None, true) => Naming::Nameless,
            (None, false) => Naming::Named,
        }
    }

    /// The metadata of an object of this kind, in the version that the controller reads.
    pub(super) fn into_meta(
        self,
        (info, read): (&KindInfo, &'static str),
        place: &Place,
        default_namespace: &str,
    ) -> ObjectMeta {
        let (group, version) = (fixed(info.group), fixed(read));
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
                name: self.generated.unwrap_or(self.name),
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

/// Decode `metadata` of an object. A value of the wrong type, which `k8s::schema` finds, is left out.
pub(super) fn decode(object: &Node<'_>) -> Metadata {
    let mut metadata = Metadata::default();
    let Some(Value::Mapping(entries)) = object.get("metadata").map(|node| &node.value) else {
        return metadata;
    };
    let mut generate_name = "";
    for entry in entries {
        let value = &entry.node.value;
        let text = entry.node.as_str().unwrap_or_default();
        match entry.key.as_ref() {
            "name" => metadata.name = called(value),
            "generateName" => generate_name = text,
            "namespace" => metadata.namespace = called(value),
            "uid" => metadata.uid = Some(text.to_owned()).filter(|uid| !uid.is_empty()),
            "annotations" => metadata.annotations = readable_strings(value),
            "labels" => metadata.labels = readable_strings(value),
            "creationTimestamp" => metadata.creation_timestamp = time(text),
            "deletionTimestamp" => metadata.deletion_timestamp = time(text),
            "generation" => {
                if let Value::Number(Number::Int(generation)) = value {
                    metadata.generation = *generation;
                }
            }
            _ => {}
        }
    }
    if metadata.name.is_empty() && !generate_name.is_empty() {
        metadata.generated = Some(format!("{generate_name}*"));
    }
    metadata
}

/// A name. A number is none, but tells which object is refused for it.
fn called(value: &Value<'_>) -> String {
    match value {
        Value::String(text) => text.as_ref().to_owned(),
        Value::Number(Number::Int(number)) => number.to_string(),
        Value::Number(Number::UInt(number)) => number.to_string(),
        Value::Number(Number::Float(number)) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Sequence(_) | Value::Mapping(_) => String::new(),
    }
}

/// The strings of a map; null is the empty one.
fn readable_strings(value: &Value<'_>) -> StringMap {
    let Value::Mapping(entries) = value else {
        return StringMap::new();
    };
    entries
        .iter()
        .filter_map(|entry| {
            let text = match &entry.node.value {
                Value::String(text) => text.as_ref(),
                Value::Null => "",
                _ => return None,
            };
            Some((entry.key.as_ref().to_owned(), text.to_owned()))
        })
        .collect()
}

/// Seconds since the epoch; none for the empty text.
fn time(text: &str) -> Option<i64> {
    text.parse::<jiff::Timestamp>()
        .ok()
        .map(jiff::Timestamp::as_second)
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
