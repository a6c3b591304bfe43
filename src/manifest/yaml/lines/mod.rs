//! The quick way to a tree: a reader of lines for the shapes that manifests have. Block maps and lists, one-line scalars,
//! one-line flow collections, `|` and `|-` blocks and comments are read here, with texts borrowed from the source. At the first
//! sight of anything else it gives up, and the document goes the way of libyaml's events (`compose`).
//!
//! Invariants: what it gives is the tree that `compose` gives, positions included (`tests/reading.rs` compares the
//! two); it never reports an error, for a text with an error is anything else.
//!
//! Left to the events: anchors, aliases, tags, merges, equal keys, null keys, `? ` keys, directives, `...`, folded blocks,
//! `|+` and indentation digits, scalars of several lines, `: ` inside a plain value, tabs, CR and other control
//! characters, BOM, a block that the end of the text cuts short (spec 60, 7).

mod block;
mod cursor;
mod flow;
mod scalar;

use super::Parsed;
use cursor::Cursor;

/// Deepest nesting that is read here.
const MAX_DEPTH: usize = 100;
/// Longest key that is read here; above 1,024 characters libyaml refuses it.
const MAX_KEY: usize = 1_000;

/// The document in `text`; `None` when it needs the whole grammar.
pub(super) fn read(text: &str) -> Option<Parsed<'_>> {
    if !is_simple(text) {
        return None;
    }
    let mut cursor = Cursor::new(text)?;
    let root = if cursor.ended() {
        None
    } else {
        Some(cursor.block(0)?)
    };
    cursor.ended().then_some(Parsed {
        root,
        ignored: None,
        replaced_keys: Vec::new(),
    })
}

/// Whether every character is one that YAML takes for an ordinary one, or a line feed.
fn is_simple(text: &str) -> bool {
    // Looking at whole chunks before deciding lets the compiler look at many bytes at a time.
    let is_odd = |byte: u8| (byte < b' ' && byte != b'\n') || byte == 0x7f;
    let has_odd = |chunk: &[u8]| chunk.iter().fold(false, |odd, &byte| odd | is_odd(byte));
    if text.as_bytes().chunks(256).any(has_odd) {
        return false;
    }
    // C1 controls, the two separators, the BOM and what is no character.
    text.is_ascii()
        || !text.chars().any(|c| {
            matches!(
                c,
                '\u{80}'
                    ..='\u{9f}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}'
            )
        })
}

#[cfg(test)]
mod tests;
