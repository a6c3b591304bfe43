//! Events to a tree: anchors, merges, tags, duplicate keys, limits (spec 60, 4 and 11). Works on a stack of
//! its own, so that depth costs no stack of the thread.

use super::super::map::MapBuilder;
use super::super::node::{Entry, MAX_DEPTH, Mark, Node, Value};
use super::budget::{AliasBudget, may_have_aliases};
use super::events::{Event, Events, Properties, Style};
use super::{Parsed, SyntaxError, scalar};
use std::borrow::Cow;
use std::collections::HashMap;

/// The first document of `text`.
pub(super) fn compose(text: &str, budget: &AliasBudget) -> Result<Parsed<'static>, SyntaxError> {
    let mut events = Events::new(text);
    let mut builder = Builder {
        root: None,
        stack: Vec::new(),
        anchors: HashMap::new(),
        keep_anchors: may_have_aliases(text.as_bytes()),
        budget,
        nodes: 0,
        alias_nodes: 0,
        replaced_keys: Vec::new(),
    };
    loop {
        let (event, mark) = events.next().map_err(|failure| SyntaxError {
            message: failure.message,
            mark: failure.mark,
        })?;
        match event {
            Event::DocumentEnd => break,
            Event::StreamEnd => {
                return Ok(Parsed {
                    root: None,
                    ignored: None,
                    replaced_keys: Vec::new(),
                });
            }
            Event::StreamStart | Event::DocumentStart => {}
            event => builder.take(event, mark)?,
        }
    }
    // What follows the first document is not read, so its errors do not count either. libyaml calls a
    // document after `...` that has no `---` an error; Go never looks at it.
    let ignored = match events.next() {
        Ok((Event::DocumentStart, mark)) => Some(mark),
        Err(failure) => Some(failure.mark),
        Ok(_) => None,
    };
    Ok(Parsed {
        root: builder.root,
        ignored,
        replaced_keys: builder.replaced_keys,
    })
}

/// A collection that is still open.
enum Open {
    Sequence(Vec<Node<'static>>),
    Mapping {
        map: MapBuilder<'static>,
        key: Option<Key>,
    },
}

enum Key {
    Text(Cow<'static, str>, Mark),
    Merge,
}

struct Frame {
    mark: Mark,
    anchor: Option<String>,
    open: Open,
}

/// A value that aliases can repeat, and what it costs.
struct Anchored {
    node: Node<'static>,
    nodes: usize,
    bytes: usize,
}

struct Builder<'b> {
    root: Option<Node<'static>>,
    stack: Vec<Frame>,
    anchors: HashMap<String, Anchored>,
    keep_anchors: bool,
    budget: &'b AliasBudget,
    /// Nodes in all, and those that aliases brought.
    nodes: usize,
    alias_nodes: usize,
    replaced_keys: Vec<(String, Mark)>,
}

impl Builder<'_> {
    fn take(&mut self, event: Event, mark: Mark) -> Result<(), SyntaxError> {
        match event {
            Event::Scalar(properties, text, style) => {
                self.nodes += 1;
                let merge = style == Style::Plain
                    && properties.tag.is_none()
                    && text == "<<"
                    && self.expects_key();
                if merge {
                    self.set_key(Key::Merge);
                    return Ok(());
                }
                let value = scalar_value(properties.tag.as_deref(), text, style)
                    .map_err(|message| SyntaxError { message, mark })?;
                self.add(Node { mark, value }, properties.anchor)
            }
            Event::Alias(name) => {
                let node = self.expand(&name, mark)?;
                self.add(node, None)
            }
            Event::SequenceStart(properties) => {
                self.open(properties, mark, Open::Sequence(Vec::new()))
            }
            Event::MappingStart(properties) => self.open(
                properties,
                mark,
                Open::Mapping {
                    map: MapBuilder::default(),
                    key: None,
                },
            ),
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(frame) = self.stack.pop() else {
                    return Ok(());
                };
                let value = match frame.open {
                    Open::Sequence(items) => Value::Sequence(items),
                    Open::Mapping { map, .. } => Value::Mapping(map.into_entries()),
                };
                let node = Node {
                    mark: frame.mark,
                    value,
                };
                self.add(node, frame.anchor)
            }
            Event::StreamStart | Event::StreamEnd | Event::DocumentStart | Event::DocumentEnd => {
                Ok(())
            }
        }
    }

    fn open(&mut self, properties: Properties, mark: Mark, open: Open) -> Result<(), SyntaxError> {
        self.nodes += 1;
        if self.stack.len() >= MAX_DEPTH {
            return Err(SyntaxError {
                message: format!("nested deeper than {MAX_DEPTH} levels"),
                mark,
            });
        }
        if let Some(anchor) = &properties.anchor {
            // The alias inside its own anchor must not find an older one.
            self.anchors.remove(anchor);
        }
        self.stack.push(Frame {
            mark,
            anchor: properties.anchor,
            open,
        });
        Ok(())
    }

    fn expects_key(&self) -> bool {
        matches!(
            self.stack.last(),
            Some(Frame {
                open: Open::Mapping { key: None, .. },
                ..
            })
        )
    }

    fn set_key(&mut self, new: Key) {
        if let Some(Frame {
            open: Open::Mapping { key, .. },
            ..
        }) = self.stack.last_mut()
        {
            *key = Some(new);
        }
    }

    /// A copy of the anchored value, as far as the budget goes: Go's share of alias-driven nodes, and bytes.
    fn expand(&mut self, name: &str, mark: Mark) -> Result<Node<'static>, SyntaxError> {
        let Some(anchored) = self.anchors.get(name) else {
            return Err(SyntaxError {
                message: "an alias of an unknown anchor, or of one that holds it".to_owned(),
                mark,
            });
        };
        self.nodes += anchored.nodes;
        self.alias_nodes += anchored.nodes;
        if excessive(self.alias_nodes, self.nodes) {
            return Err(SyntaxError {
                message: "aliases repeat too much".to_owned(),
                mark,
            });
        }
        if !self.budget.take(anchored.nodes, anchored.bytes) {
            return Err(used_up(mark));
        }
        let mut node = anchored.node.clone();
        node.mark = mark;
        Ok(node)
    }

    fn add(&mut self, node: Node<'static>, anchor: Option<String>) -> Result<(), SyntaxError> {
        if let Some(anchor) = anchor.filter(|_| self.keep_anchors) {
            let (nodes, bytes) = size(&node);
            if !self.budget.take(nodes, bytes) {
                return Err(used_up(node.mark));
            }
            self.anchors.insert(
                anchor,
                Anchored {
                    node: node.clone(),
                    nodes,
                    bytes,
                },
            );
        }
        let replaced = &mut self.replaced_keys;
        match self.stack.last_mut().map(|frame| &mut frame.open) {
            None => self.root = Some(node),
            Some(Open::Sequence(items)) => items.push(node),
            Some(Open::Mapping { map, key }) => match key.take() {
                None => {
                    let mark = node.mark;
                    let text = scalar::key_text(node.value).ok_or_else(|| SyntaxError {
                        message: "null, lists and maps cannot be keys".to_owned(),
                        mark,
                    })?;
                    *key = Some(Key::Text(text, mark));
                }
                Some(Key::Text(text, key_mark)) => {
                    let entry = Entry {
                        key: text,
                        key_mark,
                        node,
                    };
                    if let Some(old) = map.insert(entry) {
                        replaced.push((old.key.into_owned(), old.key_mark));
                    }
                }
                Some(Key::Merge) => merge(map, node)?,
            },
        }
        Ok(())
    }
}

