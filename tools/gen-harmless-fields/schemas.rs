//! Schemas of plugins to what is known of their fields.

use super::{Fields, Seen};
use serde_json::Value;

/// The path of a field below another.
fn below(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// Note what one schema says of a leaf.
fn note(fields: &mut Fields, path: &str, kind: &str, seen: Seen) {
    let known = fields.entry(path.to_owned()).or_default();
    match kind {
        "string" => known.text = true,
        "number" | "integer" | "boolean" => known.number = true,
        _ => known.unknown = true,
    }
    known.encrypted |= seen.encrypted;
    known.referenceable |= seen.referenceable;
    known.is_name |= seen.is_name;
}

/// A field in JSON schema.
pub(crate) fn json(schema: &Value, path: &str, fields: &mut Fields) {
    let alternatives = schema["oneOf"].as_array();
    for alternative in alternatives.into_iter().flatten() {
        json(alternative, path, fields);
    }
    if alternatives.is_some() {
        return;
    }
    if let Some(properties) = schema["properties"].as_object() {
        for (name, field) in properties {
            json(field, &below(path, name), fields);
        }
        return;
    }
    match schema["type"].as_str().unwrap_or_default() {
        "array" => json(&schema["items"], &format!("{path}[]"), fields),
        "object" if schema["additionalProperties"].is_object() => {
            json(
                &schema["additionalProperties"],
                &format!("{path}{{}}"),
                fields,
            );
        }
        kind => {
            let is = |mark: &str| schema[mark] == true;
            let seen = Seen {
                encrypted: is("x-encrypted"),
                referenceable: is("x-referenceable"),
                ..Seen::default()
            };
            note(fields, path, kind, seen);
        }
    }
    mark(schema, ["x-encrypted", "x-referenceable"], path, fields);
}

/// A field in Kong's own schema language.
pub(crate) fn kong(schema: &Value, path: &str, fields: &mut Fields) {
    match schema["type"].as_str().unwrap_or_default() {
        "record" => {
            for list in ["fields", "shorthand_fields"] {
                for field in schema[list].as_array().into_iter().flatten() {
                    let name = field["name"].as_str().unwrap_or_default();
                    kong(field, &below(path, name), fields);
                }
            }
        }
        "array" | "set" => kong(&schema["elements"], &format!("{path}[]"), fields),
        "map" => kong(&schema["values"], &format!("{path}{{}}"), fields),
        kind => {
            let seen = Seen {
                encrypted: schema["encrypted"] == true,
                referenceable: schema["referenceable"] == true,
                is_name: matches!(
                    schema["custom_validator"].as_str(),
                    Some("header_name" | "cookie_name")
                ),
                ..Seen::default()
            };
            note(fields, path, kind, seen);
        }
    }
    mark(schema, ["encrypted", "referenceable"], path, fields);
}

/// A mark on a list or map holds for everything in it.
fn mark(schema: &Value, [encrypted, referenceable]: [&str; 2], path: &str, fields: &mut Fields) {
    let (encrypted, referenceable) = (schema[encrypted] == true, schema[referenceable] == true);
    if encrypted || referenceable {
        for (_, seen) in fields
            .range_mut(path.to_owned()..)
            .take_while(|(inner, _)| inner.starts_with(path))
        {
            seen.encrypted |= encrypted;
            seen.referenceable |= referenceable;
        }
    }
}
