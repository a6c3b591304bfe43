//! Kong's own verdicts: `<variant>.kong.yaml` says what Kong 3.9.1 refuses in the configuration; a variant without that file is accepted.

use super::common::kong_records;
use super::{RUNS, Run, cases, report};
use kic2kong::inner::diag::KongVerdict;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

#[test]
fn kong_refuses_what_is_reported_and_accepts_the_rest() {
    let failures: Vec<String> = of_the_default_version()
        .flat_map_iter(|run| {
            let differences = differences(run);
            differences.map(move |difference| format!("{}: {difference}", run.title()))
        })
        .collect();
    report(&failures);
}

#[test]
fn most_kinds_of_refusal_are_recorded() {
    let kinds: BTreeSet<(String, String)> = of_the_default_version()
        .flat_map_iter(recorded)
        .map(|error| (text(&error, "entity"), text(&error, "kind")))
        .collect();
    assert!(kinds.len() > 20, "only {kinds:?}");
}

fn of_the_default_version() -> impl ParallelIterator<Item = &'static Run> {
    let runs = RUNS.par_iter();
    runs.filter(|run| run.case.has_verdict() && run.variant.is_of_the_default_version())
}

/// The refusals that are recorded for a variant.
fn recorded(run: &Run) -> Vec<Value> {
    let verdict: Value = run
        .recorded("kong")
        .map_or(Value::Null, |text| serde_yaml::from_str(text).unwrap());
    verdict["errors"].as_array().cloned().unwrap_or_default()
}

/// What is recorded and not found, and what is found and not recorded.
fn differences(run: &Run) -> impl Iterator<Item = String> {
    let recorded = recorded(run);
    let problems = run.converted.problems.iter();
    let found: Vec<&KongVerdict> = problems
        .filter(|problem| cases::is_error(problem))
        .filter_map(|problem| problem.kong.as_ref())
        .collect();
    let missing = recorded
        .iter()
        .filter(|error| !is_id_of_certificate(error) && !found.iter().any(|it| is_same(it, error)))
        .map(|error| format!("not found: {error}"));
    let extra = found
        .iter()
        .filter(|it| !recorded.iter().any(|error| is_same(it, error)))
        .filter(|it| !kong_records::is_passed_over(&it.entity, &it.field, &recorded))
        .map(|it| format!("too much: {it:?}"));
    missing.chain(extra).collect::<Vec<_>>().into_iter()
}

/// A Secret has no uid on disk, and so no id; that is no fault of a manifest.
fn is_id_of_certificate(error: &Value) -> bool {
    text(error, "entity") == "certificate" && text(error, "field") == "id"
}

fn is_same(verdict: &KongVerdict, error: &Value) -> bool {
    verdict.entity == text(error, "entity")
        && verdict.name.as_deref().unwrap_or_default() == text(error, "name")
        && !first_words(&verdict.field).is_disjoint(&first_words(&text(error, "field")))
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// The fields that a verdict is about, without what stands below them.
fn first_words(field: &str) -> BTreeSet<String> {
    field
        .split('|')
        .map(|field| field.split('.').next().unwrap_or_default().to_owned())
        .collect()
}
