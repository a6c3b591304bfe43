//! Where in a text a key is set: below the key of its map, at the indentation of its neighbours, or inside of braces.

use super::visible::Visible;
use super::{Refusal, Tree};
use crate::manifest::node::{Entry, Mark, Node, Value as Content};
use crate::manifest::yaml;
use serde_json::Value;
use std::collections::BTreeMap;

/// What happens at a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Edit {
    /// Lines that are put before it, without their ends.
    pub(super) before: Vec<String>,
    /// Pieces of it that are replaced: first byte, last byte and what stands there then.
    pub(super) splices: Vec<(usize, usize, String)>,
}

/// Edits by line, counted from 1.
pub(super) type Edits = BTreeMap<u32, Edit>;

/// The edits that set the values of a tree in an object.
pub(super) fn edit(
    object: &Node<'_>,
    tree: &BTreeMap<String, Tree>,
    visible: &Visible<'_>,
) -> Result<Edits, Refusal> {
    let mut writer = Writer {
        lines: &visible.texts,
        visible,
        edits: Edits::new(),
    };
    writer.add(object, None, tree)?;
    Ok(writer.edits)
}

/// Put edits beside others, which are of other objects.
pub(super) fn merge(into: &mut Edits, edits: Edits) {
    for (line, edit) in edits {
        let known = into.entry(line).or_default();
        known.before.extend(edit.before);
        known.splices.extend(edit.splices);
    }
}

/// A text with its edits.
pub(super) fn apply(text: &str, edits: &Edits) -> String {
    let end = line_end(text);
    let mut out = String::with_capacity(text.len() + 64 * edits.len());
    let mut number = 0;
    for line in text.split_inclusive('\n') {
        number += 1;
        match edits.get(&number) {
            None => out.push_str(line),
            Some(edit) => {
                push_lines(&mut out, &edit.before, end);
                out.push_str(&spliced(line, edit));
            }
        }
    }
    if let Some(edit) = edits.get(&(number + 1)) {
        push_lines(&mut out, &edit.before, end);
    }
    out
}

fn push_lines(out: &mut String, lines: &[String], end: &str) {
    for line in lines {
        out.push_str(line);
        out.push_str(end);
    }
}

/// How the lines of a text end.
pub(super) fn line_end(text: &str) -> &'static str {
    let first = text.split_inclusive('\n').next().unwrap_or_default();
    if first.ends_with("\r\n") {
        "\r\n"
    } else {
        "\n"
    }
}

/// A line with its splices.
pub(super) fn spliced(line: &str, edit: &Edit) -> String {
    let mut splices: Vec<_> = edit.splices.iter().collect();
    splices.sort();
    let mut out = String::new();
    let mut from = 0;
    for (start, end, text) in splices {
        out.push_str(line.get(from..*start).unwrap_or_default());
        out.push_str(text);
        from = *end;
    }
    out.push_str(line.get(from..).unwrap_or_default());
    out
}

struct Writer<'t> {
    lines: &'t [&'t str],
    visible: &'t Visible<'t>,
    edits: Edits,
}

