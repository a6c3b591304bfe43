//! For a terminal.

use super::{Fixes, MOST, MOST_PLACES, first, fix, head, parts, place, remarks};
use crate::escape::line::clean;
use crate::upgrade::{Item, Report};
use std::fmt::Write;

/// The report as text, the verdict first. `requests` are those that are answered otherwise: how many classes, and the text about them.
pub fn render(report: &Report, requests: Option<(usize, &str)>, fixes: Fixes) -> String {
    let mut out = format!("{}\n", report.verdict(requests.map(|(count, _)| count)));
    let between = &report.between;
    let _ = writeln!(out, "from {} to {}", between.old, between.new);
    for (position, (title, items)) in parts(report).into_iter().enumerate() {
        if !items.is_empty() {
            let _ = writeln!(out, "\n{title}:");
            let (items, more) = first(items, MOST);
            for item in items {
                add(&mut out, item, fixes);
            }
            if more > 0 {
                let _ = writeln!(out, "  and {more} more");
            }
        }
        if let (0, Some((_, text))) = (position, requests) {
            let _ = write!(out, "\n{text}");
        }
    }
    out
}

fn add(out: &mut String, item: &Item, fixes: Fixes) {
    let (spots, more) = first(&item.spots, MOST_PLACES);
    let message = clean(&format!("{}{}", head(item), item.message));
    let _ = writeln!(out, "  {message}");
    for remark in remarks(item) {
        let _ = writeln!(out, "    {}", clean(&remark));
    }
    for spot in spots {
        let _ = writeln!(out, "    - {}", clean(&place(spot)));
        if fixes == Fixes::Told {
            for line in fix(spot) {
                let _ = writeln!(out, "      {}", clean(&line));
            }
        }
    }
    if more > 0 {
        let _ = writeln!(out, "    - and {more} more");
    }
}
