//! Gateway.

use super::super::description::{List, Map, Rule, Schema, Unique, optional, required, rule};
use super::super::format::{
    ADDRESS_TYPE, HOSTNAME, LABEL_VALUE, LISTENER_PROTOCOL, is_qualified_name,
};
use super::super::read::{deep, has, integer, items, size, text, text_or};
use super::super::walk::item_path;
use super::shared::{
    GROUP, KIND, LOCAL_REFERENCE, NAME, OBJECT_REFERENCE, OPTION, PORT, SECRET_REFERENCE, SECTION,
    SELECTOR, WILDCARD_HOSTNAME, second_of_pair,
};
use crate::manifest::node::{Node, Value};
use crate::origin::FieldPath;

/// Gateway.
pub(in crate::k8s) static GATEWAY: Schema = Schema::object(&[
    required(
        "spec",
        &Schema::ByEdition(
            &Schema::object(&[
                required("gatewayClassName", &NAME),
                required("listeners", &LISTENERS),
                optional("addresses", &ADDRESSES),
                optional("infrastructure", &INFRASTRUCTURE),
                optional(
                    "backendTLS",
                    &Schema::object(&[optional("clientCertificateRef", &SECRET_REFERENCE)]),
                ),
                optional("allowedListeners", &ALLOWED_LISTENERS),
            ]),
            &Schema::object(&[
                required("gatewayClassName", &NAME),
                required("listeners", &NEWER_LISTENERS),
                optional("addresses", &ADDRESSES),
                optional("infrastructure", &INFRASTRUCTURE),
                // Nothing of it reaches the controller's translation.
                optional("tls", &Schema::FreeObject),
                optional("defaultScope", &Schema::one_of(&["All", "None"])),
                optional("allowedListeners", &ALLOWED_LISTENERS),
            ]),
        ),
    ),
    optional("status", &Schema::Any),
]);

static ALLOWED_LISTENERS: Schema = Schema::object(&[optional(
    "namespaces",
    &Schema::object(&[
        optional(
            "from",
            &Schema::one_of(&["All", "Selector", "Same", "None"]),
        ),
        optional("selector", &SELECTOR),
    ]),
)]);

static LISTENERS: Schema = Schema::List(ANY_LISTENERS);

static NEWER_LISTENERS: Schema = Schema::List(List {
    rules: NEWER_LISTENER_RULES,
    ..ANY_LISTENERS
});

const ANY_LISTENERS: List = List {
    min: 1,
    max: 64,
    unique: Unique::Key("name"),
    rules: LISTENER_RULES,
    ..List::of(&LISTENER)
};

static LISTENER: Schema = Schema::object(&[
    required("name", &SECTION),
    optional("hostname", &WILDCARD_HOSTNAME),
    required("port", &PORT),
    required("protocol", &Schema::formed(1, 255, &LISTENER_PROTOCOL)),
    optional("tls", &TLS),
    optional("allowedRoutes", &ALLOWED_ROUTES),
]);

static TLS: Schema = Schema::ruled(
    &[
        optional("mode", &Schema::one_of(&["Terminate", "Passthrough"])),
        optional(
            "certificateRefs",
            &Schema::List(List {
                max: 64,
                ..List::of(&SECRET_REFERENCE)
            }),
        ),
        optional(
            "frontendValidation",
            &Schema::object(&[optional(
                "caCertificateRefs",
                &Schema::List(List {
                    min: 1,
                    max: 8,
                    ..List::of(&OBJECT_REFERENCE)
                }),
            )]),
        ),
        optional(
            "options",
            &Schema::Map(Map {
                values: &OPTION,
                max: 16,
                rules: &[],
            }),
        ),
    ],
    &[
        // The rule of the CRD reads both fields without asking whether they are there.
        rule(
            "no such key: certificateRefs evaluating rule: certificateRefs or options must be specified when mode is Terminate",
            |tls| terminates_with_nothing(tls, |tls| !has(tls, "certificateRefs")),
        ),
        rule(
            "no such key: options evaluating rule: certificateRefs or options must be specified when mode is Terminate",
            |tls| {
                terminates_with_nothing(tls, |tls| {
                    has(tls, "certificateRefs") && !has(tls, "options")
                })
            },
        ),
        rule(
            "certificateRefs or options must be specified when mode is Terminate",
            |tls| {
                terminates_with_nothing(tls, |tls| {
                    has(tls, "certificateRefs") && has(tls, "options")
                })
            },
        ),
    ],
);

