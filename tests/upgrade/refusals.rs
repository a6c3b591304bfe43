//! What a later version of Kong refuses: fields of plugins that go, for every plugin and neighbouring versions, against a walk over the
//! published schemas.

use super::common::Kic2kong;
use super::defaults::published;
use super::json;
use rayon::prelude::*;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// A value that a field of this schema takes, as far as the schema tells; nothing when it needs more than one value.
fn sample(schema: &Value) -> Option<Value> {
    if let Some(default) = schema.get("default").filter(|it| !it.is_null()) {
        return Some(default.clone());
    }
    if let Some(first) = schema["enum"].get(0) {
        return Some(first.clone());
    }
    match schema["type"].as_str()? {
        "boolean" => Some(json!(true)),
        "integer" | "number" => Some(schema.get("minimum").cloned().unwrap_or_else(|| json!(1))),
        _ => None,
    }
}

/// Fields that do not go by themselves: their names are older ones, which are still read.
fn is_older_name(schema: &Value, name: &str) -> bool {
    !schema["shorthand_fields"][name].is_null()
}

/// Fields of a configuration that one version has and the next one does not, dotted, and those at its top that are the same in both.
fn fields(old: &Value, new: &Value) -> (Vec<(String, Value)>, Vec<(String, Value)>) {
    let (mut gone, mut kept) = (Vec::new(), Vec::new());
    for (name, schema) in old["properties"].as_object().into_iter().flatten() {
        let after = &new["properties"][name];
        if after.is_null() && !is_older_name(new, name) {
            gone.push((name.clone(), sample(schema).unwrap_or_else(|| json!("x"))));
        } else if after["properties"].is_object() {
            let inner = fields(schema, after).0.into_iter();
            gone.extend(inner.map(|(path, value)| (format!("{name}.{path}"), value)));
        } else if after == schema {
            kept.extend(sample(schema).map(|value| (name.clone(), value)));
        }
    }
    (gone, kept)
}

fn manifest(name: &str, plugin: &str, field: &str, value: &Value) -> String {
    let config = field.rsplit('.').fold(value.clone(), |value, key| {
        Value::Object(Map::from_iter([(key.to_owned(), value)]))
    });
    let object = json!({
        "apiVersion": "configuration.konghq.com/v1", "kind": "KongClusterPlugin", "plugin": plugin, "config": config,
        "metadata": {"name": name, "annotations": {"kubernetes.io/ingress.class": "kong"}, "labels": {"global": "true"}},
    });
    format!("---\n{object}\n")
}

/// Each plugin is global, and of one type Kong takes one global plugin: the runs are as many as a plugin has fields to try.
fn runs(
    old: &BTreeMap<String, Value>,
    new: &BTreeMap<String, Value>,
) -> Vec<Vec<(String, String, Value, bool)>> {
    let mut runs: Vec<Vec<(String, String, Value, bool)>> = Vec::new();
    for (plugin, schema) in old {
        let Some(after) = new.get(plugin) else {
            continue;
        };
        let config = |schema: &Value| schema["properties"]["config"].clone();
        let (gone, kept) = fields(&config(schema), &config(after));
        let gone = gone.into_iter().map(|(field, value)| (field, value, true));
        let kept = kept
            .into_iter()
            .take(2)
            .map(|(field, value)| (field, value, false));
        for (position, (field, value, goes)) in kept.chain(gone).enumerate() {
            if runs.len() <= position {
                runs.push(Vec::new());
            }
            runs[position].push((plugin.clone(), field, value, goes));
        }
    }
    runs
}

#[test]
fn a_field_that_goes_is_refused_and_one_that_stays_is_not() {
    let all = published();
    let pairs: Vec<_> = all
        .windows(2)
        .map(|pair| (&pair[0], &pair[1]))
        .chain(all.first().zip(all.last()))
        .flat_map(|((old, old_schemas), (new, new_schemas))| {
            let runs = runs(old_schemas, new_schemas).into_iter();
            runs.map(move |run| (old, new, run))
        })
        .collect();
    let gone: usize = pairs
        .par_iter()
        .map(|(old, new, run)| {
            let text: String = run
                .iter()
                .map(|(plugin, field, value, _)| manifest(plugin, plugin, field, value))
                .collect();
            let call = Kic2kong::new()
                .file("in.yaml", &text)
                .args("diff in.yaml --quiet --enterprise --format json --impact=false");
            let call = call.args(&format!(
                "--kong-version {new} --against-option kong-version={old}"
            ));
            let report = json(&call.run());
            let refused: BTreeSet<(String, String)> = report["upgrade"]["refused"]
                .as_array()
                .unwrap()
                .iter()
                .filter_map(|item| {
                    let object = item["places"][0]["object"].as_str()?;
                    let message = item["message"].as_str()?;
                    let field = message
                        .split("unknown field `config.")
                        .nth(1)?
                        .split('`')
                        .next()?;
                    Some((
                        object.strip_prefix("KongClusterPlugin ")?.to_owned(),
                        field.to_owned(),
                    ))
                })
                .collect();
            let expected: BTreeSet<(String, String)> = run
                .iter()
                .filter(|(.., goes)| *goes)
                .map(|(plugin, field, ..)| (plugin.clone(), field.clone()))
                .collect();
            assert_eq!(refused, expected, "{old} to {new}");
            expected.len()
        })
        .sum();
    assert!(gone > 20, "only {gone}");
}
