//! Characters that steer instead of being read, and the two forms in which CI systems take a line of a log for a command.
//!
//! GitHub's runner (`ActionCommand.cs`) trims all Unicode white space before it looks for `::` at the start of a line, and
//! looks for `##[` anywhere in it; both comparisons may pass over characters that have no weight in any language. Azure's agent
//! and `TeamCity` look for `##vso[` and `##teamcity[`.

/// Whether a terminal would obey the character, or a reader could not see it or would see others in another order: control
/// characters, separators of lines and paragraphs, marks and overrides of direction, fillers and invisible joiners.
pub const fn is_dangerous(character: char) -> bool {
    matches!(
        character,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}'
            | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}'
            | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Whether a comparison of texts may pass over the character: what is dangerous, and the selectors of emoji styles.
pub const fn is_weightless(character: char) -> bool {
    is_dangerous(character) || matches!(character, '\u{fe00}'..='\u{fe0f}')
}

/// Whether a line begins, after blanks, with `::`, which a CI system takes for a command.
pub fn begins_command(line: &str) -> bool {
    let rest = line.trim_start_matches(is_blank);
    rest.strip_prefix(':')
        .is_some_and(|rest| rest.trim_start_matches(is_weightless).starts_with(':'))
}

/// Whether a runner may trim the character from the start of a line.
fn is_blank(character: char) -> bool {
    character.is_whitespace() || is_weightless(character)
}

/// Answers [`begins_command`] for the ends of one text, from longer to shorter, and looks at every blank once.
#[derive(Debug, Default)]
pub struct Ends {
    /// How much was left of the text behind the blanks that were looked at last, and the answer.
    known: Option<(usize, bool)>,
}

impl Ends {
    /// Whether a line would begin with a command, were the text broken before its end `tail`.
    pub fn begin_command(&mut self, tail: &str) -> bool {
        match self.known {
            Some((left, answer)) if tail.len() >= left => answer,
            _ => {
                let rest = tail.trim_start_matches(is_blank);
                let answer = begins_command(rest);
                self.known = Some((rest.len(), answer));
                answer
            }
        }
    }
}

/// Whether a text has `##[` or `##word[` in it, the other forms of a command.
pub fn holds_command(text: &str) -> bool {
    let mut hashes = Hashes::default();
    text.contains('[') && text.contains('#') && text.chars().any(|it| hashes.closes(it))
}

/// Finds the `[` that completes `##[` or `##word[` in characters that come one by one.
#[derive(Debug, Default, Clone, Copy)]
pub struct Hashes(u8);

impl Hashes {
    /// Whether this character, after all before it, completes such a command.
    pub const fn closes(&mut self, character: char) -> bool {
        match character {
            '#' => {
                if self.0 < 2 {
                    self.0 += 1;
                }
                false
            }
            '[' => {
                let closes = self.0 == 2;
                self.0 = 0;
                closes
            }
            _ => {
                let is_word = self.0 == 2 && character.is_ascii_alphanumeric();
                if character == '\n' || !(is_word || is_weightless(character)) {
                    self.0 = 0;
                }
                false
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_command_is_found_behind_all_kinds_of_blanks() {
        for blank in [
            "", " ", "\t", "\u{a0}", "\u{3000}", "\u{2003}", "\u{feff}", "\u{fe0f}",
        ] {
            assert!(begins_command(&format!("{blank}::error::x")), "{blank:?}");
        }
        assert!(begins_command(":\u{ad}:error"));
        for text in ["a::b", ":a:", ": :", "", "- ::x"] {
            assert!(!begins_command(text), "{text}");
        }
    }

    #[test]
    fn the_ends_of_a_text_are_judged_like_lines() {
        let text = "a \u{a0} b  ::c \u{a0} ::d :";
        let mut ends = Ends::default();
        for (at, _) in text.char_indices() {
            let tail = &text[at..];
            assert_eq!(ends.begin_command(tail), begins_command(tail), "{tail:?}");
        }
    }

    #[test]
    fn an_older_command_is_found_anywhere() {
        for text in [
            "##[error]",
            "a ###[x",
            "#\u{200b}#\u{fe0f}[x",
            "##vso[task.setvariable]x",
            "##teamcity[message]",
        ] {
            assert!(holds_command(text), "{text:?}");
        }
        for text in ["#[a]", "## [a]", "#a#[", "## a[", "[##", "##\n["] {
            assert!(!holds_command(text), "{text}");
        }
    }

    #[test]
    fn scripts_and_emoji_are_read_not_obeyed() {
        assert!(!"Größe 大小 עברית ✏️ é\u{301}".chars().any(is_dangerous));
    }
}
