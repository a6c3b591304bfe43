//! What is rendered is what KIC's real translator made.

use super::{RUNS, Run, common, report};
use rayon::prelude::*;
use serde_json::Value;

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
fn every_case_renders_as_the_reference_does() {
    let failures: Vec<String> = RUNS.par_iter().filter_map(|run| judge(run).err()).collect();
    report(&failures);
}

fn judge(run: &Run) -> Result<(), String> {
    let title = format!("--- {}", run.title());
    let expected = run
        .case
        .file(&format!("{}.yaml", run.variant.name))
        .unwrap();
    let (expected, found) = comparable(expected, &run.converted.rendered)
        .map_err(|error| format!("{title}\n{error}"))?;
    if expected == found {
        return Ok(());
    }
    Err(format!(
        "{title}\n{}",
        common::line_diff(&pretty(&expected), &pretty(&found))
    ))
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
