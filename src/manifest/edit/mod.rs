//! Small edits of manifests that keep comments and layout: a key is set where the author would have set it, and nothing else moves.
//!
//! An edit is tried on the text and then read again: when the document does not say exactly what it said before and the wish, the
//! edit is refused. So no form of YAML has to be understood here to be left alone. Does no I/O.

mod layout;
mod patch;
mod visible;

use super::document::Documents;
use super::node::{Node, Number, Value as Content};
use super::source::{Source, Sources};
use super::written::Written;
use crate::origin::{Place, Segment};
use layout::Edits;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::fmt;
use visible::Visible;

/// A value that is to stand in a manifest.
#[derive(Debug, Clone, PartialEq)]
pub struct Wish {
    /// The object.
    pub place: Place,
    /// Keys from the object to the value.
    pub path: Vec<String>,
    /// The value; a text, a number, a truth value or a list of them.
    pub value: Value,
}

/// Why a wish is not granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// kustomize or Helm built the object.
    Built,
    /// The text has no file that a patch could name.
    NoFile,
    /// The manifest is JSON.
    Json,
    /// The text is in a form in which the key cannot be set without touching something else.
    Form,
    /// The lines around would show values that may be secret.
    Hidden,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Built => "it is built by kustomize or Helm; edit what it is built from",
            Self::NoFile => "it is not in a file below the working directory",
            Self::Json => "it is written in JSON; edit it by hand",
            Self::Form => "it is written in a form (anchors, several lines) that cannot be edited safely; edit it by hand",
            Self::Hidden => {
                "the lines around it hold values that may be secret; edit it by hand, or give --show-secrets"
            }
        })
    }
}

/// What a patch may show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// Only lines that are known to be harmless.
    Harmless,
    /// Every line.
    Everything,
}

/// What became of wishes.
#[derive(Debug, Default)]
pub struct Granted {
    /// For each wish, in their order.
    pub outcomes: Vec<Result<(), Refusal>>,
    /// The edits, one unified diff for `git apply`; empty when there are none.
    pub patch: String,
}

/// What is to be set, as a tree.
#[derive(Debug)]
enum Tree {
    Leaf(Value),
    Map(BTreeMap<String, Self>),
}

/// Edit the files of a run so that every wish is granted that can be. `name` says what a patch calls a file, if it can call it anything.
pub fn grant(
    (sources, written): (&Sources, &Written),
    wishes: &[Wish],
    name: &dyn Fn(&str) -> Option<String>,
    shows: Shows,
) -> Granted {
    let mut granted = Granted {
        outcomes: vec![Err(Refusal::Form); wishes.len()],
        patch: String::new(),
    };
    let mut by_file: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (index, wish) in wishes.iter().enumerate() {
        by_file.entry(wish.place.file).or_default().push(index);
    }
    for (file, indexes) in by_file {
        let refusal = |refusal, granted: &mut Granted| {
            for &index in &indexes {
                granted.outcomes[index] = Err(refusal);
            }
        };
        let Some(source) = sources.get(file) else {
            refusal(Refusal::NoFile, &mut granted);
            continue;
        };
        if written.authors.contains_key(&file) {
            refusal(Refusal::Built, &mut granted);
            continue;
        }
        let Some(path) = name(&source.path) else {
            refusal(Refusal::NoFile, &mut granted);
            continue;
        };
        let Ok(text) = std::str::from_utf8(&source.text) else {
            continue;
        };
        if text.trim_start().starts_with('{') {
            refusal(Refusal::Json, &mut granted);
            continue;
        }
        let edits = edit_file(
            source,
            text,
            (wishes, &indexes),
            shows,
            &mut granted.outcomes,
        );
        granted.patch += &patch::of(&path, text, &edits.edits, &edits.visible);
    }
    granted
}

/// The edits of a file, and the lines around them that may be shown.
struct FileEdits<'a> {
    edits: Edits,
    visible: Visible<'a>,
}

/// The edits of a document, and what it says with them.
struct Planned {
    document: u32,
    /// The wishes that are granted by them, or refused.
    indexes: Vec<usize>,
    edits: Edits,
    expected: Value,
}

fn edit_file<'a>(
    source: &'a Source,
    text: &'a str,
    (wishes, indexes): (&[Wish], &[usize]),
    shows: Shows,
    outcomes: &mut [Result<(), Refusal>],
) -> FileEdits<'a> {
    let documents = Documents::of(source);
    let mut by_document: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for &index in indexes {
        let document = wishes[index].place.document;
        by_document.entry(document).or_default().push(index);
    }
    let mut visible = Visible::new((source, text), shows);
    let mut planned = Vec::new();
    for (document, indexes) in by_document {
        let Some(root) = documents.parse(document) else {
            continue;
        };
        visible.add(&root);
        let mut own = Edits::new();
        let mut expected = plain(&root);
        for (within, indexes) in objects(wishes, &indexes) {
            let object = at(&root, &within);
            let mut tree = BTreeMap::new();
            let fits: Vec<usize> = indexes
                .into_iter()
                .filter(|&index| plant(&mut tree, &wishes[index].path, &wishes[index].value))
                .collect();
            let edited = object
                .ok_or(Refusal::Form)
                .and_then(|object| layout::edit(object, &tree, &visible));
            let outcome = edited.map(|edits| {
                layout::merge(&mut own, edits);
                if let Some(target) = at_mut(&mut expected, &within) {
                    lay_over(target, &tree);
                }
            });
            for index in fits {
                outcomes[index] = outcome;
            }
        }
        if !own.is_empty() {
            planned.push(Planned {
                document,
                indexes,
                edits: own,
                expected,
            });
        }
    }
    FileEdits {
        edits: verified((source, text), planned, outcomes),
        visible,
    }
}

