//! To exhaust memory or time with routes: requests, changes and pictures of many routes that have something in common.
//!
//! Work is counted in comparisons, memory is bounded from outside; nothing here looks at a clock.

use crate::configuration::gateway_of;
use kic2kong::inner::simulate::derive;
use kic2kong::inner::simulate::gateway::Gateway;
use kic2kong::inner::simulate::impact::{self, Side, render};
use kic2kong::inner::simulate::router::{Flavor, Router};
use kic2kong::inner::simulate::suite;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// Routes of each shape.
const MANY: usize = 500;

/// Comparisons that a request may take on average, however many routes there are.
const FEW: usize = 40;

fn gateway(routes: &[Value]) -> Gateway {
    let services = json!([{"name": "s", "host": "up", "routes": routes}]);
    gateway_of(json!({"_format_version": "3.0", "services": services}).to_string())
}

fn many(route: impl Fn(usize) -> Value) -> Gateway {
    let routes: Vec<Value> = (0..MANY)
        .map(|number| {
            let mut route = route(number);
            route["name"] = format!("r{number}").into();
            route
        })
        .collect();
    gateway(&routes)
}

/// Routes that have everything in common but one condition, by what that is.
fn shapes() -> Vec<(&'static str, Gateway)> {
    let hosts = json!(["a.example.com"]);
    vec![
        (
            "hosts",
            many(|i| json!({"hosts": [format!("h{i}.example.com")], "paths": ["/"]})),
        ),
        (
            "wildcards",
            many(|i| json!({"hosts": [format!("*.h{i}.example.com")], "paths": ["/"]})),
        ),
        (
            "paths of one host",
            many(|i| json!({"hosts": hosts, "paths": [format!("/p{i}")]})),
        ),
        (
            "paths of no host",
            many(|i| json!({"paths": [format!("/p{i}")]})),
        ),
        (
            "paths of one route",
            gateway(&[
                json!({"name": "r", "hosts": hosts, "paths": (0..MANY).map(|i| format!("/p{i}")).collect::<Vec<_>>()}),
            ]),
        ),
        (
            "hosts of one route",
            gateway(&[
                json!({"name": "r", "paths": ["/", "/a"], "hosts": (0..MANY).map(|i| format!("h{i}.com")).collect::<Vec<_>>()}),
            ]),
        ),
        (
            "values of a header",
            many(|i| json!({"hosts": hosts, "headers": {"x": [format!("v{i}")]}})),
        ),
        (
            "headers",
            many(|i| json!({"hosts": hosts, "headers": {format!("x-{i}"): ["v"]}})),
        ),
        (
            "methods",
            many(|i| json!({"hosts": hosts, "methods": [format!("M{i}")]})),
        ),
        (
            "server names",
            many(|i| json!({"hosts": hosts, "snis": [format!("s{i}.com")]})),
        ),
        (
            "hosts and paths",
            many(
                |i| json!({"hosts": [format!("h{}.com", i % 22)], "paths": [format!("/p{}", i / 22)]}),
            ),
        ),
        (
            "conditions that leave the order open",
            many(
                |i| json!({"hosts": hosts, "methods": ["GET"], "headers": {"x": ["v"]}, "paths": [format!("/p{i}")]}),
            ),
        ),
        (
            "beginnings of regular expressions",
            many(|i| json!({"hosts": hosts, "paths": [format!("~/p{i}/(?<id>[a-z]+)")]})),
        ),
        (
            "ends of regular expressions",
            many(|i| json!({"hosts": hosts, "paths": [format!("~/[a-z]+/p{i}$")]})),
        ),
        (
            "middles of regular expressions",
            many(|i| json!({"hosts": hosts, "paths": [format!("~/v[0-9]+/p{i}/[a-z]+")]})),
        ),
        ("nothing", many(|_| json!({"hosts": hosts, "paths": ["/"]}))),
        (
            "expressions",
            many(
                |i| json!({"expression": format!("http.host == \"a.com\" && http.queries.q == \"v{i}\""), "priority": 5}),
            ),
        ),
    ]
}

#[test]
fn a_request_is_compared_with_few_routes_however_many_there_are() {
    let mut report = String::new();
    for (name, gateway) in shapes() {
        for flavor in [Flavor::TraditionalCompatible, Flavor::Expressions] {
            let router = Router::new(&gateway, flavor);
            let derived = derive::requests(&router);
            let tried = derived
                .requests
                .iter()
                .map(|request| router.find_within(request, usize::MAX).1);
            let tried: usize = tried.sum();
            let requests = derived.requests.len();
            if tried > FEW * requests || derived.left_out > 0 {
                let _ = writeln!(
                    report,
                    "{name}, {flavor:?}: {tried} for {requests} requests"
                );
            }
        }
    }
    assert!(report.is_empty(), "{report}");
}

#[test]
fn all_requests_to_routes_that_can_be_told_apart_are_compared() {
    for (name, gateway) in shapes() {
        let before = Side::new(gateway.clone(), Flavor::TraditionalCompatible);
        let after = Side::new(gateway, Flavor::Expressions);
        let impact = impact::compare(&before, &after);
        assert_eq!(impact.not_tried, 0, "{name}");
    }
}

