//! The regular expressions of CRDs, which are RE2's: read as Go reads them, and compiled within bounds.

use regex::{Regex, RegexBuilder};
use std::collections::BTreeMap;

/// Most different patterns of all CRDs of a run.
const MOST_PATTERNS: usize = 1000;
/// Most bytes of a pattern.
const MOST_BYTES: usize = 4096;
/// Bytes that a small pattern compiles to. What a search costs at worst grows with them and with the text.
const SMALL: usize = 4 * 1024;
/// Most bytes that an ordinary pattern compiles to.
const ORDINARY: usize = 64 * 1024;
/// Most bytes that a large one does, as those with classes of letters of all scripts.
const LARGE: usize = 2 * 1024 * 1024;
/// Most large ones.
const MOST_LARGE: usize = 32;

/// A pattern that was compiled.
#[derive(Debug, Clone)]
pub(super) struct Compiled {
    regex: Regex,
    /// How many times as large as a small one it is, at least 1.
    weight: usize,
}

impl Compiled {
    /// Whether it is found in a text.
    pub(super) fn is_match(&self, text: &str) -> bool {
        self.regex.is_match(text)
    }

    /// The steps that a search in a text costs.
    pub(super) const fn steps(&self, text: &str) -> usize {
        text.len().saturating_mul(self.weight)
    }
}

/// Patterns that were compiled, each one once. `None`: it cannot be, or not within the bounds.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    known: BTreeMap<String, Option<Compiled>>,
    large: usize,
}

impl Patterns {
    /// The compiled form of an RE2 pattern.
    pub(super) fn compile(&mut self, pattern: &str) -> Option<Compiled> {
        if let Some(known) = self.known.get(pattern) {
            return known.clone();
        }
        if self.known.len() >= MOST_PATTERNS || pattern.len() > MOST_BYTES {
            return None;
        }
        let text = from_re2(pattern);
        let mut compiled = built(&text, ORDINARY);
        if compiled.is_none() && self.large < MOST_LARGE {
            self.large += 1;
            compiled = built(&text, LARGE);
        }
        self.known.insert(pattern.to_owned(), compiled.clone());
        compiled
    }
}

/// A pattern that is made while a rule runs; it may not be large.
pub(super) fn compile_now(pattern: &str) -> Option<Compiled> {
    (pattern.len() <= MOST_BYTES)
        .then(|| built(&from_re2(pattern), ORDINARY))
        .flatten()
}

fn built(pattern: &str, most: usize) -> Option<Compiled> {
    let mut size = SMALL;
    loop {
        let mut builder = RegexBuilder::new(pattern);
        builder.size_limit(size).dfa_size_limit(most).nest_limit(50);
        if let Ok(regex) = builder.build() {
            let weight = size / SMALL;
            return Some(Compiled { regex, weight });
        }
        if size >= most {
            return None;
        }
        size *= 2;
    }
}

/// What RE2 reads otherwise than the engine here: `\d`, `\w`, `\s` and `\b` are ASCII, and in a class `[`, `&` and `~` are plain.
fn from_re2(pattern: &str) -> String {
    let mut text = String::with_capacity(pattern.len() + 16);
    let mut characters = pattern.chars().peekable();
    let mut in_class = false;
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('d') => text.push_str("[0-9]"),
                Some('D') => text.push_str("[^0-9]"),
                Some('w') => text.push_str("[0-9A-Za-z_]"),
                Some('W') => text.push_str("[^0-9A-Za-z_]"),
                Some('s') => text.push_str(r"[\t\n\x0C\r ]"),
                Some('S') => text.push_str(r"[^\t\n\x0C\r ]"),
                Some('b') if !in_class => text.push_str(r"(?-u:\b)"),
                Some('z') => text.push_str(r"\z"),
                Some(escaped) => text.extend(['\\', escaped]),
                None => text.push('\\'),
            },
            '[' if !in_class => {
                in_class = true;
                text.push('[');
                if characters.next_if_eq(&'^').is_some() {
                    text.push('^');
                }
                if characters.next_if_eq(&']').is_some() {
                    text.push_str(r"\]");
                }
            }
            '[' if characters.peek() == Some(&':') => {
                // `[:alpha:]`, up to its end.
                text.push('[');
                for inner in characters.by_ref() {
                    text.push(inner);
                    if inner == ']' {
                        break;
                    }
                }
            }
            '[' | '&' | '~' if in_class => text.extend(['\\', character]),
            ']' => {
                in_class = false;
                text.push(']');
            }
            other => text.push(other),
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, text: &str) -> bool {
        Patterns::default()
            .compile(pattern)
            .expect("it compiles")
            .is_match(text)
    }

    #[test]
    fn classes_are_those_of_re2() {
        assert!(matches(r"^\d+$", "12") && !matches(r"^\d+$", "٣"));
        assert!(matches(r"^\w$", "a") && !matches(r"^\w$", "é"));
        assert!(matches(r"^[[]$", "[") && matches(r"^[]a]+$", "]a"));
        assert!(matches(r"^[a&&b]+$", "&") && matches(r"^[~~]$", "~"));
        assert!(matches(r"^[[:alpha:]]+$", "ab") && !matches("^[[:alpha:]]+$", "1"));
        assert!(matches(r"^(?i)\.?[a-z_]+$", ".A_"));
    }

    #[test]
    fn what_is_too_large_or_wrong_is_not_compiled() {
        let mut patterns = Patterns::default();
        for pattern in [
            "(a{1000}){1000}",
            "(",
            &"a".repeat(MOST_BYTES + 1),
            &"(".repeat(4000),
        ] {
            assert!(patterns.compile(pattern).is_none());
            assert!(compile_now(pattern).is_none());
        }
    }
}
