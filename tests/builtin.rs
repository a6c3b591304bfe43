//! What the API server refuses of the built-in kinds, against what a real one says.
//!
//! `testdata/builtin/<case>/`: `rejected.yaml` lists each refused object with the field, the type and the text of each error;
//! `rejected.1.36.yaml` the same for Kubernetes 1.36, where that differs; `warned.yaml` the warnings. Both sides count: nothing
//! that is allowed may be refused. `testdata/builtin-of-cases.yaml` lists the refused objects of the other reference cases.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::cases;
use common::refusals::{Told, in_text, refused};
use kic2kong::inner::diag::{Diagnostic, Severity};
use kic2kong::inner::options::KubernetesVersion;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn problems(path: &Path, version: KubernetesVersion) -> Vec<Diagnostic> {
    let text = std::fs::read(path).unwrap();
    in_text(text, version)
}

/// A field in one spelling: `data[a/b]` and `data["a/b"]` are `data.a/b`.
fn plain(field: &str) -> String {
    let spelt = field.replace("[\"", ".").replace("\"]", "");
    let spelt = spelt.replace('[', ".").replace(']', "");
    let spelt = spelt.strip_prefix("metadata.").unwrap_or(&spelt);
    spelt.trim_matches('.').to_owned()
}

/// Whether an error of the reference is told: at its field or at a key of it, and in its words.
fn is_told(told: &Told, error: &Value) -> bool {
    let text = |key: &str| error[key].as_str().unwrap_or_default();
    let (wanted, found) = (plain(text("field")), plain(&told.0));
    let is_field = wanted.is_empty()
        || found == wanted
        || found
            .strip_prefix(&wanted)
            .is_some_and(|rest| rest.starts_with('.'));
    // Go's words for a text that is no JSON show a piece of it, which is secret.
    let is_secret =
        text("field").starts_with("data[.docker") && text("type") == "FieldValueInvalid";
    // What does not decode is told per field, in our words.
    let is_ours = text("type") == "BadRequest" || is_secret;
    is_field && (is_ours || told.1.ends_with(text("detail")))
}

/// The differences between what is refused and what the reference lists.
fn differences(mut refused: BTreeMap<String, Vec<Told>>, expected: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    for entry in expected.as_array().into_iter().flatten() {
        let object = entry["object"].as_str().unwrap();
        let mut told = refused.remove(object).unwrap_or_default();
        let mut decodes = true;
        for error in entry["errors"].as_array().unwrap() {
            decodes &= error["type"] != "BadRequest";
            match told.iter().position(|told| is_told(told, error)) {
                Some(position) => drop(told.remove(position)),
                None => differences.push(format!("{object}: not told: {error}")),
            }
        }
        // The server stops at the first value that does not decode; all of them are told here, with what else is wrong.
        if decodes {
            differences.extend(
                told.iter()
                    .map(|told| format!("{object}: too much: {told:?}")),
            );
        }
    }
    let others = refused
        .iter()
        .map(|(object, told)| format!("{object}: too much: {told:?}"));
    differences.extend(others);
    differences
}

fn read(path: &Path) -> Option<Value> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(serde_yaml::from_str(&text).unwrap())
}

