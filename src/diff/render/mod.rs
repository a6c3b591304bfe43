//! The same diff for different readers: one file per format. Nothing here does I/O.

pub mod json;
pub mod markdown;
pub mod text;
pub mod unified;

use super::equality::{Class, FieldChange};
use super::setting::SettingChange;
use super::{Action, Change, Diff};
use crate::escape::line::clean;
use crate::kong::source::Place;
use serde_json::Value;
use std::collections::HashSet;

/// How much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// Of changed entities what changes, of the others their names.
    Changes,
    /// Created and deleted entities with their content, too.
    Full,
}

impl Action {
    /// decK's word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Create => "creating",
            Self::Update => "updating",
            Self::Delete => "deleting",
        }
    }
}

/// Where a change was written, new side first.
fn places(change: &Change) -> String {
    let mut texts = Vec::new();
    if let Some(place) = &change.new_place {
        texts.push(place_text(place));
    }
    if let Some(place) = &change.old_place {
        let text = place_text(place);
        if !texts.contains(&text) {
            texts.push(if change.new_place.is_some() {
                format!("was {text}")
            } else {
                text
            });
        }
    }
    texts.join(", ")
}

/// What happens to a setting, on one line.
fn setting_text(change: &SettingChange) -> String {
    format!("settings changed: {}", clean(&change.text()))
}

/// A place, such that it cannot steer a terminal.
fn place_text(place: &Place) -> String {
    clean(&place.to_string())
}

/// A value on one line.
fn value_text(value: &Value) -> String {
    clean(&value.to_string())
}

/// The lines that say what changes in a field: `-` and `+`, lists by their members.
fn field_lines(field: &FieldChange) -> Vec<(char, String)> {
    match (&field.old, &field.new) {
        (Some(Value::Array(old)), Some(Value::Array(new))) if field.class == Class::Changed => {
            let (before, after): (HashSet<&Value>, HashSet<&Value>) =
                (old.iter().collect(), new.iter().collect());
            let gone = old
                .iter()
                .filter(|item| !after.contains(item))
                .map(|item| ('-', value_text(item)));
            let came = new
                .iter()
                .filter(|item| !before.contains(item))
                .map(|item| ('+', value_text(item)));
            let lines: Vec<_> = gone.chain(came).collect();
            if lines.is_empty() {
                whole(field)
            } else {
                lines
            }
        }
        _ => whole(field),
    }
}

fn whole(field: &FieldChange) -> Vec<(char, String)> {
    let old = field.old.iter().map(|value| ('-', value_text(value)));
    let new = field.new.iter().map(|value| ('+', value_text(value)));
    old.chain(new).collect()
}

/// What was left out of the comparison, in words.
fn remarks(diff: &Diff) -> Vec<String> {
    let mut remarks = Vec::new();
    if diff.ignored > 0 {
        remarks.push(format!(
            "Left alone: {} (entities that no manifest made, or without the selected tags)",
            diff.ignored
        ));
    }
    if diff.not_compared > 0 {
        remarks.push(format!(
            "Not compared: {} (values that a template gives, a gateway filled in, or a dump hides)",
            diff.not_compared
        ));
    }
    remarks.extend(
        diff.duplicates
            .iter()
            .map(|what| format!("Duplicate: {what}")),
    );
    remarks
}
