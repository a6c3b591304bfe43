//! KongPlugin and KongClusterPlugin.

use super::super::description::{Field, Rule, Schema, optional, required, rule};
use super::super::read::has;
use super::{PROTOCOLS, TEXT, TEXTS_BY_NAME, string, switch};
use crate::manifest::node::Node;
use crate::origin::FieldPath;

/// KongPlugin: Secrets come from its own namespace.
pub(in crate::k8s) static KONG_PLUGIN: Schema = Schema::ruled(
    &[
        PLUGIN,
        CONFIG,
        optional("configFrom", &SOURCE),
        optional("configPatches", &PATCHES),
        string("consumerRef"),
        switch("disabled"),
        string("instance_name"),
        optional("ordering", &ORDERING),
        optional("protocols", &PROTOCOLS),
        RUN_ON,
    ],
    RULES,
);

/// KongClusterPlugin: a Secret is named with its namespace.
pub(in crate::k8s) static KONG_CLUSTER_PLUGIN: Schema = Schema::ruled(
    &[
        PLUGIN,
        CONFIG,
        optional("configFrom", &CLUSTER_SOURCE),
        optional("configPatches", &CLUSTER_PATCHES),
        string("consumerRef"),
        switch("disabled"),
        string("instance_name"),
        optional("ordering", &ORDERING),
        optional("protocols", &PROTOCOLS),
        RUN_ON,
    ],
    RULES,
);

const PLUGIN: Field = required("plugin", &TEXT);
const CONFIG: Field = optional("config", &Schema::FreeObject);
static ORDERING: Schema = Schema::object(&[
    optional("before", &TEXTS_BY_NAME),
    optional("after", &TEXTS_BY_NAME),
]);
const RUN_ON: Field = optional("run_on", &Schema::one_of(&["first", "second", "all"]));

static SOURCE: Schema = Schema::object(&[required(
    "secretKeyRef",
    &Schema::object(&[required("name", &TEXT), required("key", &TEXT)]),
)]);

static CLUSTER_SOURCE: Schema = Schema::object(&[required(
    "secretKeyRef",
    &Schema::object(&[
        required("namespace", &TEXT),
        required("name", &TEXT),
        required("key", &TEXT),
    ]),
)]);

static PATCHES: Schema = Schema::list(&Schema::object(&[
    required("path", &TEXT),
    required("valueFrom", &SOURCE),
]));

static CLUSTER_PATCHES: Schema = Schema::list(&Schema::object(&[
    required("path", &TEXT),
    required("valueFrom", &CLUSTER_SOURCE),
]));

const RULES: &[Rule] = &[
    rule(
        "Using both config and configFrom fields is not allowed.",
        config_and_source,
    ),
    rule(
        "Using both configFrom and configPatches fields is not allowed.",
        source_and_patches,
    ),
];

fn config_and_source(plugin: &Node<'_>) -> Option<FieldPath> {
    (has(plugin, "config") && has(plugin, "configFrom")).then(|| FieldPath::of(&["configFrom"]))
}

fn source_and_patches(plugin: &Node<'_>) -> Option<FieldPath> {
    (has(plugin, "configFrom") && has(plugin, "configPatches"))
        .then(|| FieldPath::of(&["configPatches"]))
}
