//! The part about requests, against the winners that Kong's own router picked: between the two flavors of a case, every request that
//! went to another backend is in a class, and no class says what the recordings deny.

use super::common::cases;
use super::configuration::gateway_of;
use kic2kong::inner::simulate::impact::{self, Change, Difference, Side};
use kic2kong::inner::simulate::request::{Request, Scheme};
use kic2kong::inner::simulate::router::Flavor;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Route and service that were recorded for a request, and the request.
type Winner = (Option<String>, Option<String>, Value);

fn winners(text: &str) -> BTreeMap<String, Winner> {
    let recorded: Option<Vec<Value>> = serde_yaml::from_str(text).unwrap();
    let text = |recorded: &Value, key: &str| recorded[key].as_str().map(str::to_owned);
    recorded
        .unwrap_or_default()
        .into_iter()
        .map(|it| {
            let winner = (
                text(&it, "route"),
                text(&it, "service"),
                it["request"].clone(),
            );
            (key(&it["request"]), winner)
        })
        .collect()
}

/// A recorded request as one text.
fn key(request: &Value) -> String {
    let text = |key: &str, default: &str| request[key].as_str().unwrap_or(default).to_owned();
    let sni = request["sni"].as_str().map(str::to_owned);
    let headers: BTreeMap<String, String> = request["headers"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| {
            (
                name.to_lowercase(),
                value.as_str().unwrap_or_default().to_owned(),
            )
        })
        .collect();
    let (method, scheme) = (text("method", "GET"), text("scheme", "http"));
    format!(
        "{method} {scheme} {} {} {headers:?} {sni:?}",
        text("host", ""),
        text("path", "")
    )
}

/// The example of a class in the same words.
fn example(change: &Change) -> String {
    let request = &change.example;
    let headers: BTreeMap<String, String> = request
        .headers
        .iter()
        .map(|(name, value)| (name.to_lowercase(), value.clone()))
        .collect();
    let (method, scheme) = (&request.method, request.scheme.as_str());
    format!(
        "{method} {scheme} {} {} {headers:?} {:?}",
        request.host, request.target, request.sni
    )
}

/// The targets of each service. Where two services have the same, nobody sees which one answers.
fn targets(configuration: &str) -> BTreeMap<String, Vec<String>> {
    let document: Value = serde_yaml::from_str(configuration).unwrap();
    let list = |key: &str| document[key].as_array().cloned().unwrap_or_default();
    let name = |entity: &Value| entity["name"].as_str().unwrap_or_default().to_owned();
    let upstreams: BTreeMap<String, Vec<String>> = list("upstreams")
        .iter()
        .map(|upstream| {
            let targets = upstream["targets"].as_array().into_iter().flatten();
            let mut targets: Vec<String> = targets.map(Value::to_string).collect();
            targets.sort();
            (name(upstream), targets)
        })
        .collect();
    let services = list("services");
    let targets_of = |service: &Value| {
        let host = service["host"].as_str().unwrap_or_default();
        let targets = upstreams.get(host).cloned();
        (
            name(service),
            targets.unwrap_or_else(|| vec![host.to_owned()]),
        )
    };
    services.iter().map(targets_of).collect()
}

/// Whether Kong surely gives one answer (see `simulate::priority`), and the recording names the request without doubt.
fn is_certain(side: &Side, request: &Request) -> bool {
    let names: BTreeSet<String> = request
        .headers
        .iter()
        .map(|(name, _)| name.to_lowercase())
        .collect();
    names.len() == request.headers.len() && side.router.answers(&side.gateway, request).len() < 2
}

/// A recorded request for the router; nothing for a target without a leading slash, which no request is made up with.
fn as_request(recorded: &Value) -> Option<Request> {
    let text = |key: &str| recorded[key].as_str();
    let headers = recorded["headers"].as_object().into_iter().flatten();
    Some(Request {
        method: text("method").unwrap_or("GET").to_owned(),
        scheme: Scheme::named(text("scheme").unwrap_or("http")).unwrap(),
        host: text("host").unwrap_or_default().to_owned(),
        target: text("path")
            .filter(|path| path.starts_with('/'))?
            .to_owned(),
        headers: headers
            .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
            .collect(),
        sni: text("sni").map(str::to_owned),
        client: None,
    })
}

#[test]
fn what_the_two_flavors_answer_otherwise_is_what_kong_answered_otherwise() {
    let mut compared = Vec::new();
    for case in cases::all() {
        let file = |variant: &str, what: &str| case.file(&format!("{variant}{what}.yaml"));
        let (old, new) = ("default", "expressions");
        if let (Some(old_winners), Some(new_winners)) =
            (file(old, ".routing"), file(new, ".routing"))
        {
            let configurations = (file(old, "").unwrap(), file(new, "").unwrap());
            compared.push((
                case.title(),
                configurations,
                (winners(old_winners), winners(new_winners)),
            ));
        }
    }
    assert!(compared.len() > 100, "only {}", compared.len());
    let judged: Vec<(usize, Vec<String>)> = compared
        .par_iter()
        .map(|(title, configurations, winners)| judge(title, *configurations, winners))
        .collect();
    let moved: usize = judged.iter().map(|(moved, _)| moved).sum();
    let failures: Vec<&String> = judged.iter().flat_map(|(_, failures)| failures).collect();
    assert!(failures.is_empty(), "{}: {failures:#?}", failures.len());
    assert!(moved > 300, "only {moved}");
}

/// How many recorded requests moved, and what is wrong.
fn judge(
    title: &str,
    (old_text, new_text): (&str, &str),
    (before, after): &(BTreeMap<String, Winner>, BTreeMap<String, Winner>),
) -> (usize, Vec<String>) {
    let old = Side::new(gateway_of(old_text), Flavor::TraditionalCompatible);
    let new = Side::new(gateway_of(new_text), Flavor::Expressions);
    let (old_targets, new_targets) = (targets(old_text), targets(new_text));
    let impact = impact::compare(&old, &new);
    let classes: BTreeSet<(Option<&str>, Option<&str>)> = impact
        .changes
        .iter()
        .map(|change| (change.before.route(), change.after.route()))
        .collect();
    let moves = |before: &Winner, after: &Winner| {
        let of = |targets: &BTreeMap<String, Vec<String>>, winner: &Winner| {
            winner
                .1
                .as_ref()
                .map(|service| targets.get(service).cloned())
        };
        of(&old_targets, before) != of(&new_targets, after)
    };
    let (mut moved, mut failures) = (0, Vec::new());
    for (request, before) in before {
        let Some(after) = after.get(request) else {
            continue;
        };
        let is_certain = as_request(&before.2)
            .is_some_and(|request| is_certain(&old, &request) && is_certain(&new, &request));
        if !is_certain || !moves(before, after) {
            continue;
        }
        moved += 1;
        let class = (before.0.as_deref(), after.0.as_deref());
        if !classes.contains(&class) {
            failures.push(format!(
                "{title}: no class has {request}: {before:?}, {after:?}"
            ));
        }
    }
    for change in &impact.changes {
        let request = example(change);
        let (Some(before), Some(after)) = (before.get(&request), after.get(&request)) else {
            continue;
        };
        let is_another = change.differences.iter().any(|it| {
            matches!(
                it,
                Difference::NowNotFound | Difference::NowAnswered | Difference::Backend
            )
        });
        let is_certain = is_certain(&old, &change.example) && is_certain(&new, &change.example);
        if is_another && is_certain && !moves(before, after) {
            failures.push(format!(
                "{title}: {request} does not move: {before:?}, {after:?}"
            ));
        }
    }
    (moved, failures)
}
