//! Documents of a source: streams split as kubectl splits them, lists expanded (spec 60, 2).

mod meant;
mod pieces;
mod syntax;

use super::json;
use super::node::{Entry, Mark, Node, Value};
use super::scan;
use super::source::Source;
use super::yaml;
use super::yaml::budget::AliasBudget;
use crate::diag::{Diagnostic, Location, reading};
use crate::origin::{FieldPath, Place};
use pieces::{Piece, pieces};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One object of a source, not yet decoded. Its `kind` is a non-empty text.
#[derive(Debug)]
pub struct Document<'a> {
    /// Where it was read.
    pub place: Place,
    /// What it says; a map.
    pub node: Node<'a>,
}

/// What reading a source gave besides its documents.
#[derive(Debug, Default)]
pub struct Reading {
    /// Problems, in reading order.
    pub diagnostics: Vec<Diagnostic>,
    /// Objects whose kind nobody asked for, by kind.
    pub skipped: BTreeMap<String, usize>,
    /// Where documents begin that are not meant for kubectl.
    pub others: Vec<Location>,
}

/// How a source is read.
pub struct Order<'r> {
    /// Index of the source.
    pub file: u32,
    /// Whether a kind and its `apiVersion` are of interest.
    pub wanted: &'r dyn Fn(&str, &str) -> bool,
    /// What aliases may bring.
    pub aliases: &'r AliasBudget,
}

/// Read a source and hand each of its objects that is wanted to `take`. A tree lives only until `take` returns.
pub fn read<'a>(
    order: &Order<'_>,
    source: &'a Source,
    take: &mut dyn FnMut(Document<'a>),
) -> Reading {
    let file = order.file;
    let mut reader = Reader {
        file,
        path: &source.path,
        wanted: order.wanted,
        aliases: order.aliases,
        take,
        reading: Reading::default(),
    };
    match std::str::from_utf8(&source.text) {
        Err(error) => {
            let (valid, _) = source.text.split_at(error.valid_up_to());
            let mark = Mark::behind(&String::from_utf8_lossy(valid));
            let problem = reading::not_utf8(mark.in_file(file));
            reader.reading.diagnostics.push(problem);
        }
        Ok(text) if text.trim_start().starts_with('{') && reader.json(text) => {}
        Ok(text) => reader.yaml(text),
    }
    reader.reading
}

/// The tree of one document of a source.
pub fn parse(source: &Source, document: u32) -> Option<Node<'_>> {
    Documents::of(source).parse(document)
}

/// A source that was split once, for looking up places in its documents.
pub struct Documents<'a>(Stream<'a>);

enum Stream<'a> {
    /// Concatenated values: a reader before each of them.
    Json(Vec<json::Reader<'a>>),
    Yaml(Vec<Piece<'a>>),
}

impl<'a> Documents<'a> {
    /// Split a source as [`read`] does.
    pub fn of(source: &'a Source) -> Self {
        let text = std::str::from_utf8(&source.text).unwrap_or_default();
        let values = if text.trim_start().starts_with('{') {
            json::Reader::new(text).before_each_value()
        } else {
            Vec::new()
        };
        Self(if values.is_empty() {
            Stream::Yaml(pieces(text).map_while(Result::ok).collect())
        } else {
            Stream::Json(values)
        })
    }

    /// How many there are, as far as the source can be split.
    pub fn count(&self) -> usize {
        match &self.0 {
            Stream::Json(values) => values.len(),
            Stream::Yaml(pieces) => pieces.len(),
        }
    }

    /// The text of each document of a YAML stream, comments included.
    pub fn texts(&self) -> impl Iterator<Item = &'a str> {
        let pieces = match &self.0 {
            Stream::Json(_) => &[][..],
            Stream::Yaml(pieces) => pieces,
        };
        pieces.iter().map(|piece| piece.text)
    }

    /// The document of a YAML stream that a line is in.
    pub fn at_line(&self, line: u32) -> Option<u32> {
        let Stream::Yaml(pieces) = &self.0 else {
            return None;
        };
        let behind = pieces.partition_point(|piece| piece.first_line <= line);
        u32::try_from(behind.checked_sub(1)?).ok()
    }

    /// The tree of a document, with positions in the source.
    pub fn parse(&self, document: u32) -> Option<Node<'a>> {
        let position = usize::try_from(document).ok()?;
        match &self.0 {
            Stream::Json(values) => values.get(position)?.clone().next_value()?.ok(),
            Stream::Yaml(pieces) => {
                let piece = pieces.get(position)?;
                let mut root = yaml::parse(piece.text, &AliasBudget::of(piece.text.len()))
                    .ok()?
                    .root?;
                shift(&mut root, piece.first_line - 1);
                Some(root)
            }
        }
    }
}

