//! Lines of a document as they may be shown: its keys, the values that are known to be harmless, and `…` for everything else.
//!
//! A line is put together from what may be shown, and never by taking out what may not: a piece of it appears only where it is,
//! letter by letter, a key or a harmless value of the tree. So whatever the tree does not tell (comments, anchors, a key that
//! was replaced, the inside of a block) is masked. Of a Secret nothing is shown.

use super::node::{Mark, Node, Value};
use super::source::Source;
use super::yaml;
use crate::diag::render::Quote;
use crate::secrecy::MASK;
use crate::secrecy::field::{self, Field};
use crate::secrecy::object::Object;

/// How many characters are shown before and behind the field.
const BEFORE: u32 = 150;
const BEHIND: u32 = 300;

/// Characters that build a document and say nothing.
const STRUCTURE: &[char] = &[' ', '\t', '{', '}', '[', ']', ',', ':', '-', '"'];

/// Characters that end a word.
const ENDS: &[char] = &[' ', '\t', '\r', '\n', ',', '}', ']'];

/// The kind of which nothing is shown.
pub(super) const SECRET: &str = "Secret";

/// The text of a source by its lines.
pub(super) struct Lines<'a> {
    text: &'a str,
    /// Where each line begins, in bytes.
    starts: Vec<usize>,
    /// Whether it may hold a Secret.
    pub(super) has_secret: bool,
}

impl<'a> Lines<'a> {
    /// The lines of a source, unless it is no text.
    pub(super) fn of(source: &'a Source) -> Option<Self> {
        let text = std::str::from_utf8(&source.text).ok()?;
        let ends = text.match_indices('\n').map(|(end, _)| end + 1);
        Some(Self {
            starts: std::iter::once(0).chain(ends).collect(),
            has_secret: text.contains(SECRET),
            text,
        })
    }

    /// Where a line begins, counted from 1, and where it ends.
    fn bounds(&self, line: u32) -> Option<(usize, usize)> {
        let index = usize::try_from(line).ok()?.checked_sub(1)?;
        let next = self.starts.get(index + 1);
        let end = next.map_or(self.text.len(), |next| next - 1);
        Some((*self.starts.get(index)?, end))
    }
}

/// The pieces of a document that may be shown, and where those begin that may not; ascending.
pub(super) struct Pieces(Vec<Piece>);

struct Piece {
    mark: Mark,
    /// Where it begins, in bytes from the start of the source.
    at: usize,
    /// How long it is, in bytes; 0 when it must not be shown.
    shown: usize,
    kind: Kind,
}

/// What a piece is to a problem that stands at it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The key of a list, a map or nothing, which are shown at their keys.
    Key,
    /// The key of a scalar, which is shown at its value: a problem here is one of the map that begins with this key.
    First,
    Value,
}

/// What may be shown at a mark.
#[derive(Clone, Copy)]
enum Part<'t> {
    Masked,
    Key(&'t str, &'t Value<'t>),
    Value(&'t Value<'t>),
}

impl Part<'_> {
    const fn kind(self) -> Kind {
        match self {
            Self::Key(_, Value::Mapping(_) | Value::Sequence(_) | Value::Null) => Kind::Key,
            Self::Key(..) => Kind::First,
            Self::Masked | Self::Value(_) => Kind::Value,
        }
    }
}

impl Pieces {
    /// The pieces of a document of a source.
    pub(super) fn of(root: &Node<'_>, lines: &Lines<'_>) -> Self {
        let source = lines.text;
        let mut parts = Vec::new();
        object(root, &mut parts);
        // Where two stand at one mark, such as an alias and its value, the one that is masked counts.
        parts.sort_by_key(|(mark, part)| (*mark, !matches!(part, Part::Masked)));
        parts.dedup_by_key(|(mark, _)| *mark);
        let mut pieces: Vec<Piece> = Vec::with_capacity(parts.len());
        for (mark, part) in parts {
            let known = pieces.last().filter(|last| last.mark.line == mark.line);
            let (from, column) = match known {
                Some(last) => (last.at, last.mark.column),
                None => match lines.bounds(mark.line) {
                    Some((start, _)) => (start, 1),
                    None => continue,
                },
            };
            let rest = source.get(from..).unwrap_or_default();
            let skipped = (mark.column - column.min(mark.column)) as usize;
            let offset = rest
                .char_indices()
                .nth(skipped)
                .map_or(rest.len(), |(offset, _)| offset);
            let at = from + offset;
            let kind = part.kind();
            if let Some(shown) = written(part, &source[at..]) {
                pieces.push(Piece {
                    mark,
                    at,
                    shown,
                    kind,
                });
            }
        }
        Self(pieces)
    }

