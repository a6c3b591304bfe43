//! Configurations that differ: everything renamed, deleted, or changed in long lists.

use super::{File, Shape, list};

const FORMATS: &[&str] = &[
    "diff new.yaml --against in.yaml",
    "diff new.yaml --against in.yaml --format markdown",
    "diff new.yaml --against in.yaml --format unified",
    "diff new.yaml --against in.yaml --format json",
];

/// The table. The old side is `in.yaml`, a configuration; the new side is manifests, which have none of it but what they are
/// written to have.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "changes: routes that only the old side has",
        size: 200,
        commands: FORMATS,
        files: |n| {
            let routes = list(n, |i| {
                format!("{{name: r{i}, hosts: [h{i}.example.com], paths: [/]}}")
            });
            sides(&service("web", &routes, ""), &new_side("/", ""))
        },
    },
    Shape {
        name: "changes: paths of a route",
        size: 1600,
        commands: FORMATS,
        files: |n| {
            let paths = list(n, |i| format!("/old{i}"));
            let route = format!("{{name: {ROUTE}, hosts: [a.example.com], paths: [{paths}]}}");
            sides(&service("default.web.80", &route, ""), &new_side("/", ""))
        },
    },
    Shape {
        name: "changes: tags of a service",
        size: 1600,
        commands: FORMATS,
        files: |n| {
            let tags = list(n, |i| format!("old{i}"));
            let words = list(n, |i| format!("new{i}"));
            sides(
                &service("default.web.80", "", &format!("tags: [{tags}], ")),
                &new_side("/", &format!("konghq.com/tags: '{words}'")),
            )
        },
    },
    Shape {
        name: "changes: hosts that a wildcard takes over",
        size: 200,
        commands: FORMATS,
        files: |n| {
            let routes = list(n, |i| {
                format!("{{name: r{i}, hosts: [x.h{i}.example.com], paths: [/]}}")
            });
            let aliases = list(n, |i| format!("*.h{i}.example.com"));
            sides(
                &service("web", &routes, ""),
                &new_side("/", &format!("konghq.com/host-aliases: '{aliases}'")),
            )
        },
    },
    Shape {
        name: "changes: members of a consumer group",
        size: 200,
        commands: FORMATS,
        files: |n| {
            let members = list(n, |i| format!("{{consumer: c{i}, consumer_group: g}}"));
            let consumers = list(n, |i| format!("{{username: c{i}}}"));
            sides(
                &format!(
                    "consumer_groups: [{{name: g}}]\nconsumers: [{consumers}]\nconsumer_group_consumers: [{members}]\n"
                ),
                &new_side("/", ""),
            )
        },
    },
    Shape {
        name: "changes: groups of a consumer",
        size: 200,
        commands: FORMATS,
        files: |n| {
            let groups = list(n, |i| format!("{{name: g{i}}}"));
            sides(
                &format!(
                    "consumer_groups: [{groups}]\nconsumers: [{{username: c, groups: [{groups}]}}]\n"
                ),
                &new_side("/", ""),
            )
        },
    },
    Shape {
        name: "changes: SNIs of a certificate",
        size: 200,
        commands: FORMATS,
        files: |n| {
            let snis = list(n, |i| format!("{{name: s{i}.example.com}}"));
            sides(
                &format!(
                    "certificates: [{{id: 00000000-0000-0000-0000-000000000001, cert: c, key: k, snis: [{snis}]}}]\n"
                ),
                &new_side("/", ""),
            )
        },
    },
    Shape {
        name: "changes: targets of an upstream",
        size: 200,
        commands: FORMATS,
        files: |n| {
            let targets = list(n, |i| format!("{{target: 'h{i}.example.com:80'}}"));
            sides(
                &format!("upstreams: [{{name: web.default.80.svc, targets: [{targets}]}}]\n"),
                &new_side("/", ""),
            )
        },
    },
    Shape {
        name: "changes: Ingresses that get another name",
        size: 100,
        commands: FORMATS,
        files: |n| {
            let side = |prefix: &str| -> String {
                let one = |i| {
                    let name = format!("{prefix}{i}");
                    super::objects::ingress(&name, &format!("h{i}.example.com")).text() + "---\n"
                };
                (0..n).map(one).collect::<String>() + &super::objects::service("web")
            };
            vec![("in.yaml", side("old")), ("new.yaml", side("new"))]
        },
    },
    Shape {
        name: "changes: Services that get another name",
        size: 100,
        commands: FORMATS,
        files: |n| {
            let side = |prefix: &str| -> String {
                let one = |i| {
                    let name = format!("{prefix}{i}");
                    let paths = super::objects::path("/", &name);
                    let ingress =
                        super::objects::ingress(&format!("i{i}"), &format!("h{i}.example.com"));
                    ingress.paths(&paths).text()
                        + "---\n"
                        + &super::objects::service(&name)
                        + "---\n"
                };
                (0..n).map(one).collect()
            };
            vec![("in.yaml", side("old")), ("new.yaml", side("new"))]
        },
    },
    Shape {
        name: "changes: one entity again and again",
        size: 200,
        commands: FORMATS,
        files: |n| {
            let routes = list(n, |_| "{name: r, paths: [/]}".to_owned());
            sides(&service("web", &routes, ""), &new_side("/", ""))
        },
    },
    Shape {
        name: "changes: Ingresses that come to ask for the same",
        size: 100,
        commands: FORMATS,
        files: |n| {
            let routes = list(n, |i| {
                format!(
                    "{{name: default.i{i}.web.a.example.com.80, hosts: [a.example.com], paths: [/old{i}]}}"
                )
            });
            let ingresses: Vec<String> = (0..n)
                .map(|i| new_ingress(&format!("i{i}"), "/", ""))
                .collect();
            sides(
                &service("default.web.80", &routes, ""),
                &(ingresses.concat() + &new_side("/", "")),
            )
        },
    },
];

/// The route of the Ingress of the new side.
const ROUTE: &str = "default.web.web.a.example.com.80";

/// A service of a configuration, with routes and further fields, each the inside of a flow collection.
fn service(name: &str, routes: &str, more: &str) -> String {
    format!("services: [{{name: {name}, host: up.example.com, {more}routes: [{routes}]}}]\n")
}

fn new_ingress(name: &str, path: &str, annotations: &str) -> String {
    super::objects::ingress(name, "a.example.com")
        .annotations(annotations)
        .paths(&super::objects::path(path, "web"))
        .text()
        + "---\n"
}

/// An Ingress and its Service.
fn new_side(path: &str, annotations: &str) -> String {
    new_ingress("web", path, annotations) + &super::objects::annotated_service("web", annotations)
}

fn sides(old: &str, new: &str) -> Vec<File> {
    vec![
        ("in.yaml", format!("_format_version: \"3.0\"\n{old}")),
        ("new.yaml", new.to_owned()),
    ]
}
