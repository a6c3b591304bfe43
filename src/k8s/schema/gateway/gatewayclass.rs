//! GatewayClass.

use super::super::description::{Schema, optional, required};
use super::shared::{CONTROLLER, GROUP, KIND, NAME, NAMESPACE};

/// GatewayClass.
pub(in crate::k8s) static GATEWAY_CLASS: Schema = Schema::object(&[
    required(
        "spec",
        &Schema::object(&[
            required("controllerName", &CONTROLLER),
            optional("description", &Schema::sized(0, 64)),
            optional("parametersRef", &PARAMETERS),
        ]),
    ),
    optional("status", &Schema::Any),
]);

static PARAMETERS: Schema = Schema::object(&[
    required("group", &GROUP),
    required("kind", &KIND),
    required("name", &NAME),
    optional("namespace", &NAMESPACE),
]);
