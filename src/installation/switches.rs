//! The controllers that can be switched off, as KIC's flags, Kong Operator and `--disable-controllers` name them (spec 85, 9).

use super::inputs::Inputs;
use super::object;
use crate::diag::Diagnostic;
use crate::diag::controllers;
use std::collections::BTreeSet;

/// A controller: our name, Kong Operator's, and the kinds that are not read without it.
type Row = (&'static str, &'static str, &'static [&'static str]);

/// Every controller. The operator has no name for those with an empty one.
const CONTROLLERS: [Row; 23] = [
    ("ingress-networkingv1", "INGRESS_NETWORKINGV1", &["Ingress"]),
    (
        "ingress-class-networkingv1",
        "INGRESS_CLASS_NETWORKINGV1",
        &["IngressClass"],
    ),
    (
        "ingress-class-parameters",
        "INGRESS_CLASS_PARAMETERS",
        &["IngressClassParameters"],
    ),
    ("tcpingress", "", &["TCPIngress"]),
    ("udpingress", "", &["UDPIngress"]),
    ("kongingress", "", &["KongIngress"]),
    ("kongplugin", "KONG_PLUGIN", &["KongPlugin"]),
    (
        "kongclusterplugin",
        "KONG_CLUSTERPLUGIN",
        &["KongClusterPlugin"],
    ),
    (
        "kongconsumer",
        "KONG_CONSUMER",
        &["KongConsumer", "KongConsumerGroup"],
    ),
    ("service", "SERVICE", &["Service", "EndpointSlice"]),
    (
        "kong-upstream-policy",
        "KONG_UPSTREAM_POLICY",
        &["KongUpstreamPolicy"],
    ),
    (
        "kong-service-facade",
        "KONG_SERVICE_FACADE",
        &["KongServiceFacade"],
    ),
    (
        "kong-custom-entity",
        "KONG_CUSTOM_ENTITY",
        &["KongCustomEntity"],
    ),
    ("kong-vault", "KONG_VAULT", &["KongVault"]),
    ("kong-license", "KONG_LICENSE", &["KongLicense"]),
    ("gwapi-gateway", "GWAPI_GATEWAY", &["Gateway"]),
    ("gwapi-httproute", "GWAPI_HTTPROUTE", &["HTTPRoute"]),
    ("gwapi-grpcroute", "GWAPI_GRPCROUTE", &["GRPCRoute"]),
    (
        "gwapi-reference-grant",
        "GWAPI_REFERENCE_GRANT",
        &["ReferenceGrant"],
    ),
    ("gwapi-tlsroute", "GWAPI_TLSROUTE", &["TLSRoute"]),
    ("gwapi-tcproute", "", &["TCPRoute"]),
    ("gwapi-udproute", "", &["UDPRoute"]),
    ("gwapi-backend-tls-policy", "", &["BackendTLSPolicy"]),
];

/// What a ControlPlane with a reference to a `DataPlane` switches off, which is all of the Gateway API.
pub(super) const GATEWAY_API: [&str; 8] = [
    "gwapi-backend-tls-policy",
    "gwapi-gateway",
    "gwapi-grpcroute",
    "gwapi-httproute",
    "gwapi-reference-grant",
    "gwapi-tcproute",
    "gwapi-tlsroute",
    "gwapi-udproute",
];

/// Our name of a controller of the operator.
pub(super) fn of_operator(name: &str) -> Option<&'static str> {
    let row = CONTROLLERS
        .iter()
        .find(|(_, own, _)| *own == name && !own.is_empty());
    row.map(|(name, ..)| *name)
}

/// The operator's names.
pub(super) fn operator_names() -> impl Iterator<Item = &'static str> {
    let names = CONTROLLERS.iter().map(|(_, name, _)| *name);
    names.filter(|name| !name.is_empty())
}

/// Whether a variable of KIC, without its prefix, is an option that a ControlPlane does not have.
pub(super) fn is_option_variable(name: &str) -> bool {
    [
        "GATEWAY_API_CONTROLLER_NAME",
        "GATEWAY_TO_RECONCILE",
        "CLUSTER_DOMAIN",
        "KONG_WORKSPACE",
        "WATCH_NAMESPACE",
        "SKIP_CA_CERTIFICATES",
        "SECRET_LABEL_SELECTOR",
        "CONFIGMAP_LABEL_SELECTOR",
    ]
    .contains(&name)
}

/// Whether a group of kinds is the controller's.
fn is_read(group: &str) -> bool {
    let ends = [".konghq.com", "k8s.io"];
    group.is_empty() || ends.iter().any(|end| group.ends_with(end))
}

/// The objects of the inputs that are not read because their controller is off.
pub(super) fn objects_without(
    off: &BTreeSet<String>,
    inputs: &Inputs,
    default_namespace: &str,
) -> Vec<Diagnostic> {
    let is_off =
        |name: &str| off.contains(name) || off.contains("gwapi") && name.starts_with("gwapi-");
    let rows: Vec<&Row> = CONTROLLERS
        .iter()
        .filter(|(name, ..)| is_off(name))
        .collect();
    let kinds: Vec<&str> = rows
        .iter()
        .flat_map(|(.., kinds)| kinds.iter().copied())
        .collect();
    let objects = object::of_kinds(inputs.sources, &kinds, default_namespace);
    let objects = objects.into_iter().filter(|object| is_read(&object.group));
    objects
        .filter_map(|object| {
            let (name, ..) = rows
                .iter()
                .find(|(.., kinds)| kinds.contains(&&*object.kind))?;
            let called = if object.namespace.is_empty() {
                object.name.clone()
            } else {
                object.qualified_name()
            };
            let at = object.kind_spot().location();
            Some(controllers::switched_off(at, name, &object.kind, &called))
        })
        .collect()
}
