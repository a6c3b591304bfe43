//! Consumers, their credentials, groups and plugins.

use super::objects::{consumer, credential, ingress, plugin, service};
use super::{RENDER, Shape, list, manifests};

/// The table.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "consumers with a credential each",
        size: 200,
        commands: RENDER,
        files: |n| {
            let consumers =
                (0..n).map(|i| consumer(&format!("c{i}"), "", &format!("credentials: [s{i}]\n")));
            let secrets = (0..n).map(|i| credential(&format!("s{i}"), &format!("k{i}")));
            manifests(consumers.chain(secrets))
        },
    },
    Shape {
        name: "credentials of a consumer",
        size: 300,
        commands: RENDER,
        files: |n| {
            let names = list(n, |i| format!("s{i}"));
            let secrets = (0..n).map(|i| credential(&format!("s{i}"), &format!("k{i}")));
            manifests(secrets.chain([consumer("c", "", &format!("credentials: [{names}]\n"))]))
        },
    },
    Shape {
        name: "consumers with one credential",
        size: 200,
        commands: RENDER,
        files: |n| {
            let consumers = (0..n).map(|i| consumer(&format!("c{i}"), "", "credentials: [s]\n"));
            manifests(consumers.chain([credential("s", "k")]))
        },
    },
    Shape {
        name: "credentials with one key",
        size: 200,
        commands: RENDER,
        files: |n| {
            let consumers =
                (0..n).map(|i| consumer(&format!("c{i}"), "", &format!("credentials: [s{i}]\n")));
            let secrets = (0..n).map(|i| credential(&format!("s{i}"), "k"));
            manifests(consumers.chain(secrets))
        },
    },
    Shape {
        name: "consumers in groups",
        size: 200,
        commands: RENDER,
        files: |n| {
            let consumers = (0..n).map(|i| {
                let next = (i + 1) % n;
                consumer(
                    &format!("c{i}"),
                    "",
                    &format!("consumerGroups: [g{i}, g{next}]\n"),
                )
            });
            manifests(consumers.chain((0..n).map(group)))
        },
    },
    Shape {
        name: "groups of a consumer, none there",
        size: 500,
        commands: RENDER,
        files: |n| {
            let names = list(n, |i| format!("g{i}"));
            manifests([consumer("c", "", &format!("consumerGroups: [{names}]\n"))])
        },
    },
    Shape {
        name: "consumers with one plugin",
        size: 200,
        commands: RENDER,
        files: |n| {
            let consumers =
                (0..n).map(|i| consumer(&format!("c{i}"), ", konghq.com/plugins: p", ""));
            manifests(consumers.chain([plugin("p")]))
        },
    },
    Shape {
        name: "Ingresses with one plugin, beside consumers without",
        size: 200,
        commands: RENDER,
        files: |n| {
            let consumers = (0..n).map(|i| consumer(&format!("c{i}"), "", ""));
            let ingresses = (0..n).map(|i| {
                ingress(&format!("i{i}"), &format!("h{i}.example.com"))
                    .annotations("konghq.com/plugins: p")
                    .text()
            });
            manifests(
                [service("web"), plugin("p")]
                    .into_iter()
                    .chain(consumers)
                    .chain(ingresses),
            )
        },
    },
];

fn group(i: usize) -> String {
    format!(
        "apiVersion: configuration.konghq.com/v1beta1\nkind: KongConsumerGroup\nmetadata: {{name: g{i}, annotations: {{kubernetes.io/ingress.class: kong}}}}\n"
    )
}
