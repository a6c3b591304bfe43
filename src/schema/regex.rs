//! Regular expressions that plugins read with PCRE (spec 70, 5.4).

use regex_syntax::ast;

/// Whether PCRE, which reads the expressions of plugins, surely refuses an expression. It knows much that is not known here, so only what
/// no engine takes counts: a repetition of nothing, and parentheses without partner.
pub(super) fn is_surely_bad(expression: &str) -> bool {
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"/-_.:~^$".contains(&b);
    if expression.bytes().all(is_plain) {
        return false;
    }
    let is_foreign =
        expression.contains(['[', '#']) || ["\\Q", "(*"].iter().any(|it| expression.contains(it));
    if is_foreign {
        return false;
    }
    let Err(error) = ast::parse::Parser::new().parse(expression) else {
        return false;
    };
    match error.kind() {
        ast::ErrorKind::GroupUnclosed | ast::ErrorKind::GroupUnopened => true,
        ast::ErrorKind::RepetitionMissing => {
            expression[error.span().start.offset..].starts_with(['*', '+', '?'])
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_no_engine_takes_is_surely_bad() {
        for bad in ["*.example.com", "(a", "a)", "a|*"] {
            assert!(is_surely_bad(bad), "{bad}");
        }
        for good in [
            "https://*.example.com",
            "(?!a)b",
            "(*UTF8)a",
            "[[]",
            "(a)\\1",
            "a++",
        ] {
            assert!(!is_surely_bad(good), "{good}");
        }
    }
}
