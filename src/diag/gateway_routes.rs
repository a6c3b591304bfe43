//! Problems of the translation of Gateway API routes (spec 20, parts B and C).

use super::{Code, Diagnostic, Severity};
use crate::origin::{ObjectMeta, Origin};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &ROUTE_FAILED,
    &BACKEND_LEFT_OUT,
    &RULE_WITHOUT_BACKENDS,
    &ROUTE_WITHOUT_LISTENER,
    &RULE_ANSWERS_NOTHING,
    &UDPROUTE_FAILED,
    &TLSROUTE_WITHOUT_HOSTNAMES,
    &DUPLICATE_ROUTE_NAMES,
    &REWRITE_LOSES_PATHS,
    &FILTERS_IGNORED,
    &TIES_BY_NAME,
    &MATCH_WIDENED,
];

/// KIC cannot translate the route, or a group of its rules.
pub static ROUTE_FAILED: Code = Code {
    id: "route-cannot-be-routed",
    severity: Severity::Error,
    summary: "KIC cannot translate the route, or a group of its rules",
    explanation: "An unsupported filter or match makes KIC drop the rules with the same backends (a query parameter match in the traditional flavor: the whole route).",
    before: "filters:\n- type: RequestMirror",
    after: "filters: []",
    reference: "KIC: translate_httproute.go",
};

/// A backendRef is left out.
pub static BACKEND_LEFT_OUT: Code = Code {
    id: "route-backend-left-out",
    severity: Severity::Warning,
    summary: "a backendRef is left out",
    explanation: "KIC leaves out a backend that is not a Service, does not exist, or stands in another namespace without a ReferenceGrant, and says so only in its log. When none is left the route answers with status 500, and the problem is an error.",
    before: "backendRefs:\n- name: wbe\n  port: 80",
    after: "backendRefs:\n- name: web\n  port: 80",
    reference: "KIC: subtranslator/backendref.go",
};

/// A rule without backendRefs stops the translation of the route.
pub static RULE_WITHOUT_BACKENDS: Code = Code {
    id: "stream-rule-without-backends",
    severity: Severity::Warning,
    summary: "a rule without backendRefs stops the translation of the route",
    explanation: "KIC logs an error and goes no further: the rules before this one are configured, this one and those after it are not.",
    before: "rules:\n- backendRefs: []",
    after: "rules:\n- backendRefs:\n  - name: db\n    port: 5432",
    reference: "KIC: translate_tcproute.go",
};

/// A rule of an HTTPRoute or GRPCRoute without backends.
pub static RULE_ANSWERS_NOTHING: Code = Code {
    id: "rule-without-backends",
    severity: Severity::Warning,
    summary: "a rule of an HTTPRoute or GRPCRoute has no backendRefs",
    explanation: "KIC makes a route and an upstream without targets of it: Kong answers every request of the rule with 503. Often a `-` too many in front of `backendRefs` made two rules of one: the first has the matches, the second the backends, for every request.",
    before: "rules:\n- matches:\n  - path: {type: PathPrefix, value: /v1}\n- backendRefs:\n  - {name: web, port: 80}",
    after: "rules:\n- matches:\n  - path: {type: PathPrefix, value: /v1}\n  backendRefs:\n  - {name: web, port: 80}",
    reference: "KIC: internal/dataplane/translator/translate_utils.go",
};

/// A [`RULE_ANSWERS_NOTHING`] problem.
pub fn rule_answers_nothing(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &RULE_ANSWERS_NOTHING,
        at,
        "this rule has no backendRefs, so Kong answers its requests with 503",
    )
    .hint("give it backendRefs, or a RequestRedirect; is a `-` in front of `backendRefs` too many?")
}

/// A UDPRoute with a rule without backendRefs.
pub static UDPROUTE_FAILED: Code = Code {
    id: "udproute-without-backends",
    severity: Severity::Error,
    summary: "a UDPRoute with a rule without backendRefs",
    explanation: "KIC reports `no backendRefs in rule` and configures nothing of the UDPRoute.",
    before: "rules:\n- backendRefs: []",
    after: "rules:\n- backendRefs:\n  - name: dns\n    port: 53",
    reference: "KIC: translate_udproute.go",
};

/// A TLSRoute without hostnames is not configured.
pub static TLSROUTE_WITHOUT_HOSTNAMES: Code = Code {
    id: "tlsroute-without-hostnames",
    severity: Severity::Warning,
    summary: "a TLSRoute without hostnames is not configured",
    explanation: "A TLSRoute is matched by server name. Without one KIC logs an error and configures nothing.",
    before: "spec:\n  rules: []",
    after: "spec:\n  hostnames:\n  - db.example.com",
    reference: "KIC: translate_tlsroute.go",
};

