//! A plugin's configuration against its schema: unknown fields, types, values, bounds, forms, and what is missing.

use super::checks::{self, Root, View};
use super::schema::{Field, Kind};
use super::{forms, lua_pattern};
use crate::diag::similar::similar;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// A fault in a configuration.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Finding {
    /// The way to the field from `config`; list positions count from 0.
    pub path: Vec<Step>,
    /// What is wrong.
    pub fault: Fault,
}

/// A step into a configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    /// A field.
    Field(String),
    /// A key of a map.
    Key(String),
    /// A list position.
    Item(usize),
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Fault {
    /// No such field; the one that may have been meant.
    Unknown(Option<String>),
    /// Another type: expected and found.
    WrongType(&'static str, &'static str),
    /// Not one of these.
    NotInList(String, Vec<String>),
    /// One of the values that it must not be.
    Excluded(String),
    /// Outside these bounds.
    OutOfRange(String, String),
    /// Empty, or too short.
    Empty,
    /// Another form is expected.
    BadFormat(Cow<'static, str>),
    /// Must be there.
    Missing,
    /// One of these fields must be there.
    NoneOf(Vec<String>),
    /// Exactly one of these fields must be there.
    NotOneOf(Vec<String>),
    /// A rule; in words.
    Conflict(String),
}

/// What ends the words for a length.
pub(super) const LENGTH: &str = " long";

/// Everything that is wrong with `config`.
pub(super) fn validate(schema: &Field, config: &Map<String, Value>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if schema.kind == Kind::Record {
        record(schema, config, &mut Vec::new(), &mut findings);
    }
    findings
}

fn note(findings: &mut Vec<Finding>, path: &[Step], fault: Fault) {
    findings.push(Finding {
        path: path.to_vec(),
        fault,
    });
}

fn value(field: &Field, value: &Value, path: &mut Vec<Step>, findings: &mut Vec<Finding>) {
    if !field.alternatives.is_empty() {
        return findings.extend(nearest(&field.alternatives, value, path));
    }
    match (field.kind, value) {
        (Kind::Any, _) => {}
        // A field without value is one that is not there; but no list or map has a place for nothing.
        (_, Value::Null) => {
            if matches!(path.last(), Some(Step::Item(_) | Step::Key(_))) {
                note(findings, path, Fault::Missing);
            }
        }
        (Kind::Record, Value::Object(map)) => record(field, map, path, findings),
        (Kind::Map, Value::Object(map)) => {
            length(field, map.len(), path, findings);
            for (key, item) in map {
                within(Step::Key(key.clone()), path, |path| {
                    if let Some(keys) = &field.keys {
                        string(keys, key, path, findings);
                    }
                    if let Some(items) = &field.items {
                        self::value(items, item, path, findings);
                    }
                });
            }
        }
        (Kind::Array, Value::Array(list)) => {
            length(field, list.len(), path, findings);
            for (index, item) in list.iter().enumerate() {
                within(Step::Item(index), path, |path| {
                    if let Some(items) = &field.items {
                        self::value(items, item, path, findings);
                    }
                });
            }
        }
        // To Kong an empty map is an empty list, and the other way round.
        (Kind::Array, Value::Object(map)) if map.is_empty() => length(field, 0, path, findings),
        (Kind::Map, Value::Array(list)) if list.is_empty() => length(field, 0, path, findings),
        (Kind::Record, Value::Array(list)) if list.is_empty() => {
            record(field, &Map::new(), path, findings);
        }
        (Kind::String, Value::String(string)) => self::string(field, string, path, findings),
        (Kind::Boolean, Value::Bool(_)) => listed(field, value, path, findings),
        (Kind::Number, Value::Number(_)) => number(field, value, path, findings),
        (Kind::Integer, Value::Number(it)) if it.as_f64().is_some_and(|it| it.fract() == 0.0) => {
            number(field, value, path, findings);
        }
        (kind, other) => {
            note(
                findings,
                path,
                Fault::WrongType(expected(kind), found(other)),
            );
        }
    }
}

/// What is wrong with a value in the light of the form that it comes nearest to; nothing when it has one of them.
fn nearest(alternatives: &[Field], value: &Value, path: &mut Vec<Step>) -> Vec<Finding> {
    alternatives
        .iter()
        .map(|field| {
            let mut findings = Vec::new();
            self::value(field, value, path, &mut findings);
            findings
        })
        .min_by_key(Vec::len)
        .unwrap_or_default()
}

fn within(step: Step, path: &mut Vec<Step>, look: impl FnOnce(&mut Vec<Step>)) {
    path.push(step);
    look(path);
    path.pop();
}

fn record(
    field: &Field,
    map: &Map<String, Value>,
    path: &mut Vec<Step>,
    findings: &mut Vec<Finding>,
) {
    for (key, item) in map {
        let known = field.fields.get(key).or_else(|| field.shorthands.get(key));
        within(Step::Field(key.clone()), path, |path| match known {
            Some(known) => value(known, item, path, findings),
            None => note(
                findings,
                path,
                Fault::Unknown(
                    similar(key, field.fields.keys().map(String::as_str)).map(str::to_owned),
                ),
            ),
        });
    }
    let absent = field.fields.iter().filter(|(name, known)| {
        known.required
            && map.get(*name).is_none_or(Value::is_null)
            && !has_older_name(field, map, name)
    });
    for (name, known) in absent {
        within(Step::Field(name.clone()), path, |path| match known.kind {
            // Kong fills a record from the defaults of its fields, and then judges it.
            Kind::Record => record(known, &Map::new(), path, findings),
            _ => note(findings, path, Fault::Missing),
        });
    }
    let view = View {
        root: Root::Record(field),
        map,
    };
    for fault in checks::broken(&field.checks, view) {
        note(findings, path, fault);
    }
}

/// Whether an older name is used that may stand for the field.
fn has_older_name(field: &Field, map: &Map<String, Value>, name: &str) -> bool {
    field.shorthands.iter().any(|(older, known)| {
        map.contains_key(older)
            && known
                .stands_for
                .as_deref()
                .is_none_or(|path| path.split('.').next() == Some(name))
    })
}

fn string(field: &Field, text: &str, path: &[Step], findings: &mut Vec<Finding>) {
    // Schemas of some versions do not say which texts may be references into a vault.
    if is_reference_text(text) {
        return;
    }
    if text.is_empty() && field.min_len != Some(0) {
        return note(findings, path, Fault::Empty);
    }
    length(field, text.len(), path, findings);
    let value = Value::String(text.to_owned());
    listed(field, &value, path, findings);
    if field.not_one_of.contains(&value) {
        note(findings, path, Fault::Excluded(text.to_owned()));
    }
    let found = |pattern: &String| lua_pattern::matches(pattern, text);
    if let Some(form) = field.form.filter(|form| !forms::has_form(*form, text)) {
        note(
            findings,
            path,
            Fault::BadFormat(forms::in_words(form).into()),
        );
    } else if !field.all_patterns.iter().all(found)
        || field.no_pattern.iter().any(found)
        || !(field.any_pattern.is_empty() || field.any_pattern.iter().any(found))
    {
        note(
            findings,
            path,
            Fault::BadFormat(forms::patterns_in_words(field)),
        );
    }
}

fn length(field: &Field, length: usize, path: &[Step], findings: &mut Vec<Finding>) {
    let (min, max) = (field.min_len.unwrap_or(0), field.max_len);
    if length < min || max.is_some_and(|max| length > max) {
        let fault = if length == 0 {
            Fault::Empty
        } else {
            Fault::OutOfRange(
                format!("{length}{LENGTH}"),
                match max {
                    Some(max) => format!("from {min} to {max} long"),
                    None => format!("at least {min} long"),
                },
            )
        };
        note(findings, path, fault);
    }
}

fn listed(field: &Field, value: &Value, path: &[Step], findings: &mut Vec<Finding>) {
    if !field.one_of.is_empty() && !field.one_of.iter().any(|it| same(it, value)) {
        note(
            findings,
            path,
            Fault::NotInList(shown(value), field.one_of.iter().map(shown).collect()),
        );
    }
}

fn number(field: &Field, value: &Value, path: &[Step], findings: &mut Vec<Finding>) {
    let Some(number) = value.as_f64() else { return };
    let below = field.min.is_some_and(|min| number < min);
    let above = field.max.is_some_and(|max| number > max);
    let not_greater = field.greater_than.is_some_and(|limit| number <= limit);
    if below || above || not_greater {
        let bounds = match (field.greater_than, field.min, field.max) {
            (Some(limit), ..) => format!("greater than {limit}"),
            (None, Some(min), Some(max)) => format!("from {min} to {max}"),
            (None, Some(min), None) => format!("at least {min}"),
            (None, None, Some(max)) => format!("at most {max}"),
            (None, None, None) => String::new(),
        };
        note(findings, path, Fault::OutOfRange(shown(value), bounds));
    } else {
        listed(field, value, path, findings);
    }
}

/// Equal as Kong compares: numbers by value.
pub(super) fn same(one: &Value, other: &Value) -> bool {
    match (one.as_f64(), other.as_f64()) {
        (Some(one), Some(other)) => (one - other).abs() < f64::EPSILON,
        _ => one == other,
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// Whether a value is a reference into a vault.
pub(super) fn is_reference(value: &Value) -> bool {
    value.as_str().is_some_and(is_reference_text)
}

fn is_reference_text(text: &str) -> bool {
    text.starts_with("{vault://") && text.ends_with('}')
}

const fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::Any => "a value",
        Kind::String => "a string",
        Kind::Number => "a number",
        Kind::Integer => "an integer",
        Kind::Boolean => "a boolean",
        Kind::Array => "a list",
        Kind::Record | Kind::Map => "a map",
    }
}

const fn found(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "a map",
    }
}
