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

use super::{Located, Position, Quote, webhook};
use crate::diag::{Diagnostic, Location, Severity};
use crate::escape::line::clean;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::collections::HashMap;
use std::fmt::Write;

/// How many places are shown of a repeated note, and of a problem whose places are no objects.
const PLACES: usize = 3;

/// What becomes of notes that repeat each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeated {
    /// Notes of one code are one entry, with their number and the first places.
    Counted,
    /// Each is an entry.
    Each,
}

/// Whether the text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// With terminal colours.
    Colored,
    /// Without.
    Plain,
}

/// The problems one after the other, a blank line after each.
pub fn render(problems: &[Located<'_>], style: Style, repeated: Repeated) -> String {
    let mut out = String::new();
    let mut notes: HashMap<&str, Vec<&Located<'_>>> = HashMap::new();
    if repeated == Repeated::Counted {
        for problem in problems.iter().filter(|problem| is_note(problem)) {
            notes
                .entry(problem.diagnostic.code.id)
                .or_default()
                .push(problem);
        }
    }
    for problem in problems {
        match notes.get_mut(problem.diagnostic.code.id) {
            Some(alike) if is_note(problem) && alike.len() != 1 => {
                // The first one stands for all of them.
                if !alike.is_empty() {
                    render_alike(&mut out, &std::mem::take(alike), style);
                }
            }
            _ => render_one(&mut out, problem, style),
        }
    }
    out
}

fn is_note(problem: &Located<'_>) -> bool {
    problem.diagnostic.severity == Severity::Info
}

/// Notes of one code: how many there are, and where the first ones stand.
///
/// ```text
/// info[service-without-endpoints]: a Service without endpoints (12 times)
///   --> deploy/a.yaml:1:1  Service shop/a
///       Service shop/a has no endpoints
///   ...
///   and 9 more; -v shows all
///   hint: add the EndpointSlice
/// ```
fn render_alike(out: &mut String, alike: &[&Located<'_>], style: Style) {
    let Some(first) = alike.first().map(|problem| problem.diagnostic) else {
        return;
    };
    let same = |text: fn(&Diagnostic) -> &str| {
        let mut texts = alike.iter().map(|problem| text(problem.diagnostic));
        texts.all(|other| other == text(first))
    };
    let is_one_message = same(|problem| &problem.message);
    let message = if is_one_message {
        first.message.as_str()
    } else {
        first.code.summary
    };
    header(
        out,
        first,
        &format!("{} ({} times)", clean(message), alike.len()),
        style,
    );
    // Writing to a String cannot fail.
    for (index, problem) in alike.iter().take(PLACES).enumerate() {
        let arrow = if index == 0 { "-->" } else { "and" };
        if let Some((location, position)) = problem.places().next() {
            let _ = writeln!(out, "  {arrow} {}", place(location, position));
        }
        if !is_one_message {
            let _ = writeln!(out, "      {}", clean(&problem.diagnostic.message));
        }
    }
    if alike.len() > PLACES {
        let _ = writeln!(out, "  and {} more; -v shows all", alike.len() - PLACES);
    }
    if same(|problem| problem.hint.as_deref().unwrap_or_default()) {
        hint(out, first.hint.as_deref());
    } else {
        let explain = format!("`kic2kong explain {}` says what to do", first.code.id);
        hint(out, Some(&explain));
    }
    out.push('\n');
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
    header(out, found, &clean(&found.message), style);
    // Of places that are no objects a few are enough: all are in the reports for machines.
    let is_text = |it: &Location| matches!(it, Location::Text { .. });
    let shown = if found.locations.iter().all(is_text) {
        PLACES
    } else {
        usize::MAX
    };
    for (index, (location, position)) in problem.places().take(shown).enumerate() {
        let arrow = if index == 0 { "-->" } else { "and" };
        // Writing to a String cannot fail.
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
    for line in webhook::said(found) {
        let _ = writeln!(out, "  {line}");
    }
    hint(out, found.hint.as_deref());
    out.push('\n');
}

fn hint(out: &mut String, hint: Option<&str>) {
    if let Some(hint) = hint {
        // Writing to a String cannot fail.
        let _ = writeln!(out, "  hint: {}", clean(hint));
    }
}

/// `error[backend-service-not-found]: Service shop/cart does not exist in the input`, a line; the message is clean.
fn header(out: &mut String, found: &Diagnostic, message: &str, style: Style) {
    let label = format!("{}[{}]", found.severity, found.code.id);
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

/// The line of the field, marked from where the field begins to where it ends.
fn snippet(quote: &Quote, position: &Position, severity: Severity, style: Style) -> String {
    let (before, marked) = (clean(&quote.before), clean(quote.marked.trim_end()));
    let end = before.len() + marked.len();
    let behind = quote.marked[quote.marked.trim_end().len()..].to_owned() + &quote.behind;
    let text = before.clone() + &marked + &clean(behind.trim_end());
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
        render(&[located], Style::Plain, Repeated::Counted)
    }

    #[test]
    fn a_problem_shows_its_place_its_line_and_its_hint() {
        let expected = "\
error[backend-service-not-found]: Service shop/cart does not exist
  --> deploy/cart.yaml:3:12  Ingress shop/cart  spec.backend
  |
3 |   backend: cart \\u{1b}[31m, port: 80}
  |            ^^^^^^^^^^^^^^^
  hint: add the Service

";
        let quote = Quote {
            before: "  backend: ".to_owned(),
            marked: "cart \u{1b}[31m".to_owned(),
            behind: ", port: 80}".to_owned(),
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

    #[test]
    fn notes_of_one_code_are_one_entry_and_others_are_not() {
        let note = |name: &str| Diagnostic {
            severity: Severity::Info,
            ..problem("Service", name)
        };
        let (error, notes) = (problem("Ingress", "x"), ["a", "b", "c", "d"].map(note));
        let mut problems = vec![located(&error, 1, 1), located(&error, 2, 1)];
        problems.extend(notes.iter().map(|note| located(note, 3, 1)));
        let text = render(&problems, Style::Plain, Repeated::Counted);
        assert_eq!(text.matches("error[").count(), 2, "{text}");
        let expected = "\
info[backend-service-not-found]: a backend names a Service that does not exist (4 times)
  --> deploy/cart.yaml:3:1  Service shop/cart  spec.backend
      a
  and deploy/cart.yaml:3:1  Service shop/cart  spec.backend
      b
  and deploy/cart.yaml:3:1  Service shop/cart  spec.backend
      c
  and 1 more; -v shows all
  hint: add the Service

";
        assert!(text.ends_with(expected), "{text}");
        let text = render(&problems, Style::Plain, Repeated::Each);
        assert_eq!(text.matches("info[").count(), 4, "{text}");
    }
}
