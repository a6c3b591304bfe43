//! What Kong answers to a configuration that it refuses: `POST /config` with `flatten_errors=1`, which KIC keeps as raw-error (spec 83, 5).

use super::{Complaint, Spot, hide};
use crate::kong::owner::Owner;
use serde_json::Value;
use std::collections::BTreeMap;

/// The complaints of an answer; `None` when it is none.
pub fn read(answer: &Value) -> Option<Vec<Complaint>> {
    let entries = match answer {
        Value::Array(entries)
            if entries
                .iter()
                .any(|entry| entry.get("entity_type").is_some()) =>
        {
            entries
        }
        _ => {
            let fields = answer.as_object()?;
            if !fields.contains_key("flattened_errors")
                && !(fields.contains_key("message")
                    && (fields.contains_key("fields") || fields.contains_key("code")))
            {
                return None;
            }
            match fields.get("flattened_errors").and_then(Value::as_array) {
                Some(entries) if !entries.is_empty() => entries,
                _ => return Some(unflattened(answer)),
            }
        }
    };
    let complaints = entries.iter().enumerate();
    Some(
        complaints
            .flat_map(|(position, entry)| of_entry(position, entry))
            .collect(),
    )
}

/// The complaints about one entity. Of two errors with one key the later one counts, as for the controller.
fn of_entry(position: usize, entry: &Value) -> Vec<Complaint> {
    let text = |key: &str| entry[key].as_str().map(str::to_owned);
    let kind = text("entity_type").unwrap_or_default();
    let tags = entry["entity_tags"].as_array().into_iter().flatten();
    let owner = Owner::of(tags.filter_map(Value::as_str));
    let entity = &entry["entity"];
    let stands_for_name = ["name", "username", "custom_id", "target", "prefix"];
    let name = text("entity_name").or_else(|| {
        let mut names = stands_for_name
            .iter()
            .filter_map(|key| entity[*key].as_str());
        names.next().map(str::to_owned)
    });
    let named = text("entity_name").unwrap_or_default();
    // The controller needs to know which object of that name it was.
    let is_blamed = owner.as_ref().is_some_and(|owner| owner.uid.is_some());
    let base = Complaint {
        at: Spot::Entry(position),
        entity: kind.clone(),
        name: instance(entity).or(name),
        id: text("entity_id").or_else(|| entity["id"].as_str().map(str::to_owned)),
        owner,
        is_refusal: true,
        ..Complaint::default()
    };
    let mut found: BTreeMap<String, Complaint> = BTreeMap::new();
    for error in entry["errors"].as_array().into_iter().flatten() {
        let field = error["field"].as_str().unwrap_or_default();
        let hidden = |message: &str| hide::values(message, &kind, entity);
        let complaint = |key: String, field: &str, message: &str| {
            let message = hidden(message);
            let said = format!("invalid {key}: {message}");
            (
                key,
                Complaint {
                    field: field.to_owned(),
                    message,
                    controller_message: is_blamed.then_some(said),
                    ..base.clone()
                },
            )
        };
        let several = error["messages"].as_array().filter(|it| !it.is_empty());
        match (
            error["message"].as_str().filter(|it| !it.is_empty()),
            several,
        ) {
            (Some(message), None) => {
                let key = match error["type"].as_str() {
                    Some("field") => field.to_owned(),
                    Some("entity") => format!("{kind}:{named}"),
                    _ => continue,
                };
                let (key, complaint) = complaint(key, field, message);
                found.insert(key, complaint);
            }
            (None, Some(messages)) => {
                for (index, message) in messages.iter().enumerate() {
                    let message = message.as_str().unwrap_or_default();
                    if message.is_empty() {
                        continue;
                    }
                    let at = format!("{field}.{}", index + 1);
                    let (key, complaint) = complaint(format!("{field}[{index}]"), &at, message);
                    found.insert(key, complaint);
                }
            }
            _ => {}
        }
    }
    found.into_values().collect()
}

/// The instance name of a plugin, by which it is told apart.
fn instance(entity: &Value) -> Option<String> {
    entity["instance_name"].as_str().map(str::to_owned)
}

