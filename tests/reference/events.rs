//! What the controller says of translation failures, word for word, and on which objects: `<variant>.problems.yaml`.

use super::{RUNS, Run, report};
use kic2kong::diag::Failure;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

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
        let missing = recorded.difference(&found).map(|event| told("missing", event));
        let extra = found.difference(&recorded).map(|event| told("too much", event));
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
        (problem["message"].as_str().unwrap().to_owned(), objects.collect())
    };
    problems.map(event).collect()
}

fn found(run: &Run) -> BTreeSet<Event> {
    let problems = run.converted.problems.iter();
    let failures = problems.flat_map(|problem| &problem.failures);
    failures
        .map(|Failure { message, objects }| {
            let key = |object: &_| {
                let object: &std::sync::Arc<kic2kong::origin::ObjectMeta> = object;
                format!("{} {}", object.key.kind, object.key.qualified_name())
            };
            (message.clone(), objects.iter().map(key).collect())
        })
        .collect()
}
