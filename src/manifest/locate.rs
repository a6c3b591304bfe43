//! Symbolic locations to lines and columns. A document is parsed again only when one of its objects has something to show.

use super::document::Documents;
use super::node::{Entry, Mark, Node, Value};
use super::quote::{self, Lines, Pieces};
use super::source::{Source, Sources};
use super::written::{self, Found, Written};
use crate::diag::Location;
use crate::diag::render::{Position, Quote};
use crate::origin::{FieldPath, Place, Segment};
use std::collections::HashMap;

/// How many trees are kept. Problems come in the order of the input, so the next one mostly stands in the same document.
const KEPT_TREES: usize = 64;

/// Resolves locations against the sources of a run; parsed documents are kept for the next questions.
pub struct Locator<'a> {
    sources: &'a Sources,
    documents: HashMap<u32, Documents<'a>>,
    /// Trees of late, and those of before, so that one that is asked for again and again stays.
    trees: HashMap<(u32, u32), Tree<'a>>,
    older: HashMap<(u32, u32), Tree<'a>>,
    lines: HashMap<u32, Option<Lines<'a>>>,
    pieces: HashMap<(u32, u32), Pieces>,
    /// What built sources were made from.
    written: Option<&'a Written>,
    /// Where the documents of built sources were written.
    found: HashMap<(u32, u32, FieldPath), Option<Found>>,
}

/// A document, if it can be read, and what was looked up in its large maps.
struct Tree<'a> {
    root: Option<Node<'a>>,
    index: MapIndex,
}

/// Positions of keys in the large maps of a tree, by the address of their entries: many problems may stand in one map.
type MapIndex = HashMap<usize, HashMap<Box<str>, usize>>;

/// Maps up to this size are searched entry by entry.
const SMALL_MAP: usize = 32;

impl<'a> Locator<'a> {
    /// A locator for the sources of a run, some of which were built from other files.
    pub fn with(sources: &'a Sources, written: &'a Written) -> Self {
        Self {
            written: Some(written),
            ..Self::new(sources)
        }
    }

    /// A locator for the sources of a run.
    pub fn new(sources: &'a Sources) -> Self {
        Self {
            sources,
            written: None,
            found: HashMap::new(),
            documents: HashMap::new(),
            trees: HashMap::new(),
            older: HashMap::new(),
            lines: HashMap::new(),
            pieces: HashMap::new(),
        }
    }

    /// The position of a location: of the field if it is written, else of the nearest parent that is. A scalar is
    /// shown at its value, a map or a list at its key.
    pub fn position(&mut self, location: &Location) -> Position {
        match location {
            Location::Field(origin) => match self.written(&origin.object.place) {
                Some(Found::Text { file, line }) => {
                    let text = self.source(file).map(|source| &*source.text);
                    let text = String::from_utf8_lossy(text.unwrap_or_default());
                    let mark = written::line_of(&text, line, &origin.path);
                    self.at(file, mark.line, mark.column)
                }
                Some(Found::Object(place)) => {
                    let mark = self.mark(&place, &origin.path);
                    self.at(place.file, mark.line, mark.column)
                }
                None => {
                    let mark = self.mark(&origin.object.place, &origin.path);
                    self.at(origin.object.place.file, mark.line, mark.column)
                }
            },
            Location::Text { file, line, column } => self.at(*file, *line, *column),
        }
    }

    /// Where the value or the key at a place of a built source was written, if anybody knows: index of the file, line and column.
    pub fn written_at(&mut self, file: u32, line: u32, column: u32) -> Option<(u32, u32, u32)> {
        self.written?.authors.get(&file)?;
        let source = self.source(file)?;
        let documents = self.documents.entry(file);
        let documents = documents.or_insert_with(|| Documents::of(source));
        let document = documents.at_line(line)?;
        let root = documents.parse(document)?;
        let path = written::path_at(&root, Mark { line, column })?;
        let place = Place {
            file,
            document,
            within: FieldPath::root(),
        };
        match self.written(&place)? {
            Found::Text { file, line } => {
                let text = self.source(file).map(|source| &*source.text);
                let text = String::from_utf8_lossy(text.unwrap_or_default());
                let mark = written::line_of(&text, line, &path);
                Some((file, mark.line, mark.column))
            }
            Found::Object(place) => {
                let mark = self.mark(&place, &path);
                Some((place.file, mark.line, mark.column))
            }
        }
    }

