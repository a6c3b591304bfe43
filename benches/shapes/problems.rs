//! Problems and their places, in every format.

use super::objects::{ingress, path, service};
use super::{File, Shape, list, manifests};

const FORMATS: &[&str] = &[
    "check in.yaml --format text",
    "check in.yaml --format json",
    "check in.yaml --format github",
    "check in.yaml --format sarif",
    "check in.yaml --format junit",
];

/// The table.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "problems on one line of JSON",
        size: 200,
        commands: FORMATS,
        files: |n| json(&list(n, |i| missing(i, false))),
    },
    Shape {
        name: "problems in one object on one line of JSON",
        size: 200,
        commands: FORMATS,
        files: |n| {
            let labels = list(n, |i| format!("\"not a label {i}\": \"a b\""));
            json(&format!(
                "{{\"apiVersion\": \"v1\", \"kind\": \"Service\", \"metadata\": {{\"name\": \"s\", \"labels\": {{{labels}}}}}, \"spec\": {{\"ports\": [{{\"port\": 80}}]}}}}"
            ))
        },
    },
    Shape {
        name: "problems on one line of YAML",
        size: 200,
        commands: FORMATS,
        files: |n| {
            let paths = list(n, |i| path(&format!("/p{i}"), &format!("missing{i}")));
            manifests([
                service("web"),
                ingress("i", "a.example.com").paths(&paths).text(),
            ])
        },
    },
    Shape {
        name: "problems on lines of their own",
        size: 200,
        commands: FORMATS,
        files: |n| json(&list(n, |i| missing(i, true))),
    },
];

/// A List in JSON with these items, on one line unless they bring more.
fn json(items: &str) -> Vec<File> {
    vec![(
        "in.yaml",
        format!("{{\"apiVersion\": \"v1\", \"kind\": \"List\", \"items\": [{items}]}}\n"),
    )]
}

/// An Ingress in JSON to a Service that is not there, perhaps on lines of its own.
fn missing(i: usize, on_lines: bool) -> String {
    let text = format!(
        "{{\"apiVersion\": \"networking.k8s.io/v1\", \"kind\": \"Ingress\", \"metadata\": {{\"name\": \"i{i}\"}}, \"spec\": {{\"ingressClassName\": \"kong\", \"defaultBackend\": {{\"service\": {{\"name\": \"missing{i}\", \"port\": {{\"number\": 80}}}}}}}}}}"
    );
    if on_lines {
        text.replace(", ", ",\n")
    } else {
        text
    }
}
