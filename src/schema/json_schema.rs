//! Plugin schemas as JSON schemas, the form in which they are published by version -> [`PluginSchema`].

use super::field::{Field, Form, Kind, PluginSchema, SCOPES};
use super::kong_schema::texts;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The schema of a plugin, `properties.config` and what it can be bound to; `None` when it has no `config`.
pub fn plugin(schema: &Value) -> Option<PluginSchema> {
    let properties = &schema["properties"];
    Some(PluginSchema {
        config: field(properties.get("config")?),
        scopes: SCOPES
            .into_iter()
            .filter(|scope| properties.get(scope).is_some())
            .map(str::to_owned)
            .collect(),
        protocols: texts(&properties["protocols"]["items"]["enum"]),
        default_protocols: texts(&properties["protocols"]["default"]),
        checks: Vec::new(),
    })
}

/// A field; an object with free content is not looked at. `pattern` is left out: in the published files it is a pattern of Lua turned half into one of JavaScript.
pub fn field(schema: &Value) -> Field {
    let kind = match schema["type"].as_str() {
        Some("string") => Kind::String,
        Some("number") => Kind::Number,
        Some("integer") => Kind::Integer,
        Some("boolean") => Kind::Boolean,
        Some("array") => Kind::Array,
        Some("object") if schema["x-foreign"] == true => Kind::Any,
        Some("object") | None if object(&schema["properties"]).next().is_some() => Kind::Record,
        Some("object") if schema["additionalProperties"].is_object() => Kind::Map,
        _ => Kind::Any,
    };
    let items = match kind {
        Kind::Array => schema.get("items"),
        Kind::Map => schema.get("additionalProperties"),
        _ => None,
    };
    let length = |key: &str| schema[key].as_u64().and_then(|it| usize::try_from(it).ok());
    Field {
        kind,
        default: Some(&schema["default"])
            .filter(|value| !value.is_null())
            .cloned(),
        one_of: schema["enum"].as_array().cloned().unwrap_or_default(),
        min: schema["minimum"].as_f64(),
        max: schema["maximum"].as_f64(),
        // A text that is empty by default may be empty.
        min_len: length("minLength").or((schema["default"] == "").then_some(0)),
        max_len: length("maxLength"),
        form: (schema["uuid"] == true).then_some(Form::Uuid),
        alternatives: schema["oneOf"]
            .as_array()
            .into_iter()
            .flatten()
            .map(field)
            .collect(),
        items: items
            .filter(|it| it.is_object())
            .map(|it| Box::new(field(it))),
        fields: if kind == Kind::Record {
            members(schema)
        } else {
            BTreeMap::new()
        },
        shorthands: object(&schema["shorthand_fields"])
            .map(|(name, it)| {
                let older = Field {
                    default: None,
                    ..field(it)
                };
                (name.clone(), older)
            })
            .collect(),
        ..Field::default()
    }
}

fn members(schema: &Value) -> BTreeMap<String, Field> {
    let required = texts(&schema["required"]);
    object(&schema["properties"])
        .map(|(name, it)| {
            let mut member = field(it);
            member.required = member.default.is_none()
                && (it["x-lua-required"] == true || required.contains(name));
            (name.clone(), member)
        })
        .collect()
}

fn object(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}
