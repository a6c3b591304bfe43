//! What the controller says of translation failures, word for word, and on which objects: `<variant>.problems.yaml`.

use super::{RUNS, Run, report};
use kic2kong::inner::diag::Failure;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

/// Failures that differ, by the case and a part of the message, and why.
const DIFFERENT: &[(&str, &str, &str)] = &[
    (
        "",
        "Multiple BackendTLSPolicies attached to service",
        "the recorded translator took policies that the controller itself refuses before",
    ),
    (
        "config/cred-undecodable-fields",
        "error(s) decoding",
        "the value of the Secret, which the controller tells, is left out",
    ),
    (
        "ingress/backend-empty-service-name",
        "name cannot be empty",
        "the API server refuses the Ingress",
    ),
    (
        "ingress/backend-none",
        "no Service or Resource specified",
        "the API server refuses the Ingress",
    ),
    (
        "random2/g2s920002facade0165",
        "no suitable port found",
        "the API server refuses the Ingress",
    ),
    (
        "kong-operator-attach/kic-policy-ca-missing",
        "Failed to fetch configmap for CA Certificate",
        "the recorded operator had no policy, which spec 80, 4.2 has it render",
    ),
];

/// The message and whom it is about.
type Event = (String, BTreeSet<String>);

#[test]
fn failures_are_told_in_the_words_of_the_controller() {
    let compare = |run: &'static Run| {
        let (recorded, found) = (recorded(run), found(run));
        let told = move |sign: &str, (message, objects): &Event| {
            let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
            format!("{}: {sign} {message} ({})", run.title(), objects.join(", "))
        };
        let title = run.case.title();
        let is_told_apart = |(message, _): &&Event| {
            !DIFFERENT
                .iter()
                .any(|(case, part, _)| title.starts_with(case) && message.contains(part))
        };
        let missing = recorded
            .difference(&found)
            .filter(is_told_apart)
            .map(|event| told("missing", event));
        let extra = found
            .difference(&recorded)
            .filter(is_told_apart)
            .map(|event| told("too much", event));
        missing.chain(extra).collect::<Vec<String>>()
    };
    let failures: Vec<String> = RUNS.par_iter().flat_map_iter(compare).collect();
    report(&failures);
    let count: usize = RUNS.par_iter().map(|run| recorded(run).len()).sum();
    assert!(count > 3_000, "only {count}");
}

fn recorded(run: &Run) -> BTreeSet<Event> {
    let text = run.recorded("problems").unwrap_or_default();
    let problems: Value = serde_yaml::from_str(text).unwrap();
    let problems = problems.as_array().into_iter().flatten();
    let event = |problem: &Value| {
        let objects = problem["objects"].as_array().unwrap().iter();
        let objects = objects.map(|object| object.as_str().unwrap().to_owned());
        (
            problem["message"].as_str().unwrap().to_owned(),
            objects.collect(),
        )
    };
    problems.map(event).collect()
}

fn found(run: &Run) -> BTreeSet<Event> {
    let problems = run.converted.problems.iter();
    let failures = problems.flat_map(|problem| &problem.failures);
    failures
        .map(|Failure { message, objects }| {
            let key = |object: &_| {
                let object: &std::sync::Arc<kic2kong::inner::origin::ObjectMeta> = object;
                format!("{} {}", object.key.kind, object.key.qualified_name())
            };
            (message.clone(), objects.iter().map(key).collect())
        })
        .collect()
}
