//! The catalogue of problem codes is complete, and `docs/problems.md` is made from it.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use kic2kong::diag::Code;
use kic2kong::diag::code::CATALOGUE;
use std::collections::BTreeSet;
use std::fmt::Write;

fn codes() -> Vec<&'static Code> {
    let mut codes: Vec<_> = CATALOGUE
        .iter()
        .flat_map(|family| family.iter().copied())
        .collect();
    codes.sort_by_key(|code| code.id);
    codes
}

#[test]
fn every_code_is_kebab_case_and_there_once() {
    let mut seen = BTreeSet::new();
    for code in codes() {
        assert!(seen.insert(code.id), "{} is there twice", code.id);
        let words = code.id.split('-');
        assert!(
            words.clone().count() > 1
                && words.into_iter().all(|word| {
                    !word.is_empty()
                        && word
                            .bytes()
                            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
                }),
            "{} is not made of kebab-case words",
            code.id
        );
    }
}

#[test]
fn every_code_is_explained_with_an_example_and_a_reference() {
    let empty: Vec<String> = codes()
        .into_iter()
        .flat_map(|code| {
            let parts = [
                ("summary", code.summary),
                ("explanation", code.explanation),
                ("before", code.before),
                ("after", code.after),
                ("reference", code.reference),
            ];
            parts
                .into_iter()
                .filter(|(_, text)| text.trim().is_empty())
                .map(|(part, _)| format!("{}: no {part}", code.id))
        })
        .collect();
    assert!(empty.is_empty(), "{}", empty.join("\n"));
}

#[test]
fn the_documentation_of_problems_is_current() {
    let mut page = String::from(
        "# Problems\n\nEvery problem that kic2kong reports has a code, stable for ever. `kic2kong explain CODE` prints the same text.\n\
         Made from the catalogue in `src/diag`; do not edit.\n\n\
         - **error**: the controller, the API server or Kong leaves something out.\n\
         - **warning**: the controller goes on, but not as the author must have meant.\n\
         - **info**: an assumption of the tool.\n",
    );
    for code in codes() {
        let _ = write!(
            page,
            "\n## {}\n\n**{}**: {}.\n\n{}\n\nInstead of:\n\n```yaml\n{}\n```\n\nwrite:\n\n```yaml\n{}\n```\n\nReference: {}\n",
            code.id,
            code.severity,
            code.summary.trim_end_matches('.'),
            code.explanation.trim(),
            code.before.trim_end(),
            code.after.trim_end(),
            code.reference
        );
    }
    common::expect_file(&common::root().join("docs/problems.md"), &page);
}