/// What Kong only tells as a tree: `fields: {plugins: [{name: "plugin 'x' not enabled"}]}`, or as one text.
fn unflattened(answer: &Value) -> Vec<Complaint> {
    let mut found = Vec::new();
    for (list, value) in answer["fields"].as_object().into_iter().flatten() {
        let mut path = Vec::new();
        tree(list, value, &mut path, &mut found);
    }
    if found.is_empty()
        && let Some(message) = answer["message"].as_str()
    {
        found.push(Complaint {
            message: hide::quoted(message, ""),
            is_refusal: true,
            ..Complaint::default()
        });
    }
    found
}

fn tree(list: &str, value: &Value, path: &mut Vec<String>, found: &mut Vec<Complaint>) {
    match value {
        Value::String(message) => {
            let entity = list.strip_suffix('s').unwrap_or(list);
            // Positions of entities come before fields.
            let field: Vec<&str> = path
                .iter()
                .map(String::as_str)
                .skip_while(|step| step.parse::<usize>().is_ok())
                .collect();
            found.push(Complaint {
                entity: entity.to_owned(),
                name: between(message, "plugin '", "'").filter(|_| entity == "plugin"),
                field: field.join("."),
                message: hide::quoted(message, entity),
                is_refusal: true,
                ..Complaint::default()
            });
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                path.push((index + 1).to_string());
                tree(list, item, path, found);
                path.pop();
            }
        }
        Value::Object(fields) => {
            for (key, value) in fields {
                path.push(key.clone());
                tree(list, value, path, found);
                path.pop();
            }
        }
        _ => {}
    }
}

fn between(text: &str, before: &str, after: &str) -> Option<String> {
    let rest = &text[text.find(before)? + before.len()..];
    Some(rest[..rest.find(after)?].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const TAGS: [&str; 4] = [
        "k8s-name:a",
        "k8s-namespace:n",
        "k8s-kind:Ingress",
        "k8s-uid:u",
    ];

    fn said(errors: &Value) -> Vec<Option<String>> {
        let entry = json!({"entity_type": "route", "entity_name": "r", "entity_tags": TAGS, "errors": errors});
        let found = read(&json!({ "flattened_errors": [entry] })).unwrap();
        found.into_iter().map(|it| it.controller_message).collect()
    }

    #[test]
    fn each_sort_of_error_has_its_own_event() {
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            said(&json!([{"type": "field", "field": "paths.1", "message": "bad"}])),
            [some("invalid paths.1: bad")]
        );
        assert_eq!(
            said(&json!([{"type": "entity", "message": "bad"}])),
            [some("invalid route:r: bad")]
        );
        assert_eq!(
            said(&json!([{"type": "field", "field": "paths", "messages": ["", "bad"]}])),
            [some("invalid paths[1]: bad")]
        );
        assert!(said(&json!([{"message": "bad"}])).is_empty());
        assert!(
            said(&json!([{"type": "field", "field": "x", "message": "a", "messages": ["b"]}]))
                .is_empty()
        );
        let twice = json!([{"type": "field", "field": "x", "message": "a"}, {"type": "field", "field": "x", "message": "b"}]);
        assert_eq!(said(&twice), [some("invalid x: b")]);
    }

    #[test]
    fn without_a_uid_the_controller_blames_nobody() {
        let entry = json!({"entity_type": "route", "entity_tags": TAGS[..3], "errors": [{"type": "entity", "message": "m"}]});
        let found = read(&json!([entry])).unwrap();
        assert_eq!(found[0].controller_message, None);
        assert_eq!(
            found[0].owner.as_ref().map(|it| it.name.as_str()),
            Some("a")
        );
    }

    #[test]
    fn what_kong_tells_as_a_tree_names_list_and_field() {
        let answer = json!({"code": 14, "message": "m", "flattened_errors": [], "fields": {"plugins": [{"name": "plugin 'nope' not enabled"}]}});
        let found = read(&answer).unwrap();
        assert_eq!(
            (
                found[0].entity.as_str(),
                found[0].name.as_deref(),
                found[0].field.as_str()
            ),
            ("plugin", Some("nope"), "name")
        );
    }
}