/// A document of a YAML stream as text.
pub(super) struct YamlPiece<'a> {
    /// Its text.
    pub(super) text: &'a str,
    /// The line it begins at, counted from 1.
    pub(super) first_line: u32,
    /// The separator right above it.
    pub(super) separator: Option<&'a str>,
}

/// The documents of a source that are read, unless it is JSON or no text.
pub(super) fn yaml_pieces(source: &Source) -> Option<Vec<YamlPiece<'_>>> {
    let Documents(Stream::Yaml(pieces)) = Documents::of(source) else {
        return None;
    };
    let text = std::str::from_utf8(&source.text).ok()?;
    let with_separator = pieces.into_iter().map(|piece| {
        let start = piece.text.as_ptr().addr() - text.as_ptr().addr();
        let above = text[..start].strip_suffix('\n');
        let above = above.map(|above| above.rsplit('\n').next().unwrap_or_default());
        YamlPiece {
            text: piece.text,
            first_line: piece.first_line,
            separator: above.filter(|line| line.starts_with("---")),
        }
    });
    Some(with_separator.collect())
}

struct Reader<'r, 'a> {
    file: u32,
    path: &'a str,
    wanted: &'r dyn Fn(&str, &str) -> bool,
    aliases: &'r AliasBudget,
    take: &'r mut dyn FnMut(Document<'a>),
    reading: Reading,
}

impl<'a> Reader<'_, 'a> {
    /// Concatenated JSON values. `false` when the first one is not JSON: then the stream is YAML.
    fn json(&mut self, text: &'a str) -> bool {
        let mut values = json::Reader::new(text);
        let mut document = 0;
        while let Some(value) = values.next_value() {
            match value {
                Ok(node) => self.object(node, self.place(document), 0),
                Err(_) if document == 0 => return false,
                Err(error) => {
                    let at = error.mark.in_file(self.file);
                    let problem = reading::yaml_syntax(at, &error.message);
                    self.reading.diagnostics.push(problem);
                    break;
                }
            }
            document += 1;
        }
        true
    }

    fn yaml(&mut self, text: &'a str) {
        for (piece, document) in pieces(text).zip(0..) {
            match piece {
                Ok(piece) => self.piece(piece, document),
                Err(mark) => {
                    let problem = reading::bad_separator(mark.in_file(self.file));
                    self.reading.diagnostics.push(problem);
                }
            }
        }
    }

    fn piece(&mut self, piece: Piece<'a>, document: u32) {
        if let Some(kind) = scan::sole_kind(piece.text)
            && !kind.ends_with("List")
            && !(self.wanted)(kind, scan::api_version(piece.text))
        {
            self.skip(kind);
            return;
        }
        let shifted = piece.first_line - 1;
        match yaml::parse(piece.text, self.aliases) {
            Err(error) => {
                let problem = syntax::problem(self.file, &error, piece);
                self.reading.diagnostics.push(problem);
            }
            Ok(parsed) => {
                if let Some(mark) = parsed.ignored {
                    let at = mark.below(shifted).in_file(self.file);
                    let problem = reading::ignored_after_end_marker(at);
                    self.reading.diagnostics.push(problem);
                }
                let others = self.reading.others.len();
                if let Some(root) = parsed.root {
                    self.object(root, self.place(document), shifted);
                }
                // What another program makes of its own file is no matter of this.
                if self.reading.others.len() > others {
                    return;
                }
                for (key, mark) in parsed.replaced_keys {
                    let at = mark.below(shifted).in_file(self.file);
                    let problem = reading::duplicate_key(at, &key);
                    self.reading.diagnostics.push(problem);
                }
            }
        }
    }

    fn place(&self, document: u32) -> Place {
        Place {
            file: self.file,
            document,
            within: FieldPath::root(),
        }
    }

    fn skip(&mut self, kind: &str) {
        match self.reading.skipped.get_mut(kind) {
            Some(count) => *count += 1,
            None => {
                self.reading.skipped.insert(kind.to_owned(), 1);
            }
        }
    }

    /// One object, or the members of a list, which may be lists again.
    fn object(&mut self, node: Node<'a>, place: Place, shifted: u32) {
        let Value::Mapping(mut entries) = node.value else {
            if node.value != Value::Null {
                self.no_object(&node, &place, shifted);
            }
            return;
        };
        if let Some(position) = meant::items(&entries) {
            let Value::Sequence(items) = entries.swap_remove(position).node.value else {
                return;
            };
            let inherited = Inherited::of(&entries);
            for (item, index) in items.into_iter().zip(0..) {
                let mut place = place.clone();
                place.within = place.within.key("items").index(index);
                self.object(inherited.complete(item), place, shifted);
            }
            return;
        }
        let node = Node {
            mark: node.mark,
            value: Value::Mapping(entries),
        };
        match node.get("kind").and_then(Node::as_str) {
            None if node.get("_format_version").is_some() => {
                let at = node.mark.below(shifted).in_file(self.file);
                let note = reading::configuration_among_manifests(at);
                self.reading.diagnostics.push(note);
            }
            None | Some("") => self.no_object(&node, &place, shifted),
            Some(kind) if !(self.wanted)(kind, api_version(&node)) => {
                let kind = kind.to_owned();
                self.skip(&kind);
            }
            Some(_) => (self.take)(Document { place, node }),
        }
    }

    /// A member of a list must be an object; a document may be meant for another program.
    fn no_object(&mut self, node: &Node<'a>, place: &Place, shifted: u32) {
        let at = node.mark.below(shifted).in_file(self.file);
        if place.within.is_root() && !meant::for_kubectl(node, self.path) {
            self.reading.others.push(at);
        } else {
            self.reading.diagnostics.push(reading::without_kind(at));
        }
    }
}