/// A redirect with several matches makes routes of one name.
pub static DUPLICATE_ROUTE_NAMES: Code = Code {
    id: "redirect-repeats-route-name",
    severity: Severity::Warning,
    summary: "a redirect with several matches makes routes of one name",
    explanation: "KIC makes one route per match of a rule with a redirect and gives all of them the name of the first. Kong refuses duplicate names.",
    before: "- matches:\n  - path: {value: /a}\n  - path: {value: /b}\n  filters:\n  - type: RequestRedirect",
    after: "# one rule per match, with different filters or backends",
    reference: "KIC: subtranslator/httproute.go",
};

/// A prefix rewrite keeps only the first of several paths.
pub static REWRITE_LOSES_PATHS: Code = Code {
    id: "prefix-rewrite-loses-paths",
    severity: Severity::Warning,
    summary: "a prefix rewrite keeps only the first of several paths",
    explanation: "ReplacePrefixMatch replaces the paths of the Kong route by those of its first match. The other paths are no longer served.",
    before: "- matches:\n  - path: {value: /a}\n  - path: {value: /b}\n  filters:\n  - type: URLRewrite",
    after: "# one rule with its own backends per path",
    reference: "KIC: subtranslator/httproute.go",
};

/// Filters that KIC ignores.
pub static FILTERS_IGNORED: Code = Code {
    id: "route-filters-ignored",
    severity: Severity::Warning,
    summary: "filters that KIC ignores",
    explanation: "KIC ignores filters of GRPCRoutes, and in the traditional flavor those of an HTTPRoute rule with an empty list of matches.",
    before: "matches: []\nfilters:\n- type: RequestHeaderModifier",
    after: "matches:\n- path: {value: /}\nfilters:\n- type: RequestHeaderModifier",
    reference: "KIC: subtranslator/httproute.go",
};

/// Routes of equal priority are ordered by name.
pub static TIES_BY_NAME: Code = Code {
    id: "priority-ties-by-name",
    severity: Severity::Info,
    summary: "routes of equal priority are ordered by name",
    explanation: "Of HTTPRoutes or GRPCRoutes with equal priority KIC puts the oldest first. Manifests carry no creation time, so namespace and name decide here; the low bits of the priority may differ in a cluster.",
    before: "metadata:\n  name: shop",
    after: "metadata:\n  name: shop\n  creationTimestamp: \"2024-01-01T00:00:00Z\"",
    reference: "KIC: subtranslator/httproute_atc.go",
};

/// A host name does not make it into the expression.
pub static MATCH_WIDENED: Code = Code {
    id: "expression-loses-hostname",
    severity: Severity::Warning,
    summary: "a host name does not make it into the expression",
    explanation: "KIC skips host names with an underscore, two dashes in a row (punycode), or, for TLSRoute, a wildcard. A route whose only host name is skipped matches every host, or has an empty expression, which Kong refuses.",
    before: "hostnames:\n- xn--bcher-kva.example",
    after: "hostnames:\n- buecher.example",
    reference: "KIC: subtranslator/atc_utils.go",
};

/// A [`ROUTE_FAILED`] problem.
pub fn route_failed(at: Origin, kind: &str, error: &str) -> Diagnostic {
    Diagnostic::new(
        &ROUTE_FAILED,
        at,
        format!("{kind} can't be routed: {error}"),
    )
    .hint("remove what KIC does not support, or move it to rules with other backends")
    .fails(if kind == "TLSRoute" {
        error.to_owned()
    } else {
        format!("{kind} can't be routed: {error}")
    })
}

/// A [`BACKEND_LEFT_OUT`] problem.
pub fn backend_left_out(at: Origin, backend: &str, why: &str) -> Diagnostic {
    Diagnostic::new(
        &BACKEND_LEFT_OUT,
        at,
        format!("backend {backend} is left out: {why}"),
    )
    .hint("correct the backendRef, add the Service, or add a ReferenceGrant")
}

/// A [`BACKEND_LEFT_OUT`] problem: no ReferenceGrant in `namespace` allows the reference.
pub fn backend_not_granted(at: Origin, backend: &str, namespace: &str) -> Diagnostic {
    let key = at.object.key.clone();
    let why = format!(
        "no ReferenceGrant in {namespace} lets a {} of {} refer to it",
        key.kind, key.namespace
    );
    backend_left_out(at, backend, &why).hint(format!(
        "add a ReferenceGrant in namespace {namespace} from group {}, kind {}, namespace {} to group \"\", kind Service",
        key.group, key.kind, key.namespace
    ))
}

/// What clients get from a rule that has lost all its backends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unserved {
    /// KIC adds a plugin that answers 500.
    Answers500,
    /// Kong finds no target.
    Closes,
}

/// The problem of a backend that was among the last ones of its rule.
#[must_use]
pub fn none_left(problem: Diagnostic, answer: Unserved) -> Diagnostic {
    let consequence = match answer {
        Unserved::Answers500 => "Kong answers its requests with 500",
        Unserved::Closes => "Kong closes its connections",
    };
    Diagnostic {
        severity: Severity::Error,
        message: format!(
            "{}; no backend of the rule is left, so {consequence}",
            problem.message
        ),
        ..problem
    }
}

