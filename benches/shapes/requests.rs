//! Routes that many requests are put to: the impact of a change, the comparison of the flavors, the first tests.

use super::objects::{address, http_route, ingress, path, rule, service};
use super::{File, Shape, list, manifests};

/// Every way to put requests to routes: between flavors, against nothing, and to write the first tests.
const REQUESTS: &[&str] = &[
    "diff in.yaml --against-router-flavor expressions --format json",
    "diff in.yaml --against old.yaml --format markdown",
    "diff in.yaml --against old.yaml --impact --format json",
    "test in.yaml --init",
];

/// The same for files that are a configuration.
const OF_A_FILE: &[&str] = &[
    "diff old.yaml --against in.yaml --impact",
    "test in.yaml --init",
];

/// The table.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "requests to Ingresses of one host",
        size: 100,
        commands: REQUESTS,
        files: |n| each(n, |i| on_path(i, &format!("/p{i}"), "")),
    },
    Shape {
        name: "requests to the paths of one Ingress",
        size: 100,
        commands: REQUESTS,
        files: |n| {
            let paths = list(n, |i| path(&format!("/p{i}"), "web"));
            with_old(manifests([
                service("web"),
                ingress("i", "a.example.com").paths(&paths).text(),
            ]))
        },
    },
    Shape {
        name: "requests to header values of one path",
        size: 100,
        commands: REQUESTS,
        files: |n| {
            each(n, |i| {
                on_path(i, "/", &format!("konghq.com/headers.x-a: v{i}"))
            })
        },
    },
    Shape {
        name: "requests to headers of one path",
        size: 100,
        commands: REQUESTS,
        files: |n| {
            each(n, |i| {
                on_path(i, "/", &format!("konghq.com/headers.x-{i}: v"))
            })
        },
    },
    Shape {
        name: "requests to SNIs of one path",
        size: 100,
        commands: REQUESTS,
        files: |n| {
            each(n, |i| {
                on_path(
                    i,
                    "/",
                    &format!("konghq.com/snis: s{i}.example.com, konghq.com/protocols: https"),
                )
            })
        },
    },
    Shape {
        name: "requests to query parameters of one path",
        size: 100,
        commands: REQUESTS,
        files: |n| {
            let rules = list(n, |i| {
                let query = format!("{{queryParams: [{{name: q, value: v{i}}}]}}");
                rule(&query, "{name: web, port: 80}")
            });
            with_old(manifests([
                service("web"),
                http_route("r", "a.example.com", &rules),
            ]))
        },
    },
    Shape {
        name: "requests to regular expressions that begin differently",
        size: 100,
        commands: REQUESTS,
        files: |n| each(n, |i| on_path(i, &format!("/~/p{i}/(?<rest>.*)"), "")),
    },
    Shape {
        name: "requests to regular expressions that only trying tells apart",
        size: 150,
        commands: REQUESTS,
        files: |n| each(n, |i| on_path(i, &format!("/~/[a-z]+{i}[a-z]+"), "")),
    },
    Shape {
        name: "requests to paths below each other",
        size: 100,
        commands: REQUESTS,
        files: |n| {
            each(n, |i| {
                on_path(i, &format!("{}/{i}", "/a".repeat(i % 50)), "")
            })
        },
    },
    Shape {
        name: "requests to routes whose order is not certain",
        size: 100,
        commands: REQUESTS,
        files: |n| {
            let annotation = "konghq.com/methods: GET, konghq.com/headers.x-a: v";
            each(n, |i| on_path(i, &format!("/p{i}"), annotation))
        },
    },
    Shape {
        name: "requests to the headers of one route",
        size: 100,
        commands: REQUESTS,
        files: |n| {
            let annotations = list(n, |i| format!("konghq.com/headers.x-{i}: v"));
            each(1, |i| on_path(i, "/", &annotations))
        },
    },
    Shape {
        name: "requests to routes before many endpoints",
        size: 100,
        commands: REQUESTS,
        files: |n| {
            let endpoints = list(n, |i| format!("{{addresses: [{}]}}", address(i)));
            let slice = format!(
                "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {{name: web, labels: {{kubernetes.io/service-name: web}}}}\naddressType: IPv4\nports: [{{port: 80}}]\nendpoints: [{endpoints}]\n"
            );
            let routes = (0..n).map(|i| on_path(i, &format!("/p{i}"), ""));
            with_old(manifests(routes.chain([service("web"), slice])))
        },
    },
    Shape {
        name: "requests to hosts of a file, each with some paths",
        size: 100,
        commands: OF_A_FILE,
        files: |n| {
            let hosts = list(n, |i| format!("h{i}.example.com"));
            // That not every combination is tried is held by a test; up to that bound they would grow faster than the file.
            let paths = list(10, |i| format!("/{}", "p".repeat(i)));
            configuration(&format!("{{name: r, hosts: [{hosts}], paths: [{paths}]}}"))
        },
    },
    Shape {
        name: "requests to plugins for consumers",
        size: 100,
        commands: OF_A_FILE,
        files: |n| {
            let routes = list(n, |i| format!("{{name: r{i}, paths: [/p{i}]}}"));
            let consumers = list(n, |i| {
                format!(
                    "{{username: c{i}, plugins: [{{name: rate-limiting, config: {{minute: 5}}}}]}}"
                )
            });
            let mut files = configuration(&routes);
            files[0].1.push_str(&format!("consumers: [{consumers}]\n"));
            files
        },
    },
];

/// The Ingress number `i`, with one path.
fn on_path(i: usize, at: &str, annotations: &str) -> String {
    ingress(&format!("i{i}"), "a.example.com")
        .annotations(annotations)
        .paths(&path(at, "web"))
        .text()
}

/// `n` objects with the Service behind them.
fn each(n: usize, object: impl Fn(usize) -> String) -> Vec<File> {
    with_old(manifests((0..n).map(object).chain([service("web")])))
}

/// Files, and an old side that routes nothing.
fn with_old(mut files: Vec<File>) -> Vec<File> {
    files.push(("old.yaml", service("web")));
    files
}

/// A configuration with the routes of one service, written as the inside of a flow list.
fn configuration(routes: &str) -> Vec<File> {
    with_old(vec![(
        "in.yaml",
        format!(
            "_format_version: \"3.0\"\nservices: [{{name: s, host: up.example.com, routes: [{routes}]}}]\n"
        ),
    )])
}
