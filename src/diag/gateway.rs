//! Problems of the admission of Gateway API objects: Gateways, listeners, parents, policies (spec 20, part A).

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

/// The GatewayClass that is another controller's, of a problem that says so.
pub fn class_of(problem: &Diagnostic) -> Option<&str> {
    (problem.code.id == GATEWAY_IGNORED.id)
        .then(|| problem.message.split(' ').nth(1))
        .flatten()
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
pub fn listener_not_programmed(
    at: Origin,
    listener: &str,
    (reason, secret): (&str, Option<&str>),
) -> Diagnostic {
    let (why, hint) = match secret {
        Some(why) => (
            format!("{reason}: {why}"),
            "add or correct the Secret; routes do not attach through the listener until then",
        ),
        None => (
            reason.to_owned(),
            "put the listener right; routes do not attach through it until then",
        ),
    };
    Diagnostic::new(
        &LISTENER_NOT_PROGRAMMED,
        at,
        format!("listener {listener} is not programmed: {why}"),
    )
    .hint(hint)
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

/// The same problem with a controller whose translation has the policy all the same: its check and its translation disagree.
pub fn policy_doubtful(problem: Diagnostic) -> Diagnostic {
    let why = problem.message.split(';').next().unwrap_or_default();
    Diagnostic {
        severity: Severity::Warning,
        message: format!(
            "{why}; the check of KIC refuses the policy, while its translation has it"
        ),
        ..problem
    }
}

/// A parent that refuses a route; only a warning when another parent accepts it.
pub struct ParentRefusal(pub Diagnostic);

impl ParentRefusal {
    /// The refusal, with the listener that was probably meant.
    #[must_use]
    pub fn did_you_mean(self, listener: Option<&str>) -> Self {
        Self(self.0.did_you_mean(listener))
    }

    /// The problem as one that takes nothing away.
    #[must_use]
    pub fn into_warning(self) -> Diagnostic {
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
