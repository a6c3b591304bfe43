//! The impact on requests, for people.

use super::{Change, Impact};
use std::fmt::Write;

/// Classes that a report lists; beyond them it counts.
const MOST: usize = 100;

/// Plain text, one line for each class of requests.
pub fn text(impact: &Impact) -> String {
    let mut text = format!("{}\n", headline(impact));
    for change in impact.changes.iter().take(MOST) {
        let _ = writeln!(text, "  {}", change.sentence());
    }
    if let Some(more) = more(impact) {
        let _ = writeln!(text, "  {more}");
    }
    if !impact.shadowed.is_empty() {
        text.push_str("routes that no request reaches:\n");
        for route in impact.shadowed.iter().take(MOST) {
            let _ = writeln!(text, "  {route}");
        }
    }
    text
}

/// A folded section of a pull request comment.
pub fn markdown(impact: &Impact) -> String {
    let mut text = format!("<details><summary>{}</summary>\n\n", headline(impact));
    for change in impact.changes.iter().take(MOST) {
        let _ = writeln!(text, "- `{}`", line(change));
    }
    if let Some(more) = more(impact) {
        let _ = writeln!(text, "- {more}");
    }
    if !impact.shadowed.is_empty() {
        text.push_str("\nRoutes that no request reaches:\n\n");
        for route in impact.shadowed.iter().take(MOST) {
            let _ = writeln!(text, "- `{route}`");
        }
    }
    text.push_str("\n</details>\n");
    text
}

fn headline(impact: &Impact) -> String {
    match impact.changes.len() {
        0 => format!(
            "requests: none of {} tried is answered differently",
            impact.requests
        ),
        1 => format!(
            "requests: 1 kind is answered differently ({} tried)",
            impact.requests
        ),
        kinds => format!(
            "requests: {kinds} kinds are answered differently ({} tried)",
            impact.requests
        ),
    }
}

fn more(impact: &Impact) -> Option<String> {
    let rest = impact.changes.len().checked_sub(MOST)?;
    (rest > 0).then(|| format!("and {rest} more kinds"))
}

/// A backtick or a line break would end the code span.
fn line(change: &Change) -> String {
    change
        .sentence()
        .replace('`', "'")
        .replace(char::is_control, " ")
}
