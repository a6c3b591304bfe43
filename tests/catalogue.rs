//! The catalogue of problem codes is complete, and `docs/problems.md` is made from it.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::{Kic2kong, cases};
use kic2kong::inner::annotations::table::TABLE;
use kic2kong::inner::annotations::{Place, Row, former};
use kic2kong::inner::diag::Code;
use kic2kong::inner::diag::code::CATALOGUE;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

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

/// Codes that no manifest has, with what exercises them.
const ELSEWHERE: &[(&str, &str)] = &[
    (
        "deck-file-syntax",
        "a broken file is taken for manifests on the command line: src/deck/read/tests.rs",
    ),
    (
        "unreadable-file",
        "a file without permission; there is none for a privileged user",
    ),
    (
        "kong-ingress-invalid",
        "the schema of KongIngress refuses what does not decode before",
    ),
    (
        "plugin-config-twice",
        "the rules of KongPlugin refuse it before",
    ),
    (
        "configuration-too-large",
        "its manifests are large; `security::work` makes them",
    ),
    (
        "route-hostnames-without-listener",
        "a Gateway refuses such a route before",
    ),
    (
        "fallback-puts-back",
        "needs the objects of before: tests/live/fallback.rs",
    ),
    (
        "refused-by-gateway",
        "a gateway says so: tests/live/complaints.rs",
    ),
    (
        "refused-as-a-whole",
        "a gateway says so: tests/live/complaints.rs",
    ),
    (
        "untranslated-by-controller",
        "a controller says so: tests/live/complaints.rs",
    ),
];

#[test]
fn every_code_of_decks_files_is_reported_for_a_file_of_its_own() {
    let own = problems("deck");
    for code in codes()
        .iter()
        .filter(|code| code.id.starts_with("deck-file-") && code.id != "deck-file-syntax")
    {
        let file = own
            .get(code.id)
            .unwrap_or_else(|| panic!("no file in testdata/problems/deck for {}", code.id));
        Kic2kong::new()
            .file(
                "web.yaml",
                "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n",
            )
            .args(&format!("diff web.yaml --against {}", file.display()))
            .run()
            .says(&format!("[{}]", code.id));
    }
}

/// Problems of paths, which no file of ours can have.
const OF_PATHS: [&str; 6] = [
    "kustomization-not-built",
    "chart-not-rendered",
    "no-manifests",
    "path-not-found",
    "link-leaves-inputs",
    "not-a-regular-file",
];

#[test]
fn what_is_not_there_is_reported() {
    let directory = tempfile::tempdir().unwrap();
    assert!(reported(directory.path(), &[]).contains("no-manifests"));
    assert!(reported(&directory.path().join("nowhere"), &[]).contains("path-not-found"));
}

#[test]
fn what_other_programs_build_is_reported() {
    let directory = tempfile::tempdir().unwrap();
    for (file, text) in [
        ("kustomization.yaml", "resources: []"),
        ("Chart.yaml", "name: a"),
    ] {
        std::fs::write(directory.path().join(file), text).unwrap();
    }
    let found = reported(directory.path(), &[]);
    assert!(found.contains("kustomization-not-built") && found.contains("chart-not-rendered"));
}

#[cfg(unix)]
#[test]
fn what_links_lead_to_is_reported() {
    use std::os::unix::fs::symlink;
    let directory = tempfile::tempdir().unwrap();
    symlink("/usr", directory.path().join("usr")).unwrap();
    symlink("/dev/null", directory.path().join("null.yaml")).unwrap();
    let found = reported(directory.path(), &[]);
    assert!(found.contains("link-leaves-inputs") && found.contains("not-a-regular-file"));
}

#[test]
fn every_code_is_reported_for_a_case_or_a_manifest_of_its_own() {
    let own = problems("");
    let missing: Vec<String> = own
        .par_iter()
        .filter(|(code, path)| !reported(path, &flags(path)).contains(*code))
        .map(|(code, _)| format!("{code}: not reported for its manifest"))
        .collect();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
    let in_cases: BTreeSet<String> = cases::all()
        .into_par_iter()
        .filter(|case| case.area != "random2")
        .flat_map_iter(|case| {
            let variants = case.variants().into_iter();
            let found = variants.flat_map(|variant| {
                let converted = cases::convert(case.manifests(), &variant.flags);
                converted.problems.into_iter()
            });
            found.map(|problem| problem.code.id.to_owned())
        })
        .collect();
    let in_settings = of_settings();
    let unmet: Vec<&str> = codes()
        .iter()
        .map(|code| code.id)
        .filter(|id| {
            !id.starts_with("deck-file-")
                && !OF_PATHS.contains(id)
                && !in_cases.contains(*id)
                && !own.contains_key(*id)
                && !ELSEWHERE.iter().any(|(listed, _)| listed == id)
                && !in_settings.contains(*id)
        })
        .collect();
    assert!(
        unmet.is_empty(),
        "no manifest in testdata/problems for: {}",
        unmet.join(", ")
    );
}

