//! Large objects of the built-in kinds, judged as the API server does.

use super::objects::{ingress, path, service};
use super::{RENDER, Shape, list, manifests};

/// The table.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "labels of a Service",
        size: 1_000,
        commands: RENDER,
        files: |n| manifests([labelled(&list(n, |i| format!("label{i}: v")))]),
    },
    Shape {
        name: "labels of a Service, all refused",
        size: 300,
        commands: RENDER,
        files: |n| manifests([labelled(&list(n, |i| format!("'label {i}': 'a b'")))]),
    },
    Shape {
        name: "ports of a Service",
        size: 500,
        commands: RENDER,
        files: |n| {
            manifests([ports(&list(n, |i| {
                format!("{{name: p{i}, port: {}}}", i + 1)
            }))])
        },
    },
    Shape {
        name: "ports of a Service, all the same",
        size: 300,
        commands: RENDER,
        files: |n| manifests([ports(&list(n, |_| "{name: p, port: 1}".to_owned()))]),
    },
    Shape {
        name: "ports of an EndpointSlice",
        size: 500,
        commands: RENDER,
        files: |n| {
            let ports = list(n, |i| format!("{{name: p{i}, port: {}}}", i + 1));
            manifests([format!(
                "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {{name: e, labels: {{kubernetes.io/service-name: web}}}}\naddressType: IPv4\nports: [{ports}]\nendpoints: [{{addresses: [10.0.0.1]}}]\n"
            )])
        },
    },
    Shape {
        name: "rules of an Ingress",
        size: 300,
        commands: RENDER,
        files: |n| {
            let rules = list(n, |i| {
                let path = path("/", "web");
                format!("{{host: h{i}.example.com, http: {{paths: [{path}]}}}}")
            });
            manifests([
                service("web"),
                format!(
                    "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: i}}\nspec: {{ingressClassName: kong, rules: [{rules}]}}\n"
                ),
            ])
        },
    },
    Shape {
        name: "paths of an Ingress, all refused",
        size: 300,
        commands: RENDER,
        files: |n| {
            let paths = list(n, |i| {
                path(&format!("p{i}"), "web").replace("ImplementationSpecific", "Prefix")
            });
            manifests([
                service("web"),
                ingress("i", "a.example.com").paths(&paths).text(),
            ])
        },
    },
    Shape {
        name: "keys of a Secret",
        size: 1_000,
        commands: RENDER,
        files: |n| {
            manifests([data(
                "Secret",
                "stringData",
                &list(n, |i| format!("k{i}: v")),
            )])
        },
    },
    Shape {
        name: "keys of a Secret, all refused",
        size: 300,
        commands: RENDER,
        files: |n| {
            manifests([data(
                "Secret",
                "data",
                &list(n, |i| format!("'k {i}': '?'")),
            )])
        },
    },
    Shape {
        name: "keys of a ConfigMap",
        size: 1_000,
        commands: RENDER,
        files: |n| manifests([data("ConfigMap", "data", &list(n, |i| format!("k{i}: v")))]),
    },
    Shape {
        name: "keys of a ConfigMap, all in both maps",
        size: 500,
        commands: RENDER,
        files: |n| {
            let keys = list(n, |i| format!("k{i}: dg=="));
            let text = data("ConfigMap", "data", &keys);
            manifests([format!("{text}binaryData: {{{keys}}}\n")])
        },
    },
];

fn labelled(labels: &str) -> String {
    format!(
        "apiVersion: v1\nkind: Service\nmetadata: {{name: web, labels: {{{labels}}}}}\nspec: {{ports: [{{port: 80}}]}}\n"
    )
}

fn ports(ports: &str) -> String {
    format!("apiVersion: v1\nkind: Service\nmetadata: {{name: web}}\nspec: {{ports: [{ports}]}}\n")
}

/// An object with a map of data that the controller reads: the label of CA certificates chooses it.
fn data(kind: &str, field: &str, keys: &str) -> String {
    format!(
        "apiVersion: v1\nkind: {kind}\nmetadata: {{name: s, labels: {{konghq.com/ca-cert: 'true'}}}}\n{field}: {{{keys}}}\n"
    )
}
