//! Which of many conditions a request can meet at all, without trying them one by one.
//!
//! A condition has clauses ([`Clause`]) that must all be met. It is filed under the keys of its rarest clause; conditions that
//! meet under one key are told apart by their next clauses, and so on. A request meets few keys, so it meets few conditions.

mod build;
mod texts;

use super::Values;
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::sync::Arc;
use texts::Texts;

/// A test that one value of a field must pass.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Test {
    /// It is this text.
    Equals(String),
    /// It starts with this text, which is not empty.
    StartsWith(String),
    /// It ends with this text, which is not empty.
    EndsWith(String),
    /// It contains this text, which begins with a slash.
    Contains(String),
}

impl Test {
    /// What is compared with.
    pub(super) fn text(&self) -> &str {
        match self {
            Self::Equals(text)
            | Self::StartsWith(text)
            | Self::EndsWith(text)
            | Self::Contains(text) => text,
        }
    }
}

/// A test of a field.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Key {
    /// The field.
    pub(super) field: String,
    /// Whether its values are put into lower case first.
    pub(super) is_lower: bool,
    /// The test.
    pub(super) test: Test,
}

/// Keys of which a request must meet one. Conditions that share a part share its clauses.
pub(super) type Clause = Arc<[Key]>;

/// Conditions by what they need.
#[derive(Debug, Default)]
pub struct Index {
    /// The numbers of the keys of each field, as it is and in lower case.
    fields: HashMap<String, [Texts; 2]>,
    /// The root first.
    branches: Vec<Branch>,
}

/// Conditions that have the keys of all branches above in common.
#[derive(Debug, Default)]
struct Branch {
    /// Positions of those that are tried in any case, ascending.
    tried: Vec<usize>,
    /// Where the others are, by the number of a key they need.
    by_key: HashMap<usize, usize>,
}

impl Index {
    /// File conditions by their clauses; positions count from 0, the best first. Conditions without are never true.
    pub(super) fn new(items: &[Option<Vec<Clause>>]) -> Self {
        build::index(items)
    }

    /// The positions worth trying for a request, ascending, each once.
    pub fn candidates(&self, values: &Values) -> Candidates<'_> {
        let mut lists = Vec::new();
        if !self.branches.is_empty() {
            self.gather(0, &self.keys_met(values), &mut lists);
        }
        Candidates::of(lists)
    }

    /// The numbers of the keys that a request meets, each once.
    fn keys_met(&self, values: &Values) -> Vec<usize> {
        let mut met = Vec::new();
        for (field, value) in &values.texts {
            if let Some([plain, lower]) = self.fields.get(field) {
                plain.find(value, &mut met);
                if !lower.is_empty() {
                    lower.find(&value.to_lowercase(), &mut met);
                }
            }
        }
        met.sort_unstable();
        met.dedup();
        met
    }

    fn gather<'a>(&'a self, branch: usize, met: &[usize], lists: &mut Vec<&'a [usize]>) {
        let branch = &self.branches[branch];
        if !branch.tried.is_empty() {
            lists.push(&branch.tried);
        }
        if branch.by_key.is_empty() {
            return;
        }
        for further in met.iter().filter_map(|key| branch.by_key.get(key)) {
            self.gather(*further, met, lists);
        }
    }
}

/// Several ascending lists, merged.
#[derive(Debug, Default)]
pub struct Candidates<'a> {
    /// What is left of each list that has something left, by its first position.
    lists: BinaryHeap<Reverse<(usize, &'a [usize])>>,
    last: Option<usize>,
}

impl<'a> Candidates<'a> {
    fn of(lists: Vec<&'a [usize]>) -> Self {
        Self {
            lists: lists.into_iter().filter_map(headed).collect(),
            last: None,
        }
    }
}

fn headed(list: &[usize]) -> Option<Reverse<(usize, &[usize])>> {
    let (first, rest) = list.split_first()?;
    Some(Reverse((*first, rest)))
}

impl Iterator for Candidates<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        loop {
            let Reverse((next, rest)) = self.lists.pop()?;
            self.lists.extend(headed(rest));
            if self.last != Some(next) {
                self.last = Some(next);
                return Some(next);
            }
        }
    }
}

#[cfg(test)]
mod tests;