/// The codes that cases of `testdata/settings` have; `tests/installation.rs` runs them.
fn of_settings() -> BTreeSet<String> {
    let cases = std::fs::read_dir(common::root().join("testdata/settings")).unwrap();
    cases
        .flat_map(|case| {
            let lines = std::fs::read_to_string(case.unwrap().path().join("problems.txt")).unwrap();
            let codes = lines
                .lines()
                .filter_map(|line| line.split_whitespace().nth(1));
            codes.map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

/// `testdata/problems/<code>.yaml`, or those of a directory in it, by code.
fn problems(directory: &str) -> BTreeMap<String, PathBuf> {
    std::fs::read_dir(common::root().join("testdata/problems").join(directory))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| {
            let code = path.file_stem().unwrap().to_string_lossy().into_owned();
            (code, path)
        })
        .collect()
}

/// What `# flags:` says in the first line.
fn flags(path: &Path) -> Vec<String> {
    let bytes = std::fs::read(path).unwrap();
    let text = String::from_utf8_lossy(&bytes);
    let first = text.lines().next().unwrap_or_default();
    first
        .strip_prefix("# flags: ")
        .unwrap_or_default()
        .split_whitespace()
        .map(str::to_owned)
        .collect()
}

/// The codes that `check` reports.
fn reported(path: &Path, flags: &[String]) -> BTreeSet<String> {
    let report = Kic2kong::check(path, flags);
    report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|problem| problem["code"].as_str())
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_page_of_annotations_is_the_table() {
    let mut page = format!(
        "# Annotations and labels\n\nEvery key that KIC reads, from the table that kic2kong itself works by (`src/annotations/table.rs`); the pages of\n\
         [mapping](mapping/README.md) say what they do. Route objects are {ROUTES}.\n\n\
         A value that is not as the third column says is ignored (`annotation-value-ignored`, `service-protocol-invalid`, `route-protocols-invalid`), a key on another\n\
         kind has no effect (`annotation-without-effect`), and one that is not here is unknown (`unknown-annotation`).\n",
    );
    let labels = |row: &&&Row| row.place == Place::Label;
    section(
        "Annotations",
        TABLE.iter().filter(|row| !labels(row)),
        &mut page,
    );
    page.push_str(
        "\nWith the expressions flavor a key with something in the last column is part of the expression of the kinds named there, and does nothing on\n\
         others (`expression-annotation-ignored`); the other keys act in both flavors.\n",
    );
    section("Labels", TABLE.iter().filter(labels), &mut page);
    page.push_str("\n## No longer read\n\n| key | instead |\n|---|---|\n");
    for (key, instead) in former::FORMER {
        writeln!(page, "| `{key}` | {instead} |").unwrap();
    }
    common::expect_file(&common::root().join("docs/annotations.md"), &page);
}

/// The kinds that the page calls route objects.
const ROUTES: &str =
    "Ingress, HTTPRoute, GRPCRoute, TCPRoute, UDPRoute, TLSRoute, TCPIngress, UDPIngress";

fn section<'a>(title: &str, rows: impl Iterator<Item = &'a &'static Row>, page: &mut String) {
    writeln!(page, "\n## {title}\n").unwrap();
    page.push_str("| key | read from | value | gives in Kong | since KIC | in expressions |\n|---|---|---|---|---|---|\n");
    for row in rows {
        let name = if row.is_prefix() { "<name>" } else { "" };
        let kinds = match row.kinds {
            [] => "every object that is translated".to_owned(),
            kinds => kinds.join(", ").replace(ROUTES, "route objects"),
        };
        let fields: Vec<String> = row.gives.iter().map(|field| format!("`{field}`")).collect();
        let expressions = match row.in_expressions {
            None => String::new(),
            Some([]) => "none".to_owned(),
            Some(kinds) => kinds.join(", "),
        };
        writeln!(
            page,
            "| `{}{name}` | {kinds} | {} | {} | {} | {expressions} |",
            row.key,
            row.expected,
            fields.join(", "),
            row.since
        )
        .unwrap();
    }
}
