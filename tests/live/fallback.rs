//! What KIC falls back to: its own generator's outputs, and what `check --fallback` says about them.

use crate::common::{Kic2kong, cases, line_diff};
use crate::report;
use clap::Parser;
use kic2kong::inner::cli::args::{Arguments, Command, RenderArgs, Target};
use kic2kong::inner::cli::options::conversion_options;
use kic2kong::inner::deck::{generate, write};
use kic2kong::inner::fallback::{blame, named, report as told};
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::pipeline;
use rayon::prelude::*;
use serde_json::{Value, json};

/// What `render --fallback` makes of a case: the configuration and the report.
fn rendered(case: &cases::Case) -> (Value, Value) {
    let flags = case
        .file("variants.txt")
        .and_then(|text| text.lines().next());
    let flags = cases::words(
        flags
            .and_then(|line| line.split_once(':'))
            .map_or("", |it| it.1),
    );
    let args = arguments(&flags);
    let options = conversion_options(&args.input, &args.controller).unwrap();
    let source = |name: &str| {
        case.file(name).map(|text| Source {
            path: name.to_owned(),
            text: text.as_bytes().to_vec(),
        })
    };
    let mut sources = Sources(vec![source("in.yaml").unwrap()]);
    let broken = if case.name.starts_with("verdict-") {
        let regular = pipeline::convert(&sources, &options);
        blame::broken(&regular.state, &regular.diagnostics)
    } else {
        let file: Value = serde_yaml::from_str(case.file("broken.yaml").unwrap()).unwrap();
        named::read(&file).unwrap()
    };
    sources.0.extend(source("last-valid.yaml"));
    let fallback = pipeline::fallback::convert((&sources, 1), broken, &options);
    let content = generate::generate(fallback.conversion.state, &options);
    let content = match args.write.target {
        Target::Deck => content,
        // The reference leaves out what the controller adds to an empty configuration on the way.
        Target::Dbless => content.into_dbless().without_placeholder(),
    };
    let content = serde_yaml::from_str(&write::yaml(&content)).unwrap();
    (content, told::json(&fallback.plan))
}

fn arguments(flags: &[String]) -> RenderArgs {
    let words = ["kic2kong", "render"].into_iter();
    let words = words.chain(flags.iter().map(String::as_str));
    match Arguments::try_parse_from(words.chain(["in.yaml"]))
        .unwrap()
        .command
    {
        Command::Render(args) => args,
        other => panic!("{other:?}"),
    }
}

/// A value with lists in one order, and without what the reference cannot know.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Array(items) => {
            let mut items: Vec<Value> = items.iter().map(sorted).collect();
            items.sort_by_key(ToString::to_string);
            items.into()
        }
        Value::Object(fields) => fields
            .iter()
            .filter(|(key, _)| !["_info", "version"].contains(&key.as_str()))
            .map(|(key, value)| (key.clone(), sorted(value)))
            .collect(),
        other => other.clone(),
    }
}

/// A report without the uids of objects, which the generator was not given.
fn without_ids(mut report: Value) -> Value {
    for items in report.as_object_mut().unwrap().values_mut() {
        for item in items.as_array_mut().into_iter().flatten() {
            item.as_object_mut().unwrap().remove("id");
        }
    }
    report
}

fn compare(title: &str, expected: &Value, found: &Value) -> Option<String> {
    let (expected, found) = (sorted(expected), sorted(found));
    (expected != found).then(|| {
        let diff = line_diff(&format!("{expected:#}"), &format!("{found:#}"));
        format!("--- {title}\n{diff}")
    })
}

#[test]
fn every_fallback_is_that_of_the_reference() {
    let all: Vec<&cases::Case> = cases::area("fallback").collect();
    assert!(all.len() > 55, "only {} cases", all.len());
    let failures: Vec<String> = all
        .par_iter()
        .flat_map_iter(|case| {
            let (content, report) = rendered(case);
            let expected = serde_yaml::from_str(case.file("default.yaml").unwrap()).unwrap();
            let configuration = compare(&case.title(), &expected, &content);
            let expected = serde_json::from_str(case.file("fallback.json").unwrap()).unwrap();
            let expected = without_ids(expected);
            let report = without_ids(report);
            let title = format!("{} (report)", case.title());
            configuration
                .into_iter()
                .chain(compare(&title, &expected, &report))
        })
        .collect();
    report(&failures);
}

