//! Which lines a patch may show: those of which everything is known to be harmless. Of a Secret that is its name and its labels.

use super::Shows;
use super::layout::last_line;
use crate::manifest::node::{Entry, Mark, Node, Value};
use crate::manifest::quote::{Lines, Pieces};
use crate::manifest::source::Source;
use std::collections::BTreeSet;

/// A file by its lines, and which of them may be shown.
pub(super) struct Visible<'a> {
    /// The lines with their ends.
    pub(super) texts: Vec<&'a str>,
    quoted: Option<Lines<'a>>,
    shows: Shows,
    lines: BTreeSet<u32>,
}

impl<'a> Visible<'a> {
    /// None so far.
    pub(super) fn new((source, text): (&'a Source, &'a str), shows: Shows) -> Self {
        Self {
            texts: text.split_inclusive('\n').collect(),
            quoted: Lines::of(source),
            shows,
            lines: BTreeSet::new(),
        }
    }

    /// Those of a document.
    pub(super) fn add(&mut self, root: &Node<'_>) {
        let Some(lines) = &self.quoted else {
            return;
        };
        let shown = without_values(root);
        let root = shown.as_ref().unwrap_or(root);
        let pieces = Pieces::of(root, lines);
        let (first, last) = (root.mark.line.max(1), last_line(root).saturating_add(1));
        let own = self.texts.get(first as usize - 1..).unwrap_or_default();
        for (line, text) in (first..=last).zip(own) {
            let mark = Mark { line, column: 1 };
            let Some(quote) = pieces.quote(mark, lines) else {
                continue;
            };
            let shown = quote.before + &quote.marked + &quote.behind;
            let text = text.strip_suffix('\n').unwrap_or(text);
            if text.strip_suffix('\r').unwrap_or(text) == shown {
                self.lines.insert(line);
            }
        }
    }

    /// Whether a line may be shown.
    pub(super) fn has(&self, line: u32) -> bool {
        self.shows == Shows::Everything || self.lines.contains(&line)
    }
}

/// Of a Secret what is no value of it; nothing of other objects.
fn without_values<'a>(root: &Node<'a>) -> Option<Node<'a>> {
    let Value::Mapping(entries) = &root.value else {
        return None;
    };
    if root.get("kind")?.as_str()? != "Secret" {
        return None;
    }
    let key_alone = |entry: &Entry<'a>| Entry {
        node: Node {
            mark: entry.node.mark,
            value: Value::Null,
        },
        ..entry.clone()
    };
    let of_metadata = |entry: &Entry<'a>| {
        let Value::Mapping(inner) = &entry.node.value else {
            return key_alone(entry);
        };
        let is_harmless =
            |inner: &&Entry<'a>| ["name", "namespace", "labels"].contains(&&*inner.key);
        let kept = inner.iter().filter(is_harmless).cloned().collect();
        Entry {
            node: Node {
                mark: entry.node.mark,
                value: Value::Mapping(kept),
            },
            ..entry.clone()
        }
    };
    let kept = entries.iter().filter_map(|entry| match &*entry.key {
        "metadata" => Some(of_metadata(entry)),
        "data" | "stringData" => Some(key_alone(entry)),
        "apiVersion" => Some(entry.clone()),
        _ => None,
    });
    Some(Node {
        mark: root.mark,
        value: Value::Mapping(kept.collect()),
    })
}
