//! Regular expressions as Kong's two engines read them (spec 70, 5.4).

use crate::engine::regex::{self, Budget};

/// Whether the router's engine, Rust's regex crate, compiles an expression; else why not, in a few words.
pub(super) fn compiles(expression: &str, budget: &Budget) -> Result<(), String> {
    if is_plain(expression) {
        return Ok(());
    }
    regex::judge(expression, budget).map_err(|fault| fault.to_string())
}

/// The same of the path of a route, without its `~`: the engine anchors it, and knows named groups in one spelling only.
pub(super) fn compiles_as_path(path: &str, budget: &Budget) -> Result<(), String> {
    if is_plain(path) {
        return Ok(());
    }
    compiles(&format!("^{}", path.replace("?<", "?P<")), budget)
}

/// The longest expression with classes that is plain: what it takes when compiled stays far below every limit.
const MOST_PLAIN: usize = 1_000;

/// Whether an expression is plain text with anchors, simple classes and single repetitions, which always compiles; most paths are.
fn is_plain(expression: &str) -> bool {
    let mut rest = expression.as_bytes();
    let mut can_repeat = false;
    while let [first, behind @ ..] = rest {
        rest = behind;
        can_repeat = match first {
            b'/' | b'-' | b'_' | b'.' => true,
            letter if letter.is_ascii_alphanumeric() => true,
            b'^' | b'$' => false,
            other if b" ~:@!&',;=%".contains(other) => false,
            b'[' if expression.len() <= MOST_PLAIN => match after_class(rest) {
                Some(behind) => {
                    rest = behind;
                    true
                }
                None => return false,
            },
            b'*' | b'+' | b'?' if can_repeat && expression.len() <= MOST_PLAIN => false,
            _ => return false,
        };
    }
    true
}

/// What follows a class, from behind its `[`, when it has but letters, digits, `/`, `.`, `_` and ascending ranges of letters and digits.
fn after_class(class: &[u8]) -> Option<&[u8]> {
    let mut rest = class.strip_prefix(b"^").unwrap_or(class);
    let whole = rest;
    loop {
        rest = match rest {
            [b']', behind @ ..] if rest.len() < whole.len() => return Some(behind),
            [from, b'-', to, behind @ ..]
                if from.is_ascii_alphanumeric() && to.is_ascii_alphanumeric() && from <= to =>
            {
                behind
            }
            [one, behind @ ..] if one.is_ascii_alphanumeric() || b"/._".contains(one) => behind,
            _ => return None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_plain_compiles() {
        for plain in [
            "^/a-b/[a-z0-9_]+/c$",
            "/a/[^/]+",
            "/.*",
            "/v[0-9]?/x",
            "[a/.]",
        ] {
            assert!(is_plain(plain), "{plain}");
            assert!(regex::judge(plain, &Budget::default()).is_ok(), "{plain}");
        }
        for other in [
            "*a", "a++", "a+*", "a*?", "^*", "[", "[]", "[^]", "[z-a]", "[a-]", "[a-z-9]", "[[a]]",
            "[a&&b]", "[0-z", "(a)", "a{2}", "\\d", "a|b", "é",
        ] {
            assert!(!is_plain(other), "{other}");
        }
        assert!(!is_plain(&".*".repeat(MOST_PLAIN)));
        assert!(regex::judge(&"[^a]*".repeat(MOST_PLAIN / 5), &Budget::default()).is_ok());
    }

    #[test]
    fn the_router_has_no_look_around_and_no_back_references() {
        let compiles = |expression| compiles(expression, &Budget::default());
        for good in [
            "^/api/.*",
            "(?i)a",
            "(?P<id>\\d+)",
            "\\p{L}",
            "a{2,3}",
            "a++",
        ] {
            assert!(compiles(good).is_ok(), "{good}");
        }
        for bad in [
            "(?!a)",
            "(?<=a)b",
            "(a)\\1",
            "(?>a)",
            "a\\Z",
            "(",
            "[a",
            "a{9999}{9999}",
        ] {
            assert!(compiles(bad).is_err(), "{bad}");
        }
    }
}
