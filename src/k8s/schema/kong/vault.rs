//! KongVault.

use super::super::description::{Schema, optional, required};
use super::consumer::{CONTROL_PLANE_REF, TAGS};
use super::string;

/// KongVault.
pub(in crate::k8s) static KONG_VAULT: Schema = Schema::object(&[
    required(
        "spec",
        &Schema::object(&[
            required("backend", &NOT_EMPTY),
            required("prefix", &NOT_EMPTY),
            string("description"),
            optional("config", &Schema::Any),
            optional("tags", &TAGS),
            optional("controlPlaneRef", &CONTROL_PLANE_REF),
        ]),
    ),
    optional("status", &Schema::Any),
]);

static NOT_EMPTY: Schema = Schema::sized(1, usize::MAX);
