//! Problems of Gateway API objects: admission, and translation of routes.

use super::{Code, Diagnostic, Severity};
use crate::origin::Origin;

/// A kind that KIC reads only with the feature gate GatewayAlpha.
pub static FEATURE_GATE_OFF: Code = Code {
    id: "feature-gate-off",
    severity: Severity::Warning,
    summary: "a kind that KIC reads only with the feature gate GatewayAlpha",
    explanation: "TCPRoute, UDPRoute, TLSRoute and BackendTLSPolicy are ignored completely unless KIC runs with `--feature-gates GatewayAlpha=true`. Nothing of the object reaches Kong.",
    before: "kic2kong render deploy/",
    after: "kic2kong render deploy/ --feature-gates GatewayAlpha=true",
    reference: "KIC: internal/manager/controllerdef.go",
};

/// A Gateway whose class is not KIC's, or is missing.
pub static GATEWAY_IGNORED: Code = Code {
    id: "gateway-of-another-controller",
    severity: Severity::Info,
    summary: "a Gateway whose class is not KIC's, or is missing",
    explanation: "KIC looks only at Gateways whose GatewayClass names its controller (`--gateway-api-controller-name`). For routes any other Gateway does not exist.",
    before: "kind: GatewayClass\nspec:\n  controllerName: example.com/other",
    after: "kind: GatewayClass\nspec:\n  controllerName: konghq.com/kic-gateway-controller",
    reference: "KIC: gatewayclass_controller.go",
};

/// A Gateway is assumed to be accepted and programmed.
pub static GATEWAY_ASSUMED: Code = Code {
    id: "gateway-assumed-programmed",
    severity: Severity::Info,
    summary: "a Gateway is assumed to be accepted and programmed",
    explanation: "The GatewayClass is not among the inputs, or it is managed by another operator and the manifest carries no status. In a cluster the status decides; here it is assumed to be good. `--gateways strict` assumes nothing.",
    before: "kind: GatewayClass\nmetadata:\n  name: kong",
    after: "kind: GatewayClass\nmetadata:\n  name: kong\n  annotations:\n    konghq.com/gatewayclass-unmanaged: \"true\"",
    reference: "KIC: gateway_controller.go",
};

/// A Gateway that no operator has accepted and programmed.
pub static GATEWAY_NOT_PROGRAMMED: Code = Code {
    id: "gateway-not-programmed",
    severity: Severity::Warning,
    summary: "a Gateway that no operator has accepted and programmed",
    explanation: "Without the annotation `konghq.com/gatewayclass-unmanaged` on its GatewayClass a Gateway needs a status written by another operator. Until it says `Accepted` and `Programmed` at the current generation, no route attaches.",
    before: "kind: GatewayClass\nmetadata:\n  name: kong",
    after: "kind: GatewayClass\nmetadata:\n  name: kong\n  annotations:\n    konghq.com/gatewayclass-unmanaged: \"true\"",
    reference: "KIC: gateway_controller.go",
};

/// A listener of a Gateway is not programmed.
pub static LISTENER_NOT_PROGRAMMED: Code = Code {
    id: "listener-not-programmed",
    severity: Severity::Warning,
    summary: "a listener of a Gateway is not programmed",
    explanation: "KIC finds a fault in the listener: kinds it does not support, a Secret that is missing, broken or not granted, or a conflict with another listener on the port. No route attaches through it.",
    before: "listeners:\n- name: web\n  port: 80\n  protocol: HTTP\n- name: raw\n  port: 80\n  protocol: TCP",
    after: "listeners:\n- name: web\n  port: 80\n  protocol: HTTP\n- name: raw\n  port: 9000\n  protocol: TCP",
    reference: "KIC: gateway_utils.go",
};

/// A parentRef that is not a Gateway.
pub static PARENT_KIND_UNSUPPORTED: Code = Code {
    id: "parent-kind-unsupported",
    severity: Severity::Error,
    summary: "a parentRef that is not a Gateway",
    explanation: "One parentRef of another group or kind makes KIC give up on the route as a whole, even when the other parentRefs are Gateways.",
    before: "parentRefs:\n- name: edge\n- kind: Service\n  group: \"\"\n  name: web",
    after: "parentRefs:\n- name: edge",
    reference: "KIC: route_utils.go",
};

/// None of the parentRefs leads to a Gateway of KIC.
pub static ROUTE_WITHOUT_GATEWAY: Code = Code {
    id: "route-without-gateway",
    severity: Severity::Error,
    summary: "none of the parentRefs leads to a Gateway of KIC",
    explanation: "Every parentRef names a Gateway that does not exist, or whose class belongs to another controller. KIC does not configure the route (NoSupportedGateway).",
    before: "parentRefs:\n- name: edgee",
    after: "parentRefs:\n- name: edge",
    reference: "KIC: route_utils.go",
};

