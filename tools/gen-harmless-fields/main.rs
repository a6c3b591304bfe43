//! Makes `data/harmless-fields.txt`: the fields whose values may be shown, as `src/secrecy` reads them.
//!
//! usage: cargo run --example gen-harmless-fields -- SCHEMAS RULES CRDS OUT
//!
//! SCHEMAS is `plugins` and RULES `kong-schemas.json` of the inputs of `gen-schema-tables`; CRDS is a directory with one JSON file per custom resource: `group`, `kind`,
//! `versions.<version>.schema`. A field of a plugin is listed when no version and no edition marks it as encrypted or as a reference
//! into a vault, its type is known in all of them, and neither its name nor its place says that it holds a secret, a value of a header,
//! query or body, or code. Fields of entities, of the kinds of Kubernetes, and annotations are written down here.

mod crds;
mod lists;
mod names;
mod schemas;

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;

/// What is known of a field from all schemas that have it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Seen {
    /// Some schema makes it a text.
    pub(crate) text: bool,
    /// Some schema makes it a number or a truth value.
    pub(crate) number: bool,
    /// Some schema says nothing of its type.
    pub(crate) unknown: bool,
    /// Some schema encrypts it.
    pub(crate) encrypted: bool,
    /// Some schema lets it be a reference into a vault.
    pub(crate) referenceable: bool,
    /// It holds the name of a header or cookie.
    pub(crate) is_name: bool,
}

/// Path to what is known; list items are `[]`, values of free maps `{}`.
pub(crate) type Fields = BTreeMap<String, Seen>;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [schemas, rules, crds, out] = &arguments[..] else {
        anyhow::bail!("usage: gen-harmless-fields SCHEMAS RULES CRDS OUT");
    };
    let text = fields(Path::new(schemas), Path::new(rules), Path::new(crds))?;
    std::fs::write(out, text)?;
    Ok(())
}

/// The text of the file. A test makes it anew from the inputs in `data/sources`.
pub(crate) fn fields(schemas: &Path, rules: &Path, crds: &Path) -> anyhow::Result<String> {
    let mut plugins: BTreeMap<String, Fields> = BTreeMap::new();
    for file in json_files(schemas)? {
        for (name, schema) in file.as_object().into_iter().flatten() {
            let fields = plugins.entry(name.clone()).or_default();
            schemas::json(&schema["properties"]["config"], "", fields);
        }
    }
    let rules: Value = serde_json::from_slice(&std::fs::read(rules)?)?;
    for (name, schema) in rules["plugins"].as_object().into_iter().flatten() {
        let fields = plugins.entry(name.clone()).or_default();
        schemas::kong(&schema["config"], "", fields);
    }
    let mut text = lists::HEAD.to_owned();
    for (name, fields) in &plugins {
        text += &lines(&format!("plugin {name}"), fields, |path, seen| {
            names::is_harmless(name, path, seen)
        });
    }
    text += lists::ENTITIES;
    text += lists::KINDS;
    for crd in json_files(crds)? {
        let owner = format!(
            "kind {}/{}",
            crd["group"].as_str().unwrap_or_default(),
            crd["kind"].as_str().unwrap_or_default()
        );
        text += &lines(&owner, &crds::fields(&crd), |path, seen| {
            crds::is_harmless(path, seen)
        });
    }
    Ok(text)
}

/// The JSON files of a directory, by name.
fn json_files(directory: &Path) -> anyhow::Result<Vec<Value>> {
    let mut paths: Vec<_> = std::fs::read_dir(directory)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| extension == "json")
    });
    paths.sort();
    paths
        .iter()
        .map(|path| Ok(serde_json::from_slice(&std::fs::read(path)?)?))
        .collect()
}

/// A line for the owner, one for its texts, one for its numbers and truth values.
fn lines(owner: &str, fields: &Fields, is_harmless: impl Fn(&str, Seen) -> bool) -> String {
    let listed = |text: bool| -> String {
        fields
            .iter()
            .filter(|(path, seen)| seen.text == text && is_harmless(path, **seen))
            .map(|(path, _)| format!(" {path}"))
            .collect()
    };
    format!(
        "{owner}\n texts{}\n numbers{}\n",
        listed(true),
        listed(false)
    )
}
