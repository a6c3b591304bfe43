//! KongConsumer and KongConsumerGroup, and what they share with KongVault: tags and the control plane.

use super::super::description::{List, Rule, Schema, Unique, optional, required, rule};
use super::super::format::{CUSTOM_ID, GROUP_NAME, USERNAME, UUID};
use super::super::read::{deep, field, has, items, text_or};
use super::super::walk::item_path;
use super::{TEXT, string};
use crate::manifest::node::Node;
use crate::origin::FieldPath;

/// KongConsumer.
pub(in crate::k8s) static KONG_CONSUMER: Schema = Schema::ruled(
    &[
        optional(
            "username",
            &Schema::ByEdition(&TEXT, &Schema::formed(0, 128, &USERNAME)),
        ),
        optional(
            "custom_id",
            &Schema::ByEdition(&TEXT, &Schema::formed(0, 128, &CUSTOM_ID)),
        ),
        optional("credentials", &NAMES),
        optional("consumerGroups", &NAMES),
        optional(
            "spec",
            &Schema::object(&[
                optional("controlPlaneRef", &CONTROL_PLANE_REF),
                optional("tags", &TAGS),
            ]),
        ),
        optional("status", &Schema::Any),
    ],
    &[
        rule("Need to provide either username or custom_id", no_identity),
        NO_NAMESPACE,
    ],
);

/// KongConsumerGroup.
pub(in crate::k8s) static KONG_CONSUMER_GROUP: Schema = Schema::ruled(
    &[
        optional(
            "spec",
            &Schema::object(&[
                optional(
                    "name",
                    &Schema::ByEdition(&TEXT, &Schema::formed(0, 128, &GROUP_NAME)),
                ),
                optional("controlPlaneRef", &CONTROL_PLANE_REF),
                optional("tags", &TAGS),
            ]),
        ),
        optional("status", &Schema::Any),
    ],
    &[NO_NAMESPACE],
);

/// Names without repetition.
static NAMES: Schema = Schema::List(List {
    unique: Unique::Items,
    ..List::of(&TEXT)
});

/// `spec.controlPlaneRef`.
pub(super) static CONTROL_PLANE_REF: Schema = Schema::ruled(
    &[
        optional(
            "type",
            &Schema::ByEdition(
                &Schema::one_of(&["konnectID", "konnectNamespacedRef", "kic"]),
                &Schema::one_of(&["konnectNamespacedRef", "kic"]),
            ),
        ),
        optional("konnectID", &Schema::formed(0, usize::MAX, &UUID)),
        optional(
            "konnectNamespacedRef",
            &Schema::object(&[required("name", &TEXT), string("namespace")]),
        ),
    ],
    CONTROL_PLANE_RULES,
);

/// `spec.tags`.
pub(super) static TAGS: Schema = Schema::List(List {
    max: 20,
    rules: &[rule(
        "tags entries must not be longer than 128 characters",
        bad_tag,
    )],
    ..List::of(&TEXT)
});

const NO_NAMESPACE: Rule = rule(
    "spec.controlPlaneRef cannot specify namespace for namespaced resource",
    namespaced_control_plane,
);

const CONTROL_PLANE_RULES: &[Rule] = &[
    rule("'konnectID' type is not supported", |reference| {
        (kind(reference) == "konnectID").then(|| FieldPath::of(&["type"]))
    }),
    rule(
        "when type is konnectNamespacedRef, konnectNamespacedRef must be set",
        |reference| lacks(reference, "konnectNamespacedRef", "konnectNamespacedRef"),
    ),
    rule(
        "when type is konnectNamespacedRef, konnectID must not be set",
        |reference| carries(reference, "konnectNamespacedRef", "konnectID"),
    ),
    rule(
        "when type is konnectID, konnectID must be set",
        |reference| lacks(reference, "konnectID", "konnectID"),
    ),
    rule(
        "when type is konnectID, konnectNamespacedRef must not be set",
        |reference| carries(reference, "konnectID", "konnectNamespacedRef"),
    ),
    rule("when type is kic, konnectID must not be set", |reference| {
        carries(reference, "kic", "konnectID")
    }),
    rule(
        "when type is kic, konnectNamespacedRef must not be set",
        |reference| carries(reference, "kic", "konnectNamespacedRef"),
    ),
];

/// The type of a control plane reference, `kic` by default.
fn kind<'n>(reference: &'n Node<'_>) -> &'n str {
    text_or(reference, "type", "kic")
}

/// The field that a reference of this type needs and lacks.
fn lacks(reference: &Node<'_>, of_kind: &str, needed: &'static str) -> Option<FieldPath> {
    (kind(reference) == of_kind && !has(reference, needed)).then(|| FieldPath::of(&[needed]))
}

/// The field that a reference of this type must not have.
fn carries(reference: &Node<'_>, of_kind: &str, forbidden: &'static str) -> Option<FieldPath> {
    (kind(reference) == of_kind && has(reference, forbidden)).then(|| FieldPath::of(&[forbidden]))
}

fn no_identity(consumer: &Node<'_>) -> Option<FieldPath> {
    (!has(consumer, "username") && !has(consumer, "custom_id")).then(FieldPath::root)
}

fn namespaced_control_plane(object: &Node<'_>) -> Option<FieldPath> {
    const REFERENCE: [&str; 3] = ["spec", "controlPlaneRef", "konnectNamespacedRef"];
    deep(object, &REFERENCE)
        .and_then(|reference| field(reference, "namespace"))
        .map(|_| FieldPath::of(&REFERENCE).key("namespace"))
}

fn bad_tag(tags: &Node<'_>) -> Option<FieldPath> {
    items(tags)
        .iter()
        .position(|tag| {
            tag.as_str()
                .is_some_and(|tag| !(1..=128).contains(&tag.chars().count()))
        })
        .map(|index| item_path(index, &[]))
}
