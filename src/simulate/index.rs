//! Which conditions a host can fulfil at all, so that a request need not try those of every other host.

use crate::engine::{Condition, Need};
use std::collections::HashMap;

/// Positions of conditions by what they need of the host, each list ascending.
#[derive(Debug, Default)]
pub struct HostIndex {
    exact: HashMap<String, Vec<usize>>,
    suffix: HashMap<String, Vec<usize>>,
    other: Vec<usize>,
}

impl HostIndex {
    /// File conditions, best first, under the hosts they need.
    pub fn new<'a>(conditions: impl IntoIterator<Item = &'a Condition>) -> Self {
        let mut index = Self::default();
        for (position, condition) in conditions.into_iter().enumerate() {
            match condition.needs("http.host") {
                Some(needs) if needs.iter().all(is_filed) => {
                    for need in needs {
                        index.file(need, position);
                    }
                }
                _ => index.other.push(position),
            }
        }
        index
    }

    fn file(&mut self, need: Need, position: usize) {
        let list = match need {
            Need::Equals(host) => self.exact.entry(host).or_default(),
            Need::EndsWith(suffix) => self.suffix.entry(suffix).or_default(),
            Need::StartsWith(_) => &mut self.other,
        };
        if list.last() != Some(&position) {
            list.push(position);
        }
    }

    /// The positions worth trying for a host, ascending.
    pub fn candidates<'a>(&'a self, host: &str) -> Candidates<'a> {
        let suffixes = host
            .match_indices('.')
            .filter_map(|(dot, _)| self.suffix.get(&host[dot..]));
        Candidates(
            self.exact
                .get(host)
                .into_iter()
                .chain(suffixes)
                .chain([&self.other])
                .map(Vec::as_slice)
                .filter(|list| !list.is_empty())
                .collect(),
        )
    }
}

/// Wildcards are filed under their suffix, which begins with a dot.
fn is_filed(need: &Need) -> bool {
    match need {
        Need::Equals(_) => true,
        Need::EndsWith(suffix) => suffix.starts_with('.'),
        Need::StartsWith(_) => false,
    }
}

/// Several ascending lists, merged.
#[derive(Debug)]
pub struct Candidates<'a>(Vec<&'a [usize]>);

impl Iterator for Candidates<'_> {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let next = self
            .0
            .iter()
            .filter_map(|list| list.first())
            .min()
            .copied()?;
        for list in &mut self.0 {
            if let [first, rest @ ..] = list
                && *first == next
            {
                *list = rest;
            }
        }
        Some(next)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::Subsystem;

    #[test]
    fn a_host_meets_its_own_conditions_its_wildcards_and_those_without_a_host() {
        let conditions: Vec<Condition> = [
            r#"http.host == "a.example.com""#,
            r#"(http.host =^ ".example.com") && (http.path == "/x")"#,
            r#"http.host == "b.example.com""#,
            r#"http.path ^= "/""#,
            r#"http.host ^= "a.""#,
        ]
        .iter()
        .map(|text| Condition::parse(text, Subsystem::Http).unwrap())
        .collect();
        let index = HostIndex::new(&conditions);
        let found: Vec<usize> = index.candidates("a.example.com").collect();
        assert_eq!(found, [0, 1, 3, 4]);
        let found: Vec<usize> = index.candidates("other").collect();
        assert_eq!(found, [3, 4]);
    }
}
