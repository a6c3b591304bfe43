//! Edits as a unified diff. The lines around an edit are shown as far as they may be; `git apply` asks for one behind it at least,
//! which the layout sees to.

use super::layout::{self, Edits};
use super::visible::Visible;
use std::collections::BTreeSet;
use std::fmt::Write;

/// How many lines stand around an edit at most.
const AROUND: u32 = 3;

/// The diff of a file; nothing when it has no edits.
pub(super) fn of(name: &str, text: &str, edits: &Edits, visible: &Visible<'_>) -> String {
    if edits.is_empty() {
        return String::new();
    }
    let lines = &*visible.texts;
    let end = layout::line_end(text);
    // A tab behind the name tells where it ends.
    let tab = if name.contains(' ') { "\t" } else { "" };
    let mut patch = format!("--- a/{name}{tab}\n+++ b/{name}{tab}\n");
    let mut added = 0;
    for (first, last) in hunks(edits, lines, visible) {
        let mut body = String::new();
        let (mut old, mut new) = (0_u32, 0_u32);
        for number in first..=last {
            let edit = edits.get(&number);
            for line in edit.iter().flat_map(|edit| &edit.before) {
                let _ = write!(body, "+{line}{end}");
                new += 1;
            }
            let Some(line) = lines.get(number as usize - 1) else {
                continue;
            };
            old += 1;
            new += 1;
            match edit.filter(|edit| !edit.splices.is_empty()) {
                None => push(&mut body, ' ', line),
                Some(edit) => {
                    push(&mut body, '-', line);
                    push(&mut body, '+', &layout::spliced(line, edit));
                }
            }
        }
        let (old_start, new_start) = (if old == 0 { first - 1 } else { first }, first + added);
        let _ = write!(patch, "@@ -{old_start},{old} +{new_start},{new} @@\n{body}");
        added += new - old;
    }
    patch
}

fn push(body: &mut String, sign: char, line: &str) {
    body.push(sign);
    body.push_str(line);
    if !line.ends_with('\n') {
        body.push_str("\n\\ No newline at end of file\n");
    }
}

/// First and last line of each piece of the file that is shown; the line behind the end counts as one.
fn hunks(edits: &Edits, lines: &[&str], visible: &Visible<'_>) -> Vec<(u32, u32)> {
    let end = u32::try_from(lines.len()).unwrap_or(u32::MAX);
    let mut shown = BTreeSet::new();
    for (&line, edit) in edits {
        shown.insert(line);
        let before = (1..line).rev().take(AROUND as usize);
        shown.extend(before.take_while(|&line| visible.has(line)));
        let is_changed = !edit.splices.is_empty();
        let from = if is_changed { line + 1 } else { line };
        let behind = (from..=end).take(AROUND as usize);
        shown.extend(behind.take_while(|&line| visible.has(line)));
    }
    let mut hunks: Vec<(u32, u32)> = Vec::new();
    for line in shown {
        match hunks.last_mut() {
            Some((_, last)) if *last + 1 == line => *last = line,
            _ => hunks.push((line, line)),
        }
    }
    hunks
}
