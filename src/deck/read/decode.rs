//! One entity of a file to its typed struct, with every key accounted for.

use super::Reader;
use super::template::Placeholders;
use crate::diag::deck_file;
use crate::kong::entity::Entity;
use crate::kong::source::Source;
use crate::manifest::node::{Entry, Mark, Node, Number, Value};
use crate::secrecy::parser::without_value;
use serde::de::{DeserializeOwned, Deserializer, Visitor, value::Error};
use serde::forward_to_deserialize_any;
use serde_json::{Map, Value as Json};

/// Keys that decK and Kong write and that mean nothing to anybody else.
const TIMESTAMPS: &[&str] = &["created_at", "updated_at"];

/// The struct of one entity. Keys of `nested` are the caller's business; an unknown key is a warning, a value of the wrong
/// type a problem that leaves that field out. `None` when the entity is no mapping.
pub(super) fn entity<T: DeserializeOwned + Default + Entity>(
    reader: &mut Reader,
    node: &Node<'_>,
    nested: &[&str],
) -> Option<T> {
    let Value::Mapping(entries) = &node.value else {
        reader.problem(deck_file::wrong_type(reader.at(node.mark), "an object"));
        return None;
    };
    let known = fields_of::<T>();
    let is_skipped = |entry: &Entry<'_>| {
        let key = entry.key.as_ref();
        // Kong exports an empty list as an empty object.
        let is_nothing = match &entry.node.value {
            Value::Null => true,
            Value::Mapping(entries) => entries.is_empty(),
            _ => false,
        };
        nested.contains(&key) || TIMESTAMPS.contains(&key) || is_nothing
    };
    let is_field = |entry: &Entry<'_>| known.contains(&entry.key.as_ref()) && !is_skipped(entry);
    let all = fields(entries, &reader.placeholders, is_field);
    let whole = T::deserialize(Json::Object(all));
    let mut wrong = Vec::new();
    let mut unread = Vec::new();
    for entry in entries {
        let key = entry.key.as_ref();
        reader.is_dump |= TIMESTAMPS.contains(&key);
        if is_skipped(entry) {
            continue;
        }
        if !known.contains(&key) {
            reader.problem(deck_file::unknown_key(reader.at(entry.key_mark), key));
        } else if whole.is_err()
            && let Err(problem) = field::<T>(entry, &reader.placeholders)
        {
            wrong.push(key);
            let value = to_json(&entry.node, &reader.placeholders);
            if reader.placeholders.is_placeholder(&value) {
                unread.push(key.to_owned());
            } else {
                let at = reader.at(entry.node.mark);
                reader.problem(deck_file::wrong_field(at, key, &problem));
            }
        }
    }
    // Every field that is wrong was tried alone, and no field depends on another.
    let mut entity = whole.unwrap_or_else(|_| {
        let sound = fields(entries, &reader.placeholders, |entry| {
            is_field(entry) && !wrong.contains(&entry.key.as_ref())
        });
        T::deserialize(Json::Object(sound)).unwrap_or_default()
    });
    let Mark { line, column } = node.mark;
    if !unread.is_empty() {
        reader.unread.insert((line, column), unread);
    }
    entity.set_source(Source::at(line, column));
    Some(entity)
}

/// Some of the entries as a JSON object.
fn fields(
    entries: &[Entry<'_>],
    placeholders: &Placeholders,
    wanted: impl Fn(&Entry<'_>) -> bool,
) -> Map<String, Json> {
    entries
        .iter()
        .filter(|entry| wanted(entry))
        .map(|entry| {
            let mut value = to_json(&entry.node, placeholders);
            // Kong exports every field that a record may have; in the configuration of a plugin null may mean something.
            if entry.key != "config" {
                drop_nulls(&mut value);
            }
            (entry.key.clone().into_owned(), value)
        })
        .collect()
}

/// Leave out what is null in objects.
fn drop_nulls(value: &mut Json) {
    match value {
        Json::Object(fields) => {
            fields.retain(|_, value| !value.is_null());
            fields.values_mut().for_each(drop_nulls);
        }
        Json::Array(items) => items.iter_mut().for_each(drop_nulls),
        _ => {}
    }
}

/// An entity of one field, or why that field cannot hold its value. Every field of every entity may be absent.
fn field<T: DeserializeOwned>(entry: &Entry<'_>, placeholders: &Placeholders) -> Result<T, String> {
    let alone = fields(std::slice::from_ref(entry), placeholders, |_| true);
    T::deserialize(Json::Object(alone)).map_err(|error| without_value(&error.to_string()))
}

/// A tree as JSON, its placeholders back in their places.
pub(super) fn to_json(node: &Node<'_>, placeholders: &Placeholders) -> Json {
    match &node.value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Number(Number::Int(value)) => Json::from(*value),
        Value::Number(Number::UInt(value)) => Json::from(*value),
        Value::Number(Number::Float(value)) => Json::from(*value),
        Value::String(text) => Json::String(placeholders.restore(text)),
        Value::Sequence(items) => items
            .iter()
            .map(|item| to_json(item, placeholders))
            .collect(),
        Value::Mapping(entries) => entries
            .iter()
            .map(|entry| {
                (
                    placeholders.restore(&entry.key),
                    to_json(&entry.node, placeholders),
                )
            })
            .collect(),
    }
}

/// The names of the fields that a struct reads.
fn fields_of<T: DeserializeOwned>() -> &'static [&'static str] {
    let mut probe = Probe { fields: &[] };
    // The probe never gives a value: the error is its way out.
    let _ = T::deserialize(&mut probe);
    probe.fields
}

/// Asks a type for its fields.
struct Probe {
    fields: &'static [&'static str],
}

impl<'de> Deserializer<'de> for &mut Probe {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        Err(serde::de::Error::custom("only structs have fields"))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.fields = fields;
        self.deserialize_any(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit
        unit_struct newtype_struct seq tuple tuple_struct map enum identifier ignored_any
    }
}
