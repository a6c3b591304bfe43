//! Custom resources of Kong and of the Gateway API: every field that their schemas know, but for values of headers and queries,
//! free configuration, and the licence.

use super::{Fields, Seen};
use serde_json::Value;

/// The fields of all versions of a resource.
pub(crate) fn fields(crd: &Value) -> Fields {
    let mut fields = Fields::new();
    for version in crd["versions"].as_object().into_iter().flatten() {
        walk(&version.1["schema"], "", &mut fields);
    }
    fields
}

fn walk(schema: &Value, path: &str, fields: &mut Fields) {
    if let Some(properties) = schema["properties"].as_object() {
        for (name, field) in properties {
            let path = if path.is_empty() {
                name.clone()
            } else {
                format!("{path}.{name}")
            };
            if !matches!(path.as_str(), "apiVersion" | "kind" | "metadata" | "status") {
                walk(field, &path, fields);
            }
        }
        return;
    }
    match schema["type"].as_str() {
        Some("array") => walk(&schema["items"], &format!("{path}[]"), fields),
        Some("object") if schema["additionalProperties"].is_object() => {
            walk(
                &schema["additionalProperties"],
                &format!("{path}{{}}"),
                fields,
            );
        }
        kind => {
            let known = fields.entry(path.to_owned()).or_default();
            let is_free = schema["x-kubernetes-preserve-unknown-fields"] == true;
            match kind {
                _ if is_free => known.unknown = true,
                _ if schema["x-kubernetes-int-or-string"] == true => known.text = true,
                Some("string") => known.text = true,
                Some("integer" | "number" | "boolean") => known.number = true,
                _ => known.unknown = true,
            }
        }
    }
}

/// Whether a value of the field may be shown.
pub(crate) fn is_harmless(path: &str, seen: Seen) -> bool {
    let is_value = path.ends_with("].value") || path.contains("headers{}");
    !seen.unknown && !is_value && path != "rawLicenseString"
}
