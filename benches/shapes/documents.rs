//! Documents as such: anchors, depth, length, problems, configurations of plugins.

use super::objects::{ingress, service};
use super::{File, RENDER, Shape, list, manifests};

/// The table.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "documents of a kind that does not concern Kong",
        size: 2_000,
        commands: RENDER,
        files: |n| {
            let others = (0..n).map(|i| {
                format!("apiVersion: v1\nkind: ServiceAccount\nmetadata: {{name: a{i}}}\n")
            });
            manifests(others.chain([service("web"), ingress("i", "a.example.com").text()]))
        },
    },
    Shape {
        name: "aliases of one text",
        size: 500,
        commands: RENDER,
        files: |n| {
            let aliases = list(n, |_| "*text".to_owned());
            let text = "x".repeat(100);
            manifests([format!(
                "{GLOBAL_PLUGIN}config:\n  text: &text {text}\n  list: [{aliases}]\n"
            )])
        },
    },
    Shape {
        name: "merges of one map",
        size: 200,
        commands: RENDER,
        files: |n| {
            let maps: String = (0..n)
                .map(|i| format!("  m{i}: {{<<: *base, own: {i}}}\n"))
                .collect();
            manifests([format!(
                "{GLOBAL_PLUGIN}config:\n  base: &base {{a: 1, b: 2, c: 3}}\n{maps}"
            )])
        },
    },
    Shape {
        name: "anchors inside each other",
        size: 100,
        commands: RENDER,
        files: |n| {
            // Depth is bounded, so they grow in groups of fifty.
            let group = |i: usize| {
                let open: String = (0..50).map(|depth| format!("&a{i}-{depth} [")).collect();
                format!("  g{i}: {open}x{}\n", "]".repeat(50))
            };
            let groups: String = (0..n / 10).map(group).collect();
            manifests([format!(
                "{GLOBAL_PLUGIN}config:\n  first: &first x\n  again: *first\n{groups}"
            )])
        },
    },
    Shape {
        name: "unknown keys of a plugin's configuration",
        size: 500,
        commands: RENDER,
        files: |n| {
            let keys: String = (0..n).map(|i| format!("  k{i}: v\n")).collect();
            manifests([format!("{GLOBAL_PLUGIN}config:\n{keys}")])
        },
    },
    Shape {
        name: "equal keys of a map",
        size: 500,
        commands: RENDER,
        files: |n| {
            let keys: String = (0..n).map(|i| format!("  k: v{i}\n")).collect();
            manifests([format!("{GLOBAL_PLUGIN}config:\n{keys}")])
        },
    },
    Shape {
        name: "unknown fields of an object",
        size: 500,
        commands: RENDER,
        files: |n| {
            let keys: String = (0..n).map(|i| format!("unknown{i}: v\n")).collect();
            manifests([format!("{GLOBAL_PLUGIN}{keys}")])
        },
    },
    Shape {
        name: "patches of a configuration",
        size: 200,
        commands: RENDER,
        files: |n| patched(n, |i| format!("/k{i}")),
    },
    Shape {
        name: "patches at the head of a list",
        size: 200,
        commands: RENDER,
        files: |n| patched(n, |_| "/list/0".to_owned()),
    },
    Shape {
        name: "members of a List",
        size: 200,
        commands: RENDER,
        files: |n| {
            let items: String = (0..n)
                .map(|i| {
                    format!(
                        "- apiVersion: networking.k8s.io/v1\n  kind: Ingress\n  metadata: {{name: i{i}}}\n  spec: {{ingressClassName: kong, defaultBackend: {{service: {{name: missing{i}, port: {{number: 80}}}}}}}}\n"
                    )
                })
                .collect();
            manifests([format!("apiVersion: v1\nkind: List\nitems:\n{items}")])
        },
    },
    Shape {
        name: "one line of text without end",
        size: 20_000,
        commands: RENDER,
        files: |n| {
            let text = "x".repeat(n);
            manifests([format!(
                "{GLOBAL_PLUGIN}config: {{minute: {text}, limits: [{text}]}}\n"
            )])
        },
    },
    Shape {
        name: "long names that are not there",
        size: 1_000,
        commands: RENDER,
        files: |n| {
            let name = "n".repeat(n);
            manifests([
                service("web"),
                ingress("i", "a.example.com")
                    .annotations(&format!("konghq.com/plugins: {name}, konghq.com/{name}: x"))
                    .text(),
                super::objects::plugin(&format!("{name}x")),
            ])
        },
    },
];

const GLOBAL_PLUGIN: &str = "apiVersion: configuration.konghq.com/v1\nkind: KongClusterPlugin\nmetadata: {name: p, labels: {global: 'true'}, annotations: {kubernetes.io/ingress.class: kong}}\nplugin: rate-limiting\n";

/// A global plugin with `n` patches, all of one Secret.
fn patched(n: usize, place: impl Fn(usize) -> String) -> Vec<File> {
    let patches = list(n, |i| {
        format!(
            "{{path: {}, valueFrom: {{secretKeyRef: {{name: s, namespace: default, key: k}}}}}}",
            place(i)
        )
    });
    manifests([
        format!("{GLOBAL_PLUGIN}config: {{minute: 5, list: []}}\nconfigPatches: [{patches}]\n"),
        "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {k: '1'}\n".to_owned(),
    ])
}
