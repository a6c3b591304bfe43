//! How a string is written: plain, quoted, or as a block (spec 60, 8).

use crate::escape::characters::{begins_command, holds_command, is_dangerous};
use crate::yaml;

/// The style of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Single,
    Double,
    Literal,
}

/// The style Go's writer chooses. A key is never a block.
pub(super) fn style(text: &str, is_key: bool) -> Style {
    let shape = Shape::of(text);
    if shape.special || shape.template || shape.space_before_break {
        return Style::Double;
    }
    if shape.suspicious && steers_log(text, is_key) {
        return Style::Double;
    }
    if shape.line_break {
        return if is_key || shape.trailing_space {
            Style::Double
        } else {
            Style::Literal
        };
    }
    if !yaml::is_text(text) {
        return Style::Double;
    }
    if shape.indicator || shape.leading_space || shape.trailing_space {
        Style::Single
    } else {
        Style::Plain
    }
}

/// Whether the text, written as it is, would give a line that a CI system takes for a command, or holds the older form of one.
/// Go's writer does not care; in double quotes the text is the same to every reader.
fn steers_log(text: &str, is_key: bool) -> bool {
    // A key stands at the start of its line; of a value, only what follows a line break does.
    let starts_line = text
        .split('\n')
        .skip(usize::from(!is_key && !text.contains('\n')))
        .any(begins_command);
    starts_line || holds_command(text)
}

/// What matters about the characters of a text.
#[derive(Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent findings of one scan"
)]
struct Shape {
    /// A character that only double quotes can hold.
    special: bool,
    /// `${{`, which decK would evaluate.
    template: bool,
    line_break: bool,
    /// A space right before a line feed.
    space_before_break: bool,
    leading_space: bool,
    trailing_space: bool,
    /// Syntax that forbids plain text in a block.
    indicator: bool,
    /// Something without which no text steers a log: `::`, `[`, or what is not ASCII.
    suspicious: bool,
}

impl Shape {
    fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut shape = Self {
            leading_space: bytes.first() == Some(&b' '),
            trailing_space: bytes.last() == Some(&b' '),
            indicator: starts_with_indicator(bytes),
            ..Self::default()
        };
        for (at, &byte) in bytes.iter().enumerate() {
            if HARMLESS[byte as usize] {
                continue;
            }
            match byte {
                b' ' => {} // judged at both ends and before breaks
                b'\n' => {
                    shape.line_break = true;
                    shape.space_before_break |= at > 0 && bytes[at - 1] == b' ';
                }
                b':' => {
                    shape.indicator |= at > 0 && ends_word(bytes.get(at + 1));
                    shape.suspicious |= bytes.get(at + 1) == Some(&b':');
                }
                b'[' => shape.suspicious = true,
                b'#' => shape.indicator |= at > 0 && matches!(bytes[at - 1], b' ' | b'\n'),
                b'$' => shape.template |= bytes[at..].starts_with(b"${{"),
                0x21..=0x7e => {}
                _ => {
                    shape.special |= !starts_printable(&bytes[at..]);
                    shape.suspicious = true;
                }
            }
        }
        // Go's writer lets overrides of direction pass; in double quotes they are seen.
        shape.special |= shape.suspicious && text.chars().any(|c| c != '\n' && is_dangerous(c));
        shape
    }
}

/// Characters that mean nothing anywhere in a text except at its start.
static HARMLESS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "the loop ends at 256")]
        let c = byte as u8;
        table[byte] =
            c.is_ascii_alphanumeric() || matches!(c, b'-' | b'_' | b'.' | b'/' | b'+' | b'=');
        byte += 1;
    }
    table
};

/// Whether a plain text may not begin like this.
fn starts_with_indicator(bytes: &[u8]) -> bool {
    match bytes.first() {
        None => false,
        Some(
            b'#' | b',' | b'[' | b']' | b'{' | b'}' | b'&' | b'*' | b'!' | b'|' | b'>' | b'\''
            | b'"' | b'%' | b'@' | b'`',
        ) => true,
        Some(b'?' | b':' | b'-') if ends_word(bytes.get(1)) => true,
        Some(b'-' | b'.') => bytes.starts_with(b"---") || bytes.starts_with(b"..."),
        Some(_) => false,
    }
}

fn ends_word(next: Option<&u8>) -> bool {
    matches!(next, None | Some(b' ' | b'\t' | b'\n'))
}

