//! The configuration file against the corpus: what the reference writes is read without loss, what is rendered passes decK's
//! schema, and placeholders give back what they stand for.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use kic2kong::inner::deck::content::{Content, Maker};
use kic2kong::inner::deck::read::{self, Template};
use kic2kong::inner::deck::{generate, refusals, secrets, write};
use kic2kong::inner::kong::state::State;
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::options::{Options, Secrets};
use kic2kong::inner::pipeline;
use serde_json::Value;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Folders of the corpus: those that hold an `in.yaml`.
fn cases() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases");
    let mut cases: Vec<PathBuf> = WalkDir::new(root)
        .follow_links(true)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name() == "in.yaml")
        .filter_map(|entry| entry.path().parent().map(Path::to_owned))
        .collect();
    cases.sort();
    assert!(!cases.is_empty(), "there is no corpus under testdata");
    cases
}

/// The expected configurations of a case.
fn expected(case: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(case)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            let name = path.file_name().unwrap().to_string_lossy();
            name.ends_with(".yaml")
                && !matches!(name.as_ref(), "in.yaml" | "attach.yaml")
                && name.matches('.').count() == 1
        })
        .collect();
    files.sort();
    files
}

fn source(text: impl Into<Vec<u8>>) -> Source {
    Source {
        path: "kong.yaml".to_owned(),
        text: text.into(),
    }
}

fn read_back(text: &str, template: Template<'_>) -> Result<Content, String> {
    let (content, problems) = read::read(0, &source(text), template);
    if !problems.is_empty() {
        return Err(format!(
            "{:?}",
            problems
                .iter()
                .map(|problem| &problem.message)
                .collect::<Vec<_>>()
        ));
    }
    content.ok_or_else(|| "no content".to_owned())
}

