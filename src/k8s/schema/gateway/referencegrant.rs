//! ReferenceGrant.

use super::super::description::{List, Schema, optional, required};
use super::shared::{GROUP, KIND, NAME, NAMESPACE};

/// ReferenceGrant.
pub(in crate::k8s) static REFERENCE_GRANT: Schema = Schema::object(&[optional(
    "spec",
    &Schema::object(&[required("from", &FROM), required("to", &TO)]),
)]);

static FROM: Schema = Schema::List(List {
    min: 1,
    max: 16,
    ..List::of(&Schema::object(&[
        required("group", &GROUP),
        required("kind", &KIND),
        required("namespace", &NAMESPACE),
    ]))
});

static TO: Schema = Schema::List(List {
    min: 1,
    max: 16,
    ..List::of(&Schema::object(&[
        required("group", &GROUP),
        required("kind", &KIND),
        optional("name", &NAME),
    ]))
});
