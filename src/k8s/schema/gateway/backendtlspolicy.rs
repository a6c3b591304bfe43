//! BackendTLSPolicy, `v1alpha3`.

use super::super::description::{List, Map, Rule, Schema, optional, required, rule};
use super::super::format::{ABSOLUTE_URI, HOSTNAME};
use super::super::read::{field, has, size, text};
use super::shared::{
    GROUP, KIND, LOCAL_REFERENCE, NAME, OPTION, PRECISE_HOSTNAME, SECTION, part, second_of_pair,
};
use crate::manifest::node::Node;
use crate::origin::FieldPath;

/// BackendTLSPolicy.
pub(in crate::k8s) static BACKEND_TLS_POLICY: Schema = Schema::object(&[
    required(
        "spec",
        &Schema::object(&[
            required("targetRefs", &TARGET_REFS),
            required("validation", &VALIDATION),
            optional(
                "options",
                &Schema::Map(Map {
                    values: &OPTION,
                    max: 16,
                    rules: &[],
                }),
            ),
        ]),
    ),
    optional("status", &Schema::Any),
]);

static TARGET_REFS: Schema = Schema::List(List {
    min: 1,
    max: 16,
    rules: &[
        rule(
            "sectionName must be specified when targetRefs includes 2 or more references to the same target",
            |targets| {
                second_of_pair(targets, |one, other| {
                    same_target(one, other)
                        && part(one, "sectionName").is_some()
                            != part(other, "sectionName").is_some()
                })
            },
        ),
        rule(
            "sectionName must be unique when targetRefs includes 2 or more references to the same target",
            |targets| {
                second_of_pair(targets, |one, other| {
                    same_target(one, other)
                        && part(one, "sectionName") == part(other, "sectionName")
                })
            },
        ),
    ],
    ..List::of(&TARGET_REF)
});

static TARGET_REF: Schema = Schema::object(&[
    required("group", &GROUP),
    required("kind", &KIND),
    required("name", &NAME),
    optional("sectionName", &SECTION),
]);

static VALIDATION: Schema = Schema::ruled(
    &[
        optional(
            "caCertificateRefs",
            &Schema::List(List {
                max: 8,
                ..List::of(&LOCAL_REFERENCE)
            }),
        ),
        optional("wellKnownCACertificates", &Schema::one_of(&["System"])),
        required("hostname", &PRECISE_HOSTNAME),
        optional(
            "subjectAltNames",
            &Schema::List(List {
                max: 5,
                ..List::of(&SUBJECT_ALT_NAME)
            }),
        ),
    ],
    &[
        rule(
            "must not contain both CACertificateRefs and WellKnownCACertificates",
            |validation| {
                (size(validation, "caCertificateRefs") > 0
                    && has(validation, "wellKnownCACertificates"))
                .then(|| FieldPath::of(&["wellKnownCACertificates"]))
            },
        ),
        rule(
            "must specify either CACertificateRefs or WellKnownCACertificates",
            |validation| {
                (size(validation, "caCertificateRefs") == 0
                    && !has(validation, "wellKnownCACertificates"))
                .then(FieldPath::root)
            },
        ),
    ],
);

static SUBJECT_ALT_NAME: Schema = Schema::ruled(
    &[
        required("type", &Schema::one_of(&["Hostname", "URI"])),
        optional("hostname", &Schema::formed(1, 253, &HOSTNAME)),
        optional("uri", &Schema::formed(1, 253, &ABSOLUTE_URI)),
    ],
    SUBJECT_ALT_NAME_RULES,
);

const SUBJECT_ALT_NAME_RULES: &[Rule] = &[
    rule(
        "SubjectAltName element must contain Hostname, if Type is set to Hostname",
        |name| lacks(name, "Hostname", "hostname"),
    ),
    rule(
        "SubjectAltName element must not contain Hostname, if Type is not set to Hostname",
        |name| carries(name, "Hostname", "hostname"),
    ),
    rule(
        "SubjectAltName element must contain URI, if Type is set to URI",
        |name| lacks(name, "URI", "uri"),
    ),
    rule(
        "SubjectAltName element must not contain URI, if Type is not set to URI",
        |name| carries(name, "URI", "uri"),
    ),
];

/// The type that wants a field which is not there.
fn lacks(name: &Node<'_>, kind: &str, wanted: &str) -> Option<FieldPath> {
    (text(name, "type") == Some(kind) && part(name, wanted).is_none())
        .then(|| FieldPath::of(&["type"]))
}

/// The field that belongs to another type.
fn carries(name: &Node<'_>, kind: &str, of: &'static str) -> Option<FieldPath> {
    (text(name, "type") != Some(kind) && part(name, of).is_some()).then(|| FieldPath::of(&[of]))
}

fn same_target(one: &Node<'_>, other: &Node<'_>) -> bool {
    ["group", "kind", "name"].into_iter().all(|key| {
        field(one, key).and_then(Node::as_str) == field(other, key).and_then(Node::as_str)
    })
}
