//! Objects that the controller leaves alone, and that are looked at all the same to say so.

use super::objects::{consumer, credential, ingress, path, service};
use super::{File, Shape, list, manifests};

const COMMANDS: &[&str] = &[
    "check in.yaml",
    "route in.yaml GET http://none.example.org/none",
    "test in.yaml --tests tests.yaml",
];

/// The table.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "ignored Ingresses of one host",
        size: 200,
        commands: COMMANDS,
        files: |n| {
            with_tests(n, |i| {
                ingress(&format!("i{i}"), "a.example.com")
                    .paths(&path(&format!("/p{i}"), "web"))
                    .text()
            })
        },
    },
    Shape {
        name: "ignored Ingresses with hosts of their own",
        size: 200,
        commands: COMMANDS,
        files: |n| {
            with_tests(n, |i| {
                ingress(&format!("i{i}"), &format!("h{i}.example.com")).text()
            })
        },
    },
    Shape {
        name: "ignored Ingresses that all ask for one path",
        size: 200,
        commands: COMMANDS,
        files: |n| with_tests(n, |i| ingress(&format!("i{i}"), "a.example.com").text()),
    },
    Shape {
        name: "ignored consumers with a credential each",
        size: 200,
        commands: &["check in.yaml"],
        files: |n| {
            let consumers = (0..n).map(|i| {
                consumer(&format!("c{i}"), "", &format!("credentials: [s{i}]\n"))
                    .replace("ingress.class: kong", "ingress.class: other")
            });
            let secrets = (0..n).map(|i| credential(&format!("s{i}"), &format!("k{i}")));
            manifests(consumers.chain(secrets))
        },
    },
];

/// `n` Ingresses of another class, and as many tests of requests that nobody answers.
fn with_tests(n: usize, one: impl Fn(usize) -> String) -> Vec<File> {
    let ingresses = (0..n).map(|i| one(i).replace("ClassName: kong", "ClassName: other"));
    let served = ingress("served", "served.example.com").text();
    let mut files = manifests(ingresses.chain([service("web"), served]));
    let tests = list(n, |i| {
        format!(
            "{{name: t{i}, request: {{host: a.example.com, path: /p{i}}}, expect: {{status: 404}}}}"
        )
    });
    files.push(("tests.yaml", format!("tests: [{tests}]\n")));
    files
}