/// The codes of what `check --fallback` says beyond `check`, with its report.
fn checked(case: &str, flags: &str) -> (Vec<String>, Value) {
    let case = cases::area("fallback").find(|it| it.name == case).unwrap();
    let mut run = Kic2kong::new();
    for name in ["in.yaml", "broken.yaml", "last-valid.yaml"] {
        if let Some(text) = case.file(name) {
            run = run.file(name, text);
        }
    }
    let outcome = run
        .args("check in.yaml --quiet --fallback --broken broken.yaml --format json --fail-on never")
        .args(flags)
        .run()
        .exits(0);
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let problems = report["diagnostics"].as_array().unwrap().iter();
    let codes = problems.filter_map(|problem| problem["code"].as_str());
    let mut codes: Vec<String> = codes
        .filter(|code| code.starts_with("fallback-"))
        .map(str::to_owned)
        .collect();
    codes.sort();
    codes.dedup();
    (codes, report["summary"]["fallback"].clone())
}

const ON: &str = "--feature-gates FallbackConfiguration=true";

#[test]
fn what_goes_with_a_broken_object_is_said_with_the_requests() {
    let (codes, radius) = checked("secret-of-plugin", ON);
    assert_eq!(codes, ["fallback-leaves-out", "fallback-route-lost"]);
    assert_eq!(radius["featureGate"], json!(true));
    assert_eq!(
        radius["report"]["excludedObjects"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
    assert!(radius["requests"].to_string().contains("404"), "{radius}");
}

#[test]
fn routes_that_stay_open_are_said() {
    for case in [
        "extension-ref-is-no-dependency",
        "plugin-of-other-namespace-is-no-dependency",
    ] {
        assert_eq!(checked(case, ON).0, ["fallback-plugin-lost"], "{case}");
    }
    // One that decides who may pass is an error.
    let manifests = cases::area("fallback")
        .find(|it| it.name == "cluster-plugin-global")
        .unwrap();
    Kic2kong::new()
        .file("in.yaml", manifests.file("in.yaml").unwrap())
        .file("broken.yaml", manifests.file("broken.yaml").unwrap())
        .args("check in.yaml --fallback --broken broken.yaml")
        .args(ON)
        .run()
        .exits(1)
        .prints("error[fallback-plugin-lost]")
        .prints("to everybody, without the plugin key-auth");
}

#[test]
fn targets_that_go_and_old_versions_that_come_back_are_said() {
    assert_eq!(
        checked("default-backend-is-no-dependency", ON).0,
        ["fallback-target-lost"]
    );
    let (codes, _) = checked(
        "backfill-deleted-dependant-returns",
        &format!("{ON} --last-valid last-valid.yaml"),
    );
    assert_eq!(codes, ["fallback-leaves-out", "fallback-puts-back"]);
}

#[test]
fn without_the_gate_that_one_refusal_blocks_everything_is_said_first() {
    let (codes, radius) = checked("secret-of-plugin", "");
    assert!(codes.contains(&"fallback-switched-off".to_owned()));
    assert_eq!(radius["featureGate"], json!(false));
    let manifests = cases::area("fallback")
        .find(|it| it.name == "verdict-timeouts-zero")
        .unwrap();
    let outcome = Kic2kong::new()
        .file("in.yaml", manifests.file("in.yaml").unwrap())
        .args("check in.yaml --fallback")
        .run()
        .exits(1);
    assert!(
        outcome
            .stdout
            .starts_with("The feature gate FallbackConfiguration is off: one refusal"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn where_nothing_is_broken_nothing_goes() {
    let manifests = cases::area("fallback")
        .find(|it| it.name == "secret-of-plugin")
        .unwrap();
    Kic2kong::new()
        .file("in.yaml", manifests.file("in.yaml").unwrap())
        .args("check in.yaml --fallback")
        .run()
        .exits(0)
        .prints("nothing is broken");
    Kic2kong::new()
        .file("in.yaml", manifests.file("in.yaml").unwrap())
        .file("broken.yaml", "- Service\n")
        .args("render in.yaml --fallback --broken broken.yaml")
        .run()
        .exits(1)
        .prints_nothing()
        .says("broken.yaml: an object is named `Kind namespace/name`");
}
