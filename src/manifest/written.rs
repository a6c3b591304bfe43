//! Where the objects of a built source were written: kustomize and Helm name the file of each object, and it is found again in
//! that file by kind and name.

use super::document::Documents;
use super::node::{Mark, Node, Value};
use super::source::Source;
use crate::origin::{FieldPath, Place, Segment};
use std::collections::BTreeMap;

/// The files that built sources were made from.
#[derive(Debug, Clone, Default)]
pub struct Written {
    /// The files. They are no sources of the run: nothing is converted from them but what the builder made of them.
    pub files: Vec<Source>,
    /// By built source, the file of each of its documents, as an index of `files`.
    pub authors: BTreeMap<u32, Vec<Option<u32>>>,
}

/// What is known of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found {
    /// It stands there; the file is an index of [`Written::files`].
    Object(Place),
    /// The file is no YAML, or does not have it by its name: a template, a generator. Its lines begin here, from 1.
    Text {
        /// Index of the file.
        file: u32,
        /// The line.
        line: u32,
    },
}

impl Written {
    /// The file of a document of a built source.
    pub(super) fn author(&self, file: u32, document: u32) -> Option<(u32, &Source)> {
        let authors = self.authors.get(&file)?;
        let author = (*authors.get(document as usize)?)?;
        Some((author, self.files.get(author as usize)?))
    }
}

/// The path of what stands at a line and column of a tree: a value, or a key.
pub(super) fn path_at(root: &Node<'_>, at: Mark) -> Option<FieldPath> {
    fn find(node: &Node<'_>, at: Mark, path: &FieldPath) -> Option<FieldPath> {
        match &node.value {
            Value::Mapping(entries) => entries.iter().find_map(|entry| {
                let own = path.clone().key(entry.key.to_string());
                if entry.key_mark == at || entry.node.mark == at {
                    return Some(own);
                }
                find(&entry.node, at, &own)
            }),
            Value::Sequence(items) => items.iter().enumerate().find_map(|(index, item)| {
                let own = path.clone().index(index);
                // A map in a list begins where its first key does.
                find(item, at, &own).or_else(|| (item.mark == at).then_some(own))
            }),
            _ => None,
        }
    }
    find(root, at, &FieldPath::root())
}

/// An object by what it is called.
struct Called<'n> {
    kind: &'n str,
    name: &'n str,
    namespace: Option<&'n str>,
}

impl<'n> Called<'n> {
    fn of(node: &'n Node<'_>) -> Option<Self> {
        let metadata = node.get("metadata");
        let text = |name: &str| metadata?.get(name)?.as_str();
        Some(Self {
            kind: node.get("kind")?.as_str()?,
            name: text("name").unwrap_or_default(),
            namespace: text("namespace"),
        })
    }

    /// How well a written object answers a built one; `None` when it is another. Builders add prefixes, suffixes and namespaces.
    fn answers(&self, built: &Self) -> Option<u8> {
        if self.kind != built.kind {
            return None;
        }
        let is_namespace = self.namespace == built.namespace;
        if self.name == built.name {
            return Some(if is_namespace { 3 } else { 2 });
        }
        Some(u8::from(built.name.contains(self.name)))
    }
}

/// Find a built object in the file that it came from.
pub(super) fn find(built: &Node<'_>, file: u32, source: &Source) -> Option<Found> {
    let built = Called::of(built)?;
    let documents = Documents::of(source);
    let mut best: Option<(u8, usize, Place)> = None;
    for document in 0..documents.count() {
        let document = u32::try_from(document).ok()?;
        let Some(root) = documents.parse(document) else {
            continue;
        };
        let place = Place {
            file,
            document,
            within: FieldPath::root(),
        };
        members(&root, place, &mut |node, place| {
            let Some(rank) = Called::of(node).and_then(|written| written.answers(&built)) else {
                return;
            };
            match &mut best {
                Some((known, count, _)) if *known == rank => *count += 1,
                Some((known, ..)) if *known > rank => {}
                _ => best = Some((rank, 1, place)),
            }
        });
    }
    match best {
        // Of several that answer equally badly, none is known to be it.
        Some((rank, count, place)) if count == 1 || rank > 1 => Some(Found::Object(place)),
        _ => Some(Found::Text {
            file,
            line: first_line(&String::from_utf8_lossy(&source.text), built.kind),
        }),
    }
}

