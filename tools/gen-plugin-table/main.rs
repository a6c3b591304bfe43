//! Makes `data/plugin-schemas.bin` from the published schemas of Kong's plugins.
//!
//! usage: cargo run --example gen-plugin-table -- SCHEMAS RULES OUT
//!
//! SCHEMAS is a directory with one file `<version>.json` per version of Kong, each a map from plugin to its JSON schema; these are of the
//! Enterprise edition. RULES is a JSON file with `plugins.<name>`, the bundled plugins of the open-source edition in Kong's own schema
//! language, and `kong_version`. It gives the plugins of that version without the Enterprise edition, and to all others what JSON
//! schemas do not say: forms of texts and rules over several fields.

use flate2::Compression;
use flate2::write::DeflateEncoder;
use kic2kong::verdict::plugins::schema::{Field, Form, Kind, PluginSchema};
use kic2kong::verdict::plugins::table::{OPEN_SOURCE, TITLE};
use kic2kong::verdict::plugins::{json_schema, kong_schema};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [schemas, rules, out] = &arguments[..] else {
        anyhow::bail!("usage: gen-plugin-table SCHEMAS RULES OUT");
    };
    std::fs::write(out, table(Path::new(schemas), Path::new(rules))?)?;
    Ok(())
}

/// The bytes of the table. A test makes it anew from the inputs in `data/sources`.
pub(crate) fn table(schemas: &Path, rules: &Path) -> anyhow::Result<Vec<u8>> {
    let rules: Value = serde_json::from_slice(&std::fs::read(rules)?)?;
    let mut plugins = Plugins::default();
    for (version, file) in versions(schemas)? {
        let text = std::fs::read_to_string(file)?;
        // From 3.10 on the schemas have lost `minLength: 0`, by which a text may be empty.
        let dense: String = text.split_whitespace().collect();
        let says_what_may_be_empty = dense.contains("\"minLength\":0");
        let all: BTreeMap<String, Value> = serde_json::from_str(&text)?;
        for (name, schema) in all {
            plugins.add(
                &name,
                &version,
                &enterprise(
                    &name,
                    &schema,
                    &rules["plugins"][&name],
                    says_what_may_be_empty,
                )?,
            )?;
        }
    }
    for (name, schema) in rules["plugins"].as_object().into_iter().flatten() {
        plugins.add(name, OPEN_SOURCE, &open_source(name, schema)?)?;
    }
    plugins.into_table()
}

/// The files by version, ascending.
fn versions(directory: &Path) -> anyhow::Result<Vec<(String, std::path::PathBuf)>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory)? {
        let path = entry?.path();
        let name = path
            .file_name()
            .and_then(|name| name.to_str())
            .unwrap_or_default();
        if let Some(version) = name.strip_suffix(".json") {
            let numbers = version
                .split('.')
                .map(str::parse::<u32>)
                .collect::<Result<Vec<_>, _>>()?;
            found.push((numbers, version.to_owned(), path));
        }
    }
    found.sort();
    Ok(found
        .into_iter()
        .map(|(_, version, path)| (version, path))
        .collect())
}

/// Plugin to distinct schemas, each with the versions that have it.
#[derive(Default)]
struct Plugins(BTreeMap<String, Vec<(Vec<String>, String)>>);

impl Plugins {
    fn add(&mut self, name: &str, version: &str, schema: &PluginSchema) -> anyhow::Result<()> {
        let json = serde_json::to_string(schema)?;
        let known = self.0.entry(name.to_owned()).or_default();
        match known.iter_mut().find(|(_, other)| *other == json) {
            Some((versions, _)) => versions.push(version.to_owned()),
            None => known.push((vec![version.to_owned()], json)),
        }
        Ok(())
    }

    /// The file, as `table.rs` describes it.
    fn into_table(self) -> anyhow::Result<Vec<u8>> {
        let mut head = format!("{TITLE}\n");
        let mut body = Vec::new();
        for (name, schemas) in &self.0 {
            let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
            for (versions, json) in schemas {
                writeln!(encoder, "{}\t{json}", versions.join(","))?;
            }
            let blob = encoder.finish()?;
            head += &format!("{name} {} {}\n", body.len(), blob.len());
            body.extend(blob);
        }
        head.push('\n');
        let mut file = head.into_bytes();
        file.extend(body);
        Ok(file)
    }
}

/// A plugin of the Enterprise edition, with the rules of the open-source edition where there are any.
fn enterprise(
    name: &str,
    schema: &Value,
    rules: &Value,
    says_what_may_be_empty: bool,
) -> anyhow::Result<PluginSchema> {
    let mut plugin = json_schema::plugin(schema)
        .ok_or_else(|| anyhow::anyhow!("{name} has no configuration"))?;
    plugin.checks = kong_schema::checks(rules);
    // Read again: defaults that the rules ask for must stay.
    plugin.config = json_schema::field(&schema["properties"]["config"]);
    if !says_what_may_be_empty {
        allow_empty_texts(&mut plugin.config);
    }
    kong_schema::overlay(&mut plugin.config, &rules["config"]);
    finish(name, &mut plugin);
    Ok(plugin)
}

/// Let every text be empty of which nothing else is said.
fn allow_empty_texts(field: &mut Field) {
    if field.kind == Kind::String {
        field.min_len = field.min_len.or(Some(0));
    }
    let inner = field
        .items
        .as_deref_mut()
        .into_iter()
        .chain(field.fields.values_mut())
        .chain(field.shorthands.values_mut())
        .chain(&mut field.alternatives);
    inner.for_each(allow_empty_texts);
}

/// A plugin of the open-source edition.
fn open_source(name: &str, schema: &Value) -> anyhow::Result<PluginSchema> {
    let mut plugin = kong_schema::plugin(schema)
        .ok_or_else(|| anyhow::anyhow!("{name} has no configuration"))?;
    finish(name, &mut plugin);
    Ok(plugin)
}

fn finish(name: &str, plugin: &mut PluginSchema) {
    transformers(name, &mut plugin.config);
    kong_schema::drop_defaults(&mut plugin.config, !plugin.checks.is_empty());
}

/// The transformers check their texts by code, which the rules name only roughly: `<header>[:<value>]`, `<name>:<value>`, and pairs of
/// header names when renaming (kong/plugins/{request,response}-transformer/schema.lua).
fn transformers(name: &str, config: &mut Field) {
    for (action, group) in &mut config.fields {
        for (part, list) in &mut group.fields {
            let Some(items) = &mut list.items else {
                continue;
            };
            let form = match (name, action.as_str(), part.as_str()) {
                ("request-transformer" | "response-transformer", "rename", "headers") => {
                    Some(Form::HeaderPair)
                }
                ("request-transformer", _, "headers") => Some(Form::Header),
                ("request-transformer", "remove", _) => None,
                ("request-transformer", _, "body" | "querystring") => Some(Form::NamedValue),
                _ => continue,
            };
            items.form = form;
        }
    }
}
