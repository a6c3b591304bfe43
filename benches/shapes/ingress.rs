//! Ingresses that share, or do not share, their host, path, Service or class.

use super::objects::{annotated_service, ingress, path, plugin, service};
use super::{File, RENDER, Shape, list, manifests};

/// The table.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "paths of an Ingress",
        size: 500,
        commands: RENDER,
        files: |n| {
            let paths = list(n, |i| path(&format!("/p{i}"), "web"));
            manifests([
                service("web"),
                ingress("i", "a.example.com").paths(&paths).text(),
            ])
        },
    },
    Shape {
        name: "the same path in an Ingress",
        size: 500,
        commands: RENDER,
        files: |n| {
            let paths = list(n, |_| path("/", "web"));
            manifests([
                service("web"),
                ingress("i", "a.example.com").paths(&paths).text(),
            ])
        },
    },
    Shape {
        name: "Ingresses of one host and path",
        size: 200,
        commands: RENDER,
        files: |n| many(n, |i| ingress(&format!("i{i}"), "a.example.com").text()),
    },
    Shape {
        name: "Ingresses of one host, with paths of their own",
        size: 200,
        commands: RENDER,
        files: |n| {
            many(n, |i| {
                ingress(&format!("i{i}"), "a.example.com")
                    .paths(&path(&format!("/p{i}"), "web"))
                    .text()
            })
        },
    },
    Shape {
        name: "Ingresses with hosts of their own",
        size: 200,
        commands: RENDER,
        files: |n| {
            many(n, |i| {
                ingress(&format!("i{i}"), &format!("h{i}.example.com")).text()
            })
        },
    },
    Shape {
        name: "Ingresses with wildcard hosts",
        size: 200,
        commands: RENDER,
        files: |n| {
            many(n, |i| {
                ingress(&format!("i{i}"), &format!("*.h{i}.example.com")).text()
            })
        },
    },
    Shape {
        name: "Ingresses with regular expressions",
        size: 200,
        commands: RENDER,
        files: |n| {
            many(n, |i| {
                ingress(&format!("i{i}"), "a.example.com")
                    .paths(&path(&format!("/~/p{i}/(?<x>.*)$"), "web"))
                    .text()
            })
        },
    },
    Shape {
        name: "Ingresses with large regular expressions",
        size: 100,
        commands: RENDER,
        files: |n| {
            many(n, |i| {
                ingress(&format!("i{i}"), "a.example.com")
                    .paths(&path(&format!("/~/x{i}[a-z\\w]{{120}}"), "web"))
                    .text()
            })
        },
    },
    Shape {
        name: "Ingresses with headers of their own",
        size: 200,
        commands: RENDER,
        files: |n| {
            many(n, |i| {
                ingress(&format!("i{i}"), "a.example.com")
                    .annotations(&format!("konghq.com/headers.x-tenant: t{i}"))
                    .text()
            })
        },
    },
    Shape {
        name: "Ingresses with paths below each other",
        size: 200,
        commands: RENDER,
        files: |n| {
            many(n, |i| {
                let nested = "/a".repeat(i % 50);
                ingress(&format!("i{i}"), "a.example.com")
                    .paths(&path(&format!("{nested}/{i}"), "web"))
                    .text()
            })
        },
    },
    Shape {
        name: "the same Ingress again and again",
        size: 500,
        commands: RENDER,
        files: |n| many(n, |_| ingress("i", "a.example.com").text()),
    },
    Shape {
        name: "Ingresses to Services of their own",
        size: 200,
        commands: RENDER,
        files: |n| {
            let services = (0..n).map(|i| service(&format!("s{i}")));
            let ingresses = (0..n).map(|i| {
                ingress(&format!("i{i}"), "a.example.com")
                    .paths(&path(&format!("/p{i}"), &format!("s{i}")))
                    .text()
            });
            manifests(services.chain(ingresses))
        },
    },
    Shape {
        name: "Ingresses to Services that are not there",
        size: 200,
        commands: RENDER,
        files: |n| {
            let services = (0..n).map(|i| service(&format!("service-number-{i}")));
            let ingresses = (0..n).map(|i| {
                ingress(&format!("i{i}"), "a.example.com")
                    .paths(&path("/", &format!("missing-service-{i}")))
                    .text()
            });
            manifests(services.chain(ingresses))
        },
    },
    Shape {
        name: "Ingresses with plugins that are not there",
        size: 200,
        commands: RENDER,
        files: |n| {
            let plugins = (0..n).map(|i| plugin(&format!("plugin-number-{i}")));
            let ingresses = (0..n).map(|i| {
                ingress(&format!("i{i}"), &format!("h{i}.example.com"))
                    .annotations(&format!("konghq.com/plugins: missing-plugin-{i}"))
                    .text()
            });
            manifests(plugins.chain([service("web")]).chain(ingresses))
        },
    },
    Shape {
        name: "hosts of one certificate",
        size: 200,
        commands: RENDER,
        files: |n| {
            many(n, |i| {
                let host = format!("h{i}.example.com");
                ingress(&format!("i{i}"), &host)
                    .tls(&format!("{{hosts: [{host}], secretName: certificate}}"))
                    .text()
            })
        },
    },
    Shape {
        name: "plugins of one Ingress",
        size: 300,
        commands: RENDER,
        files: |n| {
            let plugins = (0..n).map(|i| plugin(&format!("p{i}")));
            let names = list(n, |i| format!("p{i}"));
            let objects = [
                service("web"),
                ingress("i", "a.example.com")
                    .annotations(&format!("konghq.com/plugins: '{names}'"))
                    .text(),
            ];
            manifests(plugins.chain(objects))
        },
    },
    Shape {
        name: "Ingresses that annotate one Service differently",
        size: 200,
        commands: RENDER,
        files: |n| {
            let services = (0..n)
                .map(|i| annotated_service(&format!("s{i}"), &format!("konghq.com/path: /v{i}")));
            let ingresses = (0..n).map(|i| {
                ingress(&format!("i{i}"), &format!("h{i}.example.com"))
                    .paths(&path("/", &format!("s{i}")))
                    .text()
            });
            manifests(services.chain(ingresses))
        },
    },
];

/// `n` Ingresses to one Service.
fn many(n: usize, one: impl Fn(usize) -> String) -> Vec<File> {
    manifests([service("web")].into_iter().chain((0..n).map(one)))
}
