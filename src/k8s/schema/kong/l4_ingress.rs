//! TCPIngress and UDPIngress.

use super::super::description::{Schema, optional, required};
use super::{PORT, TEXTS, string};

/// TCPIngress.
pub(in crate::k8s) static TCP_INGRESS: Schema = Schema::object(&[
    optional(
        "spec",
        &Schema::object(&[
            optional(
                "rules",
                &Schema::list(&Schema::object(&[
                    string("host"),
                    required("port", &PORT),
                    required("backend", &BACKEND),
                ])),
            ),
            optional(
                "tls",
                &Schema::list(&Schema::object(&[
                    optional("hosts", &TEXTS),
                    string("secretName"),
                ])),
            ),
        ]),
    ),
    optional("status", &Schema::Any),
]);

/// UDPIngress.
pub(in crate::k8s) static UDP_INGRESS: Schema = Schema::object(&[
    optional(
        "spec",
        &Schema::object(&[optional(
            "rules",
            &Schema::list(&Schema::object(&[
                required("port", &PORT),
                required("backend", &BACKEND),
            ])),
        )]),
    ),
    optional("status", &Schema::Any),
]);

static BACKEND: Schema = Schema::object(&[
    required("serviceName", &Schema::sized(1, usize::MAX)),
    required("servicePort", &PORT),
]);
