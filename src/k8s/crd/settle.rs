//! What the API server makes of an object before it looks at it: fields that the schema does not have are dropped, nulls are taken for
//! absent, and defaults are filled in.

use super::structural::{Others, Shape, Structural};
use super::tree::{placed, size, view};
use crate::diag::similar::similar;
use crate::k8s::schema::walk::Trail;
use crate::k8s::schema::{Fault, Findings};
use crate::manifest::node::{Entry, Mark, Node, Value};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What defaults may bring into an object beside twenty times its own size, in nodes.
const FREE_NODES: usize = 1000;

/// The object as it is stored. What is dropped is noted.
pub(super) fn settle<'n>(
    schema: &Structural,
    node: &'n Node<'_>,
    found: &mut Findings,
) -> Node<'n> {
    let mut settling = Settling {
        left: FREE_NODES + 20 * size(node),
        found,
    };
    settling.settle(schema, node, &Trail::ROOT)
}

struct Settling<'f> {
    /// Nodes that defaults may still bring.
    left: usize,
    found: &'f mut Findings,
}

impl Settling<'_> {
    fn settle<'n>(
        &mut self,
        schema: &Structural,
        node: &'n Node<'_>,
        trail: &Trail<'_>,
    ) -> Node<'n> {
        let value = match (&schema.shape, &node.value) {
            (Shape::Object { fields, others }, Value::Mapping(entries)) => {
                let mut kept = Vec::with_capacity(entries.len());
                for entry in entries {
                    let here = trail.key(&entry.key);
                    let is_meta = trail.is_root() && is_meta(&entry.key);
                    let node = match (fields.get(&*entry.key), others) {
                        _ if is_meta => view(&entry.node),
                        (Some(field), _) => match self.present(field, &entry.node, &here) {
                            Some(node) => node,
                            None => continue,
                        },
                        (None, Others::Like(values)) => {
                            match self.present(values, &entry.node, &here) {
                                Some(node) => node,
                                None => continue,
                            }
                        }
                        (None, Others::Kept) => view(&entry.node),
                        (None, Others::Dropped) => {
                            let known = fields.keys().map(String::as_str);
                            let similar = similar(&entry.key, known.take(200));
                            let similar = similar.map(|name| Cow::Owned(name.to_owned()));
                            self.found.note(&here, Fault::UnknownField { similar });
                            continue;
                        }
                    };
                    kept.push(Entry {
                        key: Cow::Borrowed(&entry.key),
                        key_mark: entry.key_mark,
                        node,
                    });
                }
                self.fill(schema, &mut kept, node.mark, trail);
                Value::Mapping(kept)
            }
            (Shape::List { items, .. }, Value::Sequence(nodes)) => {
                let nodes = nodes.iter().enumerate();
                let settled = nodes.map(|(index, node)| match &node.value {
                    Value::Null => view(node),
                    _ => self.settle(items, node, &trail.index(index)),
                });
                Value::Sequence(settled.collect())
            }
            _ => return view(node),
        };
        Node {
            mark: node.mark,
            value,
        }
    }

    /// A member of a map, unless it is a null that means nothing.
    fn present<'n>(
        &mut self,
        schema: &Structural,
        node: &'n Node<'_>,
        trail: &Trail<'_>,
    ) -> Option<Node<'n>> {
        match &node.value {
            Value::Null if !schema.nullable => None,
            Value::Null => Some(view(node)),
            _ => Some(self.settle(schema, node, trail)),
        }
    }

    /// Fill in the defaults of fields that are absent.
    fn fill(
        &mut self,
        schema: &Structural,
        kept: &mut Vec<Entry<'_>>,
        mark: Mark,
        trail: &Trail<'_>,
    ) {
        let Shape::Object { fields, .. } = &schema.shape else {
            return;
        };
        let mut defaults = schema.defaulted.iter().peekable();
        if defaults.peek().is_none() {
            return;
        }
        let present: BTreeSet<String> = kept.iter().map(|entry| entry.key.to_string()).collect();
        for name in defaults.filter(|name| !present.contains(*name)) {
            let Some(field) = fields.get(name) else {
                continue;
            };
            let Some(default) = &field.default else {
                continue;
            };
            let Some(left) = self.left.checked_sub(size(default)) else {
                return;
            };
            self.left = left;
            // A default may lack what other defaults give.
            let filled = self.settle(field, default, &trail.key(name));
            kept.push(Entry {
                key: Cow::Owned(name.clone()),
                key_mark: mark,
                node: placed(&filled, mark),
            });
        }
    }
}

/// The fields that every object has beside those of its kind.
fn is_meta(key: &str) -> bool {
    matches!(key, "apiVersion" | "kind" | "metadata")
}
