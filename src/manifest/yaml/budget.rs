//! What aliases may bring: a text of a few bytes may name a large one again and again.

use std::cell::Cell;

/// Bytes that aliases may bring however short the text is.
const BASE: usize = 16 << 20;
/// Bytes that they may bring for each byte of the text.
const PER_BYTE: usize = 10;
/// What a node costs beside its text.
const NODE: usize = 64;

/// Bytes that aliases, and the copies that anchors keep for them, may still bring. One budget serves all sources of a run.
#[derive(Debug)]
pub struct AliasBudget(Cell<usize>);

impl AliasBudget {
    /// The budget of texts of this many bytes in all.
    pub fn of(bytes: usize) -> Self {
        Self(Cell::new(BASE + PER_BYTE * bytes))
    }

    /// The budget of one text among many that each have their own.
    pub fn of_small(bytes: usize) -> Self {
        Self(Cell::new(64 * 1024 + PER_BYTE * bytes))
    }

    /// Take what a copy of some nodes with some bytes of text costs; `false` when there is not so much left.
    pub(super) fn take(&self, nodes: usize, bytes: usize) -> bool {
        let cost = nodes.saturating_mul(NODE).saturating_add(bytes);
        let left = self.0.get().checked_sub(cost);
        self.0.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// Whether a text may have an alias. Only what certainly is none is told apart: an asterisk behind a letter, a digit, a quote or another
/// asterisk, or one that no name follows.
pub fn may_have_aliases(text: &[u8]) -> bool {
    memchr::memchr_iter(b'*', text).any(|at| {
        let before = at.checked_sub(1).and_then(|before| text.get(before));
        let begins = before.is_none_or(|before| {
            !(before.is_ascii_alphanumeric() || matches!(before, b'"' | b'\'' | b'*' | b'/' | b'.'))
        });
        let named = |after: &u8| after.is_ascii_alphanumeric() || matches!(after, b'_' | b'-');
        begins && text.get(at + 1).is_some_and(named)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_is_seen_wherever_one_may_stand() {
        for text in [
            "*a",
            "x: *a",
            "[*a,*b]",
            "{\"x\":*a}",
            "- *a",
            "? *a",
            "<<: *a\n",
        ] {
            assert!(may_have_aliases(text.as_bytes()), "{text}");
        }
        for text in [
            "host: '*.example.com'",
            "a: 5*b",
            "glob: /*x",
            "* a",
            "**bold",
        ] {
            assert!(!may_have_aliases(text.as_bytes()), "{text}");
        }
    }

    #[test]
    fn what_is_taken_is_gone() {
        let budget = AliasBudget::of_small(0);
        assert!(budget.take(10, 60_000));
        assert!(!budget.take(100, 0));
        assert!(!budget.take(1, 0));
    }
}
