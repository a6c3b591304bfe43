//! Filing conditions: each under its rarest clause, again and again, as long as that tells conditions apart.

use super::texts::Texts;
use super::{Branch, Clause, Index, Key, Test};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::sync::Arc;

/// Conditions that are tried one by one rather than filed.
const TRIED_ONE_BY_ONE: usize = 4;

/// How many times as much as it takes to read all clauses once may be spent on filing. Conditions with many alternatives
/// in several clauses could be filed under every combination.
const MOST_WORK: usize = 8;

/// A clause as the numbers of its keys.
struct Numbered {
    keys: Vec<usize>,
    /// How well its worst test tells values apart; less is better.
    rank: u8,
}

/// What is known while filing.
struct Builder {
    clauses: Vec<Numbered>,
    /// Clauses of each condition.
    of_item: Vec<Vec<usize>>,
    /// How many conditions of the branch at hand need a key; all zero in between.
    counts: Vec<usize>,
    work_left: usize,
}

/// The conditions of a branch, told apart.
#[derive(Default)]
struct Split {
    /// Those that need nothing, or that there is no work left for.
    tried: Vec<usize>,
    /// By the keys of the clauses that tell them apart.
    filed: BTreeMap<usize, Vec<usize>>,
    /// Those that nothing tells apart, by what they need in common: a request that lacks it need not try them.
    guarded: BTreeMap<usize, Vec<usize>>,
}

/// File conditions by their clauses.
pub(super) fn index(items: &[Option<Vec<Clause>>]) -> Index {
    let mut numbers: HashMap<Key, usize> = HashMap::new();
    let mut clauses: Vec<Numbered> = Vec::new();
    let mut known: HashMap<*const Key, usize> = HashMap::new();
    let mut of_item = Vec::with_capacity(items.len());
    let mut filed = Vec::with_capacity(items.len());
    for (position, item) in items.iter().enumerate() {
        let Some(item) = item else {
            of_item.push(Vec::new());
            continue;
        };
        filed.push(position);
        let mut own = Vec::with_capacity(item.len());
        for clause in item {
            own.push(*known.entry(Arc::as_ptr(clause).cast()).or_insert_with(|| {
                clauses.push(numbered(clause, &mut numbers));
                clauses.len() - 1
            }));
        }
        of_item.push(own);
    }
    let size: usize = clauses.iter().map(|clause| clause.keys.len()).sum();
    let mut builder = Builder {
        clauses,
        counts: vec![0; numbers.len()],
        work_left: MOST_WORK * (size + items.len()),
        of_item,
    };
    Index {
        fields: fields(numbers),
        branches: builder.branches(filed),
    }
}

fn numbered(clause: &Clause, numbers: &mut HashMap<Key, usize>) -> Numbered {
    let keys = clause
        .iter()
        .map(|key| {
            let next = numbers.len();
            *numbers.entry(key.clone()).or_insert(next)
        })
        .collect();
    let rank = |key: &Key| match key.test {
        Test::Equals(_) => 0,
        Test::EndsWith(_) | Test::Contains(_) => 1,
        Test::StartsWith(_) => 2,
    };
    Numbered {
        keys,
        rank: clause.iter().map(rank).max().unwrap_or_default(),
    }
}

#[expect(
    clippy::iter_over_hash_type,
    reason = "every key is put into a table; the order does not show"
)]
fn fields(numbers: HashMap<Key, usize>) -> HashMap<String, [Texts; 2]> {
    let mut fields: HashMap<String, [Texts; 2]> = HashMap::new();
    for (key, number) in numbers {
        fields.entry(key.field).or_default()[usize::from(key.is_lower)].add(key.test, number);
    }
    for [plain, lower] in fields.values_mut() {
        plain.finish();
        lower.finish();
    }
    fields
}

