//! The outcome of tests for different readers.

use super::{Difference, Outcome};
use crate::escape::line::clean;
use crate::escape::xml::escape;
use crate::simulate::ignored::WouldAnswer;
use serde_json::{Value, json};
use std::fmt::Write;

/// For people: the failures, then a summary. `file` is the tests file as the user named it.
pub fn text(outcomes: &[Outcome<'_>], file: &str) -> String {
    let mut report = String::new();
    for outcome in outcomes.iter().filter(|outcome| !outcome.passed()) {
        let test = outcome.test;
        let _ = writeln!(
            report,
            "FAILED {}\n  --> {}:{}",
            clean(&test.name),
            clean(file),
            test.line
        );
        for difference in &outcome.differences {
            let _ = writeln!(report, "  {}", clean(&sentence(difference)));
        }
        for object in &outcome.ignored {
            let _ = writeln!(report, "  {}", clean(&object.to_string()));
        }
    }
    for outcome in outcomes {
        if let Some(remark) = remark(outcome) {
            let _ = writeln!(
                report,
                "note: {}: {}",
                clean(&outcome.test.name),
                clean(&remark)
            );
        }
    }
    let failed = outcomes.iter().filter(|outcome| !outcome.passed()).count();
    let _ = writeln!(
        report,
        "{} passed, {failed} failed",
        outcomes.len() - failed
    );
    report
}

/// For programs.
pub fn json(outcomes: &[Outcome<'_>], file: &str) -> String {
    let failed = outcomes.iter().filter(|outcome| !outcome.passed()).count();
    let results: Vec<Value> = outcomes
        .iter()
        .map(|outcome| {
            let differences: Vec<Value> = outcome
                .differences
                .iter()
                .map(|difference| {
                    json!({"field": difference.field, "expected": difference.expected, "found": difference.found})
                })
                .collect();
            json!({
                "name": outcome.test.name,
                "file": file,
                "line": outcome.test.line,
                "passed": outcome.passed(),
                "differences": differences,
                "found": outcome.found,
                "may_also_answer": outcome.may_also_answer,
                "ignored": outcome.ignored.iter().map(WouldAnswer::to_json).collect::<Vec<_>>(),
            })
        })
        .collect();
    let report = json!({"passed": outcomes.len() - failed, "failed": failed, "results": results});
    format!("{report:#}\n")
}

/// A `JUnit` report of these suites.
pub fn junit_of<'s>(suites: impl Iterator<Item = &'s str>) -> String {
    let suites: String = suites.collect();
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n{suites}</testsuites>\n")
}

/// For CI systems that show `JUnit` reports: one suite, named after the file, and after the environment when there are several.
pub fn junit(outcomes: &[Outcome<'_>], file: &str, environment: Option<&str>) -> String {
    let name = match environment {
        Some(environment) => format!("{environment}: {file}"),
        None => file.to_owned(),
    };
    let failed = outcomes.iter().filter(|outcome| !outcome.passed()).count();
    let mut report = format!(
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failed}\">\n",
        escape(&clean(&name)),
        outcomes.len()
    );
    for outcome in outcomes {
        let test = outcome.test;
        let _ = write!(
            report,
            "    <testcase name=\"{}\" file=\"{}\" line=\"{}\"",
            escape(&clean(&test.name)),
            escape(&clean(file)),
            test.line
        );
        let mut remarks: Vec<String> = outcome.ignored.iter().map(ToString::to_string).collect();
        remarks.extend(remark(outcome));
        if outcome.passed() && remarks.is_empty() {
            report.push_str("/>\n");
            continue;
        }
        report.push_str(">\n");
        for difference in &outcome.differences {
            let message = escape(&clean(&sentence(difference)));
            let _ = writeln!(report, "      <failure message=\"{message}\"/>");
        }
        if !remarks.is_empty() {
            let remark = escape(&clean(&remarks.join("; ")));
            let _ = writeln!(report, "      <system-out>{remark}</system-out>");
        }
        report.push_str("    </testcase>\n");
    }
    report.push_str("  </testsuite>\n");
    report
}

/// Said of a test on whose answer Kong does not agree with itself.
fn remark(outcome: &Outcome<'_>) -> Option<String> {
    (!outcome.may_also_answer.is_empty()).then(|| {
        format!(
            "Kong may also answer with {}: the order of these routes is not certain",
            outcome.may_also_answer.join(" or ")
        )
    })
}

fn sentence(difference: &Difference) -> String {
    format!(
        "{}: expected {}, found {}",
        label(&difference.field),
        difference.expected,
        difference.found
    )
}

fn label(field: &str) -> &str {
    match field {
        "not_plugins" => "plugins that must not run",
        other => other,
    }
}
