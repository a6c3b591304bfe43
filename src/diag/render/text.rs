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

use super::plain::clean;
use super::{Located, Position};
use crate::diag::{Location, Severity};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt::Write;

/// Finds the text of a file by its path.
pub type SourceOf<'f, 's> = &'f dyn Fn(&str) -> Option<Cow<'s, str>>;

/// Whether the text is coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// With terminal colours.
    Colored,
    /// Without.
    Plain,
}

/// Longest piece of a line that is quoted.
const QUOTED: usize = 300;

/// The problems one after the other, a blank line after each.
pub fn render(problems: &[Located<'_>], source_of: SourceOf<'_, '_>, style: Style) -> String {
    let mut out = String::new();
    let mut open: Option<(&str, Option<Quotable<'_>>)> = None;
    for problem in problems {
        let file = problem.positions.first().map(|position| &*position.file);
        if let Some(file) = file
            && open.as_ref().is_none_or(|(name, _)| *name != file)
        {
            open = Some((file, source_of(file).map(Quotable::new)));
        }
        let source = open.as_ref().and_then(|(_, source)| source.as_ref());
        render_one(&mut out, problem, source, style);
    }
    out
}

/// The text of a file that lines are quoted from.
struct Quotable<'s> {
    text: Cow<'s, str>,
    /// Where each line starts.
    lines: Vec<usize>,
    has_secrets: bool,
    /// The line that was quoted last, if it is long, and where every [`STEP`]th character of it starts.
    steps: RefCell<(u32, Vec<usize>)>,
}

/// Characters between the places of a long line that are remembered: many problems may stand in one line.
const STEP: usize = 1_024;

impl<'s> Quotable<'s> {
    fn new(text: Cow<'s, str>) -> Self {
        let ends = text.match_indices('\n').map(|(end, _)| end + 1);
        Self {
            lines: std::iter::once(0).chain(ends).collect(),
            has_secrets: text.contains("Secret"),
            text,
            steps: RefCell::default(),
        }
    }

    /// A line, counted from 1.
    fn line(&self, number: u32) -> Option<&str> {
        let index = usize::try_from(number).ok()?.checked_sub(1)?;
        let start = *self.lines.get(index)?;
        let end = self
            .lines
            .get(index + 1)
            .map_or(self.text.len(), |next| next - 1);
        let line = &self.text[start..end];
        (start < self.text.len()).then(|| line.strip_suffix('\r').unwrap_or(line))
    }

    /// The rest of a line from a character on, counted from 0.
    fn rest_of_line(&self, number: u32, from: usize) -> Option<&str> {
        let line = self.line(number)?;
        let mut steps = self.steps.borrow_mut();
        if line.len() > STEP && steps.0 != number {
            let starts = line.char_indices().step_by(STEP).map(|(start, _)| start);
            *steps = (number, starts.collect());
        }
        let known = if line.len() > STEP { &*steps.1 } else { &[0] };
        let Some(start) = known.get(from / STEP) else {
            return Some("");
        };
        let mut characters = line[*start..].chars();
        characters.by_ref().take(from % STEP).for_each(drop);
        Some(characters.as_str())
    }

    /// Whether quoting could show a secret value: the object is a Secret, or the text gave no object and has a Secret in it.
    fn may_show_secret(&self, location: &Location) -> bool {
        match location {
            Location::Field(origin) => origin.object.key.kind == "Secret",
            Location::Text { .. } => self.has_secrets,
        }
    }
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

fn render_one(
    out: &mut String,
    problem: &Located<'_>,
    source: Option<&Quotable<'_>>,
    style: Style,
) {
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
    for (index, (location, position)) in problem.places().enumerate() {
        let arrow = if index == 0 { "-->" } else { "and" };
        let _ = writeln!(out, "  {arrow} {}", place(location, position));
        if index == 0
            && let Some(quote) = quote(location, position, source, found.severity, style)
        {
            let _ = writeln!(out, "{}", quote.trim_end());
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

/// The line of the field, marked from its column to its end. Never a line of a Secret: it would show the value.
fn quote(
    location: &Location,
    position: &Position,
    source: Option<&Quotable<'_>>,
    severity: Severity,
    style: Style,
) -> Option<String> {
    let source = source.filter(|source| !source.may_show_secret(location))?;
    let start = (position.column.max(1) - 1) as usize;
    let skipped = start.saturating_sub(QUOTED / 2);
    let mut line = source.rest_of_line(position.line, skipped)?.chars();
    let before: String = line.by_ref().take(start - skipped).collect();
    let marked: String = line.take(QUOTED).collect();
    let (before, marked) = (clean(&before), clean(marked.trim_end()));
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
    Some(renderer.render(&[Group::with_level(level).element(snippet)]))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{located, problem};
    use super::*;

    const SOURCE: &str = "kind: Service\nspec:\n  backend: cart # \u{1b}[31m\n";

    fn shown(kind: &'static str, message: &str) -> String {
        let found = problem(kind, message);
        let source = |_: &str| Some(Cow::Borrowed(SOURCE));
        render(&[located(&found, 3, 12)], &source, Style::Plain)
    }

    #[test]
    fn a_problem_shows_its_place_its_line_and_its_hint() {
        let expected = "\
error[backend-service-not-found]: Service shop/cart does not exist
  --> deploy/cart.yaml:3:12  Ingress shop/cart  spec.backend
  |
3 |   backend: cart # \\u{1b}[31m
  |            ^^^^^^^^^^^^^^^^^
  hint: add the Service

";
        assert_eq!(
            shown("Ingress", "Service shop/cart does not exist"),
            expected
        );
    }

    #[test]
    fn a_line_of_a_secret_is_not_quoted() {
        assert!(!shown("Secret", "not a certificate").contains("backend: cart"));
    }

    #[test]
    fn a_message_cannot_start_a_line_of_its_own() {
        let text = shown("Ingress", "x\n::error::y\u{1b}]0;z\u{7}");
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
