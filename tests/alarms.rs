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

/// Clean variants, `<area>/<case> [<variant>]`, with an error that is right all the same, its code, and the reason. What the controller
/// only logs is not in the reference; at present every such loss is a warning, so there are none.
const RIGHT: &[(&str, &str, &str)] = &[];

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
    let title = format!("{} [{}]", cases::title(case), variant.name);
    let is_right = |problem: &&Value| {
        RIGHT
            .iter()
            .any(|(case, code, _)| *case == title && problem["code"] == *code)
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
