//! Plugin schemas in Kong's own language, as data -> [`PluginSchema`].
//!
//! Two spellings of one language are read: lists of fields with a `name`, and lists of maps from the name to the field, as the Admin
//! API's `/schemas/plugins/<name>` gives them. What is code in Kong has no form here and counts as accepted.

use super::field::{Check, Field, Form, Kind, PluginSchema, SCOPES};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The schema of a plugin: `config` stands at top level, or is one of `fields`; `None` when it is neither.
pub fn plugin(schema: &Value) -> Option<PluginSchema> {
    let own: BTreeMap<&str, &Value> = members(&schema["fields"])
        .chain(members(&schema["field_overrides"]))
        .collect();
    let config = own
        .get("config")
        .copied()
        .or_else(|| schema.get("config"))?;
    let is_open = |scope: &&str| own.get(scope).is_none_or(|it| !is_closed(it));
    let mut config = field(config);
    config.kind = Kind::Record;
    Some(PluginSchema {
        config,
        scopes: SCOPES
            .into_iter()
            .filter(is_open)
            .map(str::to_owned)
            .collect(),
        protocols: own
            .get("protocols")
            .map(|it| texts(&it["elements"]["one_of"]))
            .unwrap_or_default(),
        default_protocols: own
            .get("protocols")
            .map(|it| texts(&it["default"]))
            .unwrap_or_default(),
        checks: checks(schema),
    })
}

/// Whether a foreign field says `eq: null`: the plugin cannot be bound to that kind of entity.
fn is_closed(field: &Value) -> bool {
    field.get("eq").is_some_and(Value::is_null)
}

/// A field.
pub fn field(schema: &Value) -> Field {
    let kind = match schema["type"].as_str() {
        Some("string") => Kind::String,
        Some("number") => Kind::Number,
        Some("integer") => Kind::Integer,
        Some("boolean") => Kind::Boolean,
        Some("array" | "set") => Kind::Array,
        Some("map") => Kind::Map,
        Some("record") => Kind::Record,
        None if schema["fields"].is_array() => Kind::Record,
        _ => Kind::Any,
    };
    let default = Some(&schema["default"]).filter(|it| !it.is_null());
    let items = match kind {
        Kind::Array => schema.get("elements"),
        Kind::Map => schema.get("values"),
        _ => None,
    };
    let mut made = Field {
        kind,
        required: schema["required"] == true && default.is_none() && schema["auto"] != true,
        default: default.cloned(),
        unique: schema["unique"] == true,
        one_of: list(&schema["one_of"]),
        min: schema["between"][0].as_f64(),
        max: schema["between"][1].as_f64(),
        min_len: size(&schema["len_min"]),
        max_len: size(&schema["len_max"]),
        items: items.map(|it| Box::new(field(it))),
        fields: members(&schema["fields"])
            .map(|(name, it)| (name.to_owned(), field(it)))
            .collect(),
        shorthands: members(&schema["shorthand_fields"])
            .map(|(name, it)| (name.to_owned(), shorthand(it)))
            .collect(),
        ..Field::default()
    };
    if let Some(size) = size(&schema["len_eq"]) {
        (made.min_len, made.max_len) = (Some(size), Some(size));
    }
    add_rules(&mut made, schema);
    made
}

/// An older name: never required, and what it stands for where that is said.
fn shorthand(schema: &Value) -> Field {
    let path = texts(&schema["deprecation"]["replaced_with"][0]["path"]);
    Field {
        required: false,
        default: None,
        stands_for: (!path.is_empty()).then(|| path.join(".")),
        ..field(schema)
    }
}

/// What Kong's language says beyond a JSON schema: bounds, forms and patterns of the value itself, and rules over its fields.
pub fn add_rules(field: &mut Field, schema: &Value) {
    let patterns = |key: &str| {
        list(&schema[key])
            .into_iter()
            .map(|it| it["pattern"].clone())
    };
    field.greater_than = schema["gt"].as_f64();
    field.form = form(schema);
    field.not_one_of = list(&schema["not_one_of"]);
    field.all_patterns = strings(patterns("match_all").chain([schema["match"].clone()]));
    field.no_pattern = strings(patterns("match_none"));
    field.any_pattern = texts(&schema["match_any"]["patterns"]);
    field.keys = schema
        .get("keys")
        .filter(|_| field.kind == Kind::Map)
        .map(|it| Box::new(self::field(it)));
    field.checks = checks(schema);
}

