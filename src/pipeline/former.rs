//! The objects of the other side of a comparison, as the webhook needs them (spec 82, 1): whether each is the same today, and the few
//! fields of before that it reads.

use crate::admission::{Former, FormerKey, FormerObject};
use crate::manifest::document::{self, Document};
use crate::manifest::node::{Entry, Node, Number, Value};
use crate::manifest::source::Sources;
use crate::manifest::yaml::budget::AliasBudget;
use crate::origin::StringMap;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// The kinds that are put to the webhook; whether they have a namespace.
const KINDS: [(&str, bool); 12] = [
    ("Gateway", true),
    ("HTTPRoute", true),
    ("Ingress", true),
    ("KongClusterPlugin", false),
    ("KongConsumer", true),
    ("KongConsumerGroup", true),
    ("KongCustomEntity", true),
    ("KongIngress", true),
    ("KongPlugin", true),
    ("KongVault", false),
    ("Secret", true),
    ("Service", true),
];

/// What the API server and kubectl write themselves.
const OF_SERVER: [&str; 7] = [
    "creationTimestamp",
    "generation",
    "managedFields",
    "namespace",
    "resourceVersion",
    "selfLink",
    "uid",
];
const LAST_APPLIED: &str = "kubectl.kubernetes.io/last-applied-configuration";

/// The objects of `before`, compared with those of `now`.
pub(super) fn of(before: &Sources, now: &Sources, default_namespace: &str) -> Former {
    let mut objects = HashMap::new();
    read(before, default_namespace, &mut |key, node| {
        let metadata = |key: &str| node.get("metadata").and_then(|it| it.get(key));
        let object = FormerObject {
            is_same: false,
            labels: metadata("labels").map(texts).unwrap_or_default(),
            username: node
                .get("username")
                .and_then(Node::as_str)
                .unwrap_or_default()
                .to_owned(),
        };
        objects.insert(key, (fingerprint(node), object));
    });
    // Of an object that is there twice the later one counts, on both sides.
    read(now, default_namespace, &mut |key, node| {
        if let Some((old, object)) = objects.get_mut(&key) {
            object.is_same = *old == fingerprint(node);
        }
    });
    let objects = objects.into_iter();
    Former(objects.map(|(key, (_, object))| (key, object)).collect())
}

/// Hand over every object of these kinds. What is wrong with a source is told when it is read for good.
fn read(sources: &Sources, default_namespace: &str, take: &mut dyn FnMut(FormerKey, &Node<'_>)) {
    for source in &sources.0 {
        let order = document::Order {
            file: 0,
            wanted: &|kind, _| KINDS.iter().any(|(known, _)| *known == kind),
            aliases: &AliasBudget::of(source.text.len()),
        };
        document::read(&order, source, &mut |document: Document<'_>| {
            let node = &document.node;
            if let Some(key) = key(node, default_namespace) {
                take(key, node);
            }
        });
    }
}

/// Who an object is.
fn key(node: &Node<'_>, default_namespace: &str) -> Option<FormerKey> {
    let text = |node: Option<&Node<'_>>| node.and_then(Node::as_str).unwrap_or_default().to_owned();
    let kind = text(node.get("kind"));
    let (_, has_namespace) = KINDS.iter().find(|(known, _)| *known == kind)?;
    let version = text(node.get("apiVersion"));
    let metadata = |key: &str| text(node.get("metadata").and_then(|it| it.get(key)));
    Some(FormerKey {
        group: version
            .split_once('/')
            .map_or_else(String::new, |(group, _)| group.to_owned()),
        kind,
        namespace: match metadata("namespace") {
            _ if !has_namespace => String::new(),
            none if none.is_empty() => default_namespace.to_owned(),
            namespace => namespace,
        },
        name: metadata("name"),
    })
}

/// The texts of a mapping.
fn texts(node: &Node<'_>) -> StringMap {
    let Value::Mapping(entries) = &node.value else {
        return StringMap::new();
    };
    let text = |entry: &Entry<'_>| {
        let value = entry.node.as_str()?;
        Some((entry.key.to_string(), value.to_owned()))
    };
    entries.iter().filter_map(text).collect()
}