impl Writer<'_> {
    /// Set the values of a tree in a map; `key` is where the key of the map stands.
    fn add(
        &mut self,
        node: &Node<'_>,
        key: Option<Mark>,
        tree: &BTreeMap<String, Tree>,
    ) -> Result<(), Refusal> {
        let entries = match (&node.value, key) {
            (Content::Mapping(entries), _) if !entries.is_empty() => entries,
            (Content::Mapping(_) | Content::Null, Some(key)) => return self.begin(node, key, tree),
            _ => return Err(Refusal::Form),
        };
        let mut missing = Vec::new();
        for (name, tree) in tree {
            let Some(entry) = entries.iter().find(|entry| entry.key == *name) else {
                missing.push((name, tree));
                continue;
            };
            match tree {
                Tree::Map(inner) => self.add(&entry.node, Some(entry.key_mark), inner)?,
                Tree::Leaf(value) => self.replace(&entry.node, value)?,
            }
        }
        if missing.is_empty() {
            return Ok(());
        }
        if self.character(node.mark) == Some('{') {
            return self.insert_in_braces(node.mark, &missing);
        }
        let column = entries[0].key_mark.column;
        if !self.begins_with(entries[0].key_mark) {
            return Err(Refusal::Form);
        }
        let indent = column.saturating_sub(1) as usize;
        let mut lines = Vec::new();
        for (name, tree) in missing {
            block(name, tree, indent, &mut lines);
        }
        let line = self.gap(entries, key).ok_or(Refusal::Hidden)?;
        self.edits.entry(line).or_default().before.extend(lines);
        Ok(())
    }

    /// Give a key without a value, or with an empty map, a map.
    fn begin(
        &mut self,
        node: &Node<'_>,
        key: Mark,
        tree: &BTreeMap<String, Tree>,
    ) -> Result<(), Refusal> {
        let line = self.line(key.line).ok_or(Refusal::Form)?;
        let from = byte(line, key.column).ok_or(Refusal::Form)?;
        let colon = line[from..].find(':').ok_or(Refusal::Form)? + from + 1;
        let rest = line[colon..].trim_end();
        let value = rest.trim();
        if !matches!(value, "" | "{}" | "null" | "~") || node.mark.line > key.line + 1 {
            return Err(Refusal::Form);
        }
        if !self.may_change(key.line) {
            return Err(Refusal::Hidden);
        }
        if !value.is_empty() {
            let end = colon + rest.len();
            let splice = (colon, end, String::new());
            self.edits.entry(key.line).or_default().splices.push(splice);
        }
        let indent = key.column as usize + 1;
        let mut lines = Vec::new();
        for (name, tree) in tree {
            block(name, tree, indent, &mut lines);
        }
        let below = key.line + 1;
        if !self.may_stand_before(below) {
            return Err(Refusal::Hidden);
        }
        self.edits.entry(below).or_default().before.extend(lines);
        Ok(())
    }

    fn insert_in_braces(
        &mut self,
        brace: Mark,
        missing: &[(&String, &Tree)],
    ) -> Result<(), Refusal> {
        let line = self.line(brace.line).ok_or(Refusal::Form)?;
        let at = byte(line, brace.column).ok_or(Refusal::Form)? + 1;
        if !self.may_change(brace.line) {
            return Err(Refusal::Hidden);
        }
        let parts = missing.iter().map(|(name, tree)| {
            let name = scalar(&Value::from(name.as_str()));
            format!("{name}: {}, ", flow(tree))
        });
        let splice = (at, at, parts.collect());
        self.edits
            .entry(brace.line)
            .or_default()
            .splices
            .push(splice);
        Ok(())
    }

    /// Put a value into the place of a scalar of one line.
    fn replace(&mut self, node: &Node<'_>, value: &Value) -> Result<(), Refusal> {
        let line = self.line(node.mark.line).ok_or(Refusal::Form)?;
        let start = byte(line, node.mark.column).ok_or(Refusal::Form)?;
        let written = line[start..].trim_end();
        let length = match written.chars().next() {
            Some(quote @ ('"' | '\'')) => written[1..].find(quote).map(|end| end + 2),
            Some('|' | '>' | '{' | '[' | '&' | '*' | '!') | None => None,
            Some(_) => {
                let ends = [" #", ", ", "}", "]"].into_iter();
                ends.filter_map(|end| written.find(end))
                    .min()
                    .or(Some(written.len()))
            }
        };
        let length = length.ok_or(Refusal::Form)?;
        if !self.may_change(node.mark.line) {
            return Err(Refusal::Hidden);
        }
        let splice = (start, start + length, scalar(value));
        let edit = self.edits.entry(node.mark.line).or_default();
        edit.splices.push(splice);
        Ok(())
    }

    /// The line before which keys of a map are put: right below its own key, else below a key that has its value beside it, else
    /// below everything. What that does to values of several lines is seen when the text is read again.
    fn gap(&self, entries: &[Entry<'_>], key: Option<Mark>) -> Option<u32> {
        let below_key = key
            .filter(|key| entries[0].key_mark.line > key.line)
            .map(|key| key.line + 1);
        let ends_there = |entry: &&Entry<'_>| {
            let line = entry.key_mark.line;
            let is_block = matches!(self.character(entry.node.mark), Some('|' | '>'));
            entry.node.value != Content::Null && last_line(&entry.node) == line && !is_block
        };
        // Behind the type of a plugin its configuration is looked for.
        let (first, others): (Vec<&Entry<'_>>, Vec<&Entry<'_>>) = entries
            .iter()
            .filter(ends_there)
            .partition(|entry| entry.key == "plugin");
        let below_others = first.into_iter().chain(others);
        let below_all = entries.iter().map(|entry| last_line(&entry.node) + 1).max();
        below_key
            .into_iter()
            .chain(below_others.map(|entry| entry.key_mark.line + 1))
            .chain(below_all)
            .find(|&line| self.may_stand_before(line))
    }

    /// Whether a new line can stand there: the one that follows is shown in a patch.
    fn may_stand_before(&self, line: u32) -> bool {
        if self.is_behind_the_end(line) {
            return self.lines.last().is_some_and(|last| last.ends_with('\n'));
        }
        self.visible.has(line)
    }

    /// Whether a line and the one that follows may be shown.
    fn may_change(&self, line: u32) -> bool {
        self.visible.has(line) && (self.is_behind_the_end(line + 1) || self.visible.has(line + 1))
    }

    fn is_behind_the_end(&self, line: u32) -> bool {
        line as usize == self.lines.len() + 1
    }

    fn line(&self, line: u32) -> Option<&str> {
        self.lines.get((line as usize).checked_sub(1)?).copied()
    }

    fn character(&self, mark: Mark) -> Option<char> {
        let line = self.line(mark.line)?;
        line.get(byte(line, mark.column)?..)?.chars().next()
    }

    /// Whether nothing but blanks and the signs of lists stand before a mark.
    fn begins_with(&self, mark: Mark) -> bool {
        let line = self.line(mark.line).unwrap_or_default();
        let before = byte(line, mark.column).and_then(|end| line.get(..end));
        before.is_some_and(|before| before.chars().all(|it| matches!(it, ' ' | '-')))
    }
}

