//! The plugins: the published schemas of the Enterprise edition, with what the open-source edition says beyond them, and the plugins of
//! the open-source edition by themselves.

use super::{OPEN_SOURCE_VERSION, Versions, numbers, refused};
use kic2kong::inner::schema::field::{Field, Form, Kind, PluginSchema};
use kic2kong::inner::schema::table::{Draft, OPEN_SOURCE};
use kic2kong::inner::schema::{json_schema, kong_schema};
use serde_json::Value;
use std::collections::BTreeMap;

/// The table.
pub(super) fn table(versions: &Versions, rules: &Value) -> anyhow::Result<Vec<u8>> {
    let mut draft = Draft::default();
    for (version, file) in versions {
        let text = std::fs::read_to_string(file)?;
        // From 3.10 on the schemas have lost `minLength: 0`, by which a text may be empty.
        let dense: String = text.split_whitespace().collect();
        let says_what_may_be_empty = dense.contains("\"minLength\":0");
        let all: BTreeMap<String, Value> = serde_json::from_str(&text)?;
        for (name, schema) in all {
            let rules = &rules["plugins"][&name];
            let mut plugin = enterprise(&name, &schema, rules, says_what_may_be_empty)?;
            if numbers(version)?[..] >= refused::FROM[..] {
                refused::forbid(&name, &mut plugin.config);
            }
            draft.add(&name, version, serde_json::to_string(&plugin)?);
        }
    }
    let open_source_version = format!("{OPEN_SOURCE_VERSION}{OPEN_SOURCE}");
    for (name, schema) in rules["plugins"].as_object().into_iter().flatten() {
        let plugin = serde_json::to_string(&open_source(name, schema)?)?;
        draft.add(name, &open_source_version, plugin);
    }
    let versions: Vec<String> = versions
        .iter()
        .map(|(version, _)| version.clone())
        .collect();
    Ok(draft.write(&versions)?)
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
    if !says_what_may_be_empty {
        allow_empty_texts(&mut plugin.config);
    }
    kong_schema::overlay(&mut plugin.config, &rules["config"]);
    transformers(name, &mut plugin.config);
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

/// A plugin of the open-source edition. Defaults are asked for by rules alone: those of a version are what its published schema says.
fn open_source(name: &str, schema: &Value) -> anyhow::Result<PluginSchema> {
    let mut plugin = kong_schema::plugin(schema)
        .ok_or_else(|| anyhow::anyhow!("{name} has no configuration"))?;
    transformers(name, &mut plugin.config);
    Ok(plugin)
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
