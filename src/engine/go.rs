//! Regular expressions as Go's package `regexp` reads them, where a controller compiles them itself (spec 82, 7).
//!
//! Its language is nearly that of Rust's crate, whose parser finds the faults here; they are told in Go's words. What Go refuses beyond
//! them is looked for by itself: repetitions of repetitions, and more than a thousand.

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{Ast, ErrorKind, RepetitionKind, RepetitionRange, Span, Visitor, visit};

/// The most that Go repeats.
const MOST: u32 = 1_000;

/// Go's words for why it does not take an expression; `None` when it does.
pub fn refusal(pattern: &str) -> Option<String> {
    let fault = match Parser::new().parse(pattern) {
        Ok(ast) => visit(&ast, Repetitions { pattern }).err()?,
        Err(error) => of_error(pattern, error.kind(), error.span()),
    };
    Some(format!("error parsing regexp: {fault}"))
}

fn of_error(pattern: &str, kind: &ErrorKind, span: &Span) -> String {
    let here = at(pattern, span);
    let rest = pattern.get(span.start.offset..).unwrap_or_default();
    match kind {
        ErrorKind::GroupUnclosed => format!("missing closing ): `{pattern}`"),
        ErrorKind::GroupUnopened => format!("unexpected ): `{pattern}`"),
        ErrorKind::ClassUnclosed => format!("missing closing ]: `{rest}`"),
        ErrorKind::ClassRangeInvalid => format!("invalid character class range: `{here}`"),
        ErrorKind::RepetitionMissing => {
            let mut operator = rest.chars();
            let first: String = operator.by_ref().take(1).collect();
            let lazy = if operator.next() == Some('?') {
                "?"
            } else {
                ""
            };
            format!("missing argument to repetition operator: `{first}{lazy}`")
        }
        ErrorKind::EscapeUnexpectedEof => "trailing backslash at end of expression: ``".to_owned(),
        ErrorKind::RepetitionCountInvalid => format!("invalid repeat count: `{here}`"),
        ErrorKind::UnsupportedLookAround | ErrorKind::FlagUnrecognized => {
            format!("invalid or unsupported Perl syntax: `{here}`")
        }
        ErrorKind::GroupNameInvalid
        | ErrorKind::GroupNameEmpty
        | ErrorKind::GroupNameUnexpectedEof => format!("invalid named capture: `{here}`"),
        // Escapes, back references among them, and what is rarer.
        _ => format!("invalid escape sequence: `{here}`"),
    }
}

/// The part of an expression.
fn at<'p>(pattern: &'p str, span: &Span) -> &'p str {
    pattern
        .get(span.start.offset..span.end.offset)
        .unwrap_or_default()
}

/// Looks for the first repetition that Go does not take.
struct Repetitions<'p> {
    pattern: &'p str,
}

impl Visitor for Repetitions<'_> {
    type Output = ();
    type Err = String;

    fn finish(self) -> Result<(), String> {
        Ok(())
    }

    fn visit_pre(&mut self, ast: &Ast) -> Result<(), String> {
        let Ast::Repetition(repetition) = ast else {
            return Ok(());
        };
        let operator = at(self.pattern, &repetition.op.span);
        if let RepetitionKind::Range(range) = &repetition.op.kind {
            let (RepetitionRange::Exactly(most)
            | RepetitionRange::AtLeast(most)
            | RepetitionRange::Bounded(_, most)) = range;
            if *most > MOST {
                return Err(format!("invalid repeat count: `{operator}`"));
            }
        }
        if let Ast::Repetition(inner) = &*repetition.ast {
            let inner = at(self.pattern, &inner.op.span);
            return Err(format!(
                "invalid nested repetition operator: `{inner}{operator}`"
            ));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::refusal;

    #[test]
    fn faults_are_told_in_gos_words() {
        for (pattern, expected) in [
            ("/a(", "missing closing ): `/a(`"),
            ("/a)", "unexpected ): `/a)`"),
            ("/[ab", "missing closing ]: `[ab`"),
            ("*a", "missing argument to repetition operator: `*`"),
            ("a**", "invalid nested repetition operator: `**`"),
            ("a{1001}", "invalid repeat count: `{1001}`"),
            ("[z-a]", "invalid character class range: `z-a`"),
            ("(?=a)", "invalid or unsupported Perl syntax: `(?=`"),
            ("a\\", "trailing backslash at end of expression: ``"),
        ] {
            let told = refusal(pattern).unwrap();
            assert_eq!(
                told,
                format!("error parsing regexp: {expected}"),
                "{pattern}"
            );
        }
        for good in [
            "/a/[0-9]+",
            "^/(v1|v2)/.*$",
            "(?i)a",
            "a+?",
            "a{3,}",
            "\\d+",
        ] {
            assert_eq!(refusal(good), None, "{good}");
        }
    }
}