fn directories() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(common::root().join("testdata/builtin"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    assert!(found.len() > 120, "only {} cases", found.len());
    found
}

fn report(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{} differences:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// The differences of each case, with its name.
fn each_case(differences: impl Fn(&Path) -> Vec<String>) -> Vec<String> {
    let mut all = Vec::new();
    for case in directories() {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let found = differences(&case);
        all.extend(found.into_iter().map(|line| format!("{name}: {line}")));
    }
    all
}

#[test]
fn what_the_api_server_refuses_is_refused_in_its_words_and_nothing_else() {
    report(&each_case(|case| {
        let expected = read(&case.join("rejected.yaml")).unwrap();
        let found = problems(&case.join("in.yaml"), KubernetesVersion::default());
        differences(refused(&found), &expected)
    }));
}

#[test]
fn kubernetes_1_36_has_rules_of_its_own() {
    // One of the rules of 1.36 differs in its text alone: `trafficDistribution` has three values.
    let with_three_values = "service-traffic-policies";
    report(&each_case(|case| {
        if case.ends_with(with_three_values) {
            return Vec::new();
        }
        let expected = read(&case.join("rejected.1.36.yaml"))
            .or_else(|| read(&case.join("rejected.yaml")))
            .unwrap();
        let found = problems(&case.join("in.yaml"), KubernetesVersion::new(1, 36));
        differences(refused(&found), &expected)
    }));
    let service = |policy: &str| {
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: web}}\nspec: {{trafficDistribution: {policy}, ports: [{{port: 80}}]}}"
        )
    };
    let refused_at = |policy: &str, minor| {
        let found = in_text(service(policy), KubernetesVersion::new(1, minor));
        refused(&found).len()
    };
    assert_eq!(refused_at("PreferSameZone", 36), 0);
    assert_eq!(refused_at("PreferSameZone", 35), 1);
    assert_eq!(refused_at("Close", 36), 1);
}

#[test]
fn what_the_api_server_warns_of_is_a_warning_and_nothing_else() {
    report(&each_case(|case| {
        let found = problems(&case.join("in.yaml"), KubernetesVersion::default());
        let warned = read(&case.join("warned.yaml")).unwrap_or_default();
        let mut missing = Vec::new();
        let mut all = Vec::new();
        for entry in warned.as_array().into_iter().flatten() {
            let listed = |key: &str| entry[key].as_array().cloned().unwrap_or_default();
            for text in listed("warnings").into_iter().chain(listed("strict")) {
                let text = text.as_str().unwrap();
                let is_ours = |it: &&Diagnostic| it.severity < Severity::Error && warns(it, text);
                let object = entry["object"].as_str().unwrap();
                if !found.iter().any(|it| is_ours(&it)) {
                    missing.push(format!("{object}: no warning: {text}"));
                }
                all.push(text.to_owned());
            }
        }
        let said = found.iter().filter(|it| it.api_server.is_some());
        let extra = said
            .filter(|it| it.severity < Severity::Error && !all.iter().any(|text| warns(it, text)));
        missing.extend(extra.map(|it| format!("too much: {}", it.message)));
        missing
    }));
}

/// Whether a problem says what the API server warns of. Some warnings have a code of their own.
fn warns(problem: &Diagnostic, text: &str) -> bool {
    if let Some(field) = text.strip_prefix("unknown field ") {
        return problem.code.id == "unknown-field"
            && problem.message.contains(field.trim_matches('"'));
    }
    if text.contains("kubernetes.io/ingress.class") {
        return problem.code.id == "deprecated-annotation";
    }
    if text.contains("already set in map") {
        return problem.code.id == "duplicate-key";
    }
    problem.message.ends_with(text)
}

#[test]
fn of_the_other_cases_only_what_the_api_server_refuses_is_refused() {
    let listed = read(&common::root().join("testdata/builtin-of-cases.yaml")).unwrap();
    let mut failures = Vec::new();
    let mut seen = 0;
    for case in cases::all() {
        let title = case.title();
        let expected = listed.get(&title).unwrap_or(&Value::Null);
        seen += usize::from(!expected.is_null());
        let found = in_text(case.manifests(), KubernetesVersion::default());
        let found = differences(refused(&found), expected);
        failures.extend(found.into_iter().map(|line| format!("{title}: {line}")));
    }
    report(&failures);
    // The file is about more areas than are run here.
    let is_run = |title: &&String| cases::all().iter().any(|case| case.title() == **title);
    let run = listed.as_object().unwrap().keys().filter(is_run).count();
    assert!(run > 120, "only {run}");
    assert_eq!(seen, run);
}
