//! JUnit XML, for CI systems that show test reports: a failing test per error, a passing one with
//! output per warning or note.

use super::{Located, Position, webhook};
use crate::diag::Severity;
use crate::escape::line::clean;
use crate::escape::xml::escape;
use std::fmt::Write;

/// One test suite.
pub fn render(problems: &[Located<'_>]) -> String {
    let failures = problems
        .iter()
        .filter(|problem| problem.diagnostic.severity == Severity::Error)
        .count();
    // A report without any test counts as broken in some collectors.
    let tests = problems.len().max(1);
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    // Writing to a String cannot fail.
    let _ = write!(
        out,
        "<testsuites tests=\"{tests}\" failures=\"{failures}\">\n  \
         <testsuite name=\"kic2kong\" tests=\"{tests}\" failures=\"{failures}\" errors=\"0\" skipped=\"0\">\n"
    );
    if problems.is_empty() {
        out.push_str("    <testcase classname=\"kic2kong\" name=\"check\"/>\n");
    }
    for problem in problems {
        out.push_str(&testcase(problem));
    }
    out.push_str("  </testsuite>\n</testsuites>\n");
    out
}

fn testcase(problem: &Located<'_>) -> String {
    let found = problem.diagnostic;
    let place = problem.positions.first().map(place).unwrap_or_default();
    let file = problem
        .positions
        .first()
        .map(|position| position.file.as_str())
        .unwrap_or_default();
    let (object, field) = problem
        .places()
        .next()
        .map(|(location, _)| location.names())
        .unwrap_or_default();
    let environment = problem.within().map(|name| format!("[{name}]"));
    let names: Vec<String> = [environment, Some(found.code.id.to_owned()), object, field]
        .into_iter()
        .flatten()
        .collect();
    let mut details = format!("{place}: {}", clean(&found.message));
    for line in webhook::said(found) {
        let _ = write!(details, "\n{line}");
    }
    if let Some(hint) = &found.hint {
        let _ = write!(details, "\nhint: {}", clean(hint));
    }
    let body = if found.severity == Severity::Error {
        format!(
            "<failure type=\"{}\" message=\"{}\">{}</failure>",
            escape(found.code.id),
            escape(&clean(&found.message)),
            escape(&details)
        )
    } else {
        format!(
            "<system-out>{}: {}</system-out>",
            found.severity,
            escape(&details)
        )
    };
    format!(
        "    <testcase classname=\"{}\" name=\"{}\">\n      {body}\n    </testcase>\n",
        escape(&clean(file)),
        escape(&clean(&names.join(" "))),
    )
}

fn place(position: &Position) -> String {
    let file = clean(&position.file);
    if position.line > 0 {
        format!("{file}:{}:{}", position.line, position.column)
    } else {
        file
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{located, problem};
    use super::*;

    #[test]
    fn an_error_is_a_failing_test() {
        let found = problem("Ingress", "a < b & \"c\"");
        let report = render(&[located(&found, 3, 12)]);
        assert!(report.contains("tests=\"1\" failures=\"1\""), "{report}");
        assert!(
            report.contains("message=\"a &lt; b &amp; &quot;c&quot;\""),
            "{report}"
        );
    }

    #[test]
    fn no_problem_is_one_passing_test() {
        let report = render(&[]);
        assert!(report.contains("tests=\"1\" failures=\"0\""), "{report}");
    }
}