/// Add the rules of a schema in Kong's language to one that was read from elsewhere, field by field where both agree.
pub fn overlay(target: &mut Field, schema: &Value) {
    let known = field(schema);
    if known.kind != target.kind {
        return;
    }
    add_rules(target, schema);
    if target.kind == Kind::String {
        target.min_len = known.min_len;
    }
    for (name, it) in members(&schema["fields"]) {
        if let Some(member) = target.fields.get_mut(name) {
            overlay(member, it);
        }
    }
    for (name, it) in members(&schema["shorthand_fields"]) {
        if let Some(member) = target.shorthands.get_mut(name) {
            member.stands_for = shorthand(it).stands_for;
        }
    }
    let inner = if target.kind == Kind::Map {
        &schema["values"]
    } else {
        &schema["elements"]
    };
    if let Some(items) = &mut target.items {
        overlay(items, inner);
    }
}

/// The rules over several fields that can be judged without Kong's code. "At least one" says nothing beside "exactly one".
pub fn checks(schema: &Value) -> Vec<Check> {
    let all: Vec<Check> = list(&schema["entity_checks"])
        .into_iter()
        .map(plain_matchers)
        .filter_map(|check| serde_json::from_value(check).ok())
        .collect();
    let is_implied = |check: &Check| match check {
        Check::AtLeastOneOf(fields) => all.contains(&Check::OnlyOneOf(fields.clone())),
        _ => false,
    };
    all.iter()
        .filter(|check| !is_implied(check))
        .cloned()
        .collect()
}

/// A rule with its matchers in the few words that the table has: a pattern that is one word is that word, a demand for null or for an
/// empty list is one for nothing.
fn plain_matchers(mut check: Value) -> Value {
    let rules = check.as_object_mut().into_iter().flat_map(Map::values_mut);
    for rule in rules.filter_map(Value::as_object_mut) {
        for name in ["if_match", "then_match"] {
            if let Some(Value::Object(matcher)) = rule.get_mut(name) {
                *matcher = std::mem::take(matcher)
                    .into_iter()
                    .filter_map(|(key, value)| plain_matcher(key, value))
                    .collect();
            }
        }
    }
    check
}

fn plain_matcher(key: String, value: Value) -> Option<(String, Value)> {
    let plain = |key: &str, value: Value| Some((key.to_owned(), value));
    match (key.as_str(), &value) {
        ("eq", Value::Null) => plain("required", false.into()),
        ("len_eq", _) if value == 0 => plain("required", false.into()),
        ("match", _) => match word(&value) {
            Some(word) => plain("eq", word),
            None => Some((key, value)),
        },
        ("match_any", _) => {
            let words: Option<Vec<Value>> = list(&value["patterns"]).iter().map(word).collect();
            match words {
                Some(words) => plain("one_of", words.into()),
                None => Some((key, value)),
            }
        }
        ("elements", _) if value["not_one_of"].is_array() => {
            plain("no_element", value["not_one_of"].clone())
        }
        _ => Some((key, value)),
    }
}

/// The one text that a pattern matches.
fn word(pattern: &Value) -> Option<Value> {
    let word = pattern.as_str()?.strip_prefix('^')?.strip_suffix('$')?;
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    word.bytes().all(is_word).then(|| word.into())
}

fn form(schema: &Value) -> Option<Form> {
    if schema["uuid"] == true {
        Some(Form::Uuid)
    } else if schema["is_regex"] == true {
        Some(Form::Regex)
    } else {
        serde_json::from_value(schema["custom_validator"].clone()).ok()
    }
}

/// Fields with their names, in either spelling.
fn members(fields: &Value) -> impl Iterator<Item = (&str, &Value)> {
    fields.as_array().into_iter().flatten().flat_map(|it| {
        let named = it["name"].as_str().map(|name| (name, it));
        let keyed = it.as_object().filter(|_| named.is_none());
        named.into_iter().chain(
            keyed
                .into_iter()
                .flatten()
                .map(|(name, it)| (name.as_str(), it)),
        )
    })
}

fn list(value: &Value) -> Vec<Value> {
    value.as_array().cloned().unwrap_or_default()
}

fn size(value: &Value) -> Option<usize> {
    value.as_u64().and_then(|it| usize::try_from(it).ok())
}

fn strings(values: impl Iterator<Item = Value>) -> Vec<String> {
    values
        .filter_map(|it| it.as_str().map(str::to_owned))
        .collect()
}

pub(super) fn texts(value: &Value) -> Vec<String> {
    strings(list(value).into_iter())
}
