//! Kong's own verdicts on the reference cases, against ours.
//!
//! `<variant>.kong.yaml` beside a case says what Kong 3.9.1 refuses in the configuration; a variant without that file is accepted.
//! Every refusal must be an error with the same entity and name and the same field, and nothing that Kong accepts may be one.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::cases::{self, Variant};
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn kong_refuses_what_is_reported_and_accepts_the_rest() {
    let cases = cases::all();
    let failures: Vec<String> = cases
        .par_iter()
        .flat_map_iter(|case| {
            cases::variants(case)
                .into_iter()
                .filter(Variant::is_of_the_default_version)
                .filter_map(|variant| judge(case, &variant).err())
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} failed:\n\n{}",
        failures.len(),
        failures.join("\n")
    );
}

#[test]
fn most_kinds_of_refusal_are_recorded() {
    let kinds: BTreeSet<(String, String)> = cases::all()
        .iter()
        .flat_map(|case| {
            cases::variants(case)
                .into_iter()
                .flat_map(|variant| recorded(case, &variant))
        })
        .map(|error| (text(&error, "entity"), text(&error, "kind")))
        .collect();
    assert!(kinds.len() > 20, "only {kinds:?}");
}

/// The refusals that are recorded for a variant.
fn recorded(case: &Path, variant: &Variant) -> Vec<Value> {
    let Ok(text) = std::fs::read_to_string(case.join(format!("{}.kong.yaml", variant.name))) else {
        return Vec::new();
    };
    let verdict: Value = serde_yaml::from_str(&text).unwrap();
    verdict["errors"].as_array().cloned().unwrap_or_default()
}

fn judge(case: &Path, variant: &Variant) -> Result<(), String> {
    let expected = recorded(case, variant);
    let report = cases::check(case, variant);
    let found: Vec<&Value> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|problem| problem["severity"] == "error")
        .map(|problem| &problem["kong"])
        .filter(|kong| kong.is_object())
        .collect();
    let title = format!("{} [{}]", cases::title(case), variant.name);
    if expected.is_empty() {
        return match found.first() {
            Some(first) => Err(format!("{title}: Kong accepts it, but {first}")),
            None => Ok(()),
        };
    }
    // A Secret has no uid on disk, and so no id; that is no fault of a manifest.
    let is_id = |error: &Value| {
        text(error, "entity") == "certificate" && text(error, "field").as_str() == "id"
    };
    if expected.iter().all(is_id) {
        return match found
            .iter()
            .find(|kong| text(kong, "entity") != "certificate")
        {
            Some(other) => Err(format!("{title}: Kong does not mind, but {other}")),
            None => Ok(()),
        };
    }
    let missing = expected.iter().filter(|error| !is_id(error)).find(|error| {
        !found.iter().any(|kong| {
            text(kong, "entity") == text(error, "entity")
                && text(kong, "name") == text(error, "name")
                && !first_words(kong).is_disjoint(&first_words(error))
        })
    });
    match missing {
        Some(error) => Err(format!("{title}: not found: {error}")),
        None => Ok(()),
    }
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// The fields that a verdict is about, without what stands below them.
fn first_words(verdict: &Value) -> BTreeSet<String> {
    text(verdict, "field")
        .split('|')
        .map(|field| field.split('.').next().unwrap_or_default().to_owned())
        .collect()
}

