//! Kong's own router, recorded (spec 70, 1.2): for every request the route, service and upstream path that Kong 3.9.1 picked
//! for the reference configuration.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;
#[path = "common/configuration.rs"]
mod configuration;

use common::cases;
use configuration::gateway_of;
use kic2kong::inner::simulate::answer::{Answer, HostHeader};
use kic2kong::inner::simulate::gateway::Gateway;
use kic2kong::inner::simulate::impact::{self, Side};
use kic2kong::inner::simulate::request::{Request, Scheme};
use kic2kong::inner::simulate::router::{Flavor, Router};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

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

/// Every variant with a recording: its title, the configuration that the reference made, the requests.
fn recordings() -> Vec<(String, &'static str, &'static str)> {
    let mut found = Vec::new();
    for case in cases::all() {
        for variant in case.variants() {
            if let Some(requests) = case.file(&format!("{}.routing.yaml", variant.name)) {
                let configuration = case.file(&format!("{}.yaml", variant.name)).unwrap();
                let title = format!("{}/{}", case.title(), variant.name);
                found.push((title, configuration, requests));
            }
        }
    }
    assert!(found.len() > 900, "only {}", found.len());
    found
}

fn load(configuration: &str, requests: &str) -> (Gateway, Flavor, Vec<Value>) {
    let gateway = gateway_of(configuration);
    let flavor = if gateway
        .routes
        .iter()
        .any(|route| route.expression.is_some())
    {
        Flavor::Expressions
    } else {
        Flavor::TraditionalCompatible
    };
    let recorded: Option<Vec<Value>> = serde_yaml::from_str(requests).unwrap();
    (gateway, flavor, recorded.unwrap_or_default())
}

#[test]
fn every_recorded_request_meets_the_route_that_kong_picked() {
    let differences = |(variant, configuration, requests): &(String, &str, &str)| {
        let (gateway, flavor, recorded) = load(configuration, requests);
        let router = Router::new(&gateway, flavor);
        let differences: Vec<String> = recorded
            .iter()
            .filter_map(|recorded| compare(&gateway, &router, recorded))
            .collect();
        (!differences.is_empty()).then(|| format!("{variant}: {}", differences.join("\n")))
    };
    let report: Vec<String> = recordings().par_iter().filter_map(differences).collect();
    assert!(report.is_empty(), "{}", report.join("\n"));
}

/// Routes of the recordings that no derived request reaches: only a request target without a leading slash can.
const UNREACHED: &[&str] = &[
    "random/r0161/expressions: grpcroute.team-b.grpc-0._.example.com.0.0",
    "random/r0306/expressions: grpcroute.default.grpc-9._.0.0",
];

#[test]
fn derived_requests_reach_every_route_that_a_recorded_request_reaches() {
    let unreached = |(variant, configuration, requests): &(String, &str, &str)| {
        let (gateway, flavor, recorded) = load(configuration, requests);
        let side = Side::new(gateway, flavor);
        let shadowed: BTreeSet<String> = impact::compare(&side, &side)
            .shadowed
            .into_iter()
            .map(|unreached| unreached.route)
            .collect();
        let winners: BTreeSet<&str> = recorded
            .iter()
            .filter_map(|recorded| text(recorded, "route"))
            .collect();
        let lines = winners
            .iter()
            .filter(|route| shadowed.contains(**route))
            .map(|route| format!("{variant}: {route}"))
            .filter(|line| !UNREACHED.iter().any(|known| line.ends_with(known)));
        lines.collect::<Vec<_>>()
    };
    let report: Vec<String> = recordings().par_iter().flat_map_iter(unreached).collect();
    assert!(
        report.is_empty(),
        "reported as shadowed:\n{}",
        report.join("\n")
    );
}
