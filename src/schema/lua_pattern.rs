//! Lua's patterns, in which Kong's schemas write the forms of texts. They are no regular expressions: `%` escapes,
//! `-` repeats as little as possible, and there is no alternation.

/// Whether the pattern is found in the text. A pattern that uses what is not known here counts as found.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let text = text.as_bytes();
    let (anchored, pattern) = match pattern.as_bytes() {
        [b'^', rest @ ..] => (true, rest),
        all => (false, all),
    };
    let mut budget = BUDGET;
    let last = if anchored { 0 } else { text.len() };
    (0..=last).any(|start| at(pattern, &text[start..], &mut budget).unwrap_or(true))
}

/// Steps after which a search is given up; schemas hold nothing that comes near it for texts of sensible length.
const BUDGET: u32 = 100_000;

/// Something in a pattern that is not known here, or too much work.
struct Unknown;

/// Whether the pattern matches a prefix of the text.
fn at(mut pattern: &[u8], mut text: &[u8], budget: &mut u32) -> Result<bool, Unknown> {
    loop {
        *budget = budget.checked_sub(1).ok_or(Unknown)?;
        match pattern {
            [] => return Ok(true),
            [b'$'] => return Ok(text.is_empty()),
            [b'%', b'b' | b'f' | b'0'..=b'9', ..] => return Err(Unknown),
            // Captures do not change what matches.
            [b'(' | b')', rest @ ..] => {
                pattern = rest;
                continue;
            }
            _ => {}
        }
        let length = single(pattern).ok_or(Unknown)?;
        let (one, rest) = pattern.split_at(length);
        let is_match = |text: &[u8]| text.first().is_some_and(|byte| class(one, *byte));
        match rest {
            [b'*', rest @ ..] => return most(one, rest, text, 0, budget),
            [b'+', rest @ ..] => return most(one, rest, text, 1, budget),
            [b'?', rest @ ..] => {
                if is_match(text) && at(rest, &text[1..], budget)? {
                    return Ok(true);
                }
                pattern = rest;
            }
            [b'-', rest @ ..] => loop {
                if at(rest, text, budget)? {
                    return Ok(true);
                }
                if !is_match(text) {
                    return Ok(false);
                }
                text = &text[1..];
            },
            rest => {
                if !is_match(text) {
                    return Ok(false);
                }
                (pattern, text) = (rest, &text[1..]);
            }
        }
    }
}

/// As many as possible, at least `least`, then the rest of the pattern.
fn most(
    one: &[u8],
    rest: &[u8],
    text: &[u8],
    least: usize,
    budget: &mut u32,
) -> Result<bool, Unknown> {
    let count = text.iter().take_while(|byte| class(one, **byte)).count();
    for taken in (least..=count).rev() {
        if at(rest, &text[taken..], budget)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Length of the single-character item that the pattern begins with.
fn single(pattern: &[u8]) -> Option<usize> {
    match pattern {
        [b'%', _, ..] => Some(2),
        [b'%'] => None,
        [b'[', rest @ ..] => {
            let from = if rest.first() == Some(&b'^') { 2 } else { 1 };
            let mut position = from;
            loop {
                match pattern.get(position)? {
                    b'%' => position += 2,
                    b']' if position > from => return Some(position + 1),
                    _ => position += 1,
                }
            }
        }
        _ => Some(1),
    }
}

/// Whether a byte is what a single-character item stands for.
fn class(item: &[u8], byte: u8) -> bool {
    match item {
        [b'.'] => true,
        [b'%', letter] => named(*letter, byte),
        [b'[', inner @ .., b']'] => match inner {
            [b'^', inner @ ..] => !set(inner, byte),
            inner => set(inner, byte),
        },
        [literal] => *literal == byte,
        _ => false,
    }
}

fn set(mut inner: &[u8], byte: u8) -> bool {
    loop {
        match inner {
            [] => return false,
            [b'%', letter, rest @ ..] => {
                if named(*letter, byte) {
                    return true;
                }
                inner = rest;
            }
            [from, b'-', to, rest @ ..] => {
                if (*from..=*to).contains(&byte) {
                    return true;
                }
                inner = rest;
            }
            [literal, rest @ ..] => {
                if *literal == byte {
                    return true;
                }
                inner = rest;
            }
        }
    }
}

/// `%a` and its like; an upper-case letter means the opposite, and anything but a letter means itself.
fn named(letter: u8, byte: u8) -> bool {
    let is = match letter.to_ascii_lowercase() {
        b'a' => byte.is_ascii_alphabetic(),
        b'c' => byte.is_ascii_control(),
        b'd' => byte.is_ascii_digit(),
        b'l' => byte.is_ascii_lowercase(),
        b'p' => byte.is_ascii_punctuation(),
        b's' => byte.is_ascii_whitespace() || byte == 0x0b,
        b'u' => byte.is_ascii_uppercase(),
        b'w' => byte.is_ascii_alphanumeric(),
        b'x' => byte.is_ascii_hexdigit(),
        _ => return letter == byte,
    };
    is != letter.is_ascii_uppercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_kong_mean_what_they_mean_in_lua() {
        for (pattern, good, bad) in [
            ("^%u+$", "GET", "Get"),
            ("^[^:]+:.*$", "x-a:1", "x-a"),
            ("^[0-9]+-[0-9]+$", "200-299", "200"),
            ("^[a-z][a-z%d-]-[a-z%d]+$", "my-vault-1", "vault-"),
            ("^[^*&%%\\`]+$", "/tmp/log", "/tmp/*"),
            ("^.*[^:]$", "a:b", "a:"),
            ("%.%*$", "a.*", "a.*b"),
            ("^[Hh][Oo][Ss][Tt]$", "hOsT", "hosts"),
            ("^[%a_-][%a%d_-]*$", "_a-1", "1a"),
            ("a(b+)c", "xabbc", "ac"),
        ] {
            assert!(matches(pattern, good), "{pattern} {good}");
            assert!(!matches(pattern, bad), "{pattern} {bad}");
        }
    }

    #[test]
    fn what_is_not_known_counts_as_found() {
        assert!(matches("%b()", "x"));
        assert!(matches("[", "x"));
    }
}
