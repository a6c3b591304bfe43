//! Broken objects as somebody names them: a list of `Kind namespace/name`, the status of a fallback as KIC tells it, or Kong's refusal.

use crate::kong::owner::Owner;
use serde_json::Value;

/// The broken objects in a file; what is wrong with it otherwise.
pub fn read(file: &Value) -> Result<Vec<Owner>, String> {
    const FORMS: &str = "expected a list of texts such as `Service shop/web`, the status that /debug/config/fallback gives, or Kong's refusal as /debug/config/raw-error gives it";
    match file {
        Value::Array(items) => items.iter().map(item).collect(),
        Value::Object(fields) => {
            if let Some(errors) = fields.get("flattened_errors").and_then(Value::as_array) {
                let mut owners: Vec<Owner> = errors.iter().filter_map(refused).collect();
                owners.sort();
                owners.dedup();
                return Ok(owners);
            }
            match (fields.get("brokenObjects"), fields.get("status")) {
                (Some(Value::Array(items)), _) => items.iter().map(item).collect(),
                (None, Some(_)) => Ok(Vec::new()),
                _ => Err(FORMS.to_owned()),
            }
        }
        Value::Null => Ok(Vec::new()),
        _ => Err(FORMS.to_owned()),
    }
}

/// The object behind an entry of Kong's, if it blames anybody.
fn refused(error: &Value) -> Option<Owner> {
    let tags = error["entity_tags"].as_array()?.iter();
    Owner::of(tags.filter_map(Value::as_str))
}

/// One object: `Kind namespace/name`, or an object with the fields of KIC's report.
fn item(item: &Value) -> Result<Owner, String> {
    let owner = |group: &str, kind: &str, namespace: &str, name: &str| Owner {
        group: group.to_owned(),
        version: String::new(),
        kind: kind.to_owned(),
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        uid: None,
    };
    match item {
        Value::String(text) => {
            let words: Vec<&str> = text.split_whitespace().collect();
            match words[..] {
                [kind, name] => {
                    let (namespace, name) = name.split_once('/').unwrap_or(("", name));
                    Ok(owner("*", kind, namespace, name))
                }
                _ => Err("an object is named `Kind namespace/name`, or `Kind name` if it has no namespace".to_owned()),
            }
        }
        Value::Object(fields) => {
            let text = |key: &str| fields.get(key).and_then(Value::as_str).unwrap_or_default();
            if text("kind").is_empty() || text("name").is_empty() {
                return Err("an object needs `kind` and `name`".to_owned());
            }
            Ok(owner(
                text("group"),
                text("kind"),
                text("namespace"),
                text("name"),
            ))
        }
        _ => Err("an object is named by a text or by `kind`, `namespace` and `name`".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn names(file: &Value) -> Vec<(String, String)> {
        let owners = read(file).unwrap();
        owners.into_iter().map(|it| (it.kind, it.name)).collect()
    }

    #[test]
    fn all_three_forms_name_objects() {
        let expected = vec![("Service".to_owned(), "web".to_owned())];
        assert_eq!(names(&json!(["Service shop/web"])), expected);
        let report = json!({"status": "triggered", "brokenObjects": [{"kind": "Service", "namespace": "shop", "name": "web"}]});
        assert_eq!(names(&report), expected);
        let tags = ["k8s-name:web", "k8s-namespace:shop", "k8s-kind:Service"];
        let refusal = json!({"flattened_errors": [{"entity_tags": tags}, {"entity_tags": ["x"]}, {"entity_tags": tags}]});
        assert_eq!(names(&refusal), expected);
    }

    #[test]
    fn what_names_nothing_is_an_error() {
        assert!(read(&json!(["web"])).is_err());
        assert!(read(&json!([{"name": "web"}])).is_err());
        assert!(read(&json!("Service shop/web")).is_err());
        assert_eq!(read(&json!({"status": "not-triggered"})), Ok(Vec::new()));
    }
}