/// The block itself, when it terminates, has neither certificates nor options, and they are absent or empty in this way.
fn terminates_with_nothing(tls: &Node<'_>, way: fn(&Node<'_>) -> bool) -> Option<FieldPath> {
    (text_or(tls, "mode", "Terminate") == "Terminate"
        && size(tls, "certificateRefs") == 0
        && size(tls, "options") == 0
        && way(tls))
    .then(FieldPath::root)
}

static ALLOWED_ROUTES: Schema = Schema::object(&[
    optional(
        "namespaces",
        &Schema::object(&[
            optional("from", &Schema::one_of(&["All", "Selector", "Same"])),
            optional("selector", &SELECTOR),
        ]),
    ),
    optional(
        "kinds",
        &Schema::List(List {
            max: 8,
            ..List::of(&Schema::object(&[
                optional("group", &GROUP),
                required("kind", &KIND),
            ]))
        }),
    ),
]);

/// The rule about unique names is the list's own key.
const LISTENER_RULES: &[Rule] = &[NO_TLS, HTTPS_TERMINATES, NO_HOSTNAME, UNIQUE_COMBINATION];

const NEWER_LISTENER_RULES: &[Rule] = &[
    NO_TLS,
    HTTPS_TERMINATES,
    NO_HOSTNAME,
    UNIQUE_COMBINATION,
    TLS_HAS_MODE,
];

const NO_TLS: Rule = rule(
    "tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
    |listeners| {
        first(listeners, &["tls"], |listener| {
            matches!(protocol(listener), "HTTP" | "TCP" | "UDP") && has(listener, "tls")
        })
    },
);

const HTTPS_TERMINATES: Rule = rule(
    "tls mode must be Terminate for protocol HTTPS",
    |listeners| {
        first(listeners, &["tls", "mode"], |listener| {
            protocol(listener) == "HTTPS"
                && deep(listener, &["tls", "mode"])
                    .and_then(Node::as_str)
                    .is_some_and(|mode| !matches!(mode, "" | "Terminate"))
        })
    },
);

const NO_HOSTNAME: Rule = rule(
    "hostname must not be specified for protocols ['TCP', 'UDP']",
    |listeners| {
        first(listeners, &["hostname"], |listener| {
            matches!(protocol(listener), "TCP" | "UDP")
                && text(listener, "hostname").is_some_and(|hostname| !hostname.is_empty())
        })
    },
);

const UNIQUE_COMBINATION: Rule = rule(
    "Combination of port, protocol and hostname must be unique for each listener",
    |listeners| {
        second_of_pair(listeners, |one, other| {
            integer(one, "port") == integer(other, "port")
                && protocol(one) == protocol(other)
                && text(one, "hostname") == text(other, "hostname")
        })
    },
);

/// A `tls` block has the mode Terminate by default, so that only a missing block has none.
const TLS_HAS_MODE: Rule = rule("tls mode must be set for protocol TLS", |listeners| {
    first(listeners, &["tls"], |listener| {
        protocol(listener) == "TLS" && !has(listener, "tls")
    })
});

fn protocol<'n>(listener: &'n Node<'_>) -> &'n str {
    text_or(listener, "protocol", "")
}

