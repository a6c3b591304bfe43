//! The fields of the built-in kinds that KIC reads, as Kubernetes 1.33 has them.

use super::description::{Field, Schema, optional};

/// The description of a built-in kind.
pub(super) fn schema_of(group: &str, kind: &str) -> Option<&'static Schema> {
    Some(match (group, kind) {
        ("networking.k8s.io", "Ingress") => &INGRESS,
        ("networking.k8s.io", "IngressClass") => &INGRESS_CLASS,
        ("discovery.k8s.io", "EndpointSlice") => &ENDPOINT_SLICE,
        ("", "Service") => &SERVICE,
        ("", "Secret") => &SECRET,
        ("", "ConfigMap") => &CONFIG_MAP,
        ("", "Namespace") => &NAMESPACE,
        _ => return None,
    })
}

/// A field whose content is not looked at.
const fn any(name: &'static str) -> Field {
    optional(name, &Schema::Any)
}

static INGRESS: Schema = Schema::object(&[
    optional(
        "spec",
        &Schema::object(&[
            any("ingressClassName"),
            optional("defaultBackend", &INGRESS_BACKEND),
            optional(
                "tls",
                &Schema::list(&Schema::object(&[any("hosts"), any("secretName")])),
            ),
            optional("rules", &Schema::list(&INGRESS_RULE)),
        ]),
    ),
    any("status"),
]);

static INGRESS_RULE: Schema = Schema::object(&[
    any("host"),
    optional(
        "http",
        &Schema::object(&[optional(
            "paths",
            &Schema::list(&Schema::object(&[
                any("path"),
                any("pathType"),
                optional("backend", &INGRESS_BACKEND),
            ])),
        )]),
    ),
]);

static INGRESS_BACKEND: Schema = Schema::object(&[
    optional(
        "service",
        &Schema::object(&[
            any("name"),
            optional("port", &Schema::object(&[any("name"), any("number")])),
        ]),
    ),
    optional(
        "resource",
        &Schema::object(&[any("apiGroup"), any("kind"), any("name")]),
    ),
]);

static INGRESS_CLASS: Schema = Schema::object(&[optional(
    "spec",
    &Schema::object(&[
        any("controller"),
        optional(
            "parameters",
            &Schema::object(&[
                any("apiGroup"),
                any("kind"),
                any("name"),
                any("namespace"),
                any("scope"),
            ]),
        ),
    ]),
)]);

static ENDPOINT_SLICE: Schema = Schema::object(&[
    any("addressType"),
    optional(
        "endpoints",
        &Schema::list(&Schema::object(&[
            any("addresses"),
            optional(
                "conditions",
                &Schema::object(&[any("ready"), any("serving"), any("terminating")]),
            ),
            any("hostname"),
            any("targetRef"),
            any("deprecatedTopology"),
            any("nodeName"),
            any("zone"),
            any("hints"),
        ])),
    ),
    optional(
        "ports",
        &Schema::list(&Schema::object(&[
            any("name"),
            any("protocol"),
            any("port"),
            any("appProtocol"),
        ])),
    ),
]);

static SERVICE: Schema = Schema::object(&[
    optional(
        "spec",
        &Schema::object(&[
            optional("ports", &Schema::list(&SERVICE_PORT)),
            any("selector"),
            any("clusterIP"),
            any("clusterIPs"),
            any("type"),
            any("externalIPs"),
            any("sessionAffinity"),
            any("loadBalancerIP"),
            any("loadBalancerSourceRanges"),
            any("externalName"),
            any("externalTrafficPolicy"),
            any("healthCheckNodePort"),
            any("publishNotReadyAddresses"),
            any("sessionAffinityConfig"),
            any("ipFamilies"),
            any("ipFamilyPolicy"),
            any("allocateLoadBalancerNodePorts"),
            any("loadBalancerClass"),
            any("internalTrafficPolicy"),
            any("trafficDistribution"),
        ]),
    ),
    any("status"),
]);

static SERVICE_PORT: Schema = Schema::object(&[
    any("name"),
    any("protocol"),
    any("appProtocol"),
    any("port"),
    any("targetPort"),
    any("nodePort"),
]);

static SECRET: Schema = Schema::object(&[
    any("immutable"),
    any("data"),
    any("stringData"),
    any("type"),
]);

static CONFIG_MAP: Schema = Schema::object(&[any("immutable"), any("data"), any("binaryData")]);

static NAMESPACE: Schema = Schema::object(&[
    optional("spec", &Schema::object(&[any("finalizers")])),
    any("status"),
]);