impl Builder {
    /// All branches, the root first. Where most conditions are together is filed first, in case that the work runs out.
    fn branches(&mut self, items: Vec<usize>) -> Vec<Branch> {
        let mut open = BinaryHeap::from([(items.len(), Reverse(0))]);
        let mut branches = vec![Branch {
            tried: items,
            by_key: HashMap::new(),
        }];
        while let Some((size, Reverse(branch))) = open.pop() {
            if size <= TRIED_ONE_BY_ONE {
                break;
            }
            let items = std::mem::take(&mut branches[branch].tried);
            let Split {
                tried,
                filed,
                guarded,
            } = self.split(items);
            branches[branch].tried = tried;
            for (key, items) in filed {
                let number = branches.len();
                branches[branch].by_key.insert(key, number);
                open.push((items.len(), Reverse(number)));
                branches.push(Branch {
                    tried: items,
                    by_key: HashMap::new(),
                });
            }
            for (key, items) in guarded {
                let number = branches.len();
                branches[branch].by_key.insert(key, number);
                branches.push(Branch {
                    tried: items,
                    by_key: HashMap::new(),
                });
            }
        }
        branches
    }

    /// File conditions under the clauses that tell them apart best.
    fn split(&mut self, items: Vec<usize>) -> Split {
        let mut split = Split::default();
        let Some(rarity) = self.rarity(&items) else {
            split.tried = items;
            return split;
        };
        let most = items.len() * 3 / 4;
        let mut alike = Vec::new();
        for item in items {
            let best = self.of_item[item]
                .iter()
                .map(|clause| (rarity[clause], self.clauses[*clause].rank, *clause))
                .min();
            match best {
                // A key that leads here is needed by all, and so is too common to be used again.
                Some((rarity, _, clause)) if rarity <= most => {
                    if !self.file(item, clause, &mut split.filed) {
                        split.tried.push(item);
                    }
                }
                Some((_, _, clause)) => alike.push((item, clause)),
                None => split.tried.push(item),
            }
        }
        for (item, clause) in alike {
            let keys = &self.clauses[clause].keys;
            let is_free = keys.iter().all(|key| !split.filed.contains_key(key));
            if !is_free || !self.file(item, clause, &mut split.guarded) {
                split.tried.push(item);
            }
        }
        split.tried.sort_unstable();
        split
    }

    /// Whether there was work left to file a condition under the keys of a clause.
    fn file(
        &mut self,
        item: usize,
        clause: usize,
        filed: &mut BTreeMap<usize, Vec<usize>>,
    ) -> bool {
        let keys = &self.clauses[clause].keys;
        let Some(left) = self.work_left.checked_sub(keys.len()) else {
            return false;
        };
        self.work_left = left;
        for key in keys {
            let list = filed.entry(*key).or_default();
            if list.last() != Some(&item) {
                list.push(item);
            }
        }
        true
    }

    /// How many of some conditions need the commonest key of a clause, for each of their clauses. `None`: it would be too
    /// much work.
    fn rarity(&mut self, items: &[usize]) -> Option<HashMap<usize, usize>> {
        let mut users: BTreeMap<usize, usize> = BTreeMap::new();
        for clause in items.iter().flat_map(|item| &self.of_item[*item]) {
            *users.entry(*clause).or_default() += 1;
        }
        let keys = |clause: usize| self.clauses[clause].keys.iter();
        let work: usize = users.keys().map(|clause| keys(*clause).len()).sum();
        self.work_left = self.work_left.checked_sub(work)?;
        for (clause, users) in &users {
            for key in keys(*clause) {
                self.counts[*key] += users;
            }
        }
        let most = |clause: usize| keys(clause).map(|key| self.counts[*key]).max();
        let rarity = users
            .keys()
            .map(|clause| (*clause, most(*clause).unwrap_or(usize::MAX)))
            .collect();
        for clause in users.keys() {
            for key in &self.clauses[*clause].keys {
                self.counts[*key] = 0;
            }
        }
        Some(rarity)
    }
}
