//! Flow collections of one line: `[a, "b"]`, `{a: 1, "b": [c]}`. Nothing may be left out in them but all of it.

use super::cursor::Cursor;
use super::{MAX_DEPTH, MAX_KEY};
use crate::manifest::map::MapBuilder;
use crate::manifest::node::{Entry, Node, Value};

impl<'a> Cursor<'a> {
    /// The collection or scalar at `at` and where it ends.
    pub(super) fn flow(&self, at: usize, depth: usize) -> Option<(Node<'a>, usize)> {
        let mark = self.mark(at);
        let (value, end) = match self.byte(at) {
            _ if depth > MAX_DEPTH => return None,
            b'[' => self.flow_sequence(at, depth)?,
            b'{' => self.flow_mapping(at, depth)?,
            _ => {
                let scalar = self.flow_scalar(at)?;
                let end = scalar.end;
                (scalar.value()?, end)
            }
        };
        Some((Node { mark, value }, end))
    }

    fn flow_sequence(&self, bracket: usize, depth: usize) -> Option<(Value<'a>, usize)> {
        let mut items = Vec::new();
        let mut at = self.skip_spaces(bracket + 1);
        if self.byte(at) == b']' {
            return Some((Value::Sequence(items), at + 1));
        }
        loop {
            let (item, end) = self.flow(at, depth + 1)?;
            items.push(item);
            let end = self.skip_spaces(end);
            match self.byte(end) {
                b',' => at = self.skip_spaces(end + 1),
                b']' => return Some((Value::Sequence(items), end + 1)),
                _ => return None,
            }
        }
    }

    fn flow_mapping(&self, brace: usize, depth: usize) -> Option<(Value<'a>, usize)> {
        let mut map = MapBuilder::default();
        let mut at = self.skip_spaces(brace + 1);
        if self.byte(at) == b'}' {
            return Some((Value::Mapping(map.into_entries()), at + 1));
        }
        loop {
            let scalar = self.flow_scalar(at)?;
            let colon = scalar.end;
            // As in JSON, the value may follow the colon of a quoted key at once.
            let sound = self.byte(colon) == b':'
                && (scalar.is_quoted() || self.is_blank(colon + 1))
                && colon - at <= MAX_KEY;
            if !sound {
                return None;
            }
            let key = scalar.key()?;
            let (node, end) = self.flow(self.skip_spaces(colon + 1), depth + 1)?;
            let entry = Entry {
                key,
                key_mark: self.mark(at),
                node,
            };
            if map.insert(entry).is_some() {
                return None;
            }
            let end = self.skip_spaces(end);
            match self.byte(end) {
                b',' => at = self.skip_spaces(end + 1),
                b'}' => return Some((Value::Mapping(map.into_entries()), end + 1)),
                _ => return None,
            }
        }
    }
}