/// Fail with everything that went wrong, not only the first.
fn report(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{} failures:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// Objects without their order of keys, lists of entities without their order: what a file means.
fn meaning(mut value: Value) -> Value {
    fn sort(value: &mut Value) {
        match value {
            Value::Array(items) => {
                items.iter_mut().for_each(sort);
                if items.iter().any(Value::is_object) {
                    items.sort_by_cached_key(ToString::to_string);
                }
            }
            Value::Object(fields) => fields.values_mut().for_each(sort),
            _ => {}
        }
    }
    sort(&mut value);
    value
}

#[test]
fn every_expected_file_is_read_and_written_without_loss() {
    let mut failures = Vec::new();
    for file in cases().iter().flat_map(|case| expected(case)) {
        let text = std::fs::read_to_string(&file).unwrap();
        let content = match read_back(&text, Template::Literal) {
            Ok(content) => content,
            Err(problem) => {
                failures.push(format!("{}: {problem}", file.display()));
                continue;
            }
        };
        let written = write::yaml(&content);
        // The expected files are plain enough for a reader of YAML 1.2, which shares no code with ours.
        let before: Value = serde_yaml::from_str(&text).unwrap_or_default();
        let after: Value = serde_yaml::from_str(&written).unwrap_or_default();
        if meaning(before) != meaning(after) {
            failures.push(format!("{}: written differently", file.display()));
        }
        for again in [written, write::json(&content)] {
            match read_back(&again, Template::Literal) {
                Ok(again) if again == content => {}
                Ok(_) => failures.push(format!("{}: not read back alike", file.display())),
                Err(problem) => {
                    failures.push(format!("{}: not read back: {problem}", file.display()));
                }
            }
        }
    }
    report(&failures);
}

/// What a case gives with the options' defaults, to be compared with what somebody's file holds.
fn rendered(case: &Path, secrets: Secrets) -> Content {
    let (state, options) = state(case, secrets);
    Content {
        maker: Maker::Author,
        ..generate::generate(state, &options)
    }
}

fn state(case: &Path, secrets: Secrets) -> (State, Options) {
    let sources = Sources(vec![source(std::fs::read(case.join("in.yaml")).unwrap())]);
    let mut options = Options {
        secrets,
        ..Options::default()
    };
    options.feature_gates.gateway_alpha = true;
    (pipeline::convert(&sources, &options).state, options)
}

/// Problems by which decK's schema refuses a file, though KIC writes it (spec 50, 1.5).
const OF_THE_SCHEMA: [&str; 2] = ["deck-credential-incomplete", "deck-custom-entity"];

#[test]
fn every_rendered_file_passes_the_schema_of_deck_where_nothing_else_is_said() {
    let schema: Value =
        serde_json::from_str(include_str!("../testdata/schema/deck-file.schema.json")).unwrap();
    let validator = jsonschema::draft4::new(&schema).unwrap();
    let (mut failures, mut refused) = (Vec::new(), 0);
    for case in cases() {
        let (state, options) = state(&case, Secrets::Inline);
        let said = refusals::problems(&state);
        let is_said = said.iter().any(|it| OF_THE_SCHEMA.contains(&it.code.id));
        let text = write::json(&generate::generate(state, &options));
        let instance: Value = serde_json::from_str(&text).unwrap();
        let errors: Vec<String> = validator
            .iter_errors(&instance)
            .map(|error| format!("{error} at {}", error.instance_path()))
            .collect();
        refused += usize::from(is_said);
        if is_said == errors.is_empty() {
            failures.push(format!("{}: said {is_said}, {errors:?}", case.display()));
        }
    }
    assert!(refused > 5, "only {refused}");
    report(&failures);
}

#[test]
fn both_formats_of_every_rendered_file_mean_the_same() {
    let mut failures = Vec::new();
    for case in cases() {
        let content = rendered(&case, Secrets::Inline);
        let yaml = read_back(&write::yaml(&content), Template::Literal);
        let json = read_back(&write::json(&content), Template::Literal);
        if yaml.as_ref() != Ok(&content) || json.as_ref() != Ok(&content) {
            failures.push(format!(
                "{}: {:?} {:?}",
                case.display(),
                yaml.err(),
                json.err()
            ));
        }
    }
    report(&failures);
}

/// Whether a Secret of the case is absent, so that nothing says what its variable must hold.
fn leaves_values_to_the_environment(case: &Path) -> bool {
    let sources = Sources(vec![source(std::fs::read(case.join("in.yaml")).unwrap())]);
    let options = Options {
        secrets: Secrets::Env,
        ..Options::default()
    };
    let problems = pipeline::convert(&sources, &options).diagnostics;
    problems.iter().any(|problem| {
        ["tls-secret-assumed", "plugin-secret-left-to-environment"].contains(&problem.code.id)
    })
}

#[test]
fn a_key_pair_from_the_environment_ends_as_the_inline_one_does() {
    let case = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases/config/cert-ingress-tls");
    let inline = rendered(&case, Secrets::Inline);
    let env = rendered(&case, Secrets::Env);
    // What `kubectl create secret tls` puts into a Secret ends with a line end, which KIC drops.
    let values = secrets::values(&env);
    let lookup = |name: &str| values.get(name).map(|value| format!("{value}\n"));
    let text = write::yaml(&env);
    assert!(text.contains("key: |-\n    ${{ env \"DECK_"), "{text}");
    assert!(text.contains(" | indent 4 }}\n"), "{text}");
    let back = read_back(&text, Template::Expand(&lookup));
    assert_eq!(back.as_ref(), Ok(&inline));
    // As it is, it is one placeholder.
    let back = read_back(&text, Template::Literal).unwrap();
    assert!(back.certificates[0].key.text.starts_with("${{ env"));
}

#[test]
fn setting_the_variables_back_gives_the_inline_file() {
    let mut failures = Vec::new();
    for case in cases() {
        if leaves_values_to_the_environment(&case) {
            continue;
        }
        let inline = rendered(&case, Secrets::Inline);
        let env = rendered(&case, Secrets::Env);
        let values = secrets::values(&env);
        let lookup = |name: &str| values.get(name).cloned();
        for text in [write::yaml(&env), write::json(&env)] {
            let back = read_back(&text, Template::Expand(&lookup));
            if back.as_ref() != Ok(&inline) {
                failures.push(format!("{}: {:?}", case.display(), back.err()));
            }
        }
    }
    report(&failures);
}
