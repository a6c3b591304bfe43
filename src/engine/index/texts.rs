//! The keys of one field, found from a value: its own text, all stored texts that it begins with, all that it ends with.

use super::Test;
use std::collections::HashMap;

/// Texts that values of a field are compared with, each with the number of its key.
#[derive(Debug, Default)]
pub(super) struct Texts {
    equal: HashMap<String, usize>,
    starts: Prefixes,
    ends: Prefixes,
    /// Texts that begin with a slash and stand at any slash of a value.
    inside: Prefixes,
}

impl Texts {
    /// Add a key; [`Texts::finish`] must follow before anything is found.
    pub(super) fn add(&mut self, test: Test, key: usize) {
        match test {
            Test::Equals(text) => {
                self.equal.insert(text, key);
            }
            Test::StartsWith(text) => self.starts.add(text.into_bytes(), key),
            Test::EndsWith(text) => self.ends.add(reversed(&text), key),
            Test::Contains(text) => self.inside.add(text.into_bytes(), key),
        }
    }

    /// Put what was added into order.
    pub(super) fn finish(&mut self) {
        self.starts.finish();
        self.ends.finish();
        self.inside.finish();
    }

    pub(super) fn is_empty(&self) -> bool {
        let prefixes = [&self.starts, &self.ends, &self.inside];
        self.equal.is_empty() && prefixes.iter().all(|prefixes| prefixes.0.is_empty())
    }

    /// Append the numbers of the keys that a value meets.
    pub(super) fn find(&self, value: &str, met: &mut Vec<usize>) {
        met.extend(self.equal.get(value));
        self.starts.find(value.as_bytes(), met);
        if !self.ends.0.is_empty() {
            self.ends.find(&reversed(value), met);
        }
        if !self.inside.0.is_empty() {
            for (slash, _) in value.match_indices('/') {
                self.inside.find(&value.as_bytes()[slash..], met);
            }
        }
    }
}

fn reversed(text: &str) -> Vec<u8> {
    text.bytes().rev().collect()
}

/// Texts in ascending order, each with the longest other one that it begins with.
#[derive(Debug, Default)]
struct Prefixes(Vec<Prefix>);

#[derive(Debug)]
struct Prefix {
    text: Vec<u8>,
    key: usize,
    shorter: Option<usize>,
}

impl Prefixes {
    fn add(&mut self, text: Vec<u8>, key: usize) {
        self.0.push(Prefix {
            text,
            key,
            shorter: None,
        });
    }

    fn finish(&mut self) {
        self.0.sort_by(|a, b| a.text.cmp(&b.text));
        for position in 1..self.0.len() {
            let mut above = Some(position - 1);
            while let Some(candidate) = above
                && !self.0[position].text.starts_with(&self.0[candidate].text)
            {
                above = self.0[candidate].shorter;
            }
            self.0[position].shorter = above;
        }
    }

    /// Every stored text that `value` begins with is the last one that sorts not after it, or one that this begins with.
    fn find(&self, value: &[u8], met: &mut Vec<usize>) {
        let after = self
            .0
            .partition_point(|prefix| prefix.text.as_slice() <= value);
        let Some(mut position) = after.checked_sub(1) else {
            return;
        };
        let common = self.0[position]
            .text
            .iter()
            .zip(value)
            .take_while(|(a, b)| a == b)
            .count();
        loop {
            let prefix = &self.0[position];
            if prefix.text.len() <= common {
                met.push(prefix.key);
            }
            match prefix.shorter {
                Some(shorter) => position = shorter,
                None => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_stored_texts_that_a_value_begins_with_are_found() {
        let stored = ["/", "/a", "/a/b", "/a/b/c", "/a0", "/b", "x"];
        let mut prefixes = Prefixes::default();
        for (key, text) in stored.iter().enumerate() {
            prefixes.add(text.as_bytes().to_vec(), key);
        }
        prefixes.finish();
        for value in [
            "", "/", "/a", "/a/", "/a/b/cd", "/a/bx", "/a00", "/c", "y", "\u{e9}",
        ] {
            let mut met = Vec::new();
            prefixes.find(value.as_bytes(), &mut met);
            met.sort_unstable();
            let expected: Vec<usize> = (0..stored.len())
                .filter(|key| value.starts_with(stored[*key]))
                .collect();
            assert_eq!(met, expected, "{value}");
        }
    }
}
