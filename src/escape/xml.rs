//! Text for XML 1.0.

use super::characters::is_dangerous;
use super::line::push_code;

/// Escaped for text and for attributes. Line breaks become references, and what XML cannot carry or a reader could not see
/// becomes visible.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\r' => out.push_str("&#13;"),
            '\t' => out.push_str("&#9;"),
            _ if is_dangerous(character) => push_code(&mut out, character),
            _ => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text_and_what_xml_cannot_hold_is_visible() {
        assert_eq!(
            escape("<a b=\"&\">\u{1b}\u{ffff}"),
            "&lt;a b=&quot;&amp;&quot;&gt;\\u{1b}\\u{ffff}"
        );
    }

    #[test]
    fn no_line_of_a_text_starts_a_line_of_the_report() {
        assert_eq!(escape("a\n::error::b\r"), "a&#10;::error::b&#13;");
    }
}