/// Whether the bytes begin with a character that needs no escape, or are inside of one.
fn starts_printable(bytes: &[u8]) -> bool {
    match bytes {
        // A continuation byte was judged with the byte that leads it.
        [0x80..=0xbf, ..] => true,
        // Below U+00A0 stand the C1 controls, NEL among them.
        [0xc2, second, ..] => *second >= 0xa0,
        // U+2028 and U+2029 break lines.
        [0xe2, 0x80, 0xa8 | 0xa9, ..]
        // The byte order mark, and what is no character.
        | [0xef, 0xbb, 0xbf, ..]
        | [0xef, 0xbf, 0xbe | 0xbf, ..] => false,
        // Go's writer escapes everything above U+FFFF.
        [lead, ..] => (0xc3..0xf0).contains(lead),
        [] => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_numbers_and_timestamps_are_double_quoted() {
        for text in [
            "",
            "y",
            "No",
            "on",
            "OFF",
            "true",
            "null",
            "~",
            "0x1F",
            "0o17",
            "017",
            "0b11",
            "1_000",
            "+1",
            "-0",
            "0888",
            "1e3",
            "1.",
            ".5",
            ".inf",
            "-.Inf",
            ".NaN",
            "2024-01-01",
            "2001-1-2 3:4:5",
            "2001-12-14t21:59:43.10-05:00",
            "12:30",
            "1:30:45",
            "190:20:30",
            "0B11",
            "0X1f",
            "0O10",
            "0_",
            "-_1",
            "1_",
            "18446744073709551615",
            "18446744073709551616",
        ] {
            assert_eq!(style(text, false), Style::Double, "{text}");
        }
    }

    #[test]
    fn text_that_only_syntax_forbids_is_single_quoted() {
        for text in [
            "# a",
            "[::1]:80",
            "*.example.com",
            "{a}",
            "&a",
            "!a",
            "|a",
            ">a",
            "'a",
            "\"a",
            "%a",
            "@a",
            "`a",
            "- a",
            "?",
            "-",
            ":",
            "---",
            "...x",
            "a: b",
            "a #b",
            "a:",
            " a",
            "a ",
        ] {
            assert_eq!(style(text, false), Style::Single, "{text}");
        }
    }

    #[test]
    fn everything_else_on_one_line_is_plain() {
        for text in [
            "1.2.3.4",
            "10.0.0.1:80",
            "::1",
            "~/x",
            "~/a/\\d+$",
            "k8s-name:svc",
            "a:b",
            "/a",
            "(a)",
            "$x",
            "=",
            "<<",
            "1,000",
            "0o8",
            "nan",
            "inf",
            "--",
            "-a",
            "?a",
            "yEs",
            "2001-02-30",
            "..",
            ":a",
            "/~/api/(v1|v2)$",
            "a#b",
            "1e400",
            "é",
            "100m",
            "+",
            "-x",
            ".e1",
            "_1",
        ] {
            assert_eq!(style(text, false), Style::Plain, "{text}");
        }
    }

    #[test]
    fn special_characters_and_templates_force_double_quotes() {
        for text in [
            "a\tb",
            "\u{1F600}",
            "a\rb",
            "\u{85}",
            "\u{feff}",
            "a\u{2028}b",
            "a \nb",
            "a\n ",
            "x ${{ env }}",
            "\u{7f}",
        ] {
            assert_eq!(style(text, false), Style::Double, "{text:?}");
        }
    }

    #[test]
    fn what_a_log_would_obey_or_hide_forces_double_quotes() {
        for text in [
            "a\n::error::x\n",
            "a\n  \u{a0}::x",
            "##[error]",
            "a\n b ##[x",
            "user\u{202e}gpj",
            "\u{200b}",
        ] {
            assert_eq!(style(text, false), Style::Double, "{text:?}");
        }
        assert_eq!(style("::1", true), Style::Double);
        assert_eq!(style("a::b", true), Style::Plain);
        assert_eq!(style("a::b\n- ::c\n# [d]\n", false), Style::Literal);
    }

    #[test]
    fn several_lines_are_a_block_except_in_a_key() {
        for text in ["a\nb", "a\n b\n", "\na", " a\nb", "\n", "yes\n"] {
            assert_eq!(style(text, false), Style::Literal, "{text:?}");
            assert_eq!(style(text, true), Style::Double);
        }
    }
}
