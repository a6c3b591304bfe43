//! The reference cases: what KIC's real translator made of each manifest, against what we make of it.
//!
//! `testdata/cases/<area>/<case>/` holds `in.yaml`, optionally `variants.txt` (`<variant>: <flags>`), one `<variant>.yaml` each, optionally
//! `<variant>.problems.yaml` (objects that KIC blames) and `rejected.txt` (objects that the API server refuses). Expected files come from the
//! reference and are never rewritten from our own output.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::cases::{self, Variant};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Lists whose order means nothing to Kong, besides all lists of maps.
const SETS: [&str; 7] = [
    "tags",
    "hosts",
    "paths",
    "methods",
    "protocols",
    "select_tags",
    "request_methods",
];

#[test]
fn every_case_renders_as_the_reference_does_and_blames_whom_it_blames() {
    let cases = cases::all();
    let failures: Vec<String> = cases
        .par_iter()
        .flat_map_iter(|case| {
            cases::variants(case)
                .into_iter()
                .filter_map(|variant| judge(case, &variant).err())
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} failed:\n\n{}",
        failures.len(),
        failures.join("\n\n")
    );
}

fn judge(case: &Path, variant: &Variant) -> Result<(), String> {
    let title = format!(
        "--- {} [{}]",
        case.strip_prefix(common::root()).unwrap().display(),
        variant.name
    );
    let expected = std::fs::read_to_string(case.join(format!("{}.yaml", variant.name))).unwrap();
    let rendered = run(case, &["render", "--quiet"], variant);
    let (expected, found) =
        comparable(&expected, &rendered).map_err(|error| format!("{title}\n{error}"))?;
    if expected != found {
        return Err(format!(
            "{title}\n{}",
            common::line_diff(&pretty(&expected), &pretty(&found))
        ));
    }
    let blamed = blamed_by_reference(case, variant);
    if blamed.is_empty() {
        return Ok(());
    }
    let report: Value = serde_json::from_str(&run(case, &["check", "--format", "json"], variant))
        .map_err(|error| format!("{title}\ncheck: {error}"))?;
    let missing: Vec<_> = blamed.difference(&blamed_by_us(&report)).cloned().collect();
    if missing.is_empty() {
        Ok(())
    } else {
        Err(format!("{title}\nnot blamed: {}", missing.join(", ")))
    }
}

fn run(case: &Path, arguments: &[&str], variant: &Variant) -> String {
    let output = Command::new(common::binary())
        .args(arguments)
        .args(&variant.flags)
        .arg(case.join("in.yaml"))
        .env_clear()
        .current_dir(common::root().join("testdata"))
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// Both documents with order removed where Kong has none, and without what the reference cannot know: derived ids of certificates whose Secret has no uid (spec 44, 1.4).
fn comparable(expected: &str, found: &str) -> Result<(Value, Value), String> {
    let read = |text: &str| {
        serde_yaml::from_str::<Value>(text).map_err(|error| format!("not YAML: {error}\n{text}"))
    };
    let (mut expected, mut found) = (read(expected)?, read(found)?);
    let without_uid = expected["certificates"]
        .as_array()
        .is_some_and(|list| list.iter().any(|certificate| certificate["id"] == ""));
    for document in [&mut expected, &mut found] {
        if without_uid {
            forget_certificate_ids(document);
        }
        *document = canonical(document, "");
    }
    Ok((expected, found))
}

fn forget_certificate_ids(document: &mut Value) {
    for certificate in document["certificates"]
        .as_array_mut()
        .into_iter()
        .flatten()
    {
        certificate.as_object_mut().unwrap().remove("id");
        for sni in certificate["snis"].as_array_mut().into_iter().flatten() {
            sni.as_object_mut().unwrap().remove("certificate");
        }
    }
    for service in document["services"].as_array_mut().into_iter().flatten() {
        service
            .as_object_mut()
            .unwrap()
            .remove("client_certificate");
    }
}

fn canonical(value: &Value, key: &str) -> Value {
    match value {
        Value::Object(map) if key == "config" => Value::Object(map.clone()),
        Value::Object(map) => {
            let kept = map
                .iter()
                .filter(|(key, value)| *key != "_info" && (*key == "config" || !is_empty(value)));
            Value::Object(
                kept.map(|(key, value)| (key.clone(), canonical(value, key)))
                    .collect(),
            )
        }
        Value::Array(list) => {
            let mut list: Vec<Value> = list.iter().map(|item| canonical(item, "")).collect();
            if SETS.contains(&key) || list.iter().all(Value::is_object) {
                list.sort_by_cached_key(Value::to_string);
            }
            Value::Array(list)
        }
        scalar => scalar.clone(),
    }
}

fn is_empty(value: &Value) -> bool {
    value.as_array().is_some_and(Vec::is_empty)
        || value.as_object().is_some_and(serde_json::Map::is_empty)
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap()
}

/// `Kind namespace/name` of every object that KIC or the API server blames.
fn blamed_by_reference(case: &Path, variant: &Variant) -> BTreeSet<String> {
    let mut blamed = BTreeSet::new();
    if let Ok(text) = std::fs::read_to_string(case.join(format!("{}.problems.yaml", variant.name)))
    {
        let problems: Value = serde_yaml::from_str(&text).unwrap();
        let objects = problems
            .as_array()
            .into_iter()
            .flatten()
            .flat_map(|problem| problem["objects"].as_array().into_iter().flatten());
        blamed.extend(objects.filter_map(Value::as_str).map(str::to_owned));
    }
    let rejected = std::fs::read_to_string(case.join("rejected.txt")).unwrap_or_default();
    for line in rejected
        .lines()
        .filter_map(|line| line.strip_prefix("reject: "))
    {
        let (kind, rest) = line.split_once(' ').unwrap();
        let name = rest.split(':').next().unwrap();
        blamed.insert(format!("{kind} {}", name.strip_prefix('/').unwrap_or(name)));
    }
    blamed
}

fn blamed_by_us(report: &Value) -> BTreeSet<String> {
    let problems = report["diagnostics"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|problem| problem["severity"] != "info");
    let objects = problems.flat_map(|problem| problem["objects"].as_array().into_iter().flatten());
    objects
        .map(|object| {
            let text = |field: &str| object[field].as_str().unwrap_or_default().to_owned();
            let (kind, namespace, name) = (text("kind"), text("namespace"), text("name"));
            if namespace.is_empty() {
                format!("{kind} {name}")
            } else {
                format!("{kind} {namespace}/{name}")
            }
        })
        .collect()
}
