//! The smallest edit of a manifest that keeps today's behaviour.

use crate::origin::{ObjectMeta, Place};
use serde_json::Value;
use std::sync::Arc;

/// A value that is set in a manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct Edit {
    /// The object.
    pub object: Arc<ObjectMeta>,
    /// Keys from the object to the value.
    pub path: Vec<String>,
    /// The value.
    pub value: Value,
}

/// What keeps today's behaviour.
#[derive(Debug, Clone, PartialEq)]
pub enum Fix {
    /// Nothing is known, or the item says what to do.
    None,
    /// This edit.
    Wanted(Edit),
    /// This edit, which cannot be made by a patch, and why.
    ByHand(Edit, String),
}

impl Fix {
    /// The edit.
    pub const fn edit(&self) -> Option<&Edit> {
        match self {
            Self::None => None,
            Self::Wanted(edit) | Self::ByHand(edit, _) => Some(edit),
        }
    }
}

impl Edit {
    /// An annotation.
    pub(super) fn annotation(object: &Arc<ObjectMeta>, key: &str, value: &str) -> Self {
        Self::of(object, &["metadata", "annotations", key], value.into())
    }

    /// A label.
    pub(super) fn label(object: &Arc<ObjectMeta>, key: &str, value: &str) -> Self {
        Self::of(object, &["metadata", "labels", key], value.into())
    }

    /// A field of an object.
    pub(super) fn of(object: &Arc<ObjectMeta>, path: &[&str], value: Value) -> Self {
        Self {
            object: Arc::clone(object),
            path: path.iter().map(|key| (*key).to_owned()).collect(),
            value,
        }
    }

    /// Where the object was read.
    pub fn place(&self) -> &Place {
        &self.object.place
    }

    /// In words: `add the annotation konghq.com/protocols: "http,https" to Ingress shop/web`.
    pub fn sentence(&self) -> String {
        let object = &self.object.key;
        let value = match &self.value {
            Value::String(text) => format!("\"{text}\""),
            value => value.to_string(),
        };
        match self.path.as_slice() {
            [metadata, annotations, key]
                if metadata == "metadata" && annotations == "annotations" =>
            {
                format!("add the annotation {key}: {value} to {object}")
            }
            [metadata, labels, key] if metadata == "metadata" && labels == "labels" => {
                format!("add the label {key}: {value} to {object}")
            }
            path => format!("write {}: {value} in {object}", path.join(".")),
        }
    }
}
