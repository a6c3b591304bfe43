//! Objects that are there twice: two worlds in one, or copies that say the same.

use crate::diag::{Diagnostic, Location, admission};
use crate::manifest::document::Documents;
use crate::manifest::node::{Entry, Node, Value};
use crate::manifest::source::Sources;
use crate::origin::{Place, Segment};
use std::collections::HashMap;

/// Make those that say the same as what replaces them notes, and those that are replaced in one file warnings: that is no second
/// world.
pub(super) fn judge<'d>(diagnostics: impl Iterator<Item = &'d mut Diagnostic>, sources: &Sources) {
    let mut trees = Trees {
        sources,
        documents: HashMap::new(),
        parsed: HashMap::new(),
    };
    for diagnostic in diagnostics {
        if let [Location::Field(winner), Location::Field(loser)] = &diagnostic.locations[..]
            && admission::is_duplicate(diagnostic)
        {
            let (winner, loser) = (&winner.object.place, &loser.object.place);
            if trees.are_equal(winner, loser) {
                admission::make_equal_copy(diagnostic);
            } else if winner.file == loser.file {
                admission::make_later_definition(diagnostic);
            }
        }
    }
}

/// The documents in question, each read once.
struct Trees<'s> {
    sources: &'s Sources,
    documents: HashMap<u32, Documents<'s>>,
    parsed: HashMap<(u32, u32), Option<Node<'s>>>,
}

impl<'s> Trees<'s> {
    fn are_equal(&mut self, a: &Place, b: &Place) -> bool {
        self.parse(a);
        self.parse(b);
        match (self.node(a), self.node(b)) {
            (Some(a), Some(b)) => are_equal_objects(a, b),
            _ => false,
        }
    }

    fn parse(&mut self, place: &Place) {
        let (sources, documents) = (self.sources, &mut self.documents);
        let parsed = self.parsed.entry((place.file, place.document));
        parsed.or_insert_with(|| {
            let source = sources.get(place.file)?;
            let documents = documents.entry(place.file);
            let documents = documents.or_insert_with(|| Documents::of(source));
            documents.parse(place.document)
        });
    }

    fn node(&self, place: &Place) -> Option<&Node<'s>> {
        let root = self.parsed.get(&(place.file, place.document))?.as_ref()?;
        let mut segments = place.within.segments().iter();
        segments.try_fold(root, |node, segment| match (segment, &node.value) {
            (Segment::Key(key), _) => node.get(key),
            (Segment::Index(index), Value::Sequence(items)) => items.get(*index),
            (Segment::Index(_), _) => None,
        })
    }
}

/// Whether two objects say the same. That they are one object is known, so where one leaves its namespace or its kind to others
/// it means the same.
fn are_equal_objects(a: &Node<'_>, b: &Node<'_>) -> bool {
    const KNOWN: [&str; 2] = ["kind", "apiVersion"];
    let (Value::Mapping(a), Value::Mapping(b)) = (&a.value, &b.value) else {
        return false;
    };
    let metadata = |object: &[Entry<'_>], other: &[Entry<'_>]| {
        object.iter().all(|entry| {
            if KNOWN.contains(&&*entry.key) {
                return true;
            }
            let Some(same) = other.iter().find(|same| same.key == entry.key) else {
                return false;
            };
            match (&entry.node.value, &same.node.value) {
                (Value::Mapping(a), Value::Mapping(b)) if entry.key == "metadata" => {
                    let named = |entries: &[Entry<'_>]| {
                        let own = entries.iter().filter(|entry| entry.key != "namespace");
                        own.count()
                    };
                    named(a) == named(b)
                        && a.iter()
                            .filter(|entry| entry.key != "namespace")
                            .all(|entry| {
                                b.iter().any(|same| {
                                    same.key == entry.key && are_equal(&entry.node, &same.node)
                                })
                            })
                }
                _ => are_equal(&entry.node, &same.node),
            }
        })
    };
    metadata(a, b) && metadata(b, a)
}

/// Whether two trees say the same, wherever they stand and in whatever order their keys are.
fn are_equal(a: &Node<'_>, b: &Node<'_>) -> bool {
    match (&a.value, &b.value) {
        (Value::Sequence(a), Value::Sequence(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| are_equal(a, b))
        }
        (Value::Mapping(a), Value::Mapping(b)) => {
            let mut sorted: Vec<&Entry<'_>> = b.iter().collect();
            sorted.sort_by(|a, b| a.key.cmp(&b.key));
            a.len() == b.len()
                && a.iter().all(|entry| {
                    let same = sorted.binary_search_by(|same| same.key.cmp(&entry.key));
                    same.is_ok_and(|same| are_equal(&entry.node, &sorted[same].node))
                })
        }
        (a, b) => a == b,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::manifest::document;
    use crate::manifest::source::Source;

    fn same(a: &str, b: &str) -> bool {
        let source = |text: &str| Source {
            path: String::new(),
            text: text.as_bytes().to_vec(),
        };
        let (a, b) = (source(a), source(b));
        let parse = |source| document::parse(source, 0).expect("is YAML");
        are_equal_objects(&parse(&a), &parse(&b))
    }

    #[test]
    fn order_quotes_and_an_assumed_namespace_make_no_difference() {
        let a = "kind: A\nmetadata: {name: x, namespace: default}\nspec: {a: 1, b: [x, 'z']}\n";
        assert!(same(
            a,
            "spec:\n  b: [\"x\", z]\n  a: 1\nmetadata: {name: x}\nkind: A\n"
        ));
        assert!(!same(
            a,
            "kind: A\nmetadata: {name: x}\nspec: {a: 1, b: [z, x]}\n"
        ));
        assert!(!same(
            a,
            "kind: A\nmetadata: {name: x, labels: {}}\nspec: {a: 1, b: [x, z]}\n"
        ));
        assert!(!same(a, "kind: A\nmetadata: {name: x}\n"));
    }
}
