//! The kinds of a few fields: IngressClassParameters, KongServiceFacade, KongLicense.

use super::super::description::{Schema, optional, required};
use super::{TEXT, switch};

/// IngressClassParameters.
pub(in crate::k8s) static INGRESS_CLASS_PARAMETERS: Schema = Schema::object(&[optional(
    "spec",
    &Schema::object(&[
        switch("serviceUpstream"),
        switch("enableLegacyRegexDetection"),
    ]),
)]);

/// KongServiceFacade.
pub(in crate::k8s) static KONG_SERVICE_FACADE: Schema = Schema::object(&[
    required(
        "spec",
        &Schema::object(&[required(
            "backendRef",
            &Schema::object(&[
                required("name", &TEXT),
                required("port", &Schema::between(i32::MIN as i64, i32::MAX as i64)),
            ]),
        )]),
    ),
    optional("status", &Schema::Any),
]);

/// KongLicense. `enabled` is required but has a default.
pub(in crate::k8s) static KONG_LICENSE: Schema = Schema::object(&[
    switch("enabled"),
    required("rawLicenseString", &TEXT),
    optional("status", &Schema::Any),
]);
