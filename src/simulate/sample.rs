//! Texts that meet a comparison: the text itself, something around it, or a text that a regular expression finds.

use crate::engine::ComparisonKind;
use std::iter::Peekable;
use std::str::Chars;

/// Bytes of a text; Kong takes no longer request line.
const LONGEST: usize = 8 << 10;

/// A text for which the comparison holds, where one is easy to find.
pub(super) fn for_comparison(kind: ComparisonKind, text: &str, field: &str) -> String {
    match kind {
        ComparisonKind::Equals => text.to_owned(),
        ComparisonKind::Differs => format!("{text}x"),
        ComparisonKind::StartsWith if field == "http.path" => text.to_owned(),
        ComparisonKind::StartsWith => format!("{text}fresh"),
        ComparisonKind::EndsWith if field == "http.path" => format!("/x{text}"),
        ComparisonKind::EndsWith => format!("fresh{text}"),
        ComparisonKind::Matches => for_regex(text),
    }
}

/// A text that the regular expression finds, for the constructs that people use in paths and headers.
pub(super) fn for_regex(regex: &str) -> String {
    let flags_off = regex.strip_prefix("(?i)").unwrap_or(regex);
    alternatives(&mut flags_off.chars().peekable())
}

/// The first alternative, up to the end or a closing bracket; the others are skipped.
fn alternatives(rest: &mut Peekable<Chars<'_>>) -> String {
    let mut sample = String::new();
    while let Some(&next) = rest.peek() {
        match next {
            ')' => break,
            '|' => {
                skip_alternatives(rest);
                break;
            }
            _ => {
                let atom = atom(rest);
                let piece = repeated(&atom, rest);
                if sample.len() + piece.len() <= LONGEST {
                    sample.push_str(&piece);
                }
            }
        }
    }
    sample
}

/// Pass over everything up to the bracket that closes the group.
fn skip_alternatives(rest: &mut Peekable<Chars<'_>>) {
    let mut depth = 0_usize;
    while let Some(&next) = rest.peek() {
        match next {
            ')' if depth == 0 => return,
            ')' => depth -= 1,
            '(' => depth += 1,
            '\\' => {
                rest.next();
            }
            _ => {}
        }
        rest.next();
    }
}

fn atom(rest: &mut Peekable<Chars<'_>>) -> String {
    match rest.next() {
        Some('^' | '$') | None => String::new(),
        Some('.') => "x".to_owned(),
        Some('[') => class(rest).to_string(),
        Some('(') => {
            skip_group_name(rest);
            let inner = alternatives(rest);
            rest.next();
            inner
        }
        Some('\\') => match rest.next() {
            Some('d') => "7".to_owned(),
            Some('w') => "w".to_owned(),
            Some('s') => " ".to_owned(),
            Some('D' | 'S') => "x".to_owned(),
            Some('W') => "-".to_owned(),
            Some('b' | 'B' | 'A' | 'z') | None => String::new(),
            Some(escaped) => escaped.to_string(),
        },
        Some(plain) => plain.to_string(),
    }
}

/// `?:`, `?<name>` and `?P<name>`.
fn skip_group_name(rest: &mut Peekable<Chars<'_>>) {
    if rest.peek() != Some(&'?') {
        return;
    }
    for character in rest.by_ref() {
        if matches!(character, ':' | '>') {
            return;
        }
    }
}

/// A member of a class: its first one, or for a negated class a character that is rarely excluded.
fn class(rest: &mut Peekable<Chars<'_>>) -> char {
    let negated = rest.peek() == Some(&'^');
    if negated {
        rest.next();
    }
    let mut first = None;
    let mut members = 0;
    while let Some(character) = rest.next() {
        match character {
            ']' if members > 0 => break,
            '\\' => {
                let escaped = rest.next().unwrap_or('x');
                first.get_or_insert(match escaped {
                    'd' => '7',
                    'w' => 'w',
                    's' => ' ',
                    other => other,
                });
            }
            other => {
                first.get_or_insert(other);
            }
        }
        members += 1;
    }
    if negated { 'x' } else { first.unwrap_or('x') }
}

/// The atom as often as its quantifier asks at least, once when it may be missing.
fn repeated(atom: &str, rest: &mut Peekable<Chars<'_>>) -> String {
    let times = match rest.peek() {
        Some('*' | '+' | '?') => {
            rest.next();
            1
        }
        Some('{') => {
            rest.next();
            let mut digits = String::new();
            for character in rest.by_ref() {
                if character == '}' {
                    break;
                }
                digits.push(character);
            }
            let least = digits.split(',').next().unwrap_or_default();
            least.parse::<usize>().unwrap_or(1).min(64)
        }
        _ => 1,
    };
    if rest.peek() == Some(&'?') {
        rest.next();
    }
    // Repetitions of repetitions would be as long as they please.
    let fitting = LONGEST / atom.len().max(1);
    atom.repeat(times.min(fitting).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repetitions_of_repetitions_stay_short() {
        let nested = format!("^/{}a{}", "(".repeat(20), "{64})".repeat(20));
        assert!(for_regex(&nested).len() <= LONGEST);
        assert!(for_regex(&"(ab){64}".repeat(1_000)).len() <= LONGEST);
    }

    #[test]
    fn samples_are_found_by_their_expressions() {
        for regex in [
            "^/v[0-9]+/items",
            r"^/users/(?P<id>\d+)$",
            "^/(foo|bar|(x|y))/baz",
            "^/cart(/.*)",
            r"^/a\.b\?c",
            "^/[^/]+/x{2,3}",
            "^sil",
            r"^/\w+?$",
            "(?i)^/AbC$",
        ] {
            let sample = for_regex(regex);
            assert!(
                regex::Regex::new(regex).unwrap().is_match(&sample),
                "{regex} does not find {sample}"
            );
        }
    }
}
