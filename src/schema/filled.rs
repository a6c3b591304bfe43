//! A value with everything that Kong fills in: the defaults of its fields, and fields under their own names where older ones are used.

use super::field::{Field, Kind};
use serde_json::{Map, Value};

/// Fill in a value; null counts as nothing. A record that is left out has the defaults of its fields, if it has any: the published
/// schemas do not tell which records Kong leaves out.
pub fn fill(field: &Field, value: &mut Value) {
    if value.is_null()
        && let Some(default) = &field.default
    {
        value.clone_from(default);
    }
    match (field.kind, &mut *value) {
        (Kind::Record, Value::Object(record)) => fill_record(field, record),
        (Kind::Record, Value::Null) => {
            let mut record = Map::new();
            fill_record(field, &mut record);
            if !record.is_empty() {
                *value = Value::Object(record);
            }
        }
        (Kind::Array, Value::Array(items)) => {
            if let Some(item) = &field.items {
                for value in items {
                    fill(item, value);
                }
            }
        }
        (Kind::Map, Value::Object(entries)) => {
            if let Some(item) = &field.items {
                for value in entries.values_mut() {
                    fill(item, value);
                }
            }
        }
        _ => {}
    }
}

/// The same for the fields of a record.
pub fn fill_record(field: &Field, record: &mut Map<String, Value>) {
    for (older, known) in &field.shorthands {
        if let Some(path) = &known.stands_for
            && let Some(value) = record.remove(older).filter(|value| !value.is_null())
        {
            put(record, path, value);
        }
    }
    for (name, member) in &field.fields {
        let mut value = record.remove(name).unwrap_or_default();
        fill(member, &mut value);
        if !value.is_null() {
            record.insert(name.clone(), value);
        }
    }
}

/// Put a value at a dotted path where nothing is.
fn put(record: &mut Map<String, Value>, path: &str, value: Value) {
    let (step, rest) = match path.split_once('.') {
        Some((step, rest)) => (step, Some(rest)),
        None => (path, None),
    };
    let at = record.entry(step).or_insert(Value::Null);
    match (rest, &mut *at) {
        (None, Value::Null) => *at = value,
        (Some(rest), Value::Object(inner)) => put(inner, rest, value),
        (Some(rest), Value::Null) => {
            let mut inner = Map::new();
            put(&mut inner, rest, value);
            *at = Value::Object(inner);
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::options::KongVersion;
    use crate::schema::plugins;
    use serde_json::json;

    fn filled(plugin: &str, minor: u32, config: Value) -> Value {
        let known = plugins::find(plugin, KongVersion::new(3, minor, 0), false).unwrap();
        let mut config = config;
        fill(&known.schema.config, &mut config);
        config
    }

    #[test]
    fn records_are_filled_with_the_defaults_of_their_fields() {
        let config = filled("rate-limiting", 9, json!({"minute": 5, "policy": null}));
        assert_eq!(config["policy"], "local");
        assert_eq!(config["redis"]["port"], 6379);
        assert_eq!(config["minute"], 5);
        assert!(config.get("hour").is_none());
    }

    #[test]
    fn an_older_name_gives_its_value_to_the_field_that_it_stands_for() {
        let config = filled(
            "rate-limiting",
            9,
            json!({"redis_host": "a", "redis_port": null}),
        );
        assert_eq!(
            (&config["redis"]["host"], &config["redis"]["port"]),
            (&json!("a"), &json!(6379))
        );
        assert!(config.get("redis_host").is_none());
        // What stands under its own name counts.
        let both = json!({"redis_host": "a", "redis": {"host": "b"}});
        assert_eq!(filled("rate-limiting", 9, both)["redis"]["host"], "b");
    }

    #[test]
    fn versions_fill_in_what_they_have() {
        let pattern = |minor| filled("request-size-limiting", minor, json!({}));
        assert_eq!(pattern(4)["size_unit"], "megabytes");
        assert!(filled("key-auth", 4, json!({})).get("realm").is_none());
    }
}