/// The field at `keys` of the first item that is wrong.
fn first(
    list: &Node<'_>,
    keys: &[&'static str],
    wrong: fn(&Node<'_>) -> bool,
) -> Option<FieldPath> {
    items(list)
        .iter()
        .position(wrong)
        .map(|index| item_path(index, keys))
}

static ADDRESSES: Schema = Schema::List(List {
    max: 16,
    rules: &[
        rule("IPAddress values must be unique", |addresses| {
            repeated_address(addresses, |kind| kind == "IPAddress")
        }),
        rule("Hostname values must be unique", |addresses| {
            repeated_address(addresses, |kind| kind == "Hostname")
        }),
    ],
    ..List::of(&ADDRESS)
});

static ADDRESS: Schema = Schema::ruled(
    &[
        optional("type", &Schema::formed(1, 253, &ADDRESS_TYPE)),
        optional("value", &Schema::sized(0, 253)),
    ],
    &[
        rule(
            r"Hostname value must only contain valid characters (matching ^(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$)",
            |address| {
                (address_type(address) == "Hostname"
                    && !text(address, "value").is_some_and(HOSTNAME.matches))
                .then(|| FieldPath::of(&["value"]))
            },
        ),
        rule(
            "value must be an IPv4 or IPv6 address when type is IPAddress",
            |address| {
                (address_type(address) == "IPAddress"
                    && text(address, "value")
                        .is_some_and(|value| value.parse::<std::net::IpAddr>().is_err()))
                .then(|| FieldPath::of(&["value"]))
            },
        ),
    ],
);

fn address_type<'n>(address: &'n Node<'_>) -> &'n str {
    text_or(address, "type", "IPAddress")
}

/// The later one of two addresses of a type with one value.
fn repeated_address(addresses: &Node<'_>, of_type: fn(&str) -> bool) -> Option<FieldPath> {
    let items = items(addresses);
    (1..items.len())
        .find(|&later| {
            of_type(address_type(&items[later]))
                && items[..later].iter().any(|earlier| {
                    address_type(earlier) == address_type(&items[later])
                        && text(earlier, "value") == text(&items[later], "value")
                })
        })
        .map(|index| item_path(index, &["value"]))
}

static INFRASTRUCTURE: Schema = Schema::object(&[
    optional(
        "labels",
        &Schema::Map(Map {
            values: &Schema::formed(0, 63, &LABEL_VALUE),
            max: 8,
            rules: &[
                rule(
                    "Label keys must be in the form of an optional DNS subdomain prefix followed by a required name segment of up to 63 characters.",
                    bad_key,
                ),
                rule(
                    "If specified, the label key's prefix must be a DNS subdomain not longer than 253 characters in total.",
                    long_prefix,
                ),
            ],
        }),
    ),
    optional(
        "annotations",
        &Schema::Map(Map {
            values: &OPTION,
            max: 8,
            rules: &[
                rule(
                    "Annotation keys must be in the form of an optional DNS subdomain prefix followed by a required name segment of up to 63 characters.",
                    bad_key,
                ),
                rule(
                    "If specified, the annotation key's prefix must be a DNS subdomain not longer than 253 characters in total.",
                    long_prefix,
                ),
            ],
        }),
    ),
    optional("parametersRef", &LOCAL_REFERENCE),
]);

fn bad_key(map: &Node<'_>) -> Option<FieldPath> {
    key_where(map, |key| !is_qualified_name(key))
}

fn long_prefix(map: &Node<'_>) -> Option<FieldPath> {
    key_where(map, |key| {
        key.split('/').next().unwrap_or_default().chars().count() >= 253
    })
}

/// The first key of a map that is wrong.
fn key_where(map: &Node<'_>, wrong: fn(&str) -> bool) -> Option<FieldPath> {
    match &map.value {
        Value::Mapping(entries) => entries
            .iter()
            .find(|entry| wrong(&entry.key))
            .map(|entry| FieldPath::root().key(entry.key.to_string())),
        _ => None,
    }
}
