//! Secret (Kubernetes: pkg/apis/core/validation/validation.go, `ValidateSecret`). No value ever becomes part of a text.

use super::configmap::{MAX_DATA, decoded_size, keys};
use super::metadata::entries;
use super::refusal::Findings;
use super::{Release, names};
use crate::diag::builtin_hints::Hint;
use crate::diag::builtin_kinds::Fault;
use crate::k8s::schema::read::{deep, field, text_or};
use crate::k8s::schema::walk::Trail;
use crate::k8s::{base64, embedded};
use crate::manifest::node::{Entry, Node};
use std::borrow::Cow;

const ACCOUNT_NAME: &str = "kubernetes.io/service-account.name";

/// The values of a Secret: `stringData` goes over `data`.
struct Values<'n, 'a> {
    data: Option<&'n Node<'a>>,
    string_data: Option<&'n Node<'a>>,
}

impl<'n> Values<'n, '_> {
    fn has(&self, key: &str) -> bool {
        let is_in = |map: Option<&Node<'_>>| map.is_some_and(|map| map.get(key).is_some());
        is_in(self.data) || is_in(self.string_data)
    }

    /// The bytes under a key; null is none.
    fn bytes(&self, key: &str) -> Option<Cow<'n, [u8]>> {
        if let Some(node) = self.string_data.and_then(|map| map.get(key)) {
            return Some(Cow::Borrowed(node.as_str().unwrap_or_default().as_bytes()));
        }
        let node = self.data.and_then(|map| map.get(key))?;
        let bytes = base64::of_node(node).unwrap_or_default();
        Some(Cow::Owned(bytes))
    }
}

/// Judge a Secret.
pub(in crate::k8s) fn judge(document: &Node<'_>, _: Release, found: &mut Findings<'_>) {
    let values = Values {
        data: field(document, "data"),
        string_data: field(document, "stringData"),
    };
    let here = Trail::field("data");
    let mut size = 0;
    let string_data = values.string_data.map_or(&[][..], entries);
    for Entry { key, node, .. } in string_data {
        size += node.as_str().map_or(0, str::len);
        found.invalid(&here.key(key), names::data_key(key), || Hint::DataKey);
    }
    let replaced = keys(string_data);
    for Entry { key, node, .. } in values.data.map_or(&[][..], entries) {
        if replaced.contains(key.as_ref()) {
            continue;
        }
        size += decoded_size(node);
        found.invalid(&here.key(key), names::data_key(key), || Hint::DataKey);
    }
    if size > MAX_DATA {
        found.note(&here, Fault::TooLong(MAX_DATA));
    }
    let string_data_at = Trail::field("stringData");
    if !found.is_wrong(&string_data_at) {
        by_type(document, &values, &here, found);
    }
}

/// What the type of a Secret demands. Any other text is a type without rules.
fn by_type(
    document: &Node<'_>,
    values: &Values<'_, '_>,
    here: &Trail<'_>,
    found: &mut Findings<'_>,
) {
    match text_or(document, "type", "") {
        "kubernetes.io/tls" => {
            require("tls.crt", values, here, found);
            require("tls.key", values, here, found);
        }
        "kubernetes.io/basic-auth" if !values.has("username") && !values.has("password") => {
            require("username", values, here, found);
            require("password", values, here, found);
        }
        "kubernetes.io/ssh-auth" => {
            let key = "ssh-privatekey";
            if values.bytes(key).is_none_or(|value| value.is_empty()) {
                found.note_with(&here.key(key), Fault::Required(""), Hint::SecretKey);
            }
        }
        "kubernetes.io/dockerconfigjson" => docker(values, ".dockerconfigjson", here, found),
        "kubernetes.io/dockercfg" => docker(values, ".dockercfg", here, found),
        "kubernetes.io/service-account-token" => {
            let annotation = deep(document, &["metadata", "annotations", ACCOUNT_NAME]);
            if annotation
                .and_then(Node::as_str)
                .unwrap_or_default()
                .is_empty()
            {
                let metadata = Trail::field("metadata");
                let annotations = metadata.key("annotations");
                found.note(&annotations.key(ACCOUNT_NAME), Fault::Required(""));
            }
        }
        _ => {}
    }
}

fn require(key: &str, values: &Values<'_, '_>, here: &Trail<'_>, found: &mut Findings<'_>) {
    if !values.has(key) {
        found.note_with(&here.key(key), Fault::Required(""), Hint::SecretKey);
    }
}

/// A JSON object under a key. Go's own words would show a piece of the value.
fn docker(values: &Values<'_, '_>, key: &str, here: &Trail<'_>, found: &mut Findings<'_>) {
    let at = here.key(key);
    match values.bytes(key) {
        None => found.note_with(&at, Fault::Required(""), Hint::SecretKey),
        Some(bytes) if !embedded::is_json_object(&bytes) => {
            found.note(&at, Fault::Invalid("must be a JSON object".into()));
        }
        Some(_) => {}
    }
}
