//! Text on one line of a terminal or of a log.

use super::characters::{Hashes, is_dangerous};
use std::fmt::Write;
use std::path::Path;

/// The text on one line, with everything made visible that a terminal would obey or a reader could not see, and with `##[`,
/// which a CI system takes for a command, broken up.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut hashes = Hashes::default();
    for character in text.chars() {
        let closes = hashes.closes(character);
        match character {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("    "),
            _ if closes || is_dangerous(character) => {
                push_code(&mut out, character);
            }
            _ => out.push(character),
        }
    }
    out
}

/// The name of a file, on one line.
pub fn path(path: &Path) -> String {
    clean(&path.to_string_lossy())
}

/// A character as `\u{1b}`.
pub(super) fn push_code(out: &mut String, character: char) {
    // Writing to a String cannot fail.
    let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_escapes_line_ends_and_overrides_become_visible() {
        assert_eq!(clean("a\u{1b}[31mb"), "a\\u{1b}[31mb");
        assert_eq!(clean("a\n::error::b\r"), "a\\n::error::b\\r");
        assert_eq!(clean("user\u{202e}gpj.exe"), "user\\u{202e}gpj.exe");
        assert_eq!(clean("\u{9b}31m"), "\\u{9b}31m");
    }

    #[test]
    fn old_workflow_commands_are_broken_up() {
        assert_eq!(clean("x ##[error]y"), "x ##\\u{5b}error]y");
    }

    #[test]
    fn other_scripts_are_left_alone() {
        assert_eq!(clean("Größe 大小 עברית"), "Größe 大小 עברית");
    }
}
