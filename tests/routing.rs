//! Kong's own router, recorded (spec 70, 1.2): for every request the route, service and upstream path that Kong 3.9.1 picked
//! for the reference configuration.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

#[path = "common/configuration.rs"]
mod configuration;

use configuration::gateway_of;
use kic2kong::simulate::answer::{Answer, HostHeader};
use kic2kong::simulate::gateway::Gateway;
use kic2kong::simulate::impact::{self, Side};
use kic2kong::simulate::request::{Request, Scheme};
use kic2kong::simulate::router::{Flavor, Router};
use serde_json::Value;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

/// All `<variant>.routing.yaml` below a folder.
fn recordings(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            recordings(&path, found);
        } else if path.to_string_lossy().ends_with(".routing.yaml") {
            found.push(path);
        }
    }
}

fn read(path: &Path) -> Value {
    let text = fs::read_to_string(path).expect("a case file is readable");
    serde_yaml::from_str(&text).expect("a case file is YAML")
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn request(recorded: &Value) -> Request {
    let headers = recorded.get("headers").and_then(Value::as_object);
    Request {
        method: text(recorded, "method").unwrap_or("GET").to_owned(),
        scheme: text(recorded, "scheme").map_or(Scheme::Http, |name| {
            Scheme::named(name).expect("a recorded scheme is known")
        }),
        host: text(recorded, "host").unwrap_or_default().to_owned(),
        target: text(recorded, "path").unwrap_or_default().to_owned(),
        headers: headers
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect(),
        sni: text(recorded, "sni").map(str::to_owned),
        client: None,
    }
}

/// An answer in the words of a recording.
fn described(answer: &Answer<'_>) -> Value {
    serde_json::json!({
            "route": answer.route.name,
            "service": answer.service.map(|service| &service.name),
            "upstream_uri": answer.upstream_uri,
            "keeps_host": answer.host_header == HostHeader::Kept,
            "status": answer.status.map(|status| status.code),
            "grpc_status": answer.status.and_then(|status| status.grpc),
    })
}

/// What is wrong with one recorded request, if anything. Where Kong does not agree with itself on an order (see
/// `simulate::priority`), what was recorded must be among the possible answers.
fn compare(gateway: &Gateway, router: &Router, recorded: &Value) -> Option<String> {
    let answers = router.answers(gateway, &request(&recorded["request"]));
    let found: Vec<Value> = answers.iter().map(described).collect();
    let expected = text(recorded, "route").map(|route| {
        serde_json::json!({
            "route": route,
            "service": recorded["service"],
            "upstream_uri": recorded["upstream_uri"],
            "keeps_host": recorded.get("keeps_host").and_then(Value::as_bool).unwrap_or(true),
            "status": recorded["status"],
            "grpc_status": recorded["grpc_status"],
        })
    });
    let is_met = match &expected {
        Some(expected) => found.contains(expected),
        None => found.is_empty(),
    };
    (!is_met).then(|| {
        format!(
            "{}\n    expected {expected:?}\n    found    {found:?}",
            recorded["request"]
        )
    })
}

/// All recordings, each as the path of its variant without extension.
fn variants() -> Vec<String> {
    let cases = std::env::var("KIC2KONG_CASES")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/testdata").to_owned());
    let mut found = Vec::new();
    recordings(Path::new(&cases), &mut found);
    found.sort();
    found
        .iter()
        .map(|recording| recording.to_string_lossy().replace(".routing.yaml", ""))
        .collect()
}

fn load(variant: &str) -> (Gateway, Flavor, Value) {
    let gateway = gateway_of(fs::read(format!("{variant}.yaml")).unwrap());
    let flavor = if gateway
        .routes
        .iter()
        .any(|route| route.expression.is_some())
    {
        Flavor::Expressions
    } else {
        Flavor::TraditionalCompatible
    };
    let recorded = read(Path::new(&format!("{variant}.routing.yaml")));
    (gateway, flavor, recorded)
}

#[test]
fn every_recorded_request_meets_the_route_that_kong_picked() {
    let mut report = String::new();
    for variant in variants() {
        let (gateway, flavor, recorded) = load(&variant);
        let router = Router::new(&gateway, flavor);
        let differences: Vec<String> = recorded
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|recorded| compare(&gateway, &router, recorded))
            .collect();
        if !differences.is_empty() {
            let _ = writeln!(report, "{variant}: {}", differences.join("\n"));
        }
    }
    assert!(report.is_empty(), "{report}");
}

/// Routes of the recordings that no derived request reaches: only a request target without a leading slash can.
const UNREACHED: &[&str] = &[
    "random/r0161/expressions: grpcroute.team-b.grpc-0._.example.com.0.0",
    "random/r0306/expressions: grpcroute.default.grpc-9._.0.0",
];

#[test]
fn derived_requests_reach_every_route_that_a_recorded_request_reaches() {
    let mut report = String::new();
    for variant in variants() {
        let (gateway, flavor, recorded) = load(&variant);
        let side = Side::new(gateway, flavor);
        let shadowed: BTreeSet<String> = impact::compare(&side, &side)
            .shadowed
            .into_iter()
            .map(|unreached| unreached.route)
            .collect();
        let winners: BTreeSet<&str> = recorded
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|recorded| text(recorded, "route"))
            .collect();
        for route in winners.iter().filter(|route| shadowed.contains(**route)) {
            let line = format!("{variant}: {route}");
            if !UNREACHED.iter().any(|known| line.ends_with(known)) {
                let _ = writeln!(report, "{line}");
            }
        }
    }
    assert!(report.is_empty(), "reported as shadowed:\n{report}");
}
