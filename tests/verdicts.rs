//! Kong's schemas and rules, on small configurations; `tests/reference` has Kong's own verdicts on the cases.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::cases;
use kic2kong::inner::diag::KongVerdict;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

/// The fields that a verdict is about, without what stands below them.
fn first_words(verdict: &KongVerdict) -> BTreeSet<String> {
    verdict
        .field
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
                        .map(|field| format!("{} {field}", kong.entity))
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
fn refused(manifest: &str, options: &str) -> Vec<KongVerdict> {
    let found = cases::convert(manifest.as_bytes(), &cases::words(options)).problems;
    let errors = found.into_iter().filter(cases::is_error);
    errors
        .map(|problem| problem.kong.unwrap_or(NO_VERDICT))
        .collect()
}

/// An error that is none of Kong's.
const NO_VERDICT: KongVerdict = KongVerdict {
    entity: String::new(),
    name: None,
    field: String::new(),
};

/// The fields of a verdict, in an order of their own.
fn fields(kong: &KongVerdict) -> String {
    fields_of(&kong.field)
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
