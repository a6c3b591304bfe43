//! For a pull request: a headline, what not to miss, a table, folded details, never longer than a comment may be.

mod alike;

use super::{field_lines, place_text, places, remarks, unified};
use crate::diff::entity::Kind;
use crate::diff::{Action, Diff};
use crate::escape::line::clean;
use crate::escape::markdown::{block, cell, code, html_code, short};
use crate::kong::source::Place;
use alike::Group;
use std::collections::BTreeMap;

/// The most characters a comment may have, with room for the note that says it was cut.
const LIMIT: usize = 65_000;
const NOTE_ROOM: usize = 400;

/// The diff as Markdown. `impact` is what it does to requests, piece by piece, each of which may be the last that fits.
pub fn render(diff: &Diff, impact: &[String]) -> String {
    let mut page = Page::default();
    page.add(&format!("### Kong: {}\n", headline(diff)));
    if !diff.settings.is_empty() {
        page.add("\n> [!WARNING]\n");
        for change in &diff.settings {
            let place = in_brackets(change.place.as_ref());
            let what = code(&short(&change.text()));
            page.add(&format!("> - settings changed: {what}{place}\n"));
        }
    }
    if !diff.dangers.is_empty() {
        page.add("\n> [!CAUTION]\n");
        for danger in &diff.dangers {
            let place = in_brackets(danger.place.as_ref());
            page.add(&format!("> - {}{place}\n", code(&short(&danger.message))));
        }
    }
    if !diff.changes.is_empty() {
        // What becomes of requests is worth more than the last rows of a long table.
        let wanted: usize = impact.iter().map(|piece| piece.chars().count()).sum();
        page.reserve(wanted.min(LIMIT / 2));
        page.add("\n| | Kind | Name | Where |\n|---|---|---|---|\n");
        for group in alike::groups(&diff.changes) {
            page.add(&row(&group));
        }
        page.resume();
    }
    for piece in impact {
        page.add(piece);
    }
    if !diff.changes.is_empty() {
        page.add("\n");
        for group in alike::groups(&diff.changes) {
            page.add(&details(&group));
        }
    }
    for remark in remarks(diff) {
        page.add(&format!("\n{}\n", code(&short(&remark))));
    }
    page.finish()
}

fn in_brackets(place: Option<&Place>) -> String {
    place
        .map(|place| format!(" ({})", code(&short(&place_text(place)))))
        .unwrap_or_default()
}

/// `2 routes added, 1 changed; plugin key-auth removed from 3 routes`
pub fn headline(diff: &Diff) -> String {
    if diff.is_empty() {
        return "no changes".to_owned();
    }
    let mut counts: BTreeMap<(&Kind, Action), usize> = BTreeMap::new();
    let mut removed: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for change in &diff.changes {
        let plugin = change
            .old
            .as_ref()
            .filter(|_| change.kind == Kind::Plugin && change.action == Action::Delete);
        if let Some(plugin) = plugin {
            let from = alike::scope(plugin).unwrap_or("everywhere");
            let name = plugin.text("name").unwrap_or_default();
            *removed.entry((name, from)).or_default() += 1;
        } else {
            *counts.entry((&change.kind, change.action)).or_default() += 1;
        }
    }
    let mut parts = Vec::new();
    if !diff.settings.is_empty() {
        parts.push("settings changed".to_owned());
    }
    let mut last_kind = None;
    for ((kind, action), count) in counts {
        let done = match action {
            Action::Create => "added",
            Action::Update => "changed",
            Action::Delete => "deleted",
        };
        let noun = if last_kind == Some(kind) {
            String::new()
        } else {
            format!(" {}", plural_of(kind, count))
        };
        last_kind = Some(kind);
        parts.push(format!("{count}{noun} {done}"));
    }
    for ((plugin, from), count) in removed {
        let plugin = code(&short(plugin));
        parts.push(match from {
            "everywhere" => format!("global plugin {plugin} removed"),
            scope => format!(
                "plugin {plugin} removed from {count} {}",
                plural(&scope.replace('_', " "), count)
            ),
        });
    }
    parts.join(", ")
}

/// Kinds of ours in words; one that a manifest names, as code.
fn plural_of(kind: &Kind, count: usize) -> String {
    match kind {
        Kind::Other(name) => code(&short(name)),
        known => plural(known.as_str(), count),
    }
}

fn plural(noun: &str, count: usize) -> String {
    let noun = noun.replace(['-', '_'], " ");
    if count == 1 || noun.ends_with('s') {
        noun
    } else {
        format!("{noun}s")
    }
}

fn row(group: &Group<'_>) -> String {
    let change = group.first;
    let sign = match change.action {
        Action::Create => "➕",
        Action::Update => "✏️",
        Action::Delete => "➖",
    };
    let kind = match &change.kind {
        Kind::Other(name) => cell(&short(name)),
        known => known.as_str().to_owned(),
    };
    let place = places(change);
    let place = if place.is_empty() {
        place
    } else {
        cell(&short(&place))
    };
    format!(
        "| {sign} | {kind} | {} | {place} |\n",
        cell(&short(&group.title()))
    )
}

fn details(group: &Group<'_>) -> String {
    let change = group.first;
    let body = match change.action {
        Action::Update => change
            .fields
            .iter()
            .flat_map(|field| {
                let head = format!("  {}:\n", clean(&field.path_text()));
                let lines = field_lines(field)
                    .into_iter()
                    .map(|(sign, text)| format!("{sign}   {text}\n"));
                std::iter::once(head).chain(lines).collect::<Vec<_>>()
            })
            .collect::<String>(),
        Action::Create => prefixed('+', &unified::body(change.new.as_ref())),
        Action::Delete => prefixed('-', &unified::body(change.old.as_ref())),
    };
    let is_shared = group.titles.len() > 1;
    let titles = group.titles.iter().filter(|_| is_shared);
    let titles = titles.map(|title| format!("  {}\n", clean(title)));
    let body = titles.collect::<String>() + &body;
    let kind = match &change.kind {
        Kind::Other(name) => html_code(&short(name)),
        known => known.as_str().to_owned(),
    };
    format!(
        "<details><summary>{} {kind} {}</summary>\n\n{}\n</details>\n",
        change.action.as_str(),
        html_code(&short(&group.title())),
        block("diff", &body),
    )
}

fn prefixed(sign: char, text: &str) -> String {
    text.lines()
        .map(|line| format!("{sign} {}\n", clean(line)))
        .collect()
}

/// A page that stops growing at the limit, between its pieces.
#[derive(Default)]
struct Page {
    text: String,
    length: usize,
    left_out: usize,
    /// Room that is kept for what comes later.
    reserved: usize,
    is_full: bool,
}

impl Page {
    fn add(&mut self, piece: &str) {
        let length = piece.chars().count();
        self.is_full |= self.length + length + self.reserved > LIMIT - NOTE_ROOM;
        if self.is_full {
            self.left_out += 1;
        } else {
            self.text.push_str(piece);
            self.length += length;
        }
    }

    fn reserve(&mut self, length: usize) {
        self.reserved = length;
    }

    /// Go on with what room was kept for.
    fn resume(&mut self) {
        self.reserved = 0;
        self.is_full = false;
    }

    fn finish(mut self) -> String {
        if self.left_out > 0 {
            let note = format!(
                "\n**Cut here:** {} more rows or details do not fit into a comment. Run `kic2kong diff` to see everything.\n",
                self.left_out
            );
            self.text.push_str(&note);
        }
        self.text
    }
}
