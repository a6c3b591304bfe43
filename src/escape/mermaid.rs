//! Labels of Mermaid charts.

use super::line::clean;
use std::fmt::Write;

/// Mermaid's entity codes for everything that could end a label, start markup or a directive.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in clean(text).chars() {
        match character {
            'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '.' | '/' | '-' | '_' | ':' | ',' => {
                out.push(character);
            }
            other => {
                // Writing to a String cannot fail.
                let _ = write!(out, "#{};", u32::from(other));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_label_cannot_end_itself_or_start_markup() {
        assert_eq!(escape("a\"]<b>"), "a#34;#93;#60;b#62;");
        assert_eq!(escape("~/x$"), "#126;/x#36;");
        assert_eq!(escape("%%{`#"), "#37;#37;#123;#96;#35;");
    }

    #[test]
    fn an_entity_code_is_never_one_of_a_character_that_steers() {
        assert_eq!(escape("\u{202e}"), "#92;u#123;202e#125;");
    }
}
