//! A value against its schema: unknown fields, types, values, bounds, forms, what is missing, and what does not go together.

use super::checks::{self, Root, View};
use super::field::{Field, Form, Kind};
use super::written::{Shape, Written};
use super::{forms, lua_pattern};
use std::borrow::Cow;

/// A fault in a value.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The way to the field; list positions count from 0.
    pub path: Vec<Step>,
    /// What is wrong.
    pub fault: Fault,
}

/// A step into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A field.
    Field(String),
    /// A key of a map.
    Key(String),
    /// A list position.
    Item(usize),
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// No such field.
    Unknown,
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
    /// No key that Kong can read; in a field of the record.
    BadKey(Option<String>),
    /// Must be there.
    Missing,
    /// One of these fields must be there.
    NoneOf(Vec<String>),
    /// Exactly one of these fields must be there.
    NotOneOf(Vec<String>),
    /// A field does not go together with the value of another one.
    NotWith {
        /// The field at fault.
        field: String,
        /// The other one.
        other: String,
        /// What that one is.
        value: String,
    },
    /// A rule over these fields; in words.
    Conflict(Vec<String>, String),
}

/// What ends the words for a length.
pub const LENGTH: &str = " long";

/// Everything that is wrong with a record.
pub fn validate<W: Written>(schema: &Field, record: &W) -> Vec<Finding> {
    let mut findings = Vec::new();
    if schema.kind == Kind::Record {
        self::record(schema, record, At::Root, &mut findings);
    }
    findings
}

/// Whether a field takes a value.
pub fn takes<W: Written>(field: &Field, value: &W) -> bool {
    let mut findings = Vec::new();
    self::value(field, value, At::Root, &mut findings);
    findings.is_empty()
}

/// Whether a value is a reference into a vault.
pub fn is_reference<W: Written>(value: &W) -> bool {
    matches!(value.shape(), Shape::Text(text) if is_reference_text(text))
}

/// The way to a value, without anything allocated until there is something to tell.
#[derive(Clone, Copy)]
enum At<'p> {
    Root,
    Field(&'p Self, &'p str),
    Key(&'p Self, &'p str),
    Item(&'p Self, usize),
}

impl At<'_> {
    fn steps(&self) -> Vec<Step> {
        let (parent, step) = match self {
            Self::Root => return Vec::new(),
            Self::Field(parent, name) => (parent, Step::Field((*name).to_owned())),
            Self::Key(parent, name) => (parent, Step::Key((*name).to_owned())),
            Self::Item(parent, index) => (parent, Step::Item(*index)),
        };
        let mut steps = parent.steps();
        steps.push(step);
        steps
    }
}

fn note(findings: &mut Vec<Finding>, path: &At<'_>, fault: Fault) {
    findings.push(Finding {
        path: path.steps(),
        fault,
    });
}

fn value<W: Written>(field: &Field, value: &W, path: At<'_>, findings: &mut Vec<Finding>) {
    if !field.alternatives.is_empty() {
        return findings.extend(nearest(&field.alternatives, value, path));
    }
    match (field.kind, value.shape()) {
        (Kind::Any, _) | (_, Shape::Sound) => {}
        // A field without value is one that is not there; but no list or map has a place for nothing.
        (_, Shape::Null) => {
            if matches!(path, At::Item(..) | At::Key(..)) {
                note(findings, &path, Fault::Missing);
            }
        }
        (Kind::Record, Shape::Map) => record(field, value, path, findings),
        (Kind::Map, Shape::Map) => {
            length(field, value.entries().count(), path, findings);
            for (key, item) in value.entries() {
                let path = At::Key(&path, key);
                if let Some(keys) = &field.keys {
                    string(keys, key, path, findings);
                }
                if let Some(items) = &field.items {
                    self::value(items, item, path, findings);
                }
            }
        }
        (Kind::Array, Shape::List(list)) => {
            length(field, list.len(), path, findings);
            if let Some(items) = &field.items {
                for (index, item) in list.iter().enumerate() {
                    self::value(items, item, At::Item(&path, index), findings);
                }
            }
        }
        // To Kong an empty map is an empty list, and the other way round.
        (Kind::Array, Shape::Map) if value.entries().next().is_none() => {
            length(field, 0, path, findings);
        }
        (Kind::Map, Shape::List([])) => length(field, 0, path, findings),
        (Kind::Record, Shape::List([])) => record(field, value, path, findings),
        (Kind::String, Shape::Text(text)) => string(field, text, path, findings),
        (Kind::Boolean, Shape::Flag(_)) => listed(field, value, path, findings),
        (Kind::Number, Shape::Number(it)) => number(field, (value, it), path, findings),
        (Kind::Integer, Shape::Number(it)) if it.fract() == 0.0 => {
            number(field, (value, it), path, findings);
        }
        (kind, other) => {
            let fault = Fault::WrongType(expected(kind), found(&other));
            note(findings, &path, fault);
        }
    }
}

