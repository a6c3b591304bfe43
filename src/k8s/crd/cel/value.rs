//! Values. Those of the object are views of its tree, so that nothing is copied to be looked at.

use super::super::structural::{ANY, Others, Shape, Structural, TextForm};
use crate::manifest::node::{Entry, Node, Number, Value as Tree};
use std::ops::Deref;
use std::rc::Rc;

/// A value.
#[derive(Debug, Clone)]
pub(in super::super) enum Value<'v> {
    Null,
    Bool(bool),
    Int(i64),
    Uint(u64),
    Double(f64),
    Text(Text<'v>),
    /// Nanoseconds.
    Duration(i128),
    /// Nanoseconds since the epoch.
    Time(i128),
    /// A list that a rule made.
    List(Rc<Vec<Self>>),
    /// A map that a rule made.
    Map(Rc<Vec<(Self, Self)>>),
    /// A list of the object, with the schema of the list.
    Items(&'v [Node<'v>], &'v Structural),
    /// A map of the object, with its schema.
    Object(&'v [Entry<'v>], &'v Structural),
}

/// A text. To give one that a rule has made to a variable, a list or a map copies nothing: rules do that once for each step.
#[derive(Debug, Clone)]
pub(in super::super) enum Text<'v> {
    /// One of the object or of the rule.
    Written(&'v str),
    /// One that was made.
    Made(Rc<str>),
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Written(text) => text,
            Self::Made(text) => text,
        }
    }
}

impl<'v> From<&'v str> for Text<'v> {
    fn from(text: &'v str) -> Self {
        Self::Written(text)
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self::Made(text.into())
    }
}

impl<'v> Value<'v> {
    /// A value of the object, which its schema gives a type.
    pub(in super::super) fn of(node: &'v Node<'v>, schema: &'v Structural) -> Self {
        match &node.value {
            Tree::Null => Self::Null,
            Tree::Bool(value) => Self::Bool(*value),
            Tree::Number(Number::Int(value)) => match schema.shape {
                #[expect(clippy::cast_precision_loss, reason = "as the API server does")]
                Shape::Number => Self::Double(*value as f64),
                _ => Self::Int(*value),
            },
            #[expect(clippy::cast_precision_loss, reason = "as the API server does")]
            Tree::Number(Number::UInt(value)) => Self::Double(*value as f64),
            Tree::Number(Number::Float(value)) => Self::Double(*value),
            Tree::String(text) => match schema.text_form() {
                TextForm::Duration => duration(text).map(Self::Duration),
                TextForm::Time => time(text).map(Self::Time),
                TextForm::Plain => None,
            }
            .unwrap_or(Self::Text((&**text).into())),
            Tree::Sequence(items) => Self::Items(items, schema),
            Tree::Mapping(entries) => Self::Object(entries, schema),
        }
    }

    /// The members of a list.
    pub(super) fn members(&self) -> Option<Members<'_, 'v>> {
        match self {
            Self::List(items) => Some(Members::Made(items)),
            Self::Items(items, schema) => Some(Members::Written(items, schema.item())),
            _ => None,
        }
    }

    /// How many members a list, a map or a text has.
    pub(super) fn size(&self) -> Option<usize> {
        match self {
            Self::List(items) => Some(items.len()),
            Self::Items(items, _) => Some(items.len()),
            Self::Map(entries) => Some(entries.len()),
            Self::Object(entries, _) => Some(entries.len()),
            Self::Text(text) => Some(text.chars().count()),
            _ => None,
        }
    }
}

/// The members of a list, wherever it comes from.
pub(super) enum Members<'l, 'v> {
    Made(&'l [Value<'v>]),
    Written(&'v [Node<'v>], &'v Structural),
}

impl<'v> Members<'_, 'v> {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Made(items) => items.len(),
            Self::Written(items, _) => items.len(),
        }
    }

    pub(super) fn get(&self, index: usize) -> Option<Value<'v>> {
        match self {
            Self::Made(items) => items.get(index).cloned(),
            Self::Written(items, schema) => items.get(index).map(|item| Value::of(item, schema)),
        }
    }
}

/// The member of a map of the object.
pub(super) fn member<'v>(
    entries: &'v [Entry<'v>],
    schema: &'v Structural,
    key: &str,
) -> Option<Value<'v>> {
    let entry = entries.iter().find(|entry| entry.key == key)?;
    Some(Value::of(&entry.node, schema.member(key)))
}

impl Structural {
    /// The schema of a member of a map.
    pub(in super::super) fn member(&self, key: &str) -> &Self {
        match &self.shape {
            Shape::Object { fields, others, .. } => match (fields.get(key), others) {
                (Some(field), _) => field,
                (None, Others::Like(values)) => values,
                (None, Others::Dropped | Others::Kept) => &ANY,
            },
            _ => &ANY,
        }
    }

    /// The schema of an item of a list.
    pub(in super::super) fn item(&self) -> &Self {
        match &self.shape {
            Shape::List { items, .. } => items,
            _ => &ANY,
        }
    }
}

/// A duration as Go writes it, in nanoseconds: `1h30m`, `-1.5s`, `0`.
pub(super) fn duration(text: &str) -> Option<i128> {
    let (sign, mut rest) = match text.strip_prefix('-') {
        Some(rest) => (-1, rest),
        None => (1, text.strip_prefix('+').unwrap_or(text)),
    };
    if rest == "0" {
        return Some(0);
    }
    if rest.is_empty() {
        return None;
    }
    let mut total: i128 = 0;
    while !rest.is_empty() {
        let whole = rest.bytes().take_while(u8::is_ascii_digit).count();
        let (digits, after) = rest.split_at(whole);
        let (fraction, after) = match after.strip_prefix('.') {
            Some(after) => after.split_at(after.bytes().take_while(u8::is_ascii_digit).count()),
            None => ("", after),
        };
        if digits.len() > 18 || digits.is_empty() && fraction.is_empty() {
            return None;
        }
        let units: [(&str, i128); 8] = [
            ("ns", 1),
            ("us", 1_000),
            ("µs", 1_000),
            ("μs", 1_000),
            ("ms", 1_000_000),
            ("s", 1_000_000_000),
            ("m", 60_000_000_000),
            ("h", 3_600_000_000_000),
        ];
        let (unit, factor) = units
            .into_iter()
            .find(|(unit, _)| after.starts_with(unit))?;
        let number: i128 = if digits.is_empty() {
            0
        } else {
            digits.parse().ok()?
        };
        total += number * factor;
        let mut scale = factor;
        for digit in fraction.bytes().take(12) {
            scale /= 10;
            total += i128::from(digit - b'0') * scale;
        }
        rest = &after[unit.len()..];
        if total > i128::from(i64::MAX) {
            return None;
        }
    }
    Some(sign * total)
}

/// A time as RFC 3339 writes it, in nanoseconds.
pub(super) fn time(text: &str) -> Option<i128> {
    let time = text.parse::<jiff::Timestamp>().ok()?;
    Some(time.as_nanosecond())
}
