//! False alarms: where neither the controller nor Kong complains about a case, nothing is an error.
//!
//! The reference says whom the controller blames (`<variant>.problems.yaml`), what the API server refuses (`rejected.txt`) and what Kong
//! refuses (`<variant>.kong.yaml`). A case without any of these is clean.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::cases::{self, Variant};
use rayon::prelude::*;
use serde_json::Value;
use std::path::Path;

/// Clean cases, `<area>/<case>`, with an error that is right all the same, its code, and the reason. What the controller only logs is
/// not in the reference.
const RIGHT: &[(&str, &str, &str)] = &[
    ("expressions/hr-missing-backend", LEFT_OUT, ANSWERS_500),
    ("expressions/tcp-missing-backend", LEFT_OUT, CLOSES),
    (
        "gateway/backend-cross-namespace-grant-group-core",
        LEFT_OUT,
        ANSWERS_500,
    ),
    (
        "gateway/backend-cross-namespace-grant-other-from-kind",
        LEFT_OUT,
        ANSWERS_500,
    ),
    (
        "gateway/backend-cross-namespace-grant-other-name",
        LEFT_OUT,
        ANSWERS_500,
    ),
    (
        "gateway/backend-cross-namespace-grant-wrong-place",
        LEFT_OUT,
        ANSWERS_500,
    ),
    ("gateway/backend-missing-service-all", LEFT_OUT, ANSWERS_500),
    (
        "gateway/backend-service-kind-in-other-group",
        LEFT_OUT,
        ANSWERS_500,
    ),
    ("gateway/backend-unsupported-kind", LEFT_OUT, ANSWERS_500),
    (
        "gateway/grpcroute-cross-namespace-refused",
        LEFT_OUT,
        ANSWERS_500,
    ),
    ("gateway/grpcroute-missing-backend", LEFT_OUT, ANSWERS_500),
    ("gateway/udproute-missing-backend", LEFT_OUT, CLOSES),
];

const LEFT_OUT: &str = "route-backend-left-out";
const ANSWERS_500: &str =
    "no backend of a rule is left: KIC logs it, adds request-termination, and clients get 500";
const CLOSES: &str = "no backend of a rule is left: KIC logs it, and Kong closes the connections";

#[test]
fn a_clean_case_has_no_error() {
    let cases = cases::all();
    let alarms: Vec<String> = cases
        .par_iter()
        .flat_map_iter(|case| {
            cases::variants(case)
                .into_iter()
                .filter(|variant| is_clean(case, variant))
                .flat_map(|variant| errors(case, &variant))
        })
        .collect();
    assert!(
        alarms.is_empty(),
        "{} false alarms:\n{}",
        alarms.len(),
        alarms.join("\n")
    );
}

#[test]
fn most_cases_are_clean() {
    let clean = cases::all()
        .iter()
        .flat_map(|case| {
            cases::variants(case)
                .into_iter()
                .filter(|variant| is_clean(case, variant))
        })
        .count();
    assert!(clean > 300, "only {clean}");
}

fn is_clean(case: &Path, variant: &Variant) -> bool {
    let read = |name: &str| std::fs::read_to_string(case.join(name)).unwrap_or_default();
    !read(&format!("{}.problems.yaml", variant.name)).contains("objects:")
        && !read(&format!("{}.kong.yaml", variant.name)).contains("accepted: false")
        && !read("rejected.txt")
            .lines()
            .any(|line| line.starts_with("reject: "))
}

fn errors(case: &Path, variant: &Variant) -> Vec<String> {
    let name = cases::title(case);
    let title = format!("{name} [{}]", variant.name);
    let is_right = |problem: &&Value| {
        RIGHT
            .iter()
            .any(|(case, code, _)| *case == name && problem["code"] == *code)
    };
    cases::check(case, variant)["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|problem| problem["severity"] == "error")
        // KIC was run on objects that no API server would take, too; tests/builtin.rs compares those.
        .filter(|problem| problem["apiServer"] != true)
        .filter(|problem| !is_right(problem))
        .map(|problem| format!("{title}: {} {}", problem["code"], problem["message"]))
        .collect()
}
