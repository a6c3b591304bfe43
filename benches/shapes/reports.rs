//! Reports about many objects: what an upgrade changes and which edits keep, conditions, what goes with a broken object.

use super::objects::{consumer, credential};
use super::{Shape, manifests};

/// The table.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "reports: documents of a file that an upgrade edits",
        size: 100,
        commands: &[
            "diff in.yaml --kong-version 3.14 --against-option kong-version=3.9 --format patch",
            "diff in.yaml --kong-version 3.14 --against-option kong-version=3.9 --fix-hints",
        ],
        files: |n| manifests(ingresses(n)),
    },
    Shape {
        name: "reports: objects with conditions and events",
        size: 200,
        commands: &["status in.yaml", "status in.yaml --format yaml"],
        files: |n| {
            manifests((0..n).map(|i| {
                format!(
                    "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: r{i}}}\nspec:\n  parentRefs: [{{name: kong}}]\n  \
                     rules: [{{backendRefs: [{{name: gone{i}, port: 80}}]}}]\n"
                )
            }))
        },
    },
    Shape {
        name: "reports: routes that a broken plugin takes along",
        size: 100,
        commands: &["check in.yaml --fallback", "render in.yaml --fallback"],
        files: |n| {
            let broken = "apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {name: p}\nplugin: key-auth\nconfig: {wrong: 1}\n";
            manifests(ingresses(n).chain([broken.to_owned()]))
        },
    },
    Shape {
        name: "reports: consumers that the webhook compares",
        size: 200,
        commands: &["check in.yaml"],
        files: |n| {
            let consumers =
                (0..n).map(|i| consumer(&format!("c{i}"), "", &format!("credentials: [s{i}]\n")));
            let secrets = (0..n).map(|i| credential(&format!("s{i}"), &format!("k{}", i / 2)));
            manifests(consumers.chain(secrets))
        },
    },
];

fn ingresses(n: usize) -> impl Iterator<Item = String> {
    (0..n).map(|i| {
        format!(
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: i{i}\n  annotations:\n    konghq.com/plugins: p\nspec:\n  ingressClassName: kong\n  rules:\n  \
             - host: h{i}.example.com\n    http:\n      paths:\n      - {{path: /, pathType: Prefix, backend: {{service: {{name: web, port: {{number: 80}}}}}}}}\n"
        )
    })
}
