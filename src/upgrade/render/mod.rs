//! The report of an upgrade, for people and for programs: one file per format. Nothing here does I/O.

pub mod json;
pub mod markdown;
pub mod text;

use super::{Item, Kind, Report, Spot};
use crate::diag::Location;
use crate::origin::Origin;

/// Items and places that a report for people lists; beyond them it counts.
const MOST: usize = 100;

/// Places of one item that a report for people lists.
const MOST_PLACES: usize = 16;

/// Whether edits are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fixes {
    /// Under each item.
    Told,
    /// Not at all.
    Untold,
}

/// The parts with their titles, but for the requests, which stand behind the first.
fn parts(report: &Report) -> [(&'static str, &[Item]); 4] {
    [
        ("Refused", &report.refused),
        ("Behaves otherwise", &report.behaviour),
        ("Not read any more", &report.ignored),
        ("Read only now", &report.read),
    ]
}

/// Who refuses, and the code; for other items nothing.
fn head(item: &Item) -> String {
    let by = match item.field.as_deref() {
        _ if item.kind != Kind::Refused => return String::new(),
        Some("kong") => "Kong refuses",
        Some("api-server") => "the API server refuses",
        _ => "the controller refuses",
    };
    format!("{by} [{}]: ", item.subject)
}

/// A place, with the object there.
fn place(spot: &Spot) -> String {
    let object = match &spot.location {
        Location::Field(Origin { object, .. }) => object.key.to_string(),
        Location::Text { .. } => String::new(),
    };
    spot.place.as_ref().map_or(object, ToString::to_string)
}

/// The first of many, and how many more there are.
fn first<T>(items: &[T], most: usize) -> (&[T], usize) {
    let (first, rest) = items.split_at(items.len().min(most));
    (first, rest.len())
}

/// What is said below an item beside its places: what follows, and what to do.
fn remarks(item: &Item) -> impl Iterator<Item = String> {
    let consequence = item.consequence.clone();
    let hint = item.hint.as_ref().map(|hint| format!("hint: {hint}"));
    consequence.into_iter().chain(hint)
}

/// What is said below a place of its edit.
fn fix(spot: &Spot) -> Vec<String> {
    use super::fix::Fix;
    match &spot.fix {
        Fix::None => Vec::new(),
        Fix::Wanted(edit) => vec![format!("fix: {}", edit.sentence())],
        Fix::ByHand(edit, why) => vec![format!("fix by hand: {} ({why})", edit.sentence())],
    }
}
