//! For a terminal, in decK's habit: creating, updating with what changes, deleting, a summary. Danger first.

use super::{Detail, field_lines, place_text, places, remarks, setting_text};
use crate::diag::render::text::Style;
use crate::diff::equality::Class;
use crate::diff::{Action, Change, Diff};
use crate::escape::line::clean;
use crate::kong::source::Place;
use std::fmt::Write;

/// The diff as text.
pub fn render(diff: &Diff, style: Style, detail: Detail) -> String {
    let paint = Paint(style);
    let mut out = String::new();
    for change in &diff.settings {
        let place = in_brackets(change.place.as_ref());
        line(&mut out, &paint.danger(&setting_text(change)), &place);
    }
    if !diff.settings.is_empty() {
        out.push('\n');
    }
    for danger in &diff.dangers {
        let place = in_brackets(danger.place.as_ref());
        line(
            &mut out,
            &paint.danger(&format!("danger: {}", clean(&danger.message))),
            &place,
        );
    }
    if !diff.dangers.is_empty() {
        out.push('\n');
    }
    for change in &diff.changes {
        change_text(&mut out, change, paint, detail);
    }
    line(&mut out, &paint.bold("Summary:"), "");
    for (label, action) in [
        ("Created", Action::Create),
        ("Updated", Action::Update),
        ("Deleted", Action::Delete),
    ] {
        line(&mut out, &format!("  {label}: {}", diff.count(action)), "");
    }
    for remark in remarks(diff) {
        line(&mut out, &format!("  {}", clean(&remark)), "");
    }
    out
}

fn in_brackets(place: Option<&Place>) -> String {
    place
        .map(|place| format!("  ({})", place_text(place)))
        .unwrap_or_default()
}

fn line(out: &mut String, text: &str, rest: &str) {
    out.push_str(text);
    out.push_str(rest);
    out.push('\n');
}

fn change_text(out: &mut String, change: &Change, paint: Paint, detail: Detail) {
    let title = format!(
        "{} {} {}",
        change.action.as_str(),
        clean(change.kind.as_str()),
        clean(&change.title)
    );
    let places = places(change);
    let places = if places.is_empty() {
        places
    } else {
        format!("  ({places})")
    };
    line(out, &paint.action(change.action, &title), &places);
    for field in &change.fields {
        let note = match field.class {
            Class::Changed => "",
            Class::Reordered => " (reordered)",
            Class::Replaced => " (decK deletes the entity and creates it again)",
        };
        line(out, &format!("  {}:{note}", clean(&field.path_text())), "");
        for (sign, text) in field_lines(field) {
            line(out, &paint.sign(sign, &format!("  {sign} {text}")), "");
        }
    }
    if detail == Detail::Full && change.fields.is_empty() {
        let sign = if change.action == Action::Delete {
            '-'
        } else {
            '+'
        };
        for text in super::unified::body(change.new.as_ref().or(change.old.as_ref())).lines() {
            line(
                out,
                &paint.sign(sign, &format!("  {sign} {}", clean(text))),
                "",
            );
        }
    }
}

/// Colours as decK uses them.
#[derive(Clone, Copy)]
struct Paint(Style);

impl Paint {
    fn wrap(self, code: &str, text: &str) -> String {
        match self.0 {
            Style::Plain => text.to_owned(),
            Style::Colored => {
                let mut painted = String::with_capacity(text.len() + 12);
                write!(painted, "\u{1b}[{code}m{text}\u{1b}[0m")
                    .expect("writing to a String cannot fail");
                painted
            }
        }
    }

    fn danger(self, text: &str) -> String {
        self.wrap("1;31", text)
    }

    fn bold(self, text: &str) -> String {
        self.wrap("1", text)
    }

    fn action(self, action: Action, text: &str) -> String {
        let code = match action {
            Action::Create => "32",
            Action::Update => "33",
            Action::Delete => "31",
        };
        self.wrap(code, text)
    }

    fn sign(self, sign: char, text: &str) -> String {
        self.wrap(if sign == '-' { "31" } else { "32" }, text)
    }
}
