//! JSON whose strings are harmless in a log, too.

use super::characters::{Hashes, is_dangerous};
use std::fmt::Write;

/// A JSON document with every dangerous character of its strings, and the `[` of `##[`, as an escape: the same document to
/// every reader. Only line breaks of the layout stay.
pub fn harmless(document: &str) -> String {
    escaped(document, |out, character| {
        let mut units = [0; 2];
        for unit in character.encode_utf16(&mut units) {
            // Writing to a String cannot fail.
            let _ = write!(out, "\\u{unit:04x}");
        }
    })
}

/// The same for JSON that stands in YAML, where one escape holds one character.
pub fn harmless_in_yaml(document: &str) -> String {
    escaped(document, |out, character| {
        let code = u32::from(character);
        let _ = if code > 0xffff {
            write!(out, "\\U{code:08X}")
        } else {
            write!(out, "\\u{code:04x}")
        };
    })
}

fn escaped(document: &str, push: impl Fn(&mut String, char)) -> String {
    let mut out = String::with_capacity(document.len());
    let mut hashes = Hashes::default();
    for character in document.chars() {
        if hashes.closes(character) || (character != '\n' && is_dangerous(character)) {
            push(&mut out, character);
        } else {
            out.push(character);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    #[test]
    fn the_document_stays_the_same_to_a_reader() {
        let value = json!({"a\u{7f}": ["##[error]", "\u{202e}\u{9b}\u{e0001}\n\"\\"], "é": "大"});
        let text = harmless(&format!("{value:#}"));
        assert!(
            text.chars().all(|c| c == '\n' || !is_dangerous(c)),
            "{text}"
        );
        assert!(!text.contains("##[") && text.contains('大'), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
    }

    #[test]
    fn a_yaml_reader_reads_the_same() {
        let value = json!({"a": "##[x] \u{202e}\u{e0001}"});
        let text = harmless_in_yaml(&value.to_string());
        assert_eq!(serde_yaml::from_str::<Value>(&text).unwrap(), value);
    }
}
