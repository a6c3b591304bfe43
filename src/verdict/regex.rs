//! Regular expressions as Kong's two engines read them (spec 70, 5.4).

use crate::engine::regex::{self, Budget};

/// Whether the router's engine, Rust's regex crate, compiles an expression; else why not, in a few words.
pub(super) fn compiles(expression: &str, budget: &Budget) -> Result<(), String> {
    if is_plain(expression) {
        return Ok(());
    }
    regex::judge(expression, budget).map_err(|fault| fault.to_string())
}

/// Whether an expression is plain text with anchors, which always compiles; most paths are.
fn is_plain(expression: &str) -> bool {
    expression
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"/-_.^$ ~:@!&',;=%".contains(&b))
}

#[cfg(test)]
mod tests {
    use super::*;

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
