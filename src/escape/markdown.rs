//! Text in comments of GitHub and GitLab. All of it stands as code: code alone is left in peace by everything that reads the
//! comment after Markdown itself (mentions, references to issues, labels and commits, addresses, emoji, quick actions).

use super::line::clean;
use std::borrow::Cow;

/// The most characters of a title, a place or a sentence.
const TITLE: usize = 500;

/// A title cut to a length that leaves room for the others: nobody hides what follows behind a name of 60,000 characters.
pub fn short(title: &str) -> Cow<'_, str> {
    match title.char_indices().nth(TITLE) {
        Some((end, _)) => format!("{}…", &title[..end]).into(),
        None => title.into(),
    }
}

/// A code span, for everywhere but a table.
pub fn code(text: &str) -> String {
    span(&clean(text))
}

/// A code span in a cell of a table, where a bar would end the cell, even in code.
pub fn cell(text: &str) -> String {
    span(&clean(text).replace('|', "\\|"))
}

fn span(text: &str) -> String {
    if text.trim_matches(' ').is_empty() {
        // Two backticks with nothing between them are no span; blanks alone are kept as they are.
        return format!("`{}`", if text.is_empty() { " " } else { text });
    }
    let fence = "`".repeat(longest_run(text) + 1);
    let edge = |edge: Option<char>| matches!(edge, Some('`' | ' '));
    if edge(text.chars().next()) || edge(text.chars().next_back()) {
        format!("{fence} {text} {fence}")
    } else {
        format!("{fence}{text}{fence}")
    }
}

/// `<code>` inside of an HTML block, such as a `<summary>`. What could be markup of either kind is a character reference.
pub fn html_code(text: &str) -> String {
    let mut out = String::from("<code>");
    for character in clean(text).chars() {
        if character.is_ascii_punctuation() && !"-._/,()=+;".contains(character) {
            out.push_str(&format!("&#{};", u32::from(character)));
        } else {
            out.push(character);
        }
    }
    out + "</code>"
}

/// A block of code with its language. `lines` are complete lines of text that is clean already.
pub fn block(language: &str, lines: &str) -> String {
    let fence = "`".repeat(longest_run(lines).max(2) + 1);
    format!("{fence}{language}\n{lines}{fence}\n")
}

/// The longest run of backticks in a text: a fence must be longer.
fn longest_run(text: &str) -> usize {
    text.split(|character| character != '`')
        .map(str::len)
        .max()
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_holds_what_it_is_given() {
        for (text, span) in [
            ("shop.web", "`shop.web`"),
            ("a`b", "``a`b``"),
            ("`", "`` ` ``"),
            ("``x", "``` ``x ```"),
            ("", "` `"),
            (" ", "` `"),
            (" a ", "`  a  `"),
            ("a|b", "`a|b`"),
            ("a\n\n# b", "`a\\n\\n# b`"),
        ] {
            assert_eq!(code(text), span, "{text:?}");
        }
        assert_eq!(cell("a|b\\"), "`a\\|b\\`");
    }

    #[test]
    fn markup_in_a_summary_is_text() {
        assert_eq!(
            html_code("a</summary>\n@b #1 `"),
            "<code>a&#60;/summary&#62;&#92;n&#64;b &#35;1 &#96;</code>"
        );
        assert_eq!(html_code("shop.web.80"), "<code>shop.web.80</code>");
    }

    #[test]
    fn a_block_is_not_ended_by_its_text() {
        assert_eq!(block("diff", "+ ```\n"), "````diff\n+ ```\n````\n");
    }
}
