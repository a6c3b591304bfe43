//! KongCustomEntity.

use super::super::description::{Schema, optional, required, rule};
use super::super::read::text;
use super::{TEXT, string};
use crate::manifest::node::Node;
use crate::origin::FieldPath;

/// KongCustomEntity.
pub(in crate::k8s) static KONG_CUSTOM_ENTITY: Schema = Schema::object(&[
    required(
        "spec",
        &Schema::ruled(
            &[
                required("type", &TEXT),
                required("fields", &Schema::Any),
                required("controllerName", &TEXT),
                optional("parentRef", &PARENT_REF),
            ],
            &[rule(
                "The type field cannot be one of the known Kong entity types",
                known_type,
            )],
        ),
    ),
    optional("status", &Schema::Any),
]);

static PARENT_REF: Schema = Schema::object(&[
    string("group"),
    optional(
        "kind",
        &Schema::one_of(&["KongPlugin", "KongClusterPlugin"]),
    ),
    string("namespace"),
    required("name", &TEXT),
]);

/// The types that KIC makes from kinds of their own.
const KNOWN_TYPES: [&str; 7] = [
    "services",
    "routes",
    "upstreams",
    "targets",
    "plugins",
    "consumers",
    "consumer_groups",
];

fn known_type(spec: &Node<'_>) -> Option<FieldPath> {
    text(spec, "type")
        .filter(|kind| KNOWN_TYPES.contains(kind))
        .map(|_| FieldPath::of(&["type"]))
}