/// What is wrong with a value in the light of the form that it comes nearest to; nothing when it has one of them.
fn nearest<W: Written>(alternatives: &[Field], value: &W, path: At<'_>) -> Vec<Finding> {
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

fn record<W: Written>(field: &Field, record: &W, path: At<'_>, findings: &mut Vec<Finding>) {
    let before = findings.len();
    for (key, item) in record.entries() {
        let path = At::Field(&path, key);
        match field.fields.get(key).or_else(|| field.shorthands.get(key)) {
            Some(known) => value(known, item, path, findings),
            None => note(findings, &path, Fault::Unknown),
        }
    }
    let absent = field.fields.iter().filter(|(name, known)| {
        known.required
            && record.entry(name).is_none_or(Written::is_null)
            && !has_older_name(field, record, name)
    });
    for (name, known) in absent {
        missing(known, At::Field(&path, name), findings);
    }
    if field.checks.is_empty() {
        return;
    }
    let wrong: Vec<Step> = if findings.len() > before {
        let depth = path.steps().len();
        let below = findings[before..].iter();
        below
            .filter_map(|finding| finding.path.get(depth).cloned())
            .collect()
    } else {
        Vec::new()
    };
    let view = View {
        root: Root::Record(field),
        record,
    };
    // Kong leaves a rule out when one of its fields is wrong by itself.
    let is_wrong = |name: &str| {
        let first = || name.split('.').next();
        let is_it = |step: &Step| matches!(step, Step::Field(own) if Some(&**own) == first());
        wrong.iter().any(is_it)
    };
    for fault in checks::broken_but(&field.checks, &view, is_wrong) {
        note(findings, &path, fault);
    }
}

/// A field that must be there and is not. Kong fills a record from the defaults of its fields, and then judges it.
fn missing(known: &Field, path: At<'_>, findings: &mut Vec<Finding>) {
    if known.kind == Kind::Record {
        record(known, &serde_json::Value::Null, path, findings);
    } else {
        note(findings, &path, Fault::Missing);
    }
}

/// Whether an older name is used that may stand for the field.
fn has_older_name<W: Written>(field: &Field, record: &W, name: &str) -> bool {
    field.shorthands.iter().any(|(older, known)| {
        record.entry(older).is_some()
            && known
                .stands_for
                .as_deref()
                .is_none_or(|path| path.split('.').next() == Some(name))
    })
}

fn string(field: &Field, text: &str, path: At<'_>, findings: &mut Vec<Finding>) {
    // Schemas of some versions do not say which texts may be references into a vault.
    if is_reference_text(text) {
        return;
    }
    if text.is_empty() && field.min_len != Some(0) {
        return note(findings, &path, Fault::Empty);
    }
    length(field, text.len(), path, findings);
    let is_text = |it: &serde_json::Value| it.as_str() == Some(text);
    if !field.one_of.is_empty() && !field.one_of.iter().any(is_text) {
        let fault = Fault::NotInList(text.to_owned(), field.one_of.iter().map(shown).collect());
        note(findings, &path, fault);
    }
    if field.not_one_of.iter().any(is_text) {
        note(findings, &path, Fault::Excluded(text.to_owned()));
    }
    let found = |pattern: &String| lua_pattern::matches(pattern, text);
    if let Some(form) = field.form.filter(|form| !forms::has_form(*form, text)) {
        let fault = match form {
            Form::PublicKeyPem => Fault::BadKey(None),
            other => Fault::BadFormat(forms::in_words(other).into()),
        };
        note(findings, &path, fault);
    } else if matches!(field.form, Some(Form::RouteHost | Form::UrlPath)) {
        // These forms have the patterns in them, and most entities have such a text.
    } else if !field.all_patterns.iter().all(found)
        || field.no_pattern.iter().any(found)
        || !(field.any_pattern.is_empty() || field.any_pattern.iter().any(found))
    {
        let fault = Fault::BadFormat(forms::patterns_in_words(field));
        note(findings, &path, fault);
    }
}

fn length(field: &Field, length: usize, path: At<'_>, findings: &mut Vec<Finding>) {
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
        note(findings, &path, fault);
    }
}

fn listed<W: Written>(field: &Field, value: &W, path: At<'_>, findings: &mut Vec<Finding>) {
    if !field.one_of.is_empty() && !field.one_of.iter().any(|it| value.is(it)) {
        let allowed = field.one_of.iter().map(shown).collect();
        note(findings, &path, Fault::NotInList(value.shown(), allowed));
    }
    if field.not_one_of.iter().any(|it| value.is(it)) {
        note(findings, &path, Fault::Excluded(value.shown()));
    }
}

fn number<W: Written>(
    field: &Field,
    (value, number): (&W, f64),
    path: At<'_>,
    findings: &mut Vec<Finding>,
) {
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
        note(findings, &path, Fault::OutOfRange(value.shown(), bounds));
    } else {
        listed(field, value, path, findings);
    }
}

fn shown(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    }
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

const fn found<W>(shape: &Shape<'_, W>) -> &'static str {
    match shape {
        Shape::Null => "null",
        Shape::Flag(_) => "a boolean",
        Shape::Number(_) => "a number",
        Shape::Text(_) => "a string",
        Shape::List(_) => "a list",
        Shape::Map | Shape::Sound => "a map",
    }
}
