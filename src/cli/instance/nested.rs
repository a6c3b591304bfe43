//! Reports for programs: instances within environments.

use super::Instance;
use serde_json::{Map, Value, json};

/// The value of one environment without parts as it is. Instances of one environment are its list `control_planes`, each with its name as
/// `control_plane`; several environments are a list `environments`, each with its name as `environment`.
pub(in crate::cli) fn nested(
    values: Vec<(Option<&str>, Option<&Instance>, Value)>,
) -> Map<String, Value> {
    let mut environments: Vec<(Option<&str>, Vec<Value>, Map<String, Value>)> = Vec::new();
    for (environment, instance, value) in values {
        let Value::Object(mut value) = value else {
            continue;
        };
        let last = environments.last().map(|(last, ..)| *last);
        if last != Some(environment) {
            environments.push((environment, Vec::new(), Map::new()));
        }
        let Some((_, parts, alone)) = environments.last_mut() else {
            continue;
        };
        match instance {
            Some(instance) => {
                value.insert("control_plane".into(), json!(instance.text));
                parts.push(Value::Object(value));
            }
            None => *alone = value,
        }
    }
    let are_named = environments.iter().any(|(name, ..)| name.is_some());
    let mut wholes = environments.into_iter().map(|(name, parts, mut whole)| {
        if !parts.is_empty() {
            whole.insert("control_planes".into(), Value::Array(parts));
        }
        if let Some(name) = name {
            whole.insert("environment".into(), json!(name));
        }
        whole
    });
    if are_named {
        let all: Vec<Value> = wholes.map(Value::Object).collect();
        return Map::from_iter([("environments".to_owned(), Value::Array(all))]);
    }
    wholes.next().unwrap_or_default()
}
