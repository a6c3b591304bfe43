//! Services and what belongs to them: endpoints, policies.

use super::objects::{address, annotated_service, ingress, path, service};
use super::{RENDER, Shape, list, manifests};

/// The table.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "EndpointSlices of a Service",
        size: 300,
        commands: RENDER,
        files: |n| {
            let slices = (0..n).map(|i| slice(&format!("e{i}"), &endpoint(i)));
            manifests(
                [service("web"), ingress("i", "a.example.com").text()]
                    .into_iter()
                    .chain(slices),
            )
        },
    },
    Shape {
        name: "endpoints of an EndpointSlice",
        size: 500,
        commands: RENDER,
        files: |n| {
            manifests([
                service("web"),
                ingress("i", "a.example.com").text(),
                slice("e", &list(n, endpoint)),
            ])
        },
    },
    Shape {
        name: "EndpointSlices of a Service of as many Ingresses",
        size: 200,
        commands: RENDER,
        files: |n| {
            let slices = (0..n).map(|i| slice(&format!("e{i}"), &endpoint(i)));
            let ingresses =
                (0..n).map(|i| ingress(&format!("i{i}"), &format!("h{i}.example.com")).text());
            manifests([service("web")].into_iter().chain(ingresses).chain(slices))
        },
    },
    Shape {
        name: "ports of a Service, a path for each",
        size: 200,
        commands: RENDER,
        files: |n| {
            let ports = list(n, |i| format!("{{name: p{i}, port: {}}}", i + 1));
            let service = format!(
                "apiVersion: v1\nkind: Service\nmetadata: {{name: web}}\nspec: {{ports: [{ports}]}}\n"
            );
            let paths = list(n, |i| {
                path(&format!("/p{i}"), "web").replace("number: 80", &format!("number: {}", i + 1))
            });
            manifests([service, ingress("i", "a.example.com").paths(&paths).text()])
        },
    },
    Shape {
        name: "Services with a policy each",
        size: 200,
        commands: RENDER,
        files: |n| {
            let services = (0..n).map(|i| {
                annotated_service(
                    &format!("s{i}"),
                    &format!("konghq.com/upstream-policy: u{i}"),
                )
            });
            manifests(
                services
                    .chain((0..n).map(to_own_service))
                    .chain((0..n).map(|i| policy(&format!("u{i}")))),
            )
        },
    },
    Shape {
        name: "Services with one policy",
        size: 200,
        commands: RENDER,
        files: |n| {
            let services = (0..n)
                .map(|i| annotated_service(&format!("s{i}"), "konghq.com/upstream-policy: u"));
            manifests(
                services
                    .chain((0..n).map(to_own_service))
                    .chain([policy("u")]),
            )
        },
    },
    Shape {
        name: "Services that nothing uses",
        size: 500,
        commands: RENDER,
        files: |n| {
            manifests(
                (0..n)
                    .map(|i| service(&format!("s{i}")))
                    .chain([ingress("i", "a.example.com").text()]),
            )
        },
    },
];

/// An Ingress with a host of its own to the Service of its number.
fn to_own_service(i: usize) -> String {
    ingress(&format!("i{i}"), &format!("h{i}.example.com"))
        .paths(&path("/", &format!("s{i}")))
        .text()
}

fn policy(name: &str) -> String {
    format!(
        "apiVersion: configuration.konghq.com/v1beta1\nkind: KongUpstreamPolicy\nmetadata: {{name: {name}}}\nspec: {{algorithm: round-robin}}\n"
    )
}

fn endpoint(i: usize) -> String {
    format!(
        "{{addresses: [{}], conditions: {{ready: true}}}}",
        address(i)
    )
}

/// An EndpointSlice of the Service `web`.
fn slice(name: &str, endpoints: &str) -> String {
    format!(
        "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {{name: {name}, labels: {{kubernetes.io/service-name: web}}}}\naddressType: IPv4\nports: [{{port: 80, name: ''}}]\nendpoints: [{endpoints}]\n"
    )
}
