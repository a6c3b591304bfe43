//! KongUpstreamPolicy.

use super::super::description::{Rule, Schema, optional, required, rule};
use super::super::format::ABSOLUTE_PATH;
use super::super::read::{deep, field, has, text};
use super::{INTEGER, TEXTS_BY_NAME, natural, string, switch};
use crate::manifest::node::Node;
use crate::origin::FieldPath;

/// KongUpstreamPolicy. The CRD hangs its rules on the object and names the fields from `spec`.
pub(in crate::k8s) static KONG_UPSTREAM_POLICY: Schema = Schema::ruled(
    &[
        optional(
            "spec",
            &Schema::object(&[
                optional(
                    "algorithm",
                    &Schema::one_of(&[
                        "round-robin",
                        "consistent-hashing",
                        "least-connections",
                        "latency",
                        "sticky-sessions",
                    ]),
                ),
                optional("slots", &Schema::between(10, 65_536)),
                optional("hashOn", &HASH),
                optional("hashOnFallback", &HASH),
                optional("healthchecks", &HEALTHCHECKS),
                optional(
                    "stickySessions",
                    &Schema::object(&[
                        required("cookie", &Schema::sized(1, usize::MAX)),
                        string("cookiePath"),
                    ]),
                ),
            ]),
        ),
        optional("status", &Schema::Any),
    ],
    RULES,
);

static HASH: Schema = Schema::object(&[
    optional(
        "input",
        &Schema::one_of(&["ip", "consumer", "path", "none"]),
    ),
    string("cookie"),
    string("cookiePath"),
    string("header"),
    string("queryArg"),
    string("uriCapture"),
]);

static HEALTHCHECKS: Schema = Schema::object(&[
    optional(
        "active",
        &Schema::object(&[
            optional("type", &CHECK_TYPE),
            optional("concurrency", &Schema::at_least(1)),
            optional("headers", &TEXTS_BY_NAME),
            optional("httpPath", &Schema::formed(0, usize::MAX, &ABSOLUTE_PATH)),
            string("httpsSni"),
            switch("httpsVerifyCertificate"),
            natural("timeout"),
            optional("healthy", &HEALTHY),
            optional("unhealthy", &UNHEALTHY),
        ]),
    ),
    optional(
        "passive",
        &Schema::object(&[
            optional("type", &CHECK_TYPE),
            optional("healthy", &HEALTHY),
            optional("unhealthy", &UNHEALTHY),
        ]),
    ),
    optional(
        "threshold",
        &Schema::ByEdition(&INTEGER, &Schema::between(0, 100)),
    ),
]);

static CHECK_TYPE: Schema = Schema::one_of(&["http", "https", "tcp", "grpc", "grpcs"]);

static STATUSES: Schema = Schema::list(&Schema::between(100, 599));

static HEALTHY: Schema = Schema::object(&[
    optional("httpStatuses", &STATUSES),
    natural("interval"),
    natural("successes"),
]);

static UNHEALTHY: Schema = Schema::object(&[
    natural("httpFailures"),
    optional("httpStatuses", &STATUSES),
    natural("interval"),
    natural("tcpFailures"),
    natural("timeouts"),
]);