/// The edits of those documents that say what is expected when the edited file is read again. What does not is left out, and what is left
/// is read once more.
fn verified(
    (source, text): (&Source, &str),
    mut planned: Vec<Planned>,
    outcomes: &mut [Result<(), Refusal>],
) -> Edits {
    for _ in 0..2 {
        let mut edits = Edits::new();
        for own in &planned {
            layout::merge(&mut edits, own.edits.clone());
        }
        let edited = Source {
            path: source.path.clone(),
            text: layout::apply(text, &edits).into_bytes(),
        };
        let documents = Documents::of(&edited);
        let is_right = |own: &Planned| {
            let read = documents.parse(own.document);
            read.is_some_and(|read| plain(&read) == own.expected)
        };
        let (right, wrong): (Vec<_>, Vec<_>) = planned.into_iter().partition(is_right);
        if wrong.is_empty() {
            return edits;
        }
        refuse(&wrong, outcomes);
        planned = right;
    }
    refuse(&planned, outcomes);
    Edits::new()
}

fn refuse(planned: &[Planned], outcomes: &mut [Result<(), Refusal>]) {
    for &index in planned.iter().flat_map(|own| &own.indexes) {
        outcomes[index] = Err(Refusal::Form);
    }
}

/// The wishes of each object of a document.
fn objects(wishes: &[Wish], indexes: &[usize]) -> Vec<(Vec<Segment>, Vec<usize>)> {
    let mut objects: BTreeMap<Vec<Segment>, Vec<usize>> = BTreeMap::new();
    for &index in indexes {
        let within = wishes[index].place.within.segments().to_vec();
        objects.entry(within).or_default().push(index);
    }
    objects.into_iter().collect()
}

/// Put a wish into a tree; `false` when another one stands there.
fn plant(tree: &mut BTreeMap<String, Tree>, path: &[String], value: &Value) -> bool {
    let [first, rest @ ..] = path else {
        return false;
    };
    if rest.is_empty() {
        return match tree.get(first) {
            None => {
                tree.insert(first.clone(), Tree::Leaf(value.clone()));
                true
            }
            Some(Tree::Leaf(known)) => known == value,
            Some(Tree::Map(_)) => false,
        };
    }
    let inner = tree
        .entry(first.clone())
        .or_insert_with(|| Tree::Map(BTreeMap::new()));
    match inner {
        Tree::Map(inner) => plant(inner, rest, value),
        Tree::Leaf(_) => false,
    }
}

fn at<'n, 'a>(root: &'n Node<'a>, within: &[Segment]) -> Option<&'n Node<'a>> {
    within
        .iter()
        .try_fold(root, |node, segment| match (segment, &node.value) {
            (Segment::Key(key), Content::Mapping(entries)) => {
                let entry = entries.iter().find(|entry| entry.key == *key)?;
                Some(&entry.node)
            }
            (Segment::Index(index), Content::Sequence(items)) => items.get(*index),
            _ => None,
        })
}

fn at_mut<'v>(root: &'v mut Value, within: &[Segment]) -> Option<&'v mut Value> {
    within
        .iter()
        .try_fold(root, |value, segment| match segment {
            Segment::Key(key) => value.get_mut(&**key),
            Segment::Index(index) => value.get_mut(*index),
        })
}

/// What a document says, without places.
fn plain(node: &Node<'_>) -> Value {
    match &node.value {
        Content::Null => Value::Null,
        Content::Bool(value) => (*value).into(),
        Content::Number(Number::Int(value)) => (*value).into(),
        Content::Number(Number::UInt(value)) => (*value).into(),
        Content::Number(Number::Float(value)) => (*value).into(),
        Content::String(text) => text.as_ref().into(),
        Content::Sequence(items) => items.iter().map(plain).collect(),
        Content::Mapping(entries) => {
            let entries = entries.iter();
            let plain = entries.map(|entry| (entry.key.to_string(), plain(&entry.node)));
            Value::Object(plain.collect())
        }
    }
}

/// What a document is to say.
fn lay_over(target: &mut Value, tree: &BTreeMap<String, Tree>) {
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    for (key, tree) in tree {
        match tree {
            Tree::Leaf(value) => target[key.as_str()] = value.clone(),
            Tree::Map(inner) => {
                if target.get(key).is_none() {
                    target[key.as_str()] = Value::Null;
                }
                lay_over(&mut target[key.as_str()], inner);
            }
        }
    }
}

#[cfg(test)]
mod tests;