/// The last line on which something of a tree begins.
pub(super) fn last_line(node: &Node<'_>) -> u32 {
    let inner = match &node.value {
        Content::Mapping(entries) => entries
            .iter()
            .map(|entry| last_line(&entry.node).max(entry.key_mark.line))
            .max(),
        Content::Sequence(items) => items.iter().map(last_line).max(),
        _ => None,
    };
    inner.unwrap_or(0).max(node.mark.line)
}

/// Where a column, counted from 1 in characters, begins.
fn byte(line: &str, column: u32) -> Option<usize> {
    let skipped = (column as usize).checked_sub(1)?;
    let mut starts = line.char_indices().map(|(start, _)| start);
    starts.nth(skipped).or_else(|| {
        let count = line.chars().count();
        (count == skipped).then_some(line.len())
    })
}

fn block(name: &str, tree: &Tree, indent: usize, lines: &mut Vec<String>) {
    let blanks = " ".repeat(indent);
    let name = scalar(&name.into());
    match tree {
        Tree::Leaf(value) => lines.push(format!("{blanks}{name}: {}", scalar(value))),
        Tree::Map(inner) => {
            lines.push(format!("{blanks}{name}:"));
            for (name, tree) in inner {
                block(name, tree, indent + 2, lines);
            }
        }
    }
}

fn flow(tree: &Tree) -> String {
    match tree {
        // A comma would end a plain scalar here.
        Tree::Leaf(Value::String(text)) if text.contains([',', '{', '}', '[', ']']) => {
            Value::from(text.as_str()).to_string()
        }
        Tree::Leaf(value) => scalar(value),
        Tree::Map(inner) => {
            let parts: Vec<String> = inner
                .iter()
                .map(|(name, tree)| format!("{}: {}", scalar(&name.as_str().into()), flow(tree)))
                .collect();
            format!("{{{}}}", parts.join(", "))
        }
    }
}

/// A value as YAML on one line: texts plain where that is read as the same text.
pub(super) fn scalar(value: &Value) -> String {
    let Value::String(text) = value else {
        return value.to_string();
    };
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"-_./,".contains(&byte);
    let begins = text
        .bytes()
        .next()
        .is_some_and(|it| it.is_ascii_alphanumeric());
    let is_plain = begins
        && text.bytes().all(is_word)
        && yaml::is_written(&Content::String(text.into()), text);
    if is_plain {
        text.clone()
    } else {
        value.to_string()
    }
}