/// `apiVersion` of an object, empty when it has none.
fn api_version<'n>(object: &'n Node<'_>) -> &'n str {
    let node = object.get("apiVersion");
    node.and_then(Node::as_str).unwrap_or_default()
}

/// What the members of a typed list need not say themselves: `IngressList` holds Ingresses of its own version.
struct Inherited {
    api_version: Option<String>,
    kind: Option<String>,
}

impl Inherited {
    fn of(list: &[Entry<'_>]) -> Self {
        let text = |key: &str| {
            list.iter()
                .find(|entry| entry.key == key)
                .and_then(|entry| entry.node.as_str())
        };
        let kind = text("kind")
            .and_then(|kind| kind.strip_suffix("List"))
            .filter(|kind| !kind.is_empty());
        Self {
            api_version: text("apiVersion")
                .filter(|_| kind.is_some())
                .map(str::to_owned),
            kind: kind.map(str::to_owned),
        }
    }

    fn complete<'a>(&self, mut item: Node<'a>) -> Node<'a> {
        let mark = item.mark;
        if let Value::Mapping(entries) = &mut item.value
            && !entries.iter().any(|entry| entry.key == "kind")
            && let Some(kind) = &self.kind
        {
            let mut add = |key: &'static str, value: &str| {
                entries.push(Entry {
                    key: Cow::Borrowed(key),
                    key_mark: mark,
                    node: Node {
                        mark,
                        value: Value::String(Cow::Owned(value.to_owned())),
                    },
                });
            };
            add("kind", kind);
            if let Some(api_version) = &self.api_version {
                add("apiVersion", api_version);
            }
        }
        item
    }
}

/// Move a tree down by some lines.
fn shift(node: &mut Node<'_>, lines: u32) {
    node.mark.line += lines;
    match &mut node.value {
        Value::Sequence(items) => items.iter_mut().for_each(|item| shift(item, lines)),
        Value::Mapping(entries) => {
            for entry in entries {
                entry.key_mark.line += lines;
                shift(&mut entry.node, lines);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests;