fn used_up(mark: Mark) -> SyntaxError {
    SyntaxError {
        message: "anchors and aliases repeat more than ten times what is read in all".to_owned(),
        mark,
    }
}

/// `<<`: keys written before it are overwritten; in a list earlier maps win, so the list is merged from its end.
fn merge(map: &mut MapBuilder<'static>, node: Node<'static>) -> Result<(), SyntaxError> {
    let mark = node.mark;
    let maps: Vec<_> = match node.value {
        Value::Sequence(items) => items.into_iter().rev().map(|item| item.value).collect(),
        value => vec![value],
    };
    for source in maps {
        let Value::Mapping(merged) = source else {
            return Err(SyntaxError {
                message: "`<<` needs a map, an alias of one, or a list of those".to_owned(),
                mark,
            });
        };
        for entry in merged {
            map.insert(entry);
        }
    }
    Ok(())
}

/// Nodes and bytes of text of a tree.
fn size(node: &Node<'_>) -> (usize, usize) {
    let add =
        |(nodes, bytes): (usize, usize), (more, text): (usize, usize)| (nodes + more, bytes + text);
    match &node.value {
        Value::String(text) => (1, text.len()),
        Value::Null | Value::Bool(_) | Value::Number(_) => (1, 0),
        Value::Sequence(items) => items.iter().map(size).fold((1, 0), add),
        Value::Mapping(entries) => entries
            .iter()
            .map(|entry| add(size(&entry.node), (1, entry.key.len())))
            .fold((1, 0), add),
    }
}

/// Go's rule: past 1,000 nodes the share of alias-driven ones may be 99 %, falling to 10 % between 400,000 and 4,000,000.
#[expect(
    clippy::cast_precision_loss,
    reason = "a share of counts far below 2^53"
)]
fn excessive(aliased: usize, all: usize) -> bool {
    const LOW: f64 = 400_000.0;
    const HIGH: f64 = 4_000_000.0;
    if aliased <= 100 || all <= 1000 {
        return false;
    }
    let (aliased, all) = (aliased as f64, all as f64);
    let allowed = 0.99 - 0.89 * ((all - LOW) / (HIGH - LOW)).clamp(0.0, 1.0);
    aliased / all > allowed
}

/// The value of a scalar under its tag.
fn scalar_value(tag: Option<&str>, text: String, style: Style) -> Result<Value<'static>, String> {
    const CORE: &str = "tag:yaml.org,2002:";
    let Some(tag) = tag else {
        return match style {
            Style::Plain => scalar::resolve(Cow::Owned(text)),
            Style::Quoted => Ok(Value::String(Cow::Owned(text))),
        };
    };
    let Some(name) = tag.strip_prefix(CORE) else {
        return Ok(Value::String(Cow::Owned(text)));
    };
    match name {
        "int" | "float" | "bool" | "null" => {
            let value = scalar::resolve(Cow::Owned(text))?;
            let fits = match name {
                "bool" => matches!(value, Value::Bool(_)),
                "null" => matches!(value, Value::Null),
                _ => matches!(value, Value::Number(_)),
            };
            fits.then_some(value)
                .ok_or_else(|| format!("the value does not fit its tag `!!{name}`"))
        }
        "binary" => decode_binary(&text).map(|text| Value::String(Cow::Owned(text))),
        _ => Ok(Value::String(Cow::Owned(text))),
    }
}

fn decode_binary(text: &str) -> Result<String, String> {
    use base64::Engine;
    let packed: String = text.chars().filter(|c| !matches!(c, '\r' | '\n')).collect();
    base64::engine::general_purpose::STANDARD
        .decode(packed)
        .ok()
        .and_then(|bytes| String::from_utf8(bytes).ok())
        .ok_or_else(|| "the value of a `!!binary` is not base64 of text".to_owned())
}

#[cfg(test)]
mod tests;
