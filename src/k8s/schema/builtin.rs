//! The fields of the built-in kinds that KIC reads, with their types, as Kubernetes 1.33 has them. What else the API server
//! asks of their values stands in `k8s::builtin`.

use super::description::{Field, Schema, optional};

static TEXT: Schema = Schema::text();
static TEXTS: Schema = Schema::map(&TEXT);
static TEXT_LIST: Schema = Schema::list(&TEXT);
static BYTES: Schema = Schema::map(&Schema::Base64);

const fn text(name: &'static str) -> Field {
    optional(name, &TEXT)
}

const fn texts(name: &'static str) -> Field {
    optional(name, &TEXTS)
}

const fn text_list(name: &'static str) -> Field {
    optional(name, &TEXT_LIST)
}

const fn int32(name: &'static str) -> Field {
    optional(name, &Schema::INT32)
}

const fn boolean(name: &'static str) -> Field {
    optional(name, &Schema::Bool)
}

pub(in crate::k8s) static INGRESS: Schema = Schema::object(&[
    optional(
        "spec",
        &Schema::object(&[
            text("ingressClassName"),
            optional("defaultBackend", &INGRESS_BACKEND),
            optional(
                "tls",
                &Schema::list(&Schema::object(&[text_list("hosts"), text("secretName")])),
            ),
            optional("rules", &Schema::list(&INGRESS_RULE)),
        ]),
    ),
    optional(
        "status",
        &Schema::object(&[optional("loadBalancer", &LOAD_BALANCER_STATUS)]),
    ),
]);

static INGRESS_RULE: Schema = Schema::object(&[
    text("host"),
    optional(
        "http",
        &Schema::object(&[optional(
            "paths",
            &Schema::list(&Schema::object(&[
                text("path"),
                text("pathType"),
                optional("backend", &INGRESS_BACKEND),
            ])),
        )]),
    ),
]);

static INGRESS_BACKEND: Schema = Schema::object(&[
    optional(
        "service",
        &Schema::object(&[
            text("name"),
            optional("port", &Schema::object(&[text("name"), int32("number")])),
        ]),
    ),
    optional(
        "resource",
        &Schema::object(&[text("apiGroup"), text("kind"), text("name")]),
    ),
]);

/// Of Ingress and Service, `ipMode` of Service alone.
static LOAD_BALANCER_STATUS: Schema = Schema::object(&[optional(
    "ingress",
    &Schema::list(&Schema::object(&[
        text("ip"),
        text("hostname"),
        text("ipMode"),
        optional(
            "ports",
            &Schema::list(&Schema::object(&[
                int32("port"),
                text("protocol"),
                text("error"),
            ])),
        ),
    ])),
)]);

pub(in crate::k8s) static INGRESS_CLASS: Schema = Schema::object(&[optional(
    "spec",
    &Schema::object(&[
        text("controller"),
        optional(
            "parameters",
            &Schema::object(&[
                text("apiGroup"),
                text("kind"),
                text("name"),
                text("namespace"),
                text("scope"),
            ]),
        ),
    ]),
)]);

pub(in crate::k8s) static ENDPOINT_SLICE: Schema = Schema::object(&[
    text("addressType"),
    optional("endpoints", &Schema::list(&ENDPOINT)),
    optional(
        "ports",
        &Schema::list(&Schema::object(&[
            text("name"),
            text("protocol"),
            int32("port"),
            text("appProtocol"),
        ])),
    ),
]);

static ENDPOINT: Schema = Schema::object(&[
    text_list("addresses"),
    optional(
        "conditions",
        &Schema::object(&[boolean("ready"), boolean("serving"), boolean("terminating")]),
    ),
    text("hostname"),
    optional(
        "targetRef",
        &Schema::object(&[
            text("kind"),
            text("namespace"),
            text("name"),
            text("uid"),
            text("apiVersion"),
            text("resourceVersion"),
            text("fieldPath"),
        ]),
    ),
    texts("deprecatedTopology"),
    text("nodeName"),
    text("zone"),
    optional(
        "hints",
        &Schema::object(&[
            optional("forZones", &Schema::list(&Schema::object(&[text("name")]))),
            optional("forNodes", &Schema::list(&Schema::object(&[text("name")]))),
        ]),
    ),
]);

pub(in crate::k8s) static SERVICE: Schema = Schema::object(&[
    optional(
        "spec",
        &Schema::object(&[
            optional("ports", &Schema::list(&SERVICE_PORT)),
            texts("selector"),
            text("clusterIP"),
            text_list("clusterIPs"),
            text("type"),
            text_list("externalIPs"),
            text("sessionAffinity"),
            text("loadBalancerIP"),
            text_list("loadBalancerSourceRanges"),
            text("externalName"),
            text("externalTrafficPolicy"),
            int32("healthCheckNodePort"),
            boolean("publishNotReadyAddresses"),
            optional(
                "sessionAffinityConfig",
                &Schema::object(&[optional(
                    "clientIP",
                    &Schema::object(&[int32("timeoutSeconds")]),
                )]),
            ),
            text_list("ipFamilies"),
            text("ipFamilyPolicy"),
            boolean("allocateLoadBalancerNodePorts"),
            text("loadBalancerClass"),
            text("internalTrafficPolicy"),
            text("trafficDistribution"),
        ]),
    ),
    optional(
        "status",
        &Schema::object(&[
            optional("loadBalancer", &LOAD_BALANCER_STATUS),
            optional("conditions", &CONDITIONS),
        ]),
    ),
]);

static SERVICE_PORT: Schema = Schema::object(&[
    text("name"),
    text("protocol"),
    text("appProtocol"),
    int32("port"),
    optional("targetPort", &Schema::IntOrString),
    int32("nodePort"),
]);

static CONDITIONS: Schema = Schema::list(&Schema::object(&[
    text("type"),
    text("status"),
    optional("observedGeneration", &Schema::at_least(i64::MIN)),
    optional("lastTransitionTime", &Schema::Time),
    text("reason"),
    text("message"),
]));

pub(in crate::k8s) static SECRET: Schema = Schema::object(&[
    boolean("immutable"),
    optional("data", &BYTES),
    texts("stringData"),
    text("type"),
]);

pub(in crate::k8s) static CONFIG_MAP: Schema = Schema::object(&[
    boolean("immutable"),
    texts("data"),
    optional("binaryData", &BYTES),
]);

pub(in crate::k8s) static NAMESPACE: Schema = Schema::object(&[
    optional("spec", &Schema::object(&[text_list("finalizers")])),
    optional(
        "status",
        &Schema::object(&[text("phase"), optional("conditions", &CONDITIONS)]),
    ),
]);
