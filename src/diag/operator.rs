//! Problems of the Gateways and instances of Kong Operator (spec 80, 3).

use super::{Code, Diagnostic, Severity, controllers};
use crate::origin::{ObjectMeta, Origin};
use std::sync::Arc;

/// Every code of this family.
pub static CODES: &[&Code] = &[
    &GATEWAY_OF_KONNECT,
    &SEVERAL_INSTANCES,
    &ROUTE_OF_OTHER_INSTANCE,
    &ROUTE_OF_NO_INSTANCE,
];

static GATEWAY_OF_KONNECT: Code = Code {
    id: "gateway-of-konnect",
    severity: Severity::Warning,
    summary: "a Gateway whose data planes Konnect configures",
    explanation: "The GatewayConfiguration of the Gateway authenticates to Konnect (`spec.konnect.authRef`). Kong Operator then makes no ControlPlane: it turns routes into KongService, KongRoute and their like, by other code, and Konnect configures the data planes. \
                  Nothing is rendered for that Gateway, and to routes it is as if it belonged to another controller.",
    before: "kind: GatewayConfiguration\nspec:\n  konnect: {authRef: {name: konnect}}",
    after: "kind: GatewayConfiguration\nspec: {}",
    reference: "Kong Operator: controller/gateway",
};

/// A hybrid Gateway.
pub fn gateway_of_konnect(at: Origin) -> Diagnostic {
    let message = format!(
        "{} is configured by Konnect, so nothing is rendered for it",
        at.object.key
    );
    Diagnostic::new(&GATEWAY_OF_KONNECT, at, message)
        .hint("look at what Konnect has, or remove spec.konnect from its GatewayConfiguration")
}

static SEVERAL_INSTANCES: Code = Code {
    id: "several-instances",
    severity: Severity::Info,
    summary: "several Gateways of Kong Operator, of which each has a configuration of its own",
    explanation: "Kong Operator runs a translator for each of its Gateways. It sees that Gateway only, with the routes that attach to it; Ingresses, consumers and cluster plugins reach all of them. What is printed without a choice is what all of them together would get, \
                  in which numbers that depend on the set of routes may differ.",
    before: "kic2kong render deploy/ --controller kong-operator-2.3",
    after: "kic2kong render deploy/ --controller kong-operator-2.3 -o 'out/{control_plane}.yaml'",
    reference: "Kong Operator: controller/gateway",
};

/// The first Gateway and the others.
pub fn several_instances(first: Origin, others: &[Arc<ObjectMeta>]) -> Diagnostic {
    let names: Vec<String> = others.iter().map(|it| it.key.qualified_name()).collect();
    let message = format!(
        "KIC runs an instance for each of {}, {}; this is what they would get together",
        first.object.key.qualified_name(),
        names.join(", ")
    );
    Diagnostic::new(&SEVERAL_INSTANCES, first, message)
        .and_all(others)
        .hint("choose one by --gateway-to-reconcile NAMESPACE/NAME, or render each with -o 'out/{control_plane}.yaml'")
}

static ROUTE_OF_OTHER_INSTANCE: Code = Code {
    id: "route-of-other-instance",
    severity: Severity::Warning,
    summary: "a route that does not name the Gateway whose instance is looked at",
    explanation: "An instance of Kong Operator knows one Gateway. A parentRef to any other one is as if it were not there, and a route that has no parentRef left is not configured in this instance.",
    before: "kind: HTTPRoute\nspec:\n  parentRefs: [{name: two}]\n# --gateway-to-reconcile shop/one",
    after: "kind: HTTPRoute\nspec:\n  parentRefs: [{name: one}]",
    reference: "Kong Operator: ingress-controller/internal/controllers/gateway/route_utils.go",
};

/// A route of which no parentRef names this Gateway, given by namespace and name.
pub fn route_of_other_instance(at: Origin, (namespace, name): (&str, &str)) -> Diagnostic {
    let message = format!(
        "no parentRef names Gateway {namespace}/{name}, so the route is no part of its instance"
    );
    Diagnostic::new(&ROUTE_OF_OTHER_INSTANCE, at, message)
        .hint("nothing to do if another Gateway is meant; else name this one")
}

/// Whether a problem says no more than that a route is another instance's.
pub fn is_of_other_instance(problem: &Diagnostic) -> bool {
    problem.code.id == ROUTE_OF_OTHER_INSTANCE.id
}

static ROUTE_OF_NO_INSTANCE: Code = Code {
    id: "route-of-no-instance",
    severity: Severity::Warning,
    summary: "a route that names none of the Gateways that are looked at one by one",
    explanation: "Several Gateways of Kong Operator are among the inputs, and each is looked at by itself. This route names none of them, so that it is in no configuration that is shown. Its Gateway may be elsewhere; then it is shown where that one is.",
    before: "kind: HTTPRoute\nspec:\n  parentRefs: [{name: three}]\n# with Gateways one and two",
    after: "kind: HTTPRoute\nspec:\n  parentRefs: [{name: two}]",
    reference: "Kong Operator: ingress-controller/internal/controllers/gateway/route_utils.go",
};

/// A route that every Gateway calls another's.
pub fn route_of_no_instance(of_other: &Diagnostic) -> Diagnostic {
    let message =
        "no parentRef names a Gateway among the inputs, so the route is part of no instance";
    Diagnostic {
        code: &ROUTE_OF_NO_INSTANCE,
        message: message.to_owned(),
        ..of_other.clone()
    }
    .hint("name one of the Gateways, or add the one that is meant to the inputs")
}

/// Leave out that there are several instances where it is told that the settings of none are used: it is the same fact.
pub fn told_once(problems: &mut Vec<Diagnostic>) {
    if problems.iter().any(controllers::is_ambiguous) {
        problems.retain(|problem| problem.code.id != SEVERAL_INSTANCES.id);
    }
}

/// A problem of a Gateway of the operator, with the advice that helps there.
pub fn of_operator(problem: Diagnostic) -> Diagnostic {
    problem.hint(
        "put its listeners right where they are reported; give its GatewayClass if that is missing",
    )
}