    /// The line at a position, as far as it may be shown: nothing of a Secret, nor of a file that has one where no object is known.
    pub fn quote(&mut self, location: &Location, position: &Position) -> Option<Quote> {
        let place = match location {
            Location::Field(origin) => match self.written(&origin.object.place) {
                // Of a template nobody knows which words are values.
                Some(Found::Text { .. }) => return None,
                Some(Found::Object(place)) => Some(place),
                None => Some(origin.object.place.clone()),
            },
            Location::Text { .. } => None,
        };
        let file = place.as_ref().map_or(location.file(), |place| place.file);
        let source = self.source(file);
        let lines = self.lines.entry(file);
        let lines = lines.or_insert_with(|| Lines::of(source?));
        let lines = lines.as_ref()?;
        let mark = Mark {
            line: position.line,
            column: position.column,
        };
        let place = match (location, place) {
            (Location::Field(origin), _) if origin.object.key.kind == quote::SECRET => return None,
            (Location::Field(_), Some(place)) => place,
            (Location::Text { .. }, _) if lines.has_secret => return None,
            _ => return quote::bare(mark, lines),
        };
        let document = (place.file, place.document);
        if let Some(pieces) = self.pieces.get(&document) {
            return pieces.quote(mark, lines);
        }
        let root = self.trees.get(&document)?.root.as_ref()?;
        let pieces = Pieces::of(root, lines);
        let quote = pieces.quote(mark, lines);
        self.pieces.insert(document, pieces);
        quote
    }

    /// A source of the run, or behind them one of the files that they were built from.
    fn source(&self, file: u32) -> Option<&'a Source> {
        let count = self.sources.0.len();
        match (file as usize).checked_sub(count) {
            None => self.sources.get(file),
            Some(index) => self.written?.files.get(index),
        }
    }

    /// Where an object of a built source was written, if anybody knows.
    fn written(&mut self, place: &Place) -> Option<Found> {
        let (author, source) = self.written?.author(place.file, place.document)?;
        let key = (place.file, place.document, place.within.clone());
        if let Some(found) = self.found.get(&key) {
            return found.clone();
        }
        let author = u32::try_from(self.sources.0.len()).ok()? + author;
        let own = self.source(place.file)?;
        let documents = self.documents.entry(place.file);
        let documents = documents.or_insert_with(|| Documents::of(own));
        let built = documents.parse(place.document);
        let found = built.and_then(|built| written::find(&built, author, source));
        self.found.insert(key, found.clone());
        found
    }

    fn at(&self, file: u32, line: u32, column: u32) -> Position {
        Position {
            file: self
                .source(file)
                .map(|source: &Source| source.path.clone())
                .unwrap_or_default(),
            line,
            column,
        }
    }

    fn mark(&mut self, place: &Place, path: &FieldPath) -> Mark {
        if self.trees.len() > KEPT_TREES {
            self.older = std::mem::take(&mut self.trees);
            self.pieces.clear();
        }
        let (source, documents, older) = (
            self.source(place.file),
            &mut self.documents,
            &mut self.older,
        );
        let key = (place.file, place.document);
        let mut parse = || {
            let source = source?;
            documents
                .entry(place.file)
                .or_insert_with(|| Documents::of(source))
                .parse(place.document)
        };
        let tree = self.trees.entry(key).or_insert_with(|| {
            older.remove(&key).unwrap_or_else(|| Tree {
                root: parse(),
                index: MapIndex::new(),
            })
        });
        let Some(root) = &tree.root else {
            return Mark::default();
        };
        resolve(root, &place.within.clone().join(path), &mut tree.index)
    }
}

/// The mark of the field at `path`, or of its nearest written parent.
fn resolve(root: &Node<'_>, path: &FieldPath, index: &mut MapIndex) -> Mark {
    let mut node = root;
    let mut mark = root.mark;
    let mut segments = path.segments().iter().peekable();
    while let Some(segment) = segments.next() {
        let (next, next_mark) = match (segment, &node.value) {
            (Segment::Key(key), Value::Mapping(entries)) => {
                let is_in_string_data = key == "data" && is_in_string_data(node, segments.peek());
                let key = if is_in_string_data { STRING_DATA } else { key };
                let Some(entry) = entry_of(entries, key, index) else {
                    return mark;
                };
                let collection = matches!(entry.node.value, Value::Sequence(_) | Value::Mapping(_));
                let shown = if collection || entry.node.value == Value::Null {
                    entry.key_mark
                } else {
                    entry.node.mark
                };
                (&entry.node, shown)
            }
            (Segment::Index(index), Value::Sequence(items)) => match items.get(*index) {
                Some(item) => (item, item.mark),
                None => return mark,
            },
            _ => return mark,
        };
        node = next;
        mark = next_mark;
    }
    mark
}

