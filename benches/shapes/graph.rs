//! Configurations that are drawn.

use super::objects::{http_route, ingress, path, plugin, rule, service};
use super::{Shape, list, manifests};

const FORMATS: &[&str] = &[
    "graph in.yaml --format html",
    "graph in.yaml --format dot",
    "graph in.yaml --format mermaid",
];

/// The table.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "graph of HTTPRoutes to one Service without endpoints",
        size: 100,
        commands: FORMATS,
        files: |n| {
            let rules = rule("", "{name: web, port: 80}");
            let routes =
                (0..n).map(|i| http_route(&format!("r{i}"), &format!("h{i}.example.com"), &rules));
            manifests(routes.chain([service("web")]))
        },
    },
    Shape {
        name: "graph of an HTTPRoute with many rules that have problems",
        size: 100,
        commands: FORMATS,
        files: |n| {
            let rules = list(n, |i| {
                let matches = format!("{{path: {{type: PathPrefix, value: /p{i}}}}}");
                rule(
                    &matches,
                    &format!("{{name: web, port: 80}}, {{name: missing{i}, port: 80}}"),
                )
            });
            manifests([service("web"), http_route("r", "a.example.com", &rules)])
        },
    },
    Shape {
        name: "graph of the paths of an Ingress, each to a Service of its own",
        size: 100,
        commands: FORMATS,
        files: |n| {
            let paths = list(n, |i| path(&format!("/p{i}"), &format!("s{i}")));
            let services = (0..n).map(|i| service(&format!("s{i}")));
            manifests(services.chain([ingress("i", "a.example.com").paths(&paths).text()]))
        },
    },
    Shape {
        name: "graph of Ingresses with a plugin each",
        size: 100,
        commands: FORMATS,
        files: |n| {
            let ingresses = (0..n).map(|i| {
                ingress(&format!("i{i}"), "a.example.com")
                    .annotations(&format!("konghq.com/plugins: p{i}"))
                    .text()
            });
            let plugins = (0..n).map(|i| plugin(&format!("p{i}")));
            manifests(ingresses.chain(plugins).chain([service("web")]))
        },
    },
    Shape {
        name: "graph of Ingresses with one plugin that has problems",
        size: 100,
        commands: FORMATS,
        files: |n| {
            let ingresses = (0..n).map(|i| {
                ingress(&format!("i{i}"), "a.example.com")
                    .annotations("konghq.com/plugins: 'p, missing'")
                    .text()
            });
            manifests(ingresses.chain([plugin("p"), service("web")]))
        },
    },
];