/// A Gateway that is not among the inputs is assumed to take the route.
pub static PARENT_ASSUMED: Code = Code {
    id: "parent-assumed-attached",
    severity: Severity::Info,
    summary: "a Gateway that is not among the inputs is assumed to take the route",
    explanation: "The Gateway, or its class, lives elsewhere. The route is taken as attached with its host names as written; `--gateways strict` leaves it out instead.",
    before: "parentRefs:\n- name: edge\n  namespace: infra",
    after: "# give the manifest of Gateway infra/edge as well",
    reference: "design: --gateways",
};

/// A listener selects namespaces by label and the Namespace of the route is missing.
pub static NAMESPACE_UNKNOWN: Code = Code {
    id: "route-namespace-unknown",
    severity: Severity::Error,
    summary: "a listener selects namespaces by label and the Namespace of the route is missing",
    explanation: "KIC must read the labels of the Namespace to judge `allowedRoutes.namespaces.from: Selector`. Without the object it gives up on the route, even when another listener would take it.",
    before: "allowedRoutes:\n  namespaces:\n    from: Selector",
    after: "# add the Namespace\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    tier: web",
    reference: "KIC: route_utils.go",
};

/// A Gateway refuses the route.
pub static PARENT_REFUSED: Code = Code {
    id: "route-not-attached",
    severity: Severity::Error,
    summary: "a Gateway refuses the route",
    explanation: "No listener of the Gateway passes all tests: allowed namespaces and kinds, supported kinds, programmed, sectionName, port, protocol, host name. A route that no parent accepts is not configured.",
    before: "parentRefs:\n- name: edge\n  sectionName: htttp",
    after: "parentRefs:\n- name: edge\n  sectionName: http",
    reference: "KIC: route_utils.go",
};

/// A parent Gateway is not programmed, so the route waits.
pub static PARENT_NOT_PROGRAMMED: Code = Code {
    id: "route-waits-for-gateway",
    severity: Severity::Error,
    summary: "a parent Gateway is not programmed, so the route waits",
    explanation: "KIC configures a route only when every Gateway it names is programmed, those that refuse the route included.",
    before: "parentRefs:\n- name: edge\n- name: not-ready",
    after: "parentRefs:\n- name: edge",
    reference: "KIC: httproute_controller.go",
};

/// No host name of the route is one of the listeners.
pub static NO_COMMON_HOSTNAME: Code = Code {
    id: "route-hostnames-without-listener",
    severity: Severity::Error,
    summary: "no host name of the route is one of the listeners",
    explanation: "KIC keeps the host names that a listener of the parents covers. When none is left the route is not configured.",
    before: "hostnames:\n- shop.example.org",
    after: "hostnames:\n- shop.example.com",
    reference: "KIC: gateway_utils.go",
};

/// Some host names of the route are dropped.
pub static HOSTNAMES_DROPPED: Code = Code {
    id: "route-hostnames-dropped",
    severity: Severity::Warning,
    summary: "some host names of the route are dropped",
    explanation: "Only host names that a listener of the parents covers reach Kong; the others are dropped without a word.",
    before: "hostnames:\n- shop.example.com\n- shop.example.org",
    after: "hostnames:\n- shop.example.com",
    reference: "KIC: gateway_utils.go",
};

/// A Service has more than one BackendTLSPolicy.
pub static POLICY_CONFLICTED: Code = Code {
    id: "backend-tls-policies-conflict",
    severity: Severity::Error,
    summary: "a Service has more than one BackendTLSPolicy",
    explanation: "KIC marks all policies of the Service as conflicted and applies none.",
    before: "kind: BackendTLSPolicy\n# two of them with targetRefs to Service pay",
    after: "kind: BackendTLSPolicy\n# one of them",
    reference: "KIC: backendtlspolicy_controller.go",
};

/// A BackendTLSPolicy whose Services no HTTPRoute uses.
pub static POLICY_WITHOUT_ROUTE: Code = Code {
    id: "backend-tls-policy-without-route",
    severity: Severity::Error,
    summary: "a BackendTLSPolicy whose Services no HTTPRoute uses",
    explanation: "A policy takes effect only when an HTTPRoute that KIC handles, and all of whose backends resolve, has one of its Services as a backend. Other route kinds do not count.",
    before: "targetRefs:\n- kind: Service\n  name: unused",
    after: "targetRefs:\n- kind: Service\n  name: pay",
    reference: "KIC: backendtlspolicy_utils.go",
};

