//! Text from manifests made harmless for terminals and for CI systems that read logs.

use std::fmt::Write;

/// The text on one line, with everything escaped that a terminal would obey (control characters,
/// escape sequences), that would show it in another order than it is written (bidirectional
/// overrides), and that a CI system would take for a command (`##[...]`).
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("    "),
            '[' if out.ends_with("##") => out.push_str("\\u{5b}"),
            _ if is_dangerous(character) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(character));
            }
            _ => out.push(character),
        }
    }
    out
}

/// Control characters, line and paragraph separators, marks and overrides of text direction, invisible joiners.
fn is_dangerous(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
                | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
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