/// Regular expressions of which only trying tells whether one finds a path.
fn alike() -> Gateway {
    many(|i| json!({"hosts": ["a.example.com"], "paths": [format!("~/[a-z]+{i}[a-z]+")]}))
}

#[test]
fn what_would_be_too_much_work_is_counted_and_said_in_every_format() {
    let side = Side::new(alike(), Flavor::TraditionalCompatible);
    let impact = impact::compare(&side, &side);
    let derived = derive::requests(&side.router).requests.len();
    assert!(impact.not_tried > 0 && impact.requests > 0);
    assert_eq!(impact.requests + impact.not_tried, derived);
    let said = format!("at least {} more not compared", impact.not_tried);
    assert!(render::text(&impact).contains(&said));
    assert!(render::markdown(&impact).concat().contains(&said));
    assert_eq!(render::json(&impact)["not_tried"], impact.not_tried);
    assert!(render::text(&impact).contains("routes that none of the requests tried reaches"));
    let tests = suite::init(&[(None, &side.gateway, &side.router)]);
    assert!(tests.contains("more requests were not tried"), "{tests}");
}

#[test]
fn not_every_combination_of_hosts_and_paths_becomes_a_request() {
    let hosts: Vec<String> = (0..5_000).map(|i| format!("h{i}.example.com")).collect();
    let paths: Vec<String> = (1..300)
        .map(|length| format!("/{}", "p".repeat(length)))
        .collect();
    let gateway = gateway(&[json!({"name": "r", "hosts": hosts, "paths": paths})]);
    let router = Router::new(&gateway, Flavor::TraditionalCompatible);
    let derived = derive::requests(&router);
    assert!(
        derived.requests.len() < 300_000,
        "{}",
        derived.requests.len()
    );
    assert!(derived.left_out > 0);
}

/// Run the program where `file` is, with so many kilobytes of memory.
fn limited(file: &str, text: &str, arguments: &str, kilobytes: usize) -> Output {
    let directory = TempDir::new().unwrap();
    std::fs::write(directory.path().join(file), text).unwrap();
    run_limited(directory.path(), arguments, kilobytes)
}

fn run_limited(directory: &Path, arguments: &str, kilobytes: usize) -> Output {
    let program = env!("CARGO_BIN_EXE_kic2kong");
    let output = Command::new("sh")
        .arg("-c")
        .arg(format!(
            "ulimit -v {kilobytes} && exec {program} {arguments}"
        ))
        .current_dir(directory)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{arguments}: {:?}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
            .chars()
            .take(2_000)
            .collect::<String>()
    );
    output
}

#[test]
fn a_picture_of_many_routes_to_one_service_is_as_large_as_its_input() {
    let mut text =
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n"
            .to_owned();
    for i in 0..1_000 {
        let _ = write!(
            text,
            "---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: r{i}}}\nspec: {{parentRefs: [{{name: kong}}], hostnames: [h{i}.example.com], rules: [{{backendRefs: [{{name: web, port: 80}}]}}]}}\n"
        );
    }
    for format in ["html", "dot", "mermaid"] {
        let arguments = format!("graph in.yaml --format {format}");
        let output = limited("in.yaml", &text, &arguments, 600_000);
        assert!(
            output.stdout.len() < 12 * text.len(),
            "{format}: {}",
            output.stdout.len()
        );
    }
}

#[test]
fn requests_to_many_paths_of_one_host_need_little_memory() {
    let mut text =
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n"
            .to_owned();
    let path = |i: usize| {
        format!(
            "{{path: /p{i}, pathType: Prefix, backend: {{service: {{name: web, port: {{number: 80}}}}}}}}"
        )
    };
    let paths: Vec<String> = (0..1_000).map(path).collect();
    let _ = write!(
        text,
        "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: i}}\nspec: {{ingressClassName: kong, rules: [{{host: a.example.com, http: {{paths: [{}]}}}}]}}\n",
        paths.join(", ")
    );
    for arguments in [
        "diff in.yaml --against-router-flavor expressions --format markdown",
        "test in.yaml --init",
    ] {
        limited("in.yaml", &text, arguments, 600_000);
    }
}

#[test]
fn a_file_cannot_ask_for_every_entity_to_get_countless_tags() {
    let directory = TempDir::new().unwrap();
    let tags: Vec<String> = (0..1_000).map(|i| format!("t{i}")).collect();
    let old = json!({"_format_version": "3.0", "_info": {"select_tags": tags}, "services": [{"name": "s", "host": "h"}]});
    std::fs::write(directory.path().join("old.yaml"), old.to_string()).unwrap();
    std::fs::write(
        directory.path().join("in.yaml"),
        "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n",
    )
    .unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_kic2kong"))
        .args(["diff", "in.yaml", "--against", "old.yaml"])
        .current_dir(directory.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(
        said.contains("old.yaml: 1000 select_tags; at most 64 can be compared with"),
        "{said}"
    );
}
