//! The files of `--plugin-schema`: which plugins they are about, and the schemas as they stand there.

use crate::escape::line;
use crate::manifest::disk::Border;
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The most bytes of a file of schemas; Kong's own, all together, have a tenth of it.
const LIMIT: u64 = 64 << 20;

/// The schemas by the name of their plugin; a later file wins.
pub fn read(files: &[PathBuf], border: &Border) -> Result<BTreeMap<String, String>> {
    let mut schemas = BTreeMap::new();
    for file in files {
        let name = line::path(file);
        let text = border
            .read(file, LIMIT)
            .with_context(|| format!("cannot read {name}"))?;
        let content: Value =
            serde_json::from_slice(&text).with_context(|| format!("{name}: not JSON"))?;
        add(file, &content, &mut schemas).with_context(|| name.clone())?;
    }
    Ok(schemas)
}

fn add(file: &Path, content: &Value, schemas: &mut BTreeMap<String, String>) -> Result<()> {
    if is_schema(content) {
        let name = content["name"]
            .as_str()
            .or_else(|| file.file_stem().and_then(|stem| stem.to_str()))
            .context("the schema has no `name`")?
            .to_owned();
        schemas.insert(name, content.to_string());
        return Ok(());
    }
    match content {
        Value::Object(entries) if !entries.is_empty() && entries.values().all(is_schema) => {
            let entries = entries.iter();
            schemas.extend(entries.map(|(name, schema)| (name.clone(), schema.to_string())));
            Ok(())
        }
        _ => bail!(
            "not the schema of a plugin: expected `fields` with `config` as Kong's Admin API shows it, or a JSON schema with \
             `properties.config`, or a map from names of plugins to these"
        ),
    }
}

/// Whether this says what the `config` of a plugin looks like, in either form.
fn is_schema(content: &Value) -> bool {
    content["properties"]["config"].is_object()
        || content["config"]["fields"].is_array()
        || content["fields"].as_array().is_some_and(|fields| {
            fields
                .iter()
                .any(|field| field["config"].is_object() || field["name"] == "config")
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn names(file: &str, content: &Value) -> Result<Vec<String>> {
        let mut schemas = BTreeMap::new();
        add(Path::new(file), content, &mut schemas)?;
        Ok(schemas.into_keys().collect())
    }

    #[test]
    fn a_schema_is_named_by_itself_else_by_its_file_else_by_its_key() {
        let schema = json!({"fields": [{"config": {"type": "record", "fields": []}}]});
        let mut named = schema.clone();
        named["name"] = json!("mine");
        assert_eq!(names("schemas/own.json", &schema).unwrap(), ["own"]);
        assert_eq!(names("schemas/own.json", &named).unwrap(), ["mine"]);
        let json_schema = json!({"properties": {"config": {"type": "object"}}});
        let several = json!({"a": schema, "b": json_schema});
        assert_eq!(names("all.json", &several).unwrap(), ["a", "b"]);
    }

    #[test]
    fn what_is_no_schema_is_refused() {
        for content in [json!([]), json!({}), json!({"fields": []}), json!({"a": 1})] {
            assert!(names("x.json", &content).is_err());
        }
    }
}