/// A BackendTLSPolicy asks for what KIC cannot do.
pub static POLICY_INVALID: Code = Code {
    id: "backend-tls-policy-invalid",
    severity: Severity::Error,
    summary: "a BackendTLSPolicy asks for what KIC cannot do",
    explanation: "CA certificates must be existing ConfigMaps or Secrets; subjectAltNames and wellKnownCACertificates are not supported. KIC applies nothing of the policy.",
    before: "validation:\n  wellKnownCACertificates: System",
    after: "validation:\n  caCertificateRefs:\n  - kind: ConfigMap\n    group: \"\"\n    name: pay-ca",
    reference: "KIC: backendtlspolicy_controller.go",
};

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
    explanation: "KIC leaves out a backend that is not a Service, does not exist, or stands in another namespace without a ReferenceGrant, and says so only in its log. When none is left the route answers with status 500.",
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

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &FEATURE_GATE_OFF,
    &GATEWAY_IGNORED,
    &GATEWAY_ASSUMED,
    &GATEWAY_NOT_PROGRAMMED,
    &LISTENER_NOT_PROGRAMMED,
    &PARENT_KIND_UNSUPPORTED,
    &ROUTE_WITHOUT_GATEWAY,
    &PARENT_ASSUMED,
    &NAMESPACE_UNKNOWN,
    &PARENT_REFUSED,
    &PARENT_NOT_PROGRAMMED,
    &NO_COMMON_HOSTNAME,
    &HOSTNAMES_DROPPED,
    &POLICY_CONFLICTED,
    &POLICY_WITHOUT_ROUTE,
    &POLICY_INVALID,
    &ROUTE_FAILED,
    &BACKEND_LEFT_OUT,
    &RULE_WITHOUT_BACKENDS,
    &UDPROUTE_FAILED,
    &TLSROUTE_WITHOUT_HOSTNAMES,
    &DUPLICATE_ROUTE_NAMES,
    &REWRITE_LOSES_PATHS,
    &FILTERS_IGNORED,
    &TIES_BY_NAME,
    &MATCH_WIDENED,
];

/// A [`FEATURE_GATE_OFF`] problem.
pub fn feature_gate_off(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &FEATURE_GATE_OFF,
        at,
        "KIC ignores this kind: the feature gate GatewayAlpha is off",
    )
    .hint("give `--feature-gates GatewayAlpha=true` if KIC runs with it")
}

/// A [`GATEWAY_IGNORED`] problem.
pub fn gateway_ignored(at: Origin, class: &str) -> Diagnostic {
    Diagnostic::new(&GATEWAY_IGNORED, at, format!("GatewayClass {class} is missing or belongs to another controller, so this Gateway does not exist for KIC"))
        .hint("set spec.controllerName of the class to that of KIC if KIC is to serve it")
}

/// A [`GATEWAY_ASSUMED`] problem.
pub fn gateway_assumed(at: Origin) -> Diagnostic {
    Diagnostic::new(&GATEWAY_ASSUMED, at, "no status and no class decide about this Gateway; it is assumed to be accepted and programmed")
        .hint("give the GatewayClass with the annotation konghq.com/gatewayclass-unmanaged, or use `--gateways strict`")
}

/// A [`GATEWAY_NOT_PROGRAMMED`] problem.
pub fn gateway_not_programmed(at: Origin) -> Diagnostic {
    Diagnostic::new(&GATEWAY_NOT_PROGRAMMED, at, "this Gateway is not accepted and programmed, so no route attaches to it")
        .hint("put konghq.com/gatewayclass-unmanaged on its GatewayClass, or let the operator write the status")
}

/// A [`LISTENER_NOT_PROGRAMMED`] problem.
pub fn listener_not_programmed(at: Origin, listener: &str, reason: &str) -> Diagnostic {
    Diagnostic::new(
        &LISTENER_NOT_PROGRAMMED,
        at,
        format!("listener {listener} is not programmed: {reason}"),
    )
    .hint("put the listener right; routes do not attach through it until then")
}

/// A [`PARENT_KIND_UNSUPPORTED`] problem.
pub fn parent_kind_unsupported(at: Origin, group: &str, kind: &str) -> Diagnostic {
    Diagnostic::new(
        &PARENT_KIND_UNSUPPORTED,
        at,
        format!("unsupported parent kind {group}/{kind}; the route is not configured at all"),
    )
    .hint("move this parentRef to a route of its own")
}

/// A [`ROUTE_WITHOUT_GATEWAY`] problem.
pub fn route_without_gateway(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &ROUTE_WITHOUT_GATEWAY,
        at,
        "no parentRef leads to a Gateway that KIC serves",
    )
    .hint("name a Gateway whose class belongs to KIC")
}

