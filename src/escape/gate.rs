//! The last gate: what an output may hold, by its format. The writer of the command line takes nothing but [`Shown`], so no
//! text reaches a terminal, a log or a file past it.
//!
//! No line outside of JSON and XML begins, after blanks, with `::` or holds `##[` or `##word[`; no control character (but the colours of
//! ours) and no override of direction leaves in any format. The escapes of the destinations see to that already, and in a form
//! that looks better; the gate is there for what they forgot.

use super::characters::{self, Hashes, is_dangerous, is_weightless};
use super::json;
use super::line::push_code;
use memchr::memmem;
use std::borrow::Cow;

/// An output that is harmless in its format. Only the gate makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown(String);

/// A configuration that has what a CI system would obey, and cannot be changed without becoming another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refused;

/// How a character is made harmless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Escape {
    /// As `\u{3a}`.
    Code,
    /// As a character reference, where XML allows one.
    Reference,
}

/// What may stand in a line beside text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    /// Nothing.
    None,
    /// Sequences that choose colours.
    Colors,
}

impl Shown {
    /// Text without colours: reports, Markdown, a patch, HTML, DOT, Mermaid.
    pub fn plain(text: String) -> Self {
        Self(lines(text, |line| {
            harmless(line, Marks::None, Escape::Code)
        }))
    }

    /// Text with colours of ours.
    pub fn colored(text: String) -> Self {
        Self(lines(text, |line| {
            harmless(line, Marks::Colors, Escape::Code)
        }))
    }

    /// A JSON document.
    pub fn json(text: String) -> Self {
        if is_printable(&text) && !has_hashes(&text) {
            return Self(text);
        }
        Self(json::harmless(&text))
    }

    /// An XML document.
    pub fn xml(text: String) -> Self {
        Self(lines(text, |line| {
            harmless(line, Marks::None, Escape::Reference)
        }))
    }

    /// Workflow commands of ours, one a line.
    pub fn commands(text: String) -> Self {
        Self(lines(text, |line| {
            let is_ours = ["::error ", "::warning ", "::notice "]
                .iter()
                .any(|command| line.starts_with(command));
            if is_ours {
                let rest = harmless(&line[2..], Marks::None, Escape::Code);
                Cow::Owned(format!("::{rest}"))
            } else {
                harmless(line, Marks::None, Escape::Code)
            }
        }))
    }

