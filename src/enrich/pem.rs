//! PEM as Go's `encoding/pem` reads and writes it: KIC's rules for what counts as a certificate are those of that package.
//!
//! A block begins at the start of a line. Text around blocks is skipped, and so is whatever does not decode.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::fmt::Write;

const BEGIN: &str = "-----BEGIN ";
const END: &str = "\n-----END ";
const DASHES: &str = "-----";

/// One PEM block. Not `Debug`: it may hold a private key.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Block {
    /// What stands after `BEGIN`.
    pub(super) label: String,
    /// Headers, as encrypted keys have them.
    headers: BTreeMap<String, String>,
    /// The decoded content.
    pub(super) content: Vec<u8>,
}

impl Block {
    /// The block without its headers.
    pub(super) fn without_headers(mut self) -> Self {
        self.headers.clear();
        self
    }

    /// The block in 64 columns, with one newline at the end.
    pub(super) fn encode(&self) -> String {
        let mut text = format!("{BEGIN}{}{DASHES}\n", self.label);
        // Go writes this header first, as its standard demands.
        let (first, others): (Vec<_>, Vec<_>) = self
            .headers
            .iter()
            .partition(|(name, _)| *name == "Proc-Type");
        for (name, value) in first.into_iter().chain(others) {
            // Writing to a String does not fail.
            let _ = writeln!(text, "{name}: {value}");
        }
        if !self.headers.is_empty() {
            text.push('\n');
        }
        let encoded = STANDARD.encode(&self.content);
        let mut rest = encoded.as_str();
        while !rest.is_empty() {
            let (line, tail) = rest.split_at(rest.len().min(64));
            text.push_str(line);
            text.push('\n');
            rest = tail;
        }
        let _ = writeln!(text, "-----END {}{DASHES}", self.label);
        text
    }
}

/// The blocks of a text, in order.
pub(super) fn blocks(text: &str) -> impl Iterator<Item = Block> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (block, tail) = next_block(rest)?;
        rest = tail;
        Some(block)
    })
}

/// The first block and the text after its last line.
pub(super) fn next_block(text: &str) -> Option<(Block, &str)> {
    let mut rest = text;
    loop {
        rest = after_begin(rest)?;
        let (first_line, tail) = split_line(rest);
        rest = tail;
        let Some(label) = first_line.strip_suffix(DASHES) else {
            continue;
        };
        let mut headers = BTreeMap::new();
        loop {
            if rest.is_empty() {
                return None;
            }
            let (line, tail) = split_line(rest);
            let Some((name, value)) = line.split_once(':') else {
                break;
            };
            headers.insert(name.trim().to_owned(), value.trim().to_owned());
            rest = tail;
        }
        let Some((body, after_end)) = split_at_end(rest, headers.is_empty()) else {
            continue;
        };
        let Some(tail) = after_end_line(after_end, label) else {
            continue;
        };
        let Some(content) = decode(body) else {
            continue;
        };
        let block = Block {
            label: label.to_owned(),
            headers,
            content,
        };
        return Some((block, tail));
    }
}

/// The text after the next `-----BEGIN ` at the start of a line.
fn after_begin(text: &str) -> Option<&str> {
    text.strip_prefix(BEGIN).or_else(|| {
        text.match_indices(BEGIN)
            .find(|(position, _)| text[..*position].ends_with('\n'))
            .map(|(position, _)| &text[position + BEGIN.len()..])
    })
}

/// A line without its end and the white space before that, and the rest.
fn split_line(text: &str) -> (&str, &str) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.strip_suffix('\r').unwrap_or(line);
    (line.trim_end_matches([' ', '\t']), rest)
}

/// What stands before and after the next `-----END `. Without headers and content it may follow at once.
fn split_at_end(text: &str, may_be_first: bool) -> Option<(&str, &str)> {
    if may_be_first && let Some(after) = text.strip_prefix(&END[1..]) {
        return Some(("", after));
    }
    text.split_once(END)
}

/// The text after an end line that names the label and has nothing else on it.
fn after_end_line<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let tail = text.strip_prefix(label)?.strip_prefix(DASHES)?;
    let (line, rest) = split_line(tail);
    line.is_empty().then_some(rest)
}

fn decode(body: &str) -> Option<Vec<u8>> {
    let packed: String = body
        .chars()
        .filter(|character| !matches!(character, ' ' | '\t' | '\r' | '\n'))
        .collect();
    STANDARD.decode(packed).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contents(text: &str) -> Vec<(String, Vec<u8>)> {
        blocks(text)
            .map(|block| (block.label, block.content))
            .collect()
    }

    #[test]
    fn text_around_blocks_and_carriage_returns_are_skipped() {
        let text = "subject: x\r\n-----BEGIN A-----\r\nQUJD\r\n-----END A-----\r\nbetween\n-----BEGIN B B-----\nREVG\n-----END B B----- \n";
        assert_eq!(
            contents(text),
            [
                ("A".to_owned(), b"ABC".to_vec()),
                ("B B".to_owned(), b"DEF".to_vec())
            ]
        );
    }

    #[test]
    fn a_block_that_does_not_decode_is_passed_over() {
        let text =
            "-----BEGIN A-----\n%%%\n-----END A-----\n-----BEGIN B-----\nQUJD\n-----END B-----";
        assert_eq!(contents(text), [("B".to_owned(), b"ABC".to_vec())]);
    }

    #[test]
    fn a_block_in_the_middle_of_a_line_is_none() {
        assert!(contents("x -----BEGIN A-----\nQUJD\n-----END A-----\n").is_empty());
        assert!(contents("-----BEGIN A-----\nQUJD\n-----END C-----\n").is_empty());
        assert!(contents("-----BEGIN A-----").is_empty());
    }

    #[test]
    fn encoding_breaks_lines_at_64_columns_and_keeps_headers() {
        let text = "-----BEGIN A-----\nZ: 1\nProc-Type: 4\n\nQUJD\n-----END A-----";
        let (block, rest) = next_block(text).expect("a block");
        assert_eq!(rest, "");
        assert_eq!(
            block.encode(),
            "-----BEGIN A-----\nProc-Type: 4\nZ: 1\n\nQUJD\n-----END A-----\n"
        );
        let long = Block {
            label: "A".to_owned(),
            headers: BTreeMap::new(),
            content: vec![0; 49],
        };
        let encoded = long.encode();
        let widths: Vec<_> = encoded.lines().map(str::len).collect();
        assert_eq!(widths, [17, 64, 4, 15]);
    }
}
