//! TCPRoute and UDPRoute, which are described alike, and TLSRoute, which adds hostnames.

use super::super::description::{List, Schema, optional, required};
use super::shared::{
    BACKEND_RULES, GROUP, HOSTNAMES, KIND, NAME, NAMESPACE, PARENT_REFS, PORT, ROUTE_STATUS,
    RULE_NAME, UNIQUE_RULE_NAMES, WEIGHT,
};

/// TCPRoute and UDPRoute.
pub(in crate::k8s) static L4_ROUTE: Schema = Schema::object(&[
    required(
        "spec",
        &Schema::object(&[
            optional("parentRefs", &PARENT_REFS),
            required("rules", &RULES),
        ]),
    ),
    optional("status", &ROUTE_STATUS),
]);

/// TLSRoute.
pub(in crate::k8s) static TLS_ROUTE: Schema = Schema::object(&[
    required(
        "spec",
        &Schema::object(&[
            optional("parentRefs", &PARENT_REFS),
            optional("hostnames", &HOSTNAMES),
            required("rules", &RULES),
        ]),
    ),
    optional("status", &ROUTE_STATUS),
]);

static RULES: Schema = Schema::List(List {
    min: 1,
    max: 16,
    rules: &[UNIQUE_RULE_NAMES],
    ..List::of(&RULE)
});

static RULE: Schema = Schema::object(&[RULE_NAME, optional("backendRefs", &BACKEND_REFS)]);

static BACKEND_REFS: Schema = Schema::List(List {
    min: 1,
    max: 16,
    ..List::of(&BACKEND_REF)
});

static BACKEND_REF: Schema = Schema::ruled(
    &[
        optional("group", &GROUP),
        optional("kind", &KIND),
        required("name", &NAME),
        optional("namespace", &NAMESPACE),
        optional("port", &PORT),
        optional("weight", &WEIGHT),
    ],
    BACKEND_RULES,
);
