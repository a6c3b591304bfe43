//! The controllers that can be switched off, as KIC's flags, Kong Operator and `--disable-controllers` name them (spec 85, 9).

/// Every controller that the operator has a name for: our name, and the operator's.
const CONTROLLERS: [(&str, &str); 17] = [
    ("ingress-networkingv1", "INGRESS_NETWORKINGV1"),
    ("ingress-class-networkingv1", "INGRESS_CLASS_NETWORKINGV1"),
    ("ingress-class-parameters", "INGRESS_CLASS_PARAMETERS"),
    ("kongplugin", "KONG_PLUGIN"),
    ("kongclusterplugin", "KONG_CLUSTERPLUGIN"),
    ("kongconsumer", "KONG_CONSUMER"),
    ("service", "SERVICE"),
    ("kong-upstream-policy", "KONG_UPSTREAM_POLICY"),
    ("kong-service-facade", "KONG_SERVICE_FACADE"),
    ("kong-custom-entity", "KONG_CUSTOM_ENTITY"),
    ("kong-vault", "KONG_VAULT"),
    ("kong-license", "KONG_LICENSE"),
    ("gwapi-gateway", "GWAPI_GATEWAY"),
    ("gwapi-httproute", "GWAPI_HTTPROUTE"),
    ("gwapi-grpcroute", "GWAPI_GRPCROUTE"),
    ("gwapi-reference-grant", "GWAPI_REFERENCE_GRANT"),
    ("gwapi-tlsroute", "GWAPI_TLSROUTE"),
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
    let row = CONTROLLERS.iter().find(|(_, own)| *own == name);
    row.map(|(name, _)| *name)
}

/// The operator's names.
pub(super) fn operator_names() -> impl Iterator<Item = &'static str> {
    CONTROLLERS.iter().map(|(_, name)| *name)
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
