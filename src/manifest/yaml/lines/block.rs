//! Block maps, lists and literal blocks. Each function leaves the cursor at the next line with content.

use super::cursor::Cursor;
use super::scalar::Scalar;
use super::{MAX_DEPTH, MAX_KEY};
use crate::manifest::map::MapBuilder;
use crate::manifest::node::{Entry, Mark, Node, Value};
use std::borrow::Cow;

/// A key with its `:`.
struct Key<'a> {
    text: Cow<'a, str>,
    mark: Mark,
    /// Behind the colon.
    end: usize,
}

impl<'a> Cursor<'a> {
    /// The map or list that begins at the cursor.
    pub(super) fn block(&mut self, depth: usize) -> Option<Node<'a>> {
        if self.at_dash() {
            self.sequence(depth)
        } else {
            let key = self.key()?;
            self.mapping(key, depth)
        }
    }

    /// A list; its dashes stand in the column of the cursor.
    fn sequence(&mut self, depth: usize) -> Option<Node<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let column = self.indent();
        let mark = self.mark(self.at);
        let mut items = Vec::new();
        while !self.ended() && self.indent() == column && self.at_dash() {
            items.push(self.item(column, depth)?);
        }
        Some(Node {
            mark,
            value: Value::Sequence(items),
        })
    }

    /// The item behind the dash at the cursor.
    fn item(&mut self, column: usize, depth: usize) -> Option<Node<'a>> {
        let behind_dash = self.at + 1;
        let at = self.skip_spaces(behind_dash);
        if matches!(self.byte(at), b'\n' | b'#') {
            let nothing = null(self.mark(behind_dash));
            self.finish_line(behind_dash)?;
            return if !self.ended() && self.indent() > column {
                self.block(depth + 1)
            } else {
                Some(nothing)
            };
        }
        self.at = at;
        if self.at_dash() {
            return self.sequence(depth + 1);
        }
        if matches!(self.byte(at), b'[' | b'{' | b'|') {
            return self.inline(at, column, depth);
        }
        let mark = self.mark(at);
        let scalar = self.scalar(at)?;
        if self.byte(scalar.end) == b':' {
            let key = self.key_of(scalar)?;
            return self.mapping(key, depth + 1);
        }
        self.finish_line(scalar.end)?;
        Some(Node {
            mark,
            value: scalar.value()?,
        })
    }

    /// A map; its keys stand in the column of the cursor, `key` is the first one.
    fn mapping(&mut self, mut key: Key<'a>, depth: usize) -> Option<Node<'a>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let column = self.indent();
        let mark = key.mark;
        let mut map = MapBuilder::default();
        loop {
            let node = self.value(key.end, column, depth)?;
            let entry = Entry {
                key: key.text,
                key_mark: key.mark,
                node,
            };
            if map.insert(entry).is_some() {
                return None;
            }
            if self.ended() || self.indent() < column {
                break;
            }
            if self.indent() > column {
                return None;
            }
            key = self.key()?;
        }
        Some(Node {
            mark,
            value: Value::Mapping(map.into_entries()),
        })
    }

    /// The key at the cursor.
    fn key(&self) -> Option<Key<'a>> {
        self.key_of(self.scalar(self.at)?)
    }

    /// The key that `scalar`, which stands at the cursor, is if a colon and a blank follow.
    fn key_of(&self, scalar: Scalar<'a>) -> Option<Key<'a>> {
        let colon = scalar.end;
        let sound =
            self.byte(colon) == b':' && self.is_blank(colon + 1) && colon - self.at <= MAX_KEY;
        if !sound {
            return None;
        }
        Some(Key {
            text: scalar.key()?,
            mark: self.mark(self.at),
            end: colon + 1,
        })
    }

    /// The value behind a colon, in a map whose keys stand in `column`.
    fn value(&mut self, behind_colon: usize, column: usize, depth: usize) -> Option<Node<'a>> {
        let at = self.skip_spaces(behind_colon);
        if !matches!(self.byte(at), b'\n' | b'#') {
            return self.inline(at, column, depth);
        }
        let nothing = null(self.mark(behind_colon));
        self.finish_line(behind_colon)?;
        let below = !self.ended()
            && (self.indent() > column || (self.indent() == column && self.at_dash()));
        if below {
            self.block(depth + 1)
        } else {
            Some(nothing)
        }
    }

    /// A value that begins on the line of its key or dash, inside a collection in `column`.
    fn inline(&mut self, at: usize, column: usize, depth: usize) -> Option<Node<'a>> {
        let mark = self.mark(at);
        match self.byte(at) {
            b'|' => {
                let text = self.literal(at, column)?;
                Some(Node {
                    mark,
                    value: Value::String(Cow::Owned(text)),
                })
            }
            b'[' | b'{' => {
                if !self.has_cheap_columns() {
                    return None;
                }
                let (node, end) = self.flow(at, depth + 1)?;
                self.finish_line(end)?;
                Some(node)
            }
            _ => {
                let scalar = self.scalar(at)?;
                self.finish_line(scalar.end)?;
                Some(Node {
                    mark,
                    value: scalar.value()?,
                })
            }
        }
    }

    /// The text of a `|` or `|-` block inside a collection in `column`.
    fn literal(&mut self, bar: usize, column: usize) -> Option<String> {
        let strip = self.byte(bar + 1) == b'-';
        let header_end = bar + 1 + usize::from(strip);
        if self.byte(header_end) != b'\n' {
            return None;
        }
        let mut start = header_end + 1;
        let mut lines = 1;
        let mut text = String::new();
        while self.text.as_bytes().get(start) == Some(&b'\n') {
            text.push('\n');
            start += 1;
            lines += 1;
        }
        let indent = self.skip_spaces(start) - start;
        // A first line of nothing but spaces may decide the indentation; without any deeper line the block is empty.
        if indent <= column || self.byte(start + indent) == b'\n' {
            return None;
        }
        let mut blank_lines = 0;
        while start < self.text.len() {
            let content = self.skip_spaces(start).min(start + indent);
            if content < start + indent && self.byte(content) != b'\n' {
                break;
            }
            let end = self.line_end(content);
            if end == self.text.len() {
                return None;
            }
            if end == content {
                blank_lines += 1;
            } else {
                text.extend(std::iter::repeat_n('\n', blank_lines));
                blank_lines = 0;
                text.push_str(&self.text[content..=end]);
            }
            start = end + 1;
            lines += 1;
        }
        if strip {
            text.pop();
        }
        self.pass_lines(lines);
        self.seek(start)?;
        Some(text)
    }
}

fn null(mark: Mark) -> Node<'static> {
    Node {
        mark,
        value: Value::Null,
    }
}