/// A [`RULE_WITHOUT_BACKENDS`] problem.
pub fn rule_without_backends(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &RULE_WITHOUT_BACKENDS,
        at,
        "this rule has no backendRefs, so it and the rules after it are not configured",
    )
    .hint("give it a backend")
}

/// A route has no listener of its own.
pub static ROUTE_WITHOUT_LISTENER: Code = Code {
    id: "route-without-listener",
    severity: Severity::Warning,
    summary: "a TCPRoute or UDPRoute that another one keeps from a listener",
    explanation: "From Kong Operator 2.3 on each TCP or UDP listener has one route: the oldest, then the first by namespace and name. A route that gets no listener is left out, though its status says \
                  that it is accepted. Without the Gateway among the inputs there is no listener to get. KIC and Kong Operator 2.2 give every route all ports.",
    before: "# two TCPRoutes of one Gateway with one TCP listener\nkind: TCPRoute\nspec:\n  parentRefs: [{name: edge}]",
    after: "# a listener each\nkind: TCPRoute\nspec:\n  parentRefs: [{name: edge, sectionName: postgres}]",
    reference: "Kong Operator: ingress-controller/internal/dataplane/translator/translate_l4route_conflict.go",
};

fn names(winners: &[Arc<ObjectMeta>]) -> String {
    let names: BTreeSet<String> = winners.iter().map(|it| it.key.to_string()).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

/// A route that gets no listener; `winners` have those that it wants.
pub fn route_without_listener(
    at: Origin,
    protocol: &str,
    winners: &[Arc<ObjectMeta>],
) -> Diagnostic {
    let why = if winners.is_empty() {
        format!("no {protocol} listener of a Gateway among the inputs takes it")
    } else {
        format!("its {protocol} listeners belong to {}", names(winners))
    };
    let kind = at.object.key.kind.clone();
    Diagnostic::new(
        &ROUTE_WITHOUT_LISTENER,
        at,
        format!("the {kind} is not configured: {why}"),
    )
    .and_all(winners)
    .hint("name a listener of its own by sectionName or port, and give the Gateway with its class")
}

/// A route that gets some listeners and not others.
pub fn listener_taken(at: Origin, protocol: &str, winners: &[Arc<ObjectMeta>]) -> Diagnostic {
    Diagnostic::new(
        &ROUTE_WITHOUT_LISTENER,
        at,
        format!(
            "other {protocol} listeners that it wants belong to {}",
            names(winners)
        ),
    )
    .and_all(winners)
    .hint("name the listener that is meant by sectionName or port")
}

/// A [`UDPROUTE_FAILED`] problem.
pub fn udproute_failed(at: Origin, error: &str) -> Diagnostic {
    Diagnostic::new(&UDPROUTE_FAILED, at, error.to_string())
        .hint("give every rule a backend")
        .fails(error)
}

/// A [`TLSROUTE_WITHOUT_HOSTNAMES`] problem.
pub fn tlsroute_without_hostnames(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &TLSROUTE_WITHOUT_HOSTNAMES,
        at,
        "a TLSRoute without hostnames is not configured",
    )
    .hint("add hostnames")
}

/// A [`DUPLICATE_ROUTE_NAMES`] problem.
pub fn duplicate_route_names(at: Origin, route: &str) -> Diagnostic {
    Diagnostic::new(
        &DUPLICATE_ROUTE_NAMES,
        at,
        format!("several routes get the name {route}, which Kong refuses"),
    )
    .hint("split the matches into rules with different filters or backends")
}

/// A [`REWRITE_LOSES_PATHS`] problem.
pub fn rewrite_loses_paths(at: Origin, route: &str) -> Diagnostic {
    Diagnostic::new(
        &REWRITE_LOSES_PATHS,
        at,
        format!("the prefix rewrite keeps only the path of the first match of route {route}"),
    )
    .hint("give each path a rule with its own backends")
}

/// A [`FILTERS_IGNORED`] problem.
pub fn filters_ignored(at: Origin) -> Diagnostic {
    Diagnostic::new(&FILTERS_IGNORED, at, "KIC ignores these filters")
        .hint("use a KongPlugin with the annotation konghq.com/plugins instead")
}

/// A [`TIES_BY_NAME`] problem.
pub fn ties_by_name(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &TIES_BY_NAME,
        at,
        "routes of equal priority without creation time are ordered by namespace and name",
    )
    .hint("nothing to do unless such routes overlap; in a cluster the oldest goes first")
}

/// A [`MATCH_WIDENED`] problem.
pub fn match_widened(at: Origin, hostname: &str) -> Diagnostic {
    Diagnostic::new(
        &MATCH_WIDENED,
        at,
        format!("host name {hostname} does not make it into the expression"),
    )
    .hint("use the traditional flavor, or a host name without it")
}
