//! Problems of annotations that change Kong services, routes and upstreams (spec 40).

use super::{Code, Diagnostic, Severity, shown};
use crate::annotations::Ignored;
use crate::origin::Origin;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &SERVICE_PROTOCOL_INVALID,
    &ANNOTATION_VALUE_IGNORED,
    &ROUTE_PROTOCOLS_INVALID,
    &ROUTE_MATCH_DROPPED,
    &KONG_INGRESS_NOT_FOUND,
    &KONG_INGRESS_INVALID,
];

/// A protocol that Services may not have.
pub static SERVICE_PROTOCOL_INVALID: Code = Code {
    id: "service-protocol-invalid",
    severity: Severity::Error,
    summary: "konghq.com/protocol of a Service is not a protocol",
    explanation: "The Kong service keeps the protocol that its route object implies. The other annotations of the Service still apply, those of further Services of the same Kong service do not.",
    before: "konghq.com/protocol: udp",
    after: "konghq.com/protocol: https",
    reference: "KIC: internal/dataplane/kongstate/service.go",
};

/// A value that KIC does not read.
pub static ANNOTATION_VALUE_IGNORED: Code = Code {
    id: "annotation-value-ignored",
    severity: Severity::Warning,
    summary: "the value of an annotation is ignored",
    explanation: "KIC ignores an annotation whose value it cannot read, as if it were not there, and at most logs it. Numbers are plain decimal numbers, times are milliseconds without a unit, and one bad item spoils a whole list.",
    before: "konghq.com/read-timeout: 30s",
    after: "konghq.com/read-timeout: \"30000\"",
    reference: "KIC: internal/annotations/annotations.go",
};

/// A route protocol that KIC does not know.
pub static ROUTE_PROTOCOLS_INVALID: Code = Code {
    id: "route-protocols-invalid",
    severity: Severity::Warning,
    summary: "konghq.com/protocols has an item that is not a protocol",
    explanation: "KIC ignores the whole list, except on routes of Ingress rules, which get it sorted and unchecked; Kong then refuses the route.",
    before: "konghq.com/protocols: https,bogus",
    after: "konghq.com/protocols: https",
    reference: "KIC: internal/dataplane/kongstate/route.go",
};

/// A host, method or server name that is missing in an expression.
pub static ROUTE_MATCH_DROPPED: Code = Code {
    id: "route-match-dropped",
    severity: Severity::Warning,
    summary: "a host, method or server name is left out of a route's expression",
    explanation: "KIC leaves out what its patterns do not accept: underscores, wildcards in server names, methods in other than letters, and two dashes in a row, hence every punycode label (xn--). When nothing is left of a list the route loses that condition and serves far more requests than written.",
    before: "rules:\n- host: xn--bcher-kva.example.com",
    after: "rules:\n- host: buecher.example.com",
    reference: "KIC: internal/dataplane/translator/subtranslator/atc_utils.go",
};

/// No such KongIngress.
pub static KONG_INGRESS_NOT_FOUND: Code = Code {
    id: "kong-ingress-not-found",
    severity: Severity::Error,
    summary: "the KongIngress of konghq.com/override does not exist",
    explanation: "KIC looks for it in the namespace of the Service. Without it the upstream gets neither its settings nor those of konghq.com/host-header.",
    before: "konghq.com/override: cart-upstream  # no such KongIngress",
    after: "konghq.com/upstream-policy: cart  # KongIngress is deprecated in favour of KongUpstreamPolicy",
    reference: "KIC: internal/dataplane/kongstate/kongstate.go",
};

/// A KongIngress whose health checks cannot be read.
pub static KONG_INGRESS_INVALID: Code = Code {
    id: "kong-ingress-invalid",
    severity: Severity::Error,
    summary: "the health checks of a KongIngress cannot be read",
    explanation: "A field has another type than Kong's. The API server accepts no such KongIngress; its health checks are left out.",
    before: "upstream:\n  healthchecks:\n    threshold: high",
    after: "upstream:\n  healthchecks:\n    threshold: 50",
    reference: "KIC: CRD kongingresses.configuration.konghq.com",
};

/// A Service with an invalid protocol.
pub fn service_protocol_invalid(at: Origin, ignored: Ignored<'_>) -> Diagnostic {
    let Ignored { key, value, .. } = ignored;
    Diagnostic::new(
        &SERVICE_PROTOCOL_INVALID,
        at,
        format!("{key} has invalid value {value:?}"),
    )
    .hint(format!("use {}", ignored.expected))
    .fails(format!("{key} annotation has invalid value: {value}"))
}

/// An annotation without effect.
pub fn value_ignored(at: Origin, ignored: Ignored<'_>) -> Diagnostic {
    let Ignored {
        key,
        value,
        expected,
        ..
    } = ignored;
    let value = shown::quoted(&at, value);
    Diagnostic::new(
        &ANNOTATION_VALUE_IGNORED,
        at,
        format!("{key} is ignored: expected {expected}, found {value}"),
    )
    .hint(format!("write {expected}"))
}

/// A list of protocols with an invalid item.
pub fn route_protocols_invalid(at: Origin, ignored: Ignored<'_>) -> Diagnostic {
    let Ignored { key, wrong, .. } = ignored;
    Diagnostic::new(
        &ROUTE_PROTOCOLS_INVALID,
        at,
        format!("{key} has the invalid item {wrong:?}"),
    )
    .hint("use only http, https, grpc, grpcs, ws, wss, tls, tcp, tls_passthrough")
}

/// Something missing in an expression.
pub fn match_dropped(at: Origin, what: &str, value: &str) -> Diagnostic {
    Diagnostic::new(
        &ROUTE_MATCH_DROPPED,
        at,
        format!("{what} {value:?} is left out of the route's expression"),
    )
    .hint("the route may match more than written; use letters, digits and single dashes, and no wildcard in server names")
}

/// A missing KongIngress.
pub fn kong_ingress_not_found(at: Origin, name: &str) -> Diagnostic {
    Diagnostic::new(
        &KONG_INGRESS_NOT_FOUND,
        at,
        format!("KongIngress {name} does not exist in the namespace of the Service"),
    )
    .hint("add the KongIngress, or use a KongUpstreamPolicy")
    .fails(format!(
        "failed to get KongIngress: KongIngress {name} not found"
    ))
}

/// Unreadable health checks.
pub fn kong_ingress_invalid(at: Origin, reason: &str) -> Diagnostic {
    Diagnostic::new(
        &KONG_INGRESS_INVALID,
        at,
        format!("the health checks are left out: {reason}"),
    )
    .hint("correct the type of the field")
}