    /// A configuration or a tests file in YAML, which means what it says: it passes as it is, or not at all.
    pub fn yaml(text: String) -> Result<Self, Refused> {
        let passes = |line| matches!(harmless(line, Marks::None, Escape::Code), Cow::Borrowed(_));
        if is_quiet(&text) || text.split('\n').all(passes) {
            Ok(Self(text))
        } else {
            Err(Refused)
        }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Every line through the gate; a text without fault is not copied.
fn lines(text: String, gate: impl Fn(&str) -> Cow<'_, str>) -> String {
    let passes = |line| matches!(gate(line), Cow::Borrowed(_));
    if is_quiet(&text) || text.split('\n').all(passes) {
        return text;
    }
    let lines: Vec<Cow<'_, str>> = text.split('\n').map(gate).collect();
    lines.join("\n")
}

/// Printable ASCII, by far the most of all outputs.
const fn is_unsuspicious(byte: u8) -> bool {
    matches!(byte, 0x20..=0x7e | b'\t')
}

/// Whether nothing in a text has to be looked at line by line: nearly always so, and found out without looking at lines.
fn is_quiet(text: &str) -> bool {
    is_printable(text) && !has_hashes(text) && !begins_line_with_colons(text.as_bytes())
}

/// Whether a text has nothing but printable ASCII and line breaks. Written so that many bytes are compared at once.
fn is_printable(text: &str) -> bool {
    let is_printable = |byte: &u8| matches!(byte, 0x20..=0x7e | b'\n');
    text.as_bytes().chunks(64).all(|chunk| {
        chunk
            .iter()
            .fold(true, |all, byte| all & is_printable(byte))
    })
}

/// Whether a text has what every older form of a command begins with, if it is printable.
fn has_hashes(text: &str) -> bool {
    memmem::find(text.as_bytes(), b"##").is_some()
}

/// Whether a line of a printable text begins, after blanks, with `::`.
fn begins_line_with_colons(text: &[u8]) -> bool {
    memmem::find_iter(text, b"::").any(|at| {
        let before = text[..at].iter().rev().find(|byte| **byte != b' ');
        matches!(before, None | Some(b'\n'))
    })
}

/// One line with everything escaped that must not leave; borrowed when there is nothing.
fn harmless(line: &str, marks: Marks, escape: Escape) -> Cow<'_, str> {
    let is_begun = characters::begins_command(line);
    if line.bytes().all(is_unsuspicious) && !is_begun && !characters::holds_command(line) {
        return Cow::Borrowed(line);
    }
    let mut out = String::with_capacity(line.len() + 16);
    let mut hashes = Hashes::default();
    let mut at_start = true;
    let mut rest = line;
    while let Some(character) = rest.chars().next() {
        if marks == Marks::Colors
            && let Some(length) = color(rest)
        {
            out.push_str(&rest[..length]);
            rest = &rest[length..];
            continue;
        }
        let starts = at_start && character == ':' && characters::begins_command(rest);
        if starts || hashes.closes(character) {
            push_escaped(&mut out, character, escape);
        } else if character != '\t' && is_dangerous(character) {
            push_code(&mut out, character);
        } else {
            out.push(character);
        }
        at_start &= stays_blank(character);
        rest = &rest[character.len_utf8()..];
    }
    if out == line {
        Cow::Borrowed(line)
    } else {
        Cow::Owned(out)
    }
}

/// Whether a blank leaves as it is.
fn stays_blank(character: char) -> bool {
    let is_blank = character.is_whitespace() || is_weightless(character);
    character == '\t' || is_blank && !is_dangerous(character)
}

fn push_escaped(out: &mut String, character: char, escape: Escape) {
    match escape {
        Escape::Code => push_code(out, character),
        Escape::Reference => out.push_str(&format!("&#{};", u32::from(character))),
    }
}

/// The length of the colour sequence that a text begins with, if it does: `ESC [ 1 ; 31 m`.
fn color(text: &str) -> Option<usize> {
    let parameters = text.strip_prefix("\u{1b}[")?;
    let end = parameters.find(|character: char| !character.is_ascii_digit() && character != ';')?;
    parameters[end..].starts_with('m').then_some(end + 3)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> String {
        Shown::plain(text.to_owned()).0
    }

    #[test]
    fn a_line_cannot_begin_with_a_command() {
        for (text, shown) in [
            ("a\n  ::error::x\n", "a\n  \\u{3a}:error::x\n"),
            ("\u{a0}::x", "\u{a0}\\u{3a}:x"),
            ("\t::x", "\t\\u{3a}:x"),
            ("a ##[error]", "a ##\\u{5b}error]"),
            ("##vso[task.x]", "##vso\\u{5b}task.x]"),
            (":\u{fe0f}:x", "\\u{3a}\u{fe0f}:x"),
        ] {
            assert_eq!(plain(text), shown, "{text:?}");
        }
    }

    #[test]
    fn control_characters_and_overrides_become_visible() {
        assert_eq!(plain("\u{1b}[31mx\r"), "\\u{1b}[31mx\\u{d}");
        assert_eq!(plain("\u{202e}::x"), "\\u{202e}::x");
        assert_eq!(plain("\u{2028}::x\u{85}"), "\\u{2028}::x\\u{85}");
    }

    #[test]
    fn ordinary_text_passes_as_it_is() {
        let text = "error[a-b]: Größe 大小 ✏️ a::b [::1]:80 #1 ##\n\t- ::x # [y]\n";
        assert_eq!(plain(text), text);
        assert_eq!(Shown::yaml(text.to_owned()).unwrap().as_str(), text);
    }

    #[test]
    fn colors_pass_and_what_is_behind_them_does_not() {
        let text = "\u{1b}[1;31merror\u{1b}[0m: x";
        assert_eq!(Shown::colored(text.to_owned()).0, text);
        assert_eq!(
            Shown::colored("\u{1b}[1m ::x\u{1b}[2Ky".to_owned()).0,
            "\u{1b}[1m \\u{3a}:x\\u{1b}[2Ky"
        );
    }

    #[test]
    fn only_commands_of_ours_are_commands() {
        let ours = "::error file=a,line=1::x::y\n";
        assert_eq!(Shown::commands(ours.to_owned()).0, ours);
        assert_eq!(
            Shown::commands("::add-mask::x\n ::error ::y\n".to_owned()).0,
            "\\u{3a}:add-mask::x\n \\u{3a}:error ::y\n"
        );
    }

    #[test]
    fn xml_keeps_its_meaning() {
        assert_eq!(
            Shown::xml("<a>\n::x ##[y]</a>".to_owned()).0,
            "<a>\n&#58;:x ##&#91;y]</a>"
        );
    }

    #[test]
    fn a_configuration_is_not_changed_but_refused() {
        for text in ["a: |\n  ::error::x\n", "a: '##[x]'\n", "a: \u{202e}\n"] {
            assert_eq!(Shown::yaml(text.to_owned()), Err(Refused), "{text:?}");
        }
    }
}
