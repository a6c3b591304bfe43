//! For people: a header, the place, the manifest line with the field marked, a hint.
//!
//! ```text
//! error[backend-service-not-found]: Service shop/cart does not exist in the input
//!   --> deploy/cart.yaml:31:15  HTTPRoute shop/cart  spec.rules[0].backendRefs[1]
//!    |
//! 31 |             - name: cart
//!    |               ^^^^^^^^^^
//!   hint: add the manifest of the Service, or remove the backendRef
//! ```

use super::{Located, Position, Quote};
use crate::diag::{Location, Severity};
use crate::escape::line::clean;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt::Write;

/// How many places are told of a problem whose places are no objects.
const PLACES: usize = 3;

/// Whether the text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// With terminal colours.
    Colored,
    /// Without.
    Plain,
}

/// The problems one after the other, a blank line after each.
pub fn render(problems: &[Located<'_>], style: Style) -> String {
    let mut out = String::new();
    for problem in problems {
        render_one(&mut out, problem, style);
    }
    out
}

/// `2 errors, 1 warning`, a line.
pub fn summary(problems: &[Located<'_>]) -> String {
    if problems.is_empty() {
        return "no problems\n".to_owned();
    }
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Info]
        .into_iter()
        .filter_map(|severity| {
            let count = problems
                .iter()
                .filter(|problem| problem.diagnostic.severity == severity)
                .count();
            let word = match severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
                Severity::Info => "note",
            };
            match count {
                0 => None,
                1 => Some(format!("1 {word}")),
                _ => Some(format!("{count} {word}s")),
            }
        })
        .collect();
    counts.join(", ") + "\n"
}

fn render_one(out: &mut String, problem: &Located<'_>, style: Style) {
    let found = problem.diagnostic;
    let label = format!("{}[{}]", found.severity, found.code.id);
    let message = clean(&found.message);
    // Writing to a String cannot fail.
    let _ = match style {
        Style::Plain => writeln!(out, "{label}: {message}"),
        Style::Colored => {
            let color = match found.severity {
                Severity::Error => 31,
                Severity::Warning => 33,
                Severity::Info => 36,
            };
            writeln!(
                out,
                "\u{1b}[1;{color}m{label}\u{1b}[0m\u{1b}[1m: {message}\u{1b}[0m"
            )
        }
    };
    // Of places that are no objects a few are enough: all are in the reports for machines.
    let is_text = |it: &Location| matches!(it, Location::Text { .. });
    let shown = if found.locations.iter().all(is_text) {
        PLACES
    } else {
        usize::MAX
    };
    for (index, (location, position)) in problem.places().take(shown).enumerate() {
        let arrow = if index == 0 { "-->" } else { "and" };
        let _ = writeln!(out, "  {arrow} {}", place(location, position));
        if index == 0
            && let Some(quote) = &problem.quote
        {
            let quote = snippet(quote, position, found.severity, style);
            let _ = writeln!(out, "{}", quote.trim_end());
        }
    }
    match found.locations.len().saturating_sub(shown) {
        0 => {}
        1 => out.push_str("  and 1 more place\n"),
        count => {
            let _ = writeln!(out, "  and {count} more places");
        }
    }
    if let Some(hint) = &found.hint {
        let _ = writeln!(out, "  hint: {}", clean(hint));
    }
    out.push('\n');
}

/// `deploy/cart.yaml:31:15  HTTPRoute shop/cart  spec.rules[0].backendRefs[1]`
fn place(location: &Location, position: &Position) -> String {
    let mut out = clean(&position.file);
    if position.line > 0 {
        // Writing to a String cannot fail.
        let _ = write!(out, ":{}:{}", position.line, position.column);
    }
    let (object, field) = location.names();
    for name in [object, field].into_iter().flatten() {
        out.push_str("  ");
        out.push_str(&clean(&name));
    }
    out
}

/// The line of the field, marked from its column to its end.
fn snippet(quote: &Quote, position: &Position, severity: Severity, style: Style) -> String {
    let (before, marked) = (clean(&quote.before), clean(quote.marked.trim_end()));
    let text = before.clone() + &marked;
    let end = text.len().max(before.len());
    let level = match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info => Level::INFO,
    };
    let snippet = Snippet::source(text)
        .line_start(position.line as usize)
        .annotation(AnnotationKind::Primary.span(before.len()..end));
    let renderer = match style {
        Style::Colored => Renderer::styled(),
        Style::Plain => Renderer::plain(),
    };
    renderer.render(&[Group::with_level(level).element(snippet)])
}

#[cfg(test)]
mod tests {
    use super::super::tests::{located, problem};
    use super::*;

    fn shown(kind: &'static str, message: &str, quote: Option<Quote>) -> String {
        let found = problem(kind, message);
        let mut located = located(&found, 3, 12);
        located.quote = quote;
        render(&[located], Style::Plain)
    }

    #[test]
    fn a_problem_shows_its_place_its_line_and_its_hint() {
        let expected = "\
error[backend-service-not-found]: Service shop/cart does not exist
  --> deploy/cart.yaml:3:12  Ingress shop/cart  spec.backend
  |
3 |   backend: cart \\u{1b}[31m
  |            ^^^^^^^^^^^^^^^
  hint: add the Service

";
        let quote = Quote {
            before: "  backend: ".to_owned(),
            marked: "cart \u{1b}[31m".to_owned(),
        };
        assert_eq!(
            shown("Ingress", "Service shop/cart does not exist", Some(quote)),
            expected
        );
    }

    #[test]
    fn a_message_cannot_start_a_line_of_its_own() {
        let text = shown("Ingress", "x\n::error::y\u{1b}]0;z\u{7}", None);
        assert!(!text.contains("\n::") && !text.contains('\u{1b}'), "{text}");
    }

    #[test]
    fn the_summary_counts_by_severity() {
        let found = problem("Ingress", "x");
        let problems = [located(&found, 1, 1), located(&found, 1, 1)];
        assert_eq!(summary(&problems), "2 errors\n");
        assert_eq!(summary(&[]), "no problems\n");
    }
}