/// The objects of a document, the members of lists among them.
fn members(node: &Node<'_>, place: Place, take: &mut dyn FnMut(&Node<'_>, Place)) {
    let Some(Value::Sequence(items)) = node.get("items").map(|items| &items.value) else {
        take(node, place);
        return;
    };
    for (index, item) in items.iter().enumerate() {
        let mut place = place.clone();
        place.within = place.within.key("items").index(index);
        members(item, place, take);
    }
}

/// The line of the first object of a kind in a text that is not YAML, if it is the only one; else the first line.
fn first_line(text: &str, kind: &str) -> u32 {
    let says = |line: &str| {
        let value = line.trim().strip_prefix("kind:");
        value.is_some_and(|value| value.trim().trim_matches(['"', '\'']) == kind)
    };
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| says(line));
    match (lines.next(), lines.next()) {
        (Some((line, _)), None) => line,
        _ => 1,
    }
}

/// The line of a field of an object whose text is a template: key by key downwards, as far as they are there.
pub(super) fn line_of(text: &str, from: u32, path: &FieldPath) -> Mark {
    let lines: Vec<&str> = text.lines().collect();
    let mut at = (from.max(1) as usize) - 1;
    let mut column = 1;
    let is_end = |line: &str| line.starts_with("---");
    for segment in path.segments() {
        let Segment::Key(key) = segment else { continue };
        let below = lines.iter().enumerate().skip(at);
        let found = below
            .take_while(|(number, line)| *number == at || !is_end(line))
            .find_map(|(number, line)| Some((number, key_column(line, key)?)));
        let Some((number, found)) = found else { break };
        (at, column) = (number, found);
    }
    Mark {
        line: u32::try_from(at + 1).unwrap_or(u32::MAX),
        column: u32::try_from(column).unwrap_or(u32::MAX),
    }
}

/// The column of a key that begins a line, after the dash of a list.
fn key_column(line: &str, key: &str) -> Option<usize> {
    let rest = line.trim_start_matches([' ', '-']);
    let value = rest.trim_start_matches(['"', '\'']).strip_prefix(key)?;
    let is_key = value.trim_start_matches(['"', '\'']).starts_with(':');
    is_key.then(|| line.chars().count() - rest.chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::super::document;
    use super::*;

    fn source(text: &str) -> Source {
        Source {
            path: "a.yaml".to_owned(),
            text: text.as_bytes().to_vec(),
        }
    }

    fn found(built: &str, written: &str) -> Option<Found> {
        let built = source(built);
        let node = document::parse(&built, 0).expect("is YAML");
        find(&node, 7, &source(written))
    }

    fn document_of(found: Option<Found>) -> Option<u32> {
        match found {
            Some(Found::Object(place)) => Some(place.document),
            _ => None,
        }
    }

    const BUILT: &str = "kind: Ingress\nmetadata: {name: eu-web, namespace: shop}\n";

    #[test]
    fn an_object_is_found_by_kind_and_name_and_by_a_name_that_was_extended() {
        let written = "kind: Service\nmetadata: {name: eu-web}\n---\nkind: Ingress\nmetadata: {name: web}\n---\nkind: Ingress\nmetadata: {name: other}\n";
        assert_eq!(document_of(found(BUILT, written)), Some(1));
        let exact =
            "kind: Ingress\nmetadata: {name: web}\n---\nkind: Ingress\nmetadata: {name: eu-web}\n";
        assert_eq!(document_of(found(BUILT, exact)), Some(1));
        let list =
            "kind: List\nitems:\n- kind: Service\n- kind: Ingress\n  metadata: {name: web}\n";
        let Some(Found::Object(place)) = found(BUILT, list) else {
            panic!("is found");
        };
        assert_eq!(place.within.to_string(), "items[1]");
    }

    #[test]
    fn a_template_gives_the_line_of_its_kind_and_the_lines_of_its_keys() {
        let template = "{{ if .Values.on }}\nkind: Ingress\nmetadata:\n  name: {{ .Values.name }}\nspec:\n  rules:\n  - host: {{ .Values.host }}\n{{ end }}\n";
        let Some(Found::Text { file: 7, line: 2 }) = found(BUILT, template) else {
            panic!("is a template");
        };
        let host = FieldPath::of(&["spec", "rules"]).index(0).key("host");
        let mark = line_of(template, 2, &host);
        assert_eq!((mark.line, mark.column), (7, 5));
        let missing = FieldPath::of(&["spec", "tls"]);
        assert_eq!(line_of(template, 2, &missing).line, 5);
    }
}
