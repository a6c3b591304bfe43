//! What the controller's webhook answers, against what its own handler said of each object of the cases (spec 82, 5).
//!
//! The area `admission`: `in.yaml`, optionally `old.yaml` (the cluster before), and `<variant>.admission.yaml` or `admission.yaml`.
//! `testdata/admission-of-cases.yaml` lists the refusals and warnings of the cases of other areas. Both sides count, and the texts
//! must be equal.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use clap::Parser;
use common::Kic2kong;
use common::cases::{self, Case};
use kic2kong::inner::cli::args::{Arguments, Command};
use kic2kong::inner::cli::options::conversion_options;
use kic2kong::inner::diag::{Diagnostic, Severity};
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::options::Webhook;
use kic2kong::inner::pipeline;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Object, whether it is refused, and the text; the text of a webhook that breaks down is none.
type Said = BTreeSet<(String, bool, String)>;

const BROKEN: &str = "(breaks down)";

fn sources(text: &[u8]) -> Sources {
    Sources(vec![Source {
        path: "in.yaml".to_owned(),
        text: text.to_vec(),
    }])
}

/// What `check` reports with these options.
fn problems(
    manifests: &[u8],
    before: Option<&str>,
    flags: &[String],
    webhook: Webhook,
) -> Vec<Diagnostic> {
    let words = ["kic2kong", "check", "in.yaml"].map(str::to_owned);
    let words = words.into_iter().chain(flags.iter().cloned());
    let Command::Check(args) = Arguments::parse_from(words).command else {
        panic!("{flags:?}");
    };
    let mut options = conversion_options(&args.input, &args.controller).unwrap();
    options.webhook = webhook;
    let before = before.map(|text| sources(text.as_bytes()));
    pipeline::convert_after(before.as_ref(), &sources(manifests), &options).diagnostics
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What the webhook says by itself, without the gateway.
fn said(problems: &[Diagnostic]) -> Said {
    let answers = problems.iter().flat_map(|problem| {
        let crashes = problem.code.id == "webhook-crashes";
        problem.webhook.iter().map(move |answer| (answer, crashes))
    });
    answers
        .filter(|(answer, _)| !answer.gateway)
        .map(|(answer, crashes)| {
            let text = if crashes {
                BROKEN.to_owned()
            } else {
                one_line(&answer.message)
            };
            (answer.object.to_string(), answer.refused, text)
        })
        .collect()
}

/// What the handler said, where this installation asks it.
fn recorded(list: &Value, installation: &str) -> Said {
    let mut expected = Said::new();
    for entry in list.as_array().into_iter().flatten() {
        if entry["hooks"].as_str().is_some_and(|it| it != installation) {
            continue;
        }
        let object = entry["object"].as_str().unwrap().to_owned();
        if entry["allowed"] == false {
            let text = match entry["message"].as_str() {
                Some(text) => one_line(text),
                None if entry["failed"].is_string() => BROKEN.to_owned(),
                None => panic!("{object} is refused without a word"),
            };
            expected.insert((object.clone(), true, text));
        }
        for warning in entry["warnings"].as_array().into_iter().flatten() {
            expected.insert((object.clone(), false, one_line(warning.as_str().unwrap())));
        }
    }
    expected
}

const INSTALLATIONS: [(&str, Webhook); 2] =
    [("manifests", Webhook::Manifests), ("helm", Webhook::Helm)];

/// The differences between the two, under a title.
fn differences(title: &str, found: &Said, expected: &Said) -> Vec<String> {
    let missing = expected.difference(found);
    let missing = missing.map(|it| format!("{title}: missing {it:?}"));
    let extra = found.difference(expected);
    missing
        .chain(extra.map(|it| format!("{title}: too much {it:?}")))
        .collect()
}

#[track_caller]
fn report(failures: &[String]) {
    let count = failures.len();
    assert!(
        failures.is_empty(),
        "{count} differences:\n{}",
        failures.join("\n")
    );
}

/// The variants of a case with their flags, whether anything is rendered of them or not.
fn variants(case: &Case) -> Vec<(String, Vec<String>)> {
    let text = case.file("variants.txt").unwrap_or("default:");
    let lines = text.lines().filter_map(|line| line.split_once(':'));
    lines
        .map(|(name, flags)| (name.trim().to_owned(), cases::words(flags)))
        .collect()
}

#[test]
fn each_object_is_answered_as_the_handler_answers_and_no_other_is() {
    let mut failures = Vec::new();
    let mut count = 0;
    for case in cases::area("admission") {
        for (variant, flags) in variants(case) {
            let own = case.file(&format!("{variant}.admission.yaml"));
            let expected = own.or_else(|| case.file("admission.yaml")).unwrap();
            let expected: Value = serde_yaml::from_str(expected).unwrap();
            for (installation, webhook) in INSTALLATIONS {
                let before = case.file("old.yaml");
                let found = said(&problems(case.manifests(), before, &flags, webhook));
                let title = format!("{} [{variant}, {installation}]", case.title());
                let expected = recorded(&expected, installation);
                failures.extend(differences(&title, &found, &expected));
                count += 1;
            }
        }
    }
    assert!(count > 230, "only {count}");
    report(&failures);
}

/// Cases that the record passes over as a whole, although their plugins name Secrets that are missing, or keys that hold no
/// configuration: the area `admission` has the handler's refusal of just these conditions.
const NOT_RECORDED: [&str; 3] = [
    "config/plugin-cluster-config-from",
    "config/plugin-config-from-errors",
    "config/plugin-config-patches-errors",
];

#[test]
fn the_cases_of_other_areas_are_answered_as_the_handler_answers() {
    let path = common::root().join("testdata/admission-of-cases.yaml");
    let listed: BTreeMap<String, Value> =
        serde_yaml::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    let mut failures = Vec::new();
    let mut met = BTreeSet::new();
    for area in ["config", "expressions", "gateway", "ingress", "random"] {
        for case in cases::area(area) {
            let expected = listed.get(&case.title()).unwrap_or(&Value::Null);
            if NOT_RECORDED.contains(&case.title().as_str()) {
                assert!(expected.is_null(), "{} is recorded now", case.title());
                continue;
            }
            if !expected.is_null() {
                met.insert(case.title());
            }
            for (installation, webhook) in INSTALLATIONS {
                let found = said(&problems(case.manifests(), None, &[], webhook));
                let title = format!("{} [{installation}]", case.title());
                let expected = recorded(expected, installation);
                failures.extend(differences(&title, &found, &expected));
            }
        }
    }
    assert!(met.len() > 180, "only {} of {}", met.len(), listed.len());
    report(&failures);
}

#[test]
fn one_fact_is_one_finding() {
    // Whatever a finding of the translation says already is not told again at the same field.
    let mut failures = Vec::new();
    for case in cases::area("admission") {
        for (_, flags) in variants(case) {
            let found = problems(case.manifests(), None, &flags, Webhook::Manifests);
            let mut places = BTreeSet::new();
            let answered = |it: &&Diagnostic| it.webhook.iter().any(|answer| !answer.gateway);
            for problem in found.iter().filter(answered) {
                let place = format!("{} {:?}", problem.code.id, problem.locations.first());
                if !places.insert(place) {
                    failures.push(format!("{}: {} twice", case.title(), problem.code.id));
                }
            }
        }
    }
    report(&failures);
}

#[test]
fn a_refusal_is_an_error_unless_it_is_told_elsewhere() {
    for case in cases::area("admission") {
        for (_, flags) in variants(case) {
            for problem in problems(case.manifests(), None, &flags, Webhook::Manifests) {
                let is_refusal = problem.webhook.iter().any(|it| it.refused && !it.gateway);
                let expected = if problem.code.id == "webhook-refuses-innocents" {
                    [Severity::Error, Severity::Info]
                } else {
                    [Severity::Error; 2]
                };
                assert!(
                    !is_refusal || expected.contains(&problem.severity),
                    "{}: {problem:?}",
                    case.title()
                );
            }
        }
    }
}

fn consumer(credentials: &str) -> String {
    format!(
        "apiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {{name: ann, namespace: shop, annotations: {{kubernetes.io/ingress.class: kong}}}}\nusername: ann\ncredentials: [{credentials}]\n"
    )
}

fn key(value: &str) -> String {
    format!(
        "---\napiVersion: v1\nkind: Secret\nmetadata: {{name: k, namespace: shop, labels: {{konghq.com/credential: oauth2}}}}\nstringData: {{{value}}}\n"
    )
}

const COMPLETE: &str =
    "name: app, client_id: i, client_secret: s, redirect_uris: 'https://shop.example'";
const INCOMPLETE: &str = "name: app, client_id: i, client_secret: s";

#[test]
fn a_refusal_fails_the_run_unless_the_webhook_is_left_out() {
    let call = |arguments: &str| {
        let text = consumer("k") + &key(INCOMPLETE);
        Kic2kong::new().file("in.yaml", &text).args(arguments).run()
    };
    call("check in.yaml").exits(1).prints(
        "  the webhook says: consumer credential failed validation: missing required field(s): redirect_uris\n",
    );
    call("check in.yaml --admission off").exits(0);
    // It is no part of the translation.
    call("render in.yaml").exits(0);
}

#[test]
fn json_has_each_object_with_its_answer() {
    let text = consumer("k") + &key(INCOMPLETE);
    let outcome = Kic2kong::new()
        .file("in.yaml", &text)
        .args("check in.yaml --format json")
        .run();
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let answers: Vec<&Value> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|it| it["webhook"].as_array().into_iter().flatten())
        .collect();
    let said = "consumer credential failed validation: missing required field(s): redirect_uris";
    let answer = |object: &str| serde_json::json!({"object": object, "refused": true, "message": said, "gateway": false});
    let expected = [answer("KongConsumer shop/ann"), answer("Secret shop/k")];
    assert_eq!(answers, expected.iter().collect::<Vec<_>>());
}

#[test]
fn only_what_changes_is_put_to_the_webhook() {
    let call = |old: &str, new: &str| {
        Kic2kong::new()
            .file("old.yaml", old)
            .file("new.yaml", new)
            .args("check new.yaml --against old.yaml")
            .run()
    };
    let broken = consumer("k") + &key(INCOMPLETE);
    let sound = consumer("k") + &key(COMPLETE);
    call(&broken, &broken).exits(0);
    call(&broken, &sound).exits(0);
    call(&sound, &broken)
        .exits(1)
        .prints("the webhook says of Secret shop/k:");
    // The problem was there before, and this change is refused for it all the same.
    let touched = broken.replace("client_secret: s", "client_secret: t");
    call(&broken, &touched).exits(1);
}