    /// The line of a mark as it may be shown.
    pub(super) fn quote(&self, mark: Mark, lines: &Lines<'_>) -> Option<Quote> {
        let source = lines.text;
        let (start, line_end) = lines.bounds(mark.line)?;
        let first = self.0.partition_point(|piece| piece.mark.line < mark.line);
        let last = self.0.partition_point(|piece| piece.mark.line <= mark.line);
        let window_start = Mark {
            column: mark.column.saturating_sub(BEFORE),
            ..mark
        };
        let window_end = Mark {
            column: mark.column.saturating_add(BEHIND),
            ..mark
        };
        let pieces = &self.0[first..last];
        let from = pieces.partition_point(|piece| piece.mark < window_start);
        let to = pieces.partition_point(|piece| piece.mark < window_end);
        let mut line = Line {
            mark,
            end: extent::end(mark, pieces, source.get(start..line_end)?, start),
            column: 1,
            left: BEHIND,
            quote: Quote {
                before: String::new(),
                marked: String::new(),
                behind: String::new(),
            },
        };
        let mut at = start;
        if from > 0 {
            at = pieces.get(from)?.at;
            line.column = pieces[from].mark.column;
        }
        for (piece, next) in (from..to).map(|index| (&pieces[index], pieces.get(index + 1))) {
            line.gap(source.get(at..piece.at)?);
            line.column = piece.mark.column;
            let end = next.map_or(line_end, |next| next.at);
            at = if piece.shown > 0 {
                line.raw(source.get(piece.at..piece.at + piece.shown)?);
                piece.at + piece.shown
            } else {
                line.masked(source.get(piece.at..end)?, next.is_some());
                end
            };
        }
        if to == pieces.len() {
            line.end(source.get(at..line_end)?.trim_end_matches('\r'));
        }
        Some(line.quote)
    }
}

/// The line of a text that gave no object: its key alone, where it is the name of a field that every reader knows.
pub(super) fn bare(mark: Mark, lines: &Lines<'_>) -> Option<Quote> {
    let (start, end) = lines.bounds(mark.line)?;
    let line = &lines.text[start..end];
    let unindented = line.trim_start_matches([' ', '-']);
    let (key, _) = unindented.split_once(':')?;
    field::is_name(key).then(|| Quote {
        before: line[..line.len() - unindented.len()].to_owned(),
        marked: format!("{key}: {MASK}"),
        behind: String::new(),
    })
}

/// The parts of an object, or of every object of a list.
fn object<'t>(node: &'t Node<'_>, parts: &mut Vec<(Mark, Part<'t>)>) {
    let Value::Mapping(entries) = &node.value else {
        return masked(node, parts);
    };
    let text = |key: &str| node.get(key).and_then(Node::as_str);
    let kind = text("kind").unwrap_or_default();
    let group = text("apiVersion")
        .and_then(|version| version.split_once('/'))
        .map_or("", |(group, _)| group);
    let fields = Object::of(group, kind, text("plugin"));
    if fields.is_secret {
        return masked(node, parts);
    }
    for entry in entries {
        parts.push((entry.key_mark, Part::Key(&entry.key, &entry.node.value)));
        match &entry.node.value {
            Value::Sequence(items) if entry.key == "items" && kind.ends_with("List") => {
                for item in items {
                    object(item, parts);
                }
            }
            _ => value(&entry.node, fields.key(&entry.key), parts),
        }
    }
}

fn value<'t>(node: &'t Node<'_>, field: Field, parts: &mut Vec<(Mark, Part<'t>)>) {
    let is_shown = match &node.value {
        Value::Mapping(entries) => {
            for entry in entries {
                parts.push((entry.key_mark, Part::Key(&entry.key, &entry.node.value)));
                value(&entry.node, field.key(&entry.key), parts);
            }
            return;
        }
        Value::Sequence(items) => {
            for item in items {
                value(item, field.item(), parts);
            }
            return;
        }
        Value::Null => true,
        Value::Bool(_) | Value::Number(_) => field.shows_number(),
        Value::String(text) => field.shows_text(text),
    };
    let part = if is_shown {
        Part::Value(&node.value)
    } else {
        Part::Masked
    };
    parts.push((node.mark, part));
}

