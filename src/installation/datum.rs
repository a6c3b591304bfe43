//! What a field says, free of the text it was read from, with its place: objects and Helm values alike.

use super::spot::{Base, Spot};
use crate::manifest::node::{Node, Number, Value};
use std::collections::BTreeMap;

/// A value and where it stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Datum {
    /// What it is.
    pub(super) value: Plain,
    /// Its place: a scalar at its value, a map, a list and nothing at their key.
    pub(super) at: Spot,
    /// The place of its key.
    pub(super) key: Spot,
    /// Whether it came out of a Secret.
    pub(super) is_secret: bool,
    /// What stood here in weaker files of values, the weakest first.
    pub(super) beaten: Vec<Self>,
}

/// A value as JSON has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Plain {
    /// Nothing.
    #[default]
    Null,
    /// A truth value.
    Bool(bool),
    /// A number.
    Number(Number),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Datum>),
    /// A map.
    Map(BTreeMap<String, Datum>),
}

impl PartialEq for Datum {
    /// Where a value stands is no part of it.
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl Datum {
    /// What a node says.
    pub(super) fn of(node: &Node<'_>, base: Base) -> Self {
        Self::below(node, base.spot(node.mark), base)
    }

    fn below(node: &Node<'_>, key: Spot, base: Base) -> Self {
        let mut at = base.spot(node.mark);
        let value = match &node.value {
            Value::Null => {
                at = key;
                Plain::Null
            }
            Value::Bool(value) => Plain::Bool(*value),
            Value::Number(value) => Plain::Number(*value),
            Value::String(text) => Plain::Text(text.to_string()),
            Value::Sequence(items) => {
                at = key;
                Plain::List(items.iter().map(|item| Self::of(item, base)).collect())
            }
            Value::Mapping(entries) => {
                at = key;
                let entries = entries.iter().map(|entry| {
                    let key = base.spot(entry.key_mark);
                    (entry.key.to_string(), Self::below(&entry.node, key, base))
                });
                Plain::Map(entries.collect())
            }
        };
        Self {
            value,
            at,
            key,
            is_secret: false,
            beaten: Vec::new(),
        }
    }

    /// A text that stands at a place.
    pub(super) fn text_at(text: impl Into<String>, at: Spot) -> Self {
        Self {
            value: Plain::Text(text.into()),
            at,
            key: at,
            ..Self::default()
        }
    }

    /// An empty map at a place.
    pub(super) fn map_at(at: Spot) -> Self {
        Self {
            value: Plain::Map(BTreeMap::new()),
            at,
            key: at,
            ..Self::default()
        }
    }

    /// The field of a map.
    pub(super) fn get(&self, name: &str) -> Option<&Self> {
        match &self.value {
            Plain::Map(entries) => entries.get(name),
            _ => None,
        }
    }

    /// The field that a route of names leads to.
    pub(super) fn at_path(&self, path: &[&str]) -> Option<&Self> {
        path.iter().try_fold(self, |datum, name| datum.get(name))
    }

    /// The text, when it is one.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.value {
            Plain::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The text of a field.
    pub(super) fn text_of(&self, name: &str) -> Option<&str> {
        self.get(name)?.text()
    }

    /// The items of a list; none of anything else.
    pub(super) fn items(&self) -> &[Self] {
        match &self.value {
            Plain::List(items) => items,
            _ => &[],
        }
    }

    /// The items of a list in a field.
    pub(super) fn items_of(&self, name: &str) -> &[Self] {
        self.get(name).map_or(&[], Self::items)
    }

    /// The entries of a map, by name; none of anything else.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&String, &Self)> {
        let entries = match &self.value {
            Plain::Map(entries) => Some(entries),
            _ => None,
        };
        entries.into_iter().flatten()
    }

    /// Whether a field says `false`.
    pub(super) fn is_off(&self, path: &[&str]) -> bool {
        self.at_path(path)
            .is_some_and(|datum| datum.value == Plain::Bool(false))
    }
}

/// A number as Go's templates print it: those of files are floats (`fmt`: `%v`).
pub(super) fn go_number(number: Number) -> String {
    let value = match number {
        #[expect(clippy::cast_precision_loss, reason = "so does Go's JSON")]
        Number::Int(value) => value as f64,
        #[expect(clippy::cast_precision_loss, reason = "so does Go's JSON")]
        Number::UInt(value) => value as f64,
        Number::Float(value) => value,
    };
    let scientific = format!("{value:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    let exponent: i32 = exponent.parse().unwrap_or_default();
    // `strconv` takes the form with an exponent below -4 and from 6 on.
    if value == 0.0 || (-4..6).contains(&exponent) {
        return value.to_string();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}

/// A number as it was written, as far as YAML keeps that.
pub(super) fn plain_number(number: Number) -> String {
    match number {
        Number::Int(value) => value.to_string(),
        Number::UInt(value) => value.to_string(),
        Number::Float(value) => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_values_are_printed_as_floats() {
        for (number, text) in [
            (Number::Int(1_234_567), "1.234567e+06"),
            (Number::Int(1_000_000), "1e+06"),
            (Number::Int(999_999), "999999"),
            (Number::Int(0), "0"),
            (Number::Int(-5), "-5"),
            (Number::Float(0.5), "0.5"),
            (Number::Float(0.000_01), "1e-05"),
        ] {
            assert_eq!(go_number(number), text);
        }
    }
}