/// The entry of a key.
fn entry_of<'n, 'a>(
    entries: &'n [Entry<'a>],
    key: &str,
    index: &mut MapIndex,
) -> Option<&'n Entry<'a>> {
    if entries.len() <= SMALL_MAP {
        return entries.iter().find(|entry| entry.key == *key);
    }
    let positions = index.entry(entries.as_ptr().addr()).or_insert_with(|| {
        let keys = entries.iter().map(|entry| Box::from(&*entry.key));
        keys.zip(0..).collect()
    });
    positions.get(key).map(|&position| &entries[position])
}

/// Where a Secret may hold values in clear. The API server lays them over `data`, where everything else looks for them.
const STRING_DATA: &str = "stringData";

/// Whether a value of `data` was written in `stringData`.
fn is_in_string_data(object: &Node<'_>, name: Option<&&Segment>) -> bool {
    match (object.get(STRING_DATA), name) {
        (Some(data), Some(Segment::Key(name))) => data.get(name).is_some(),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(text: &str, path: &FieldPath, within: FieldPath) -> (u32, u32) {
        let sources = Sources(vec![Source {
            path: "x.yaml".to_owned(),
            text: text.as_bytes().to_vec(),
        }]);
        let place = Place {
            file: 0,
            document: 0,
            within,
        };
        let mark = Locator::new(&sources).mark(&place, path);
        (mark.line, mark.column)
    }

    const TEXT: &str = "kind: A\nspec:\n  rules:\n  - host: x\n    port: 80\n";

    #[test]
    fn scalars_are_shown_at_their_value_and_collections_at_their_key() {
        let rules = FieldPath::of(&["spec", "rules"]);
        let host = rules.clone().index(0).key("host");
        assert_eq!(mark(TEXT, &host, FieldPath::root()), (4, 11));
        assert_eq!(mark(TEXT, &rules, FieldPath::root()), (3, 3));
        assert_eq!(mark(TEXT, &rules.index(0), FieldPath::root()), (4, 5));
    }

    #[test]
    fn a_value_of_a_secret_is_found_in_its_clear_text() {
        let text = "kind: Secret\ndata:\n  id: YQ==\nstringData:\n  key: a\n";
        let value =
            |name: &'static str| mark(text, &FieldPath::of(&["data", name]), FieldPath::root());
        assert_eq!(value("key"), (5, 8));
        assert_eq!(value("id"), (3, 7));
        assert_eq!(value("none"), (2, 1));
    }

    #[test]
    fn what_is_not_written_is_shown_at_its_nearest_parent() {
        let missing = FieldPath::of(&["spec", "tls"]).index(0).key("hosts");
        assert_eq!(mark(TEXT, &missing, FieldPath::root()), (2, 1));
    }

    #[test]
    fn members_of_lists_are_found() {
        let within = FieldPath::of(&["items"]).index(0);
        let text = "kind: List\nitems:\n- kind: A\n  spec: 1\n";
        assert_eq!(mark(text, &FieldPath::of(&["spec"]), within), (4, 9));
    }

    #[test]
    fn a_place_of_a_built_source_is_where_it_was_written() {
        let source = |path: &str, text: &str| Source {
            path: path.to_owned(),
            text: text.as_bytes().to_vec(),
        };
        let built = "kind: A\nmetadata:\n  name: x\n---\nkind: B\nmetadata:\n  name: eu-y\nspec:\n- env: one\n";
        let base = "# ours\nkind: B\nmetadata: {name: y}\nspec:\n\n- env: one\n";
        let sources = Sources(vec![source("built", built)]);
        let written = Written {
            files: vec![source("base.yaml", base)],
            authors: [(0, vec![None, Some(0)])].into(),
        };
        let mut locator = Locator::with(&sources, &written);
        // The value, then the key.
        assert_eq!(locator.written_at(0, 9, 8), Some((1, 6, 8)));
        assert_eq!(locator.written_at(0, 8, 1), Some((1, 4, 1)));
        // Nobody knows who wrote the first document, and there is nothing at this column.
        assert_eq!(locator.written_at(0, 3, 9), None);
        assert_eq!(locator.written_at(0, 9, 4), None);
        assert_eq!(locator.written_at(1, 1, 1), None);
    }
}