/// A [`PARENT_ASSUMED`] problem.
pub fn parent_assumed(at: Origin, gateway: &str) -> Diagnostic {
    Diagnostic::new(&PARENT_ASSUMED, at, format!("Gateway {gateway} or its class is not among the inputs; the route is assumed to attach to it"))
        .hint("give the manifests of the Gateway and its class to have this judged")
}

/// A [`NAMESPACE_UNKNOWN`] problem.
pub fn namespace_unknown(at: Origin, namespace: &str) -> Diagnostic {
    Diagnostic::new(&NAMESPACE_UNKNOWN, at, format!("Namespace {namespace} is not among the inputs, and a listener selects namespaces by label"))
        .hint("add the manifest of the Namespace")
}

/// A [`PARENT_NOT_PROGRAMMED`] problem.
pub fn parent_not_programmed(at: Origin, gateway: &str) -> Diagnostic {
    Diagnostic::new(
        &PARENT_NOT_PROGRAMMED,
        at,
        format!("Gateway {gateway} is not programmed, so the route is not configured"),
    )
    .hint("have the Gateway programmed, or remove this parentRef")
}

/// A [`NO_COMMON_HOSTNAME`] problem.
pub fn no_common_hostname(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &NO_COMMON_HOSTNAME,
        at,
        "no host name of the route is covered by a listener of its parents",
    )
    .hint("use host names of the listeners")
}

/// A [`HOSTNAMES_DROPPED`] problem.
pub fn hostnames_dropped(at: Origin, kept: &str) -> Diagnostic {
    Diagnostic::new(
        &HOSTNAMES_DROPPED,
        at,
        format!("listeners of the parents cover only {kept}; the other host names are dropped"),
    )
    .hint("remove the other host names, or add a listener for them")
}

/// A [`POLICY_CONFLICTED`] problem.
pub fn policy_conflicted(at: Origin, service: &str) -> Diagnostic {
    Diagnostic::new(
        &POLICY_CONFLICTED,
        at,
        format!("Service {service} has several BackendTLSPolicies; none takes effect"),
    )
    .hint("keep one policy for the Service")
}

/// A [`POLICY_WITHOUT_ROUTE`] problem.
pub fn policy_without_route(at: Origin) -> Diagnostic {
    Diagnostic::new(&POLICY_WITHOUT_ROUTE, at, "no HTTPRoute that KIC handles, with all backends resolved, uses a Service of this policy; it has no effect")
        .hint("let an HTTPRoute use the Service")
}

/// A [`POLICY_INVALID`] problem.
pub fn policy_invalid(at: Origin, what: &str) -> Diagnostic {
    Diagnostic::new(
        &POLICY_INVALID,
        at,
        format!("{what}; the policy has no effect"),
    )
    .hint("use caCertificateRefs to existing ConfigMaps or Secrets only")
}

/// A [`ROUTE_FAILED`] problem.
pub fn route_failed(at: Origin, kind: &str, error: &str) -> Diagnostic {
    Diagnostic::new(
        &ROUTE_FAILED,
        at,
        format!("{kind} can't be routed: {error}"),
    )
    .hint("remove what KIC does not support, or move it to rules with other backends")
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

/// A [`RULE_WITHOUT_BACKENDS`] problem.
pub fn rule_without_backends(at: Origin) -> Diagnostic {
    Diagnostic::new(
        &RULE_WITHOUT_BACKENDS,
        at,
        "this rule has no backendRefs, so it and the rules after it are not configured",
    )
    .hint("give it a backend")
}

/// A [`UDPROUTE_FAILED`] problem.
pub fn udproute_failed(at: Origin, error: &str) -> Diagnostic {
    Diagnostic::new(&UDPROUTE_FAILED, at, error.to_string()).hint("give every rule a backend")
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

/// A parent that refuses a route; only a warning when another parent accepts it.
pub struct ParentRefusal(pub Diagnostic);

impl ParentRefusal {
    /// The problem as one that takes nothing away.
    #[must_use]
    pub fn as_warning(self) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            ..self.0
        }
    }
}

/// A [`PARENT_REFUSED`] problem.
pub fn parent_refused(at: Origin, gateway: &str, details: &str, reason: &str) -> ParentRefusal {
    let message = format!("Gateway {gateway} refuses the route ({reason}): {details}");
    let hint = "change the parentRef, the host names or the listeners so that one listener takes the route";
    ParentRefusal(Diagnostic::new(&PARENT_REFUSED, at, message).hint(hint))
}
