//! Lists in annotations, and annotations without end.

use super::objects::{annotated_service, ingress, service};
use super::{File, RENDER, Shape, list, manifests};

/// The table.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "tags of an Ingress",
        size: 2_000,
        commands: RENDER,
        files: |n| annotated("tags", n, |i| format!("Tag{i}")),
    },
    Shape {
        name: "host aliases of an Ingress",
        size: 2_000,
        commands: RENDER,
        files: |n| annotated("host-aliases", n, |i| format!("Alias{i}.example.com")),
    },
    Shape {
        name: "plugins of an Ingress, none there",
        size: 1_000,
        commands: RENDER,
        files: |n| annotated("plugins", n, |i| format!("plugin{i}")),
    },
    Shape {
        name: "methods of an Ingress",
        size: 2_000,
        commands: RENDER,
        files: |n| annotated("methods", n, |i| format!("VERB{}", letters(i))),
    },
    Shape {
        name: "protocols of an Ingress",
        size: 2_000,
        commands: RENDER,
        files: |n| annotated("protocols", n, |i| format!("proto{i}")),
    },
    Shape {
        name: "SNIs of an Ingress",
        size: 2_000,
        commands: RENDER,
        files: |n| annotated("snis", n, |i| format!("sni{i}.example.com")),
    },
    Shape {
        name: "values of a header of an Ingress",
        size: 2_000,
        commands: RENDER,
        files: |n| annotated("headers.x-tenant", n, |i| format!("tenant{i}")),
    },
    Shape {
        name: "headers of an Ingress",
        size: 1_000,
        commands: RENDER,
        files: |n| many(n, |i| format!("konghq.com/headers.x-{i}: v{i}")),
    },
    Shape {
        name: "unknown annotations of Kong",
        size: 1_000,
        commands: RENDER,
        files: |n| many(n, |i| format!("konghq.com/unknown{i}: v")),
    },
    Shape {
        name: "annotations of others",
        size: 2_000,
        commands: RENDER,
        files: |n| many(n, |i| format!("example.com/note{i}: v")),
    },
    Shape {
        name: "annotations of another controller",
        size: 300,
        commands: RENDER,
        files: |n| many(n, |i| format!("nginx.ingress.kubernetes.io/note{i}: v")),
    },
    Shape {
        name: "annotations of another controller that lean on one",
        size: 200,
        commands: RENDER,
        files: |n| {
            let ingresses = (0..n).map(|i| {
                ingress(&format!("i{i}"), &format!("h{i}.example.com"))
                    .annotations(&format!(
                        "nginx.ingress.kubernetes.io/auth-url: 'http://a/{i}', nginx.ingress.kubernetes.io/auth-method: GET, nginx.ingress.kubernetes.io/auth-signin: /s"
                    ))
                    .text()
            });
            manifests([service("web")].into_iter().chain(ingresses))
        },
    },
    Shape {
        name: "CA certificates of a Service, none there",
        size: 1_000,
        commands: RENDER,
        files: |n| {
            let secrets = list(n, |i| format!("ca{i}"));
            let annotation = format!(
                "konghq.com/protocol: https, konghq.com/ca-certificates-secrets: '{secrets}'"
            );
            manifests([
                annotated_service("web", &annotation),
                ingress("web", "a.example.com").text(),
            ])
        },
    },
];

/// An Ingress with one annotation that lists `n` words.
fn annotated(name: &str, n: usize, word: impl Fn(usize) -> String) -> Vec<File> {
    let words = list(n, word);
    let annotation = format!("konghq.com/{name}: '{words}'");
    manifests([
        service("web"),
        ingress("web", "a.example.com")
            .annotations(&annotation)
            .text(),
    ])
}

/// An Ingress with `n` annotations.
fn many(n: usize, annotation: impl Fn(usize) -> String) -> Vec<File> {
    manifests([
        service("web"),
        ingress("web", "a.example.com")
            .annotations(&list(n, annotation))
            .text(),
    ])
}

/// A number in capital letters.
fn letters(number: usize) -> String {
    let digits = number.to_string();
    digits
        .bytes()
        .map(|digit| char::from(digit - b'0' + b'A'))
        .collect()
}