const RULES: &[Rule] = &[
    // The first rule of the CRD reads `spec` without asking whether it is there.
    rule(
        "no such key: spec evaluating rule: Only one of spec.hashOn.(input|cookie|header|uriCapture|queryArg) can be set.",
        |policy| (!has(policy, "spec")).then(FieldPath::root),
    ),
    rule(
        "Only one of spec.hashOn.(input|cookie|header|uriCapture|queryArg) can be set.",
        |policy| {
            second_of(
                policy,
                "hashOn",
                &["input", "cookie", "header", "uriCapture", "queryArg"],
            )
        },
    ),
    rule(
        "When spec.hashOn.cookie is set, spec.hashOn.cookiePath is required.",
        |policy| lone(policy, "cookie", "cookiePath"),
    ),
    rule(
        "When spec.hashOn.cookiePath is set, spec.hashOn.cookie is required.",
        |policy| lone(policy, "cookiePath", "cookie"),
    ),
    rule(
        "spec.algorithm must be set to either 'consistent-hashing' or 'sticky-sessions' when spec.hashOn is set.",
        |policy| wrong_algorithm(policy, "hashOn", &["consistent-hashing", "sticky-sessions"]),
    ),
    rule(
        "Only one of spec.hashOnFallback.(input|header|uriCapture|queryArg) can be set.",
        |policy| {
            second_of(
                policy,
                "hashOnFallback",
                &["input", "header", "uriCapture", "queryArg"],
            )
        },
    ),
    rule(
        "spec.algorithm must be set to \"consistent-hashing\" when spec.hashOnFallback is set.",
        |policy| wrong_algorithm(policy, "hashOnFallback", &["consistent-hashing"]),
    ),
    rule(
        "spec.hashOnFallback must not be set when spec.hashOn.cookie is set.",
        |policy| {
            deep(policy, &["spec", "hashOn", "cookie"])
                .and_then(|_| at(policy, &["spec", "hashOnFallback"]))
        },
    ),
    rule(
        "spec.healthchecks.passive.healthy.interval must not be set.",
        |policy| {
            at(
                policy,
                &["spec", "healthchecks", "passive", "healthy", "interval"],
            )
        },
    ),
    rule(
        "spec.healthchecks.passive.unhealthy.interval must not be set.",
        |policy| {
            at(
                policy,
                &["spec", "healthchecks", "passive", "unhealthy", "interval"],
            )
        },
    ),
    rule(
        "When spec.stickySessions is set, spec.hashOn.input must be set to 'none' (no other hash_on fields allowed).",
        sticky_with_hash,
    ),
    rule(
        "spec.algorithm must be set to 'sticky-sessions' when spec.stickySessions is set.",
        |policy| wrong_algorithm(policy, "stickySessions", &["sticky-sessions"]),
    ),
];

/// The path, if something stands there.
fn at(policy: &Node<'_>, path: &[&'static str]) -> Option<FieldPath> {
    deep(policy, path).map(|_| FieldPath::of(path))
}

/// The second of these fields of `spec.<part>` that is set.
fn second_of(policy: &Node<'_>, part: &'static str, fields: &[&'static str]) -> Option<FieldPath> {
    let hash = deep(policy, &["spec", part])?;
    let second = fields.iter().filter(|name| has(hash, name)).nth(1)?;
    Some(FieldPath::of(&["spec", part, second]))
}

/// The field `present` of `spec.hashOn` that stands without its fellow.
fn lone(policy: &Node<'_>, present: &'static str, fellow: &str) -> Option<FieldPath> {
    let hash = deep(policy, &["spec", "hashOn"])?;
    (has(hash, present) && !has(hash, fellow)).then(|| FieldPath::of(&["spec", "hashOn", present]))
}

/// The algorithm, when `spec.<part>` is set and wants another one.
fn wrong_algorithm(policy: &Node<'_>, part: &'static str, wanted: &[&str]) -> Option<FieldPath> {
    let spec = field(policy, "spec")?;
    let right = text(spec, "algorithm").is_some_and(|algorithm| wanted.contains(&algorithm));
    if !has(spec, part) || right {
        return None;
    }
    Some(if has(spec, "algorithm") {
        FieldPath::of(&["spec", "algorithm"])
    } else {
        FieldPath::of(&["spec", part])
    })
}

/// Sticky sessions beside any hashing.
fn sticky_with_hash(policy: &Node<'_>) -> Option<FieldPath> {
    let spec = field(policy, "spec")?;
    field(spec, "stickySessions")?;
    let Some(hash) = field(spec, "hashOn") else {
        return Some(FieldPath::of(&["spec", "stickySessions"]));
    };
    if text(hash, "input") != Some("none") {
        return Some(FieldPath::of(&["spec", "hashOn"]));
    }
    ["cookie", "cookiePath", "header", "uriCapture", "queryArg"]
        .into_iter()
        .find(|name| has(hash, name))
        .map(|name| FieldPath::of(&["spec", "hashOn", name]))
}