/// What an object says, whatever its version, the order of its keys, and what the API server wrote into it.
fn fingerprint(node: &Node<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    each(node, &mut hash, |key| {
        !matches!(key, "apiVersion" | "kind" | "status" | "metadata")
    });
    if let Some(metadata) = node.get("metadata") {
        hash.update(b"metadata");
        each(metadata, &mut hash, |key| {
            !OF_SERVER.contains(&key) && !matches!(key, "annotations" | "labels")
        });
        for part in ["annotations", "labels"] {
            hash.update(part);
            if let Some(part) = metadata.get(part) {
                each(part, &mut hash, |key| key != LAST_APPLIED);
            }
        }
    }
    hash.finalize().into()
}

/// The entries of a mapping that count, in the order of their keys.
fn each(node: &Node<'_>, hash: &mut Sha256, counts: impl Fn(&str) -> bool) {
    let Value::Mapping(entries) = &node.value else {
        return value(node, hash);
    };
    let mut entries: Vec<&Entry<'_>> = entries.iter().filter(|it| counts(&it.key)).collect();
    entries.sort_by(|a, b| a.key.cmp(&b.key));
    for entry in entries {
        text(&entry.key, hash);
        value(&entry.node, hash);
    }
}

fn value(node: &Node<'_>, hash: &mut Sha256) {
    match &node.value {
        Value::Null => hash.update(b"n"),
        Value::Bool(truth) => hash.update(if *truth { b"t" } else { b"f" }),
        Value::Number(number) => {
            hash.update(b"#");
            let written = match number {
                Number::Int(number) => number.to_string(),
                Number::UInt(number) => number.to_string(),
                Number::Float(number) => number.to_string(),
            };
            text(&written, hash);
        }
        Value::String(written) => {
            hash.update(b"s");
            text(written, hash);
        }
        Value::Sequence(items) => {
            hash.update(b"[");
            for item in items {
                value(item, hash);
            }
            hash.update(b"]");
        }
        Value::Mapping(_) => {
            hash.update(b"{");
            each(node, hash, |_| true);
            hash.update(b"}");
        }
    }
}

/// A text with its length, so that two texts never look like one.
fn text(text: &str, hash: &mut Sha256) {
    hash.update(text.len().to_le_bytes());
    hash.update(text);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::source::Source;

    fn former(before: &str, now: &str) -> Vec<(String, bool)> {
        let sources = |text: &str| {
            Sources(vec![Source {
                path: "in.yaml".to_owned(),
                text: text.as_bytes().to_vec(),
            }])
        };
        let Former(objects) = of(&sources(before), &sources(now), "default");
        let mut found: Vec<(String, bool)> = objects
            .into_iter()
            .map(|(key, object)| (format!("{}/{}", key.namespace, key.name), object.is_same))
            .collect();
        found.sort();
        found
    }

    #[test]
    fn an_object_out_of_the_cluster_is_the_same_one() {
        let before = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: r\n  namespace: default\n  uid: u\n  generation: 2\n  annotations: {kubectl.kubernetes.io/last-applied-configuration: '{}'}\nspec: {rules: [{name: a}], parentRefs: []}\nstatus: {parents: []}\n";
        let now = "apiVersion: gateway.networking.k8s.io/v1beta1\nkind: HTTPRoute\nmetadata: {name: r}\nspec: {parentRefs: [], rules: [{name: a}]}\n";
        assert_eq!(former(before, now), [("default/r".to_owned(), true)]);
    }

    #[test]
    fn a_label_or_a_value_makes_another_object_of_it() {
        let with = |labels: &str, spec: &str| {
            format!(
                "apiVersion: v1\nkind: Secret\nmetadata: {{name: s, labels: {labels}}}\ndata: {spec}\n"
            )
        };
        let one = with("{a: b}", "{x: eQ==}");
        for other in [with("{a: c}", "{x: eQ==}"), with("{a: b}", "{x: eg==}")] {
            assert_eq!(former(&one, &other), [("default/s".to_owned(), false)]);
        }
        assert_eq!(former(&one, ""), [("default/s".to_owned(), false)]);
    }
}
