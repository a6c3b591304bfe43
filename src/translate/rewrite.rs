//! `konghq.com/rewrite`: the template of the upstream path to the configuration of `request-transformer` (spec 10, 4.6).

use serde_json::{Map, Value, json};
use std::fmt::Write;

/// What is wrong with a template, in KIC's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RewriteError {
    /// A `$` without a digit, or a `\` without a `$`, before this character at this byte.
    Unexpected(char, usize),
    /// The template ends after `$` or `\`.
    UnexpectedEnd,
}

impl std::fmt::Display for RewriteError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Unexpected(character, position) => {
                write!(f, "unexpected {character} at pos {position}")
            }
            Self::UnexpectedEnd => f.write_str("unexpected end of string"),
        }
    }
}

/// The configuration of the plugin `request-transformer` for a template; an empty one means `/`.
pub fn transformer_config(template: &str) -> Result<Map<String, Value>, RewriteError> {
    let template = if template.is_empty() { "/" } else { template };
    let uri = compile(template)?;
    Ok(Map::from_iter([(
        "replace".to_owned(),
        json!({"uri": uri}),
    )]))
}

/// `$<digits>` becomes `$(uri_captures[<digits>])`, `\$` a dollar sign; all else is copied.
fn compile(template: &str) -> Result<String, RewriteError> {
    let mut uri = String::with_capacity(template.len());
    let mut characters = template.char_indices().peekable();
    while let Some((_, character)) = characters.next() {
        match character {
            '$' => {
                let mut digits = String::new();
                while let Some((_, digit)) = characters.next_if(|(_, c)| is_decimal_digit(*c)) {
                    digits.push(digit);
                }
                if digits.is_empty() {
                    return Err(unexpected(characters.next()));
                }
                write!(uri, "$(uri_captures[{digits}])").expect("a String takes all text");
            }
            '\\' => match characters.next() {
                Some((_, '$')) => uri.push('$'),
                other => return Err(unexpected(other)),
            },
            other => uri.push(other),
        }
    }
    Ok(uri)
}

fn unexpected(next: Option<(usize, char)>) -> RewriteError {
    next.map_or(RewriteError::UnexpectedEnd, |(position, character)| {
        RewriteError::Unexpected(character, position)
    })
}

/// Whether Go's `unicode.IsDigit` holds: the Unicode class of decimal digits.
fn is_decimal_digit(character: char) -> bool {
    use regex::Regex;
    use std::sync::LazyLock;
    static DIGIT: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r"\A\p{Nd}\z").expect("the pattern is fixed"));
    character.is_ascii_digit()
        || (!character.is_ascii() && DIGIT.is_match(character.encode_utf8(&mut [0; 4])))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn captures_take_all_following_digits_and_escaped_dollars_stay() {
        assert_eq!(
            compile("/$1/x/$12").as_deref(),
            Ok("/$(uri_captures[1])/x/$(uri_captures[12])")
        );
        assert_eq!(compile(r"\$5").as_deref(), Ok("$5"));
        assert_eq!(compile("/plain").as_deref(), Ok("/plain"));
    }

    #[test]
    fn errors_name_the_character_and_its_byte() {
        assert_eq!(compile("/é$$1"), Err(RewriteError::Unexpected('$', 4)));
        assert_eq!(compile(r"a\b"), Err(RewriteError::Unexpected('b', 2)));
        assert_eq!(compile("$"), Err(RewriteError::UnexpectedEnd));
    }
}
