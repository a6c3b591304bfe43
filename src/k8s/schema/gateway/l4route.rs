//! TCPRoute and UDPRoute, which are described alike, and TLSRoute, which adds hostnames.

use super::super::description::{List, Schema, optional, required, rule};
use super::super::read::items;
use super::super::walk::item_path;
use super::shared::{
    BACKEND_RULES, GROUP, HOSTNAMES, KIND, NAME, NAMESPACE, PARENT_REFS, PORT, ROUTE_STATUS,
    RULE_NAME, UNIQUE_RULE_NAMES, WEIGHT, WILDCARD_HOSTNAME,
};

/// TCPRoute and UDPRoute, v1alpha2.
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

/// TCPRoute and UDPRoute, v1.
pub(in crate::k8s) static L4_ROUTE_V1: Schema = Schema::object(&[
    required(
        "spec",
        &Schema::object(&[
            optional("parentRefs", &PARENT_REFS),
            required("rules", &ONE_RULE),
        ]),
    ),
    optional("status", &ROUTE_STATUS),
]);

/// TLSRoute, v1alpha2.
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

/// TLSRoute, v1 and v1alpha3.
pub(in crate::k8s) static TLS_ROUTE_V1: Schema = Schema::object(&[
    required(
        "spec",
        &Schema::object(&[
            optional("parentRefs", &PARENT_REFS),
            required("hostnames", &SERVER_NAMES),
            required("rules", &ONE_RULE),
        ]),
    ),
    optional("status", &ROUTE_STATUS),
]);

static SERVER_NAMES: Schema = Schema::List(List {
    min: 1,
    max: 16,
    rules: &[rule("Hostnames cannot contain an IP", |names| {
        items(names)
            .iter()
            .position(|name| {
                name.as_str()
                    .is_some_and(|name| name.parse::<std::net::IpAddr>().is_ok())
            })
            .map(|position| item_path(position, &[]))
    })],
    ..List::of(&WILDCARD_HOSTNAME)
});

static RULES: Schema = Schema::List(List {
    min: 1,
    max: 16,
    rules: &[UNIQUE_RULE_NAMES],
    ..List::of(&RULE)
});

static ONE_RULE: Schema = Schema::List(List {
    min: 1,
    max: 1,
    rules: &[UNIQUE_RULE_NAMES],
    ..List::of(&RULE_WITH_BACKENDS)
});

static RULE: Schema = Schema::ByEdition(
    &Schema::object(&[RULE_NAME, optional("backendRefs", &BACKEND_REFS)]),
    &RULE_WITH_BACKENDS,
);

static RULE_WITH_BACKENDS: Schema =
    Schema::object(&[RULE_NAME, required("backendRefs", &BACKEND_REFS)]);

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
