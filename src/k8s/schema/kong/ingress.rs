//! KongIngress. Only `upstream` is still admitted; the API server names what replaces the rest.

use super::super::description::{Schema, optional, rule};
use super::super::format::ABSOLUTE_PATH;
use super::super::read::field;
use super::{INTEGER, NATURAL, PROTOCOL, PROTOCOLS, TEXTS, TEXTS_BY_NAME, natural, string, switch};
use crate::origin::FieldPath;

/// KongIngress.
pub(in crate::k8s) static KONG_INGRESS: Schema = Schema::ruled(
    &[
        optional("upstream", &UPSTREAM),
        optional("proxy", &PROXY),
        optional("route", &ROUTE),
    ],
    &[
        rule(
            "'proxy' field is no longer supported, use Service's annotations instead",
            |object| field(object, "proxy").map(|_| FieldPath::of(&["proxy"])),
        ),
        rule(
            "'route' field is no longer supported, use Ingress' annotations instead",
            |object| field(object, "route").map(|_| FieldPath::of(&["route"])),
        ),
    ],
);

static PATH: Schema = Schema::formed(0, usize::MAX, &ABSOLUTE_PATH);
static STATUSES: Schema = Schema::list(&INTEGER);

static PROXY: Schema = Schema::object(&[
    optional("protocol", &PROTOCOL),
    optional("path", &PATH),
    natural("retries"),
    natural("connect_timeout"),
    natural("read_timeout"),
    natural("write_timeout"),
]);

static ROUTE: Schema = Schema::object(&[
    optional("methods", &TEXTS),
    optional("headers", &TEXTS_BY_NAME),
    optional("protocols", &PROTOCOLS),
    optional("regex_priority", &INTEGER),
    switch("strip_path"),
    switch("preserve_host"),
    optional("https_redirect_status_code", &INTEGER),
    optional("path_handling", &Schema::one_of(&["v0", "v1"])),
    optional("snis", &TEXTS),
    switch("request_buffering"),
    switch("response_buffering"),
]);

static UPSTREAM: Schema = Schema::object(&[
    string("host_header"),
    optional(
        "algorithm",
        &Schema::one_of(&[
            "round-robin",
            "consistent-hashing",
            "least-connections",
            "latency",
        ]),
    ),
    optional("slots", &Schema::at_least(10)),
    string("hash_on"),
    string("hash_on_cookie"),
    string("hash_on_cookie_path"),
    string("hash_on_header"),
    string("hash_on_query_arg"),
    string("hash_on_uri_capture"),
    string("hash_fallback"),
    string("hash_fallback_header"),
    string("hash_fallback_query_arg"),
    string("hash_fallback_uri_capture"),
    optional(
        "healthchecks",
        &Schema::object(&[
            optional("active", &ACTIVE),
            optional("passive", &PASSIVE),
            optional("threshold", &Schema::Number),
        ]),
    ),
]);

static ACTIVE: Schema = Schema::object(&[
    string("type"),
    optional("concurrency", &Schema::at_least(1)),
    optional("headers", &TEXTS_BY_NAME),
    optional("http_path", &PATH),
    string("https_sni"),
    switch("https_verify_certificate"),
    optional("timeout", &NATURAL),
    optional("healthy", &HEALTHY),
    optional("unhealthy", &UNHEALTHY),
]);

static PASSIVE: Schema = Schema::object(&[
    string("type"),
    optional("healthy", &HEALTHY),
    optional("unhealthy", &UNHEALTHY),
]);

static HEALTHY: Schema = Schema::object(&[
    optional("http_statuses", &STATUSES),
    natural("interval"),
    natural("successes"),
]);

static UNHEALTHY: Schema = Schema::object(&[
    natural("http_failures"),
    optional("http_statuses", &STATUSES),
    natural("interval"),
    natural("tcp_failures"),
    natural("timeouts"),
]);
