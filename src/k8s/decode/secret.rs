//! Secret and ConfigMap: base64 as the API server accepts it, `stringData` over `data` (spec 60, 5).

use super::error::DecodeError;
use super::metadata::{strings, text};
use crate::k8s::base64;
use crate::k8s::schema::mismatch;
use crate::k8s::secret_makers::SopsSecret;
use crate::manifest::node::{Node, Value};
use crate::origin::FieldPath;
use k8s_openapi::ByteString;
use k8s_openapi::api::core::v1 as core;
use std::collections::BTreeMap;

/// A Secret with `stringData` merged in and without metadata. Its type is `Opaque` unless it says another.
pub(super) fn decode_secret(node: &Node<'_>) -> Result<core::Secret, DecodeError> {
    let mut data = bytes(node, "data")?;
    if let Some(more) = node.get("stringData") {
        for (key, value) in strings(&more.value, || FieldPath::of(&["stringData"]))? {
            data.insert(key, ByteString(value.into_bytes()));
        }
    }
    let kind = match node.get("type") {
        Some(kind) => text(&kind.value, || FieldPath::of(&["type"]))?,
        None => String::new(),
    };
    Ok(core::Secret {
        data: Some(data),
        type_: Some(if kind.is_empty() {
            "Opaque".to_owned()
        } else {
            kind
        }),
        ..core::Secret::default()
    })
}

/// Whether SOPS has encrypted the Secret: its own data stand beside the Secret's.
pub(super) fn is_of_sops(node: &Node<'_>) -> bool {
    node.get("sops")
        .is_some_and(|sops| matches!(sops.value, Value::Mapping(_)))
}

/// An encrypted Secret: its keys, and the values that were left in clear.
pub(super) fn decode_sops(node: &Node<'_>) -> SopsSecret {
    let mut data = BTreeMap::new();
    for (field, is_encoded) in [("data", true), ("stringData", false)] {
        let Some(Value::Mapping(entries)) = node.get(field).map(|node| &node.value) else {
            continue;
        };
        for entry in entries {
            let clear = entry.node.as_str().filter(|text| !text.starts_with("ENC["));
            let value = clear.and_then(|text| {
                if is_encoded {
                    base64::decode(text)
                } else {
                    Some(text.as_bytes().to_vec())
                }
            });
            data.insert(entry.key.as_ref().to_owned(), value);
        }
    }
    let secret_type = node.get("type").and_then(Node::as_str);
    SopsSecret {
        secret_type: secret_type.unwrap_or_default().to_owned(),
        data,
    }
}

/// A ConfigMap without metadata.
pub(super) fn decode_config_map(node: &Node<'_>) -> Result<core::ConfigMap, DecodeError> {
    let data = match node.get("data") {
        Some(data) => strings(&data.value, || FieldPath::of(&["data"]))?,
        None => BTreeMap::new(),
    };
    Ok(core::ConfigMap {
        data: Some(data),
        binary_data: Some(bytes(node, "binaryData")?),
        ..core::ConfigMap::default()
    })
}

fn bytes(
    node: &Node<'_>,
    field: &'static str,
) -> Result<BTreeMap<String, ByteString>, DecodeError> {
    let entries = match node.get(field).map(|node| &node.value) {
        None | Some(Value::Null) => return Ok(BTreeMap::new()),
        Some(Value::Mapping(entries)) => entries,
        Some(other) => {
            return Err(DecodeError::at(
                FieldPath::of(&[field]),
                mismatch("a map", other),
            ));
        }
    };
    let mut decoded = BTreeMap::new();
    for entry in entries {
        let key = entry.key.as_ref().to_owned();
        let path = || FieldPath::of(&[field]).key(key.clone());
        let value = match &entry.node.value {
            Value::Null => Vec::new(),
            Value::String(_) | Value::Sequence(_) => {
                base64::of_node(&entry.node).ok_or_else(|| {
                    DecodeError::at(path(), "expected base64 with padding, found something else")
                })?
            }
            other => return Err(DecodeError::at(path(), mismatch("a string", other))),
        };
        decoded.insert(key, ByteString(value));
    }
    Ok(decoded)
}