#[test]
fn plugins_are_held_to_their_schemas() {
    let entries: Vec<Value> = data("plugins.yaml");
    assert!(entries.len() > 50);
    let failures: Vec<String> = entries
        .par_iter()
        .filter_map(|entry| {
            let plugin = serde_json::json!({
                "apiVersion": "configuration.konghq.com/v1",
                "kind": "KongClusterPlugin",
                "metadata": {
                    "name": "it",
                    "labels": {"global": "true"},
                    "annotations": {"kubernetes.io/ingress.class": "kong"},
                },
                "plugin": entry["plugin"],
                "config": entry["config"],
            });
            let found = refused(&plugin.to_string(), &text(entry, "options"));
            let found: BTreeSet<String> = found.iter().map(fields).collect();
            difference(entry, &found, fields_of)
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_plugin_of_ones_own_is_held_to_the_schema_that_is_given() {
    let of_the_admin_api = r#"{"fields": [{"protocols": {"type": "set", "elements": {"type": "string", "one_of": ["http"]}}},
        {"consumer": {"type": "foreign", "reference": "consumers", "eq": null}},
        {"config": {"type": "record", "required": true, "fields": [
            {"header": {"type": "string", "required": true, "match": "^x%-"}}, {"limit": {"type": "integer", "between": [1, 9]}}],
            "entity_checks": [{"at_least_one_of": ["limit"]}]}}]}"#;
    let json_schema = r#"{"name": "own", "properties": {"config": {"type": "object", "required": ["header"],
        "properties": {"header": {"type": "string"}, "limit": {"type": "integer", "minimum": 1, "maximum": 9}}}}}"#;
    let fields = |schema: &str, config: &str| {
        let plugin = format!(
            "apiVersion: configuration.konghq.com/v1\nkind: KongClusterPlugin\nmetadata: {{name: it, labels: {{global: \"true\"}}, annotations: {{kubernetes.io/ingress.class: kong}}}}\nplugin: own\nconfig: {config}\n"
        );
        let outcome = common::Kic2kong::new()
            .file("own.json", schema)
            .file("deploy/own.yaml", &plugin)
            .args("check --quiet --format json --plugin-schema own.json deploy/")
            .run();
        let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
        report["diagnostics"]
            .as_array()
            .unwrap()
            .iter()
            .map(|problem| text(&problem["kong"], "field"))
            .collect::<Vec<_>>()
    };
    for schema in [of_the_admin_api, json_schema] {
        assert_eq!(fields(schema, "{header: x-a, limit: 5}"), [""; 0]);
        assert_eq!(fields(schema, "{header: x-a, limit: 12}"), ["config.limit"]);
        assert_eq!(
            fields(schema, "{headers: x-a, limit: 5}"),
            ["config.header", "config.headers"]
        );
    }
    assert_eq!(
        fields(of_the_admin_api, "{header: y}"),
        ["config.limit", "config.header"]
    );
}

#[test]
fn a_schema_that_is_none_is_wrong_usage() {
    common::Kic2kong::new()
        .file("own.json", "[]")
        .file("own.yaml", "")
        .args("check --plugin-schema own.json own.yaml")
        .run()
        .exits(1)
        .says("own.json")
        .says("not the schema of a plugin");
}

#[test]
fn entities_are_held_to_the_rules_of_kong() {
    let failures: Vec<String> = data("entities.yaml")
        .par_iter()
        .filter_map(|entry| {
            let found: BTreeSet<String> = refused(&manifests(entry), "")
                .iter()
                .flat_map(|kong| {
                    first_words(kong)
                        .into_iter()
                        .map(|field| format!("{} {field}", text(kong, "entity")))
                })
                .collect();
            difference(entry, &found, str::to_owned)
        })
        .collect();
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

fn data(name: &str) -> Vec<Value> {
    let path = common::root().join("testdata/kong").join(name);
    serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A Service and an Ingress with the annotations and the path of an entry, and its further manifests.
fn manifests(entry: &Value) -> String {
    let annotations = |kind: &str| -> Value {
        entry[kind]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(key, value)| (format!("konghq.com/{key}"), value.clone()))
            .collect::<serde_json::Map<_, _>>()
            .into()
    };
    let path = entry["path"].as_str().unwrap_or("/");
    let service = serde_json::json!({
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "web", "annotations": annotations("service")},
        "spec": {"ports": [{"port": 80}]},
    });
    let ingress = serde_json::json!({
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": "web", "annotations": annotations("ingress")},
        "spec": {"ingressClassName": "kong", "rules": [{"http": {"paths": [{
            "path": path,
            "pathType": "ImplementationSpecific",
            "backend": {"service": {"name": "web", "port": {"number": 80}}},
        }]}}]},
    });
    format!(
        "---\n{service}\n---\n{ingress}\n---\n{}",
        text(entry, "manifests")
    )
}

/// The verdicts that are errors.
fn refused(manifest: &str, options: &str) -> Vec<Value> {
    let outcome = common::Kic2kong::new()
        .file("in.yaml", manifest)
        .args("check --quiet --format json in.yaml")
        .args(options)
        .run();
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let problems = report["diagnostics"].as_array().unwrap().iter();
    problems
        .filter(|problem| problem["severity"] == "error")
        .map(|problem| problem["kong"].clone())
        .collect()
}

/// The fields of a verdict, in an order of their own.
fn fields(kong: &Value) -> String {
    fields_of(&text(kong, "field"))
}

fn fields_of(field: &str) -> String {
    let fields: BTreeSet<&str> = field.split('|').collect();
    fields.into_iter().collect::<Vec<_>>().join("|")
}

/// What an entry expects, against what was found.
fn difference(
    entry: &Value,
    found: &BTreeSet<String>,
    form: impl Fn(&str) -> String,
) -> Option<String> {
    let expected: BTreeSet<String> = entry["refused"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .map(form)
        .collect();
    (*found != expected).then(|| format!("{entry}\n  found {found:?}"))
}
