//! A map while it is read: document order, the last of equal keys wins, quick to search when large.

use super::node::Entry;
use std::borrow::Cow;
use std::collections::HashMap;

/// Maps above this size are searched through an index.
const SMALL: usize = 16;

/// Entries of a map that is still open.
#[derive(Default)]
pub(super) struct MapBuilder<'a> {
    entries: Vec<Entry<'a>>,
    /// Positions by key, once the map is not small any more.
    index: HashMap<Cow<'a, str>, usize>,
}

impl<'a> MapBuilder<'a> {
    /// Add an entry; the entry of the same key that it replaces comes back.
    pub(super) fn insert(&mut self, entry: Entry<'a>) -> Option<Entry<'a>> {
        let found = if self.entries.len() < SMALL {
            self.entries.iter().position(|old| old.key == entry.key)
        } else {
            if self.index.is_empty() {
                let keys = self.entries.iter().map(|old| old.key.clone());
                self.index.extend(keys.zip(0..));
            }
            self.index.get(&entry.key).copied()
        };
        if let Some(position) = found {
            return Some(std::mem::replace(&mut self.entries[position], entry));
        }
        if !self.index.is_empty() {
            self.index.insert(entry.key.clone(), self.entries.len());
        }
        self.entries.push(entry);
        None
    }

    /// The finished map.
    pub(super) fn into_entries(self) -> Vec<Entry<'a>> {
        self.entries
    }
}