/// All of a Secret.
fn masked<'t>(node: &'t Node<'_>, parts: &mut Vec<(Mark, Part<'t>)>) {
    parts.push((node.mark, Part::Masked));
    match &node.value {
        Value::Mapping(entries) => {
            for entry in entries {
                parts.push((entry.key_mark, Part::Masked));
                masked(&entry.node, parts);
            }
        }
        Value::Sequence(items) => {
            for item in items {
                masked(item, parts);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// How many bytes of the text that begins here are this part, letter by letter, and 0 when it is masked; `None` when nothing is written.
fn written(part: Part<'_>, source: &str) -> Option<usize> {
    let text = match part {
        Part::Masked => return Some(0),
        Part::Key(text, _) if text.contains('\n') => return Some(0),
        Part::Value(Value::String(text)) if text.contains('\n') => return Some(0),
        Part::Key(text, _) => text,
        Part::Value(Value::String(text)) => text,
        Part::Value(value) => {
            let length = source.find(ENDS).unwrap_or(source.len());
            let word = &source[..length];
            let is_value = length > 0 && yaml::is_written(value, word);
            return match value {
                // An empty value stands nowhere.
                Value::Null if !is_value => None,
                _ if is_value => Some(length),
                _ => Some(0),
            };
        }
    };
    let is_whole = |rest: &str| rest.is_empty() || rest.starts_with(ENDS) || rest.starts_with(':');
    let quoted = ['"', '\''].into_iter().find_map(|quote| {
        let rest = source
            .strip_prefix(quote)?
            .strip_prefix(text)?
            .strip_prefix(quote)?;
        is_whole(rest).then_some(text.len() + 2)
    });
    let plain = || {
        source
            .strip_prefix(text)
            .filter(|rest| is_whole(rest) && !text.is_empty())
    };
    Some(quoted.or_else(|| plain().map(|_| text.len())).unwrap_or(0))
}

/// A line being put together.
struct Line {
    /// The field at fault.
    mark: Mark,
    /// The column where it ends.
    end: u32,
    /// Where the next text stands in the source.
    column: u32,
    /// How many characters may still be shown from the field on.
    left: u32,
    quote: Quote,
}

impl Line {
    fn push(&mut self, character: char) {
        if self.column < self.mark.column {
            self.quote.before.push(character);
        } else if self.left > 0 {
            self.fault_or_behind().push(character);
            self.left -= 1;
        }
        self.column = self.column.saturating_add(1);
    }

    /// Text as it is; the end of a long value is cut, because every problem of it would show it again.
    fn raw(&mut self, text: &str) {
        let mut characters = text.chars();
        while self.left > 0
            && let Some(character) = characters.next()
        {
            self.push(character);
            if self.left == 0 && !characters.as_str().is_empty() {
                self.column -= 1;
                self.fault_or_behind().push_str(MASK);
                self.column += 1;
            }
        }
    }

    const fn fault_or_behind(&mut self) -> &mut String {
        if self.column < self.end {
            &mut self.quote.marked
        } else {
            &mut self.quote.behind
        }
    }

    fn mask(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        MASK.chars().for_each(|character| self.push(character));
        let length = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        self.column = self.column.saturating_add(length).saturating_sub(1);
    }

    /// What stands between two pieces: structure as it is, anything else masked.
    fn gap(&mut self, text: &str) {
        let rest = text.trim_start_matches(STRUCTURE);
        let (structure, rest) = text.split_at(text.len() - rest.len());
        self.raw(structure);
        let inner = rest.trim_end_matches(STRUCTURE);
        self.mask(inner);
        self.raw(&rest[inner.len()..]);
    }

    /// A piece that must not be shown, with what stands behind it.
    fn masked(&mut self, text: &str, has_next: bool) {
        let inner = text.trim_end_matches([' ', ',', '{', '[', '-']);
        let inner = if inner.is_empty() { text } else { inner };
        self.mask(inner);
        if has_next {
            self.raw(&text[inner.len()..]);
        }
    }

    /// What stands behind the last piece; a comment is cut.
    fn end(&mut self, text: &str) {
        let rest = text.trim_start_matches(STRUCTURE);
        self.raw(text[..text.len() - rest.len()].trim_end());
        if !rest.starts_with('#') {
            self.mask(rest);
        }
    }
}

mod extent;
#[cfg(test)]
mod tests;
