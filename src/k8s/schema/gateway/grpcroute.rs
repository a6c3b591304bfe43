//! GRPCRoute.

use super::super::description::{List, Rule, Schema, optional, required, rule};
use super::super::read::{has, text, text_or};
use super::filters::GRPC_FILTERS;
use super::httproute::HEADERS;
use super::session::SESSION_PERSISTENCE;
use super::shared::{
    BACKEND_RULES, GROUP, HOSTNAMES, KIND, MATCH_TYPE, NAME, NAMESPACE, PARENT_REFS, PORT,
    ROUTE_STATUS, RULE_NAME, UNIQUE_RULE_NAMES, WEIGHT, too_many_matches,
};
use crate::manifest::node::Node;
use crate::origin::FieldPath;

/// GRPCRoute.
pub(in crate::k8s) static GRPC_ROUTE: Schema = Schema::object(&[
    optional(
        "spec",
        &Schema::object(&[
            optional("parentRefs", &PARENT_REFS),
            optional("hostnames", &HOSTNAMES),
            optional("rules", &RULES),
        ]),
    ),
    optional("status", &ROUTE_STATUS),
]);

static RULES: Schema = Schema::List(List {
    max: 16,
    rules: &[
        rule(
            "While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128",
            |rules| too_many_matches(rules, 0),
        ),
        UNIQUE_RULE_NAMES,
    ],
    ..List::of(&RULE)
});

static RULE: Schema = Schema::object(&[
    RULE_NAME,
    optional("matches", &MATCHES),
    optional("filters", &GRPC_FILTERS),
    optional("backendRefs", &BACKEND_REFS),
    optional("sessionPersistence", &SESSION_PERSISTENCE),
]);

static MATCHES: Schema = Schema::List(List {
    max: 64,
    ..List::of(&MATCH)
});

static MATCH: Schema =
    Schema::object(&[optional("method", &METHOD), optional("headers", &HEADERS)]);

static METHOD: Schema = Schema::ruled(
    &[
        optional("type", &MATCH_TYPE),
        optional("service", &Schema::sized(0, 1024)),
        optional("method", &Schema::sized(0, 1024)),
    ],
    METHOD_RULES,
);

const METHOD_RULES: &[Rule] = &[
    rule(
        "One or both of 'service' or 'method' must be specified",
        |method| (!has(method, "service") && !has(method, "method")).then(FieldPath::root),
    ),
    rule(
        r"service must only contain valid characters (matching ^(?i)\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$)",
        |method| {
            exact(method, "service", |service| {
                service
                    .strip_prefix('.')
                    .unwrap_or(service)
                    .split('.')
                    .all(is_identifier)
            })
        },
    ),
    rule(
        "method must only contain valid characters (matching ^[A-Za-z_][A-Za-z_0-9]*$)",
        |method| exact(method, "method", is_identifier),
    ),
];

/// The field, when it is matched exactly and is not well formed.
fn exact(method: &Node<'_>, key: &'static str, well_formed: fn(&str) -> bool) -> Option<FieldPath> {
    let value = text(method, key)?;
    (text_or(method, "type", "Exact") == "Exact" && !well_formed(value))
        .then(|| FieldPath::of(&[key]))
}

/// `[A-Za-z_][A-Za-z_0-9]*`
fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

static BACKEND_REFS: Schema = Schema::List(List {
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
        optional("filters", &GRPC_FILTERS),
    ],
    BACKEND_RULES,
);
