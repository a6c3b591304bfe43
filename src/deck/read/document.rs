//! A configuration file as it is written, for whoever judges every key of it.

use super::decode::to_json;
use super::template::Placeholders;
use super::{Reader, Template, looks_like_configuration};
use crate::diag::{Diagnostic, Location};
use crate::manifest;
use crate::manifest::node::{Mark, Node, Value};
use serde_json::Value as Json;
use std::collections::BTreeMap;

/// The content of a file and where its parts stand.
#[derive(Debug)]
pub struct Document {
    /// The content.
    pub root: Json,
    file: u32,
    marks: Marks,
}

/// Where a value stands, and what is in it.
#[derive(Debug)]
struct Marks {
    mark: Mark,
    fields: BTreeMap<String, Self>,
    items: Vec<Self>,
}

impl Document {
    /// Where a field of the entity at `path` stands: names and list positions from 0. The field is in Kong's words, with dots and list
    /// positions from 1, and its alternatives between `|`; what of it is not there is left out.
    pub fn locate(&self, path: &[String], field: &str) -> Location {
        let start = path.iter().try_fold(&self.marks, |at, step| at.step(step));
        let entity = start.unwrap_or(&self.marks);
        let ends = field.split('|').filter_map(|field| entity.deepest(field));
        let mark = ends.max_by_key(|(depth, _)| *depth).map(|(_, mark)| mark);
        mark.unwrap_or(entity.mark).in_file(self.file)
    }
}

impl Marks {
    fn of(node: &Node<'_>, mark: Mark, placeholders: &Placeholders) -> Self {
        let mut made = Self {
            mark,
            fields: BTreeMap::new(),
            items: Vec::new(),
        };
        match &node.value {
            Value::Mapping(entries) => {
                for entry in entries {
                    let below = Self::of(&entry.node, entry.key_mark, placeholders);
                    made.fields.insert(placeholders.restore(&entry.key), below);
                }
            }
            Value::Sequence(items) => {
                let items = items.iter();
                made.items
                    .extend(items.map(|item| Self::of(item, item.mark, placeholders)));
            }
            _ => {}
        }
        made
    }

    fn step(&self, step: &str) -> Option<&Self> {
        match self.fields.get(step) {
            Some(found) => Some(found),
            None => self.items.get(step.parse::<usize>().ok()?),
        }
    }

    /// How far a dotted path leads, and where that is. Names may have dots themselves.
    fn deepest(&self, path: &str) -> Option<(usize, Mark)> {
        let mut at = self;
        let mut rest = path;
        let mut depth = 0;
        while !rest.is_empty() {
            let mut ends: Vec<usize> = rest.match_indices('.').map(|(end, _)| end).collect();
            ends.push(rest.len());
            let found = ends.into_iter().rev().find_map(|end| {
                let step = &rest[..end];
                let position = step.parse::<usize>().ok().and_then(|it| it.checked_sub(1));
                let item = position.and_then(|it| at.items.get(it));
                Some((end, at.fields.get(step).or(item)?))
            });
            let Some((end, below)) = found else {
                break;
            };
            at = below;
            rest = rest.get(end + 1..).unwrap_or_default();
            depth += 1;
        }
        (depth > 0).then_some((depth, at.mark))
    }
}

/// Read a file that may be a configuration; `None` when it is none. A file that has no content has problems.
pub fn document(
    file: u32,
    source: &manifest::source::Source,
) -> Option<(Option<Document>, Vec<Diagnostic>)> {
    let mut reader = Reader::new(file);
    let mut is_configuration = false;
    let accept = |root: &Node<'_>| {
        is_configuration = looks_like_configuration(root);
        is_configuration
    };
    let document = reader.with_root(&source.text, Template::Literal, accept, |reader, root| {
        reader.check_format(&root);
        Document {
            root: to_json(&root, &reader.placeholders),
            file,
            marks: Marks::of(&root, root.mark, &reader.placeholders),
        }
    });
    is_configuration.then_some((document, reader.problems))
}
