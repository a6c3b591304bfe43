//! How a controller is set up: every case of `testdata/settings` gives the options and the problems that are written beside it, each
//! with its place, and no others.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::Kic2kong;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

fn cases() -> Vec<PathBuf> {
    let folder = common::root().join("testdata/settings");
    let mut cases: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    cases.sort();
    cases
}

/// What `settings` prints in the folder of a case.
fn printed(case: &Path) -> Value {
    let arguments = std::fs::read_to_string(case.join("args.txt")).unwrap();
    let output = Command::new(common::binary())
        .args(["settings", "--format", "json"])
        .args(arguments.split_whitespace())
        .current_dir(case)
        .env_clear()
        .output()
        .unwrap();
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| {
        panic!(
            "{}: {error}: {}",
            case.display(),
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

/// Options by name, lists sorted, those of nobody left out.
fn options(settings: &[Value]) -> BTreeMap<String, (Value, String)> {
    settings
        .iter()
        .filter(|setting| setting["from"] != "default")
        .map(|setting| {
            let mut value = setting["value"].clone();
            if let Value::Array(items) = &mut value {
                items.sort_by_key(ToString::to_string);
            }
            let from = setting["from"].as_str().unwrap_or_default().to_owned();
            (
                setting["option"].as_str().unwrap().to_owned(),
                (value, from),
            )
        })
        .collect()
}

/// Whether a problem is the one of a line `severity code place words...`.
fn is(problem: &Value, line: &str) -> bool {
    let mut parts = line.split_whitespace();
    let (severity, code, place) = (
        parts.next().unwrap(),
        parts.next().unwrap(),
        parts.next().unwrap(),
    );
    let text = problem.to_string();
    let stands = problem["objects"].as_array().unwrap().iter().any(|object| {
        let file = object["file"].as_str().unwrap_or_default();
        match object["line"].as_u64() {
            Some(line) => place == format!("{file}:{line}"),
            None => place == file,
        }
    });
    problem["severity"] == severity
        && problem["code"] == code
        && stands
        && parts.all(|word| text.contains(word))
}

#[test]
fn every_case_gives_its_options_and_its_problems_and_no_others() {
    let mut wrong = Vec::new();
    for case in cases() {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let printed = printed(&case);
        let expected = std::fs::read_to_string(case.join("options.yaml")).unwrap();
        let expected: Option<Vec<Value>> = serde_yaml::from_str(&expected).unwrap();
        let found = options(printed["settings"].as_array().unwrap());
        let expected = options(&expected.unwrap_or_default());
        if found != expected {
            wrong.push(format!("{name}: {found:?}, not {expected:?}"));
        }
        let mut problems = printed["diagnostics"].as_array().unwrap().clone();
        let lines = std::fs::read_to_string(case.join("problems.txt")).unwrap();
        for line in lines.lines().filter(|line| !line.trim().is_empty()) {
            match problems.iter().position(|problem| is(problem, line)) {
                Some(position) => _ = problems.remove(position),
                None => wrong.push(format!("{name}: not said: {line}")),
            }
        }
        wrong.extend(
            problems
                .iter()
                .map(|problem| format!("{name}: too much: {problem}")),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

const CONTROLLER: &str = "\
apiVersion: apps/v1
kind: Deployment
metadata: {name: kic, namespace: kong}
spec:
  template:
    spec:
      containers:
      - name: ingress-controller
        image: kong/kubernetes-ingress-controller:3.5
        env:
        - {name: CONTROLLER_INGRESS_CLASS, value: edge}
      - {name: proxy, image: 'kong:3.9'}
";

const INGRESS: &str = "\
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: shop, namespace: shop}
spec:
  ingressClassName: edge
  defaultBackend: {service: {name: shop, port: {number: 80}}}
";

#[test]
fn a_controller_among_the_inputs_sets_the_options_and_says_so() {
    let manifests = format!("{CONTROLLER}{INGRESS}");
    let run = |arguments: &str| {
        Kic2kong::new()
            .file("in.yaml", &manifests)
            .args(arguments)
            .run()
    };
    let found = run("check in.yaml --services assume");
    let found = found.says("ingress-class edge (in.yaml:11)");
    assert!(found.stdout.contains("1 route"), "{}", found.stdout);
    let by_hand = run("check in.yaml --services assume --ingress-class other");
    assert!(
        by_hand.stdout.contains("setting-overridden"),
        "{}",
        by_hand.stdout
    );
    assert!(by_hand.stdout.contains("0 routes"), "{}", by_hand.stdout);
}

#[test]
fn what_came_out_of_a_secret_is_never_shown() {
    let manifests = "\
apiVersion: v1
kind: Secret
metadata: {name: team, namespace: kong}
stringData: {workspace: hush-hush}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: kic, namespace: kong}
spec:
  template:
    spec:
      containers:
      - name: ingress-controller
        image: kong/kubernetes-ingress-controller:3.5
        args: [--kong-workspace=$(TEAM), --feature-gates=$(TEAM)]
        env:
        - {name: TEAM, valueFrom: {secretKeyRef: {name: team, key: workspace}}}
      - {name: proxy, image: 'kong:3.9'}
";
    for arguments in [
        "settings in.yaml",
        "settings in.yaml --format json",
        "check in.yaml",
    ] {
        let outcome = Kic2kong::new()
            .file("in.yaml", manifests)
            .args(arguments)
            .run();
        let all = format!("{}{}", outcome.stdout, outcome.stderr);
        assert!(all.contains("kong-workspace"), "{all}");
        assert!(!all.contains("hush"), "{all}");
    }
}

#[test]
fn values_outside_of_the_repository_are_not_read() {
    let outside = tempfile::tempdir().unwrap();
    let path = outside.path().join("values.yaml");
    std::fs::write(&path, "ingressController: {ingressClass: stolen}\n").unwrap();
    for name in ["link.yaml", "../../../../../../../../tmp/x.yaml"] {
        let release = format!(
            "kind: Kustomization\nhelmCharts:\n- name: kong\n  version: 3.4.1\n  valuesFile: {name}\n"
        );
        let call = Kic2kong::new().file("kustomization.yaml", &release);
        #[cfg(unix)]
        std::os::unix::fs::symlink(&path, call.path().join("link.yaml")).unwrap();
        let outcome = call
            .args("settings --controller-from kustomization.yaml --format json")
            .run();
        let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
        assert_eq!(
            report["diagnostics"][0]["code"],
            json!("values-file-not-found"),
            "{name}"
        );
        assert!(!outcome.stdout.contains("stolen"), "{name}");
    }
}

#[test]
fn manifests_that_multiply_each_other_are_read_in_time() {
    let mut manifests = String::from(CONTROLLER);
    manifests.push_str("        env:\n        - {name: V0, value: xxxxxxxxxx}\n");
    for number in 1..200 {
        let before = number - 1;
        manifests.push_str(&format!(
            "        - {{name: V{number}, value: $(V{before})$(V{before})}}\n"
        ));
    }
    let outcome = Kic2kong::new()
        .file("in.yaml", &manifests)
        .args("settings in.yaml")
        .run();
    assert!(outcome.stdout.len() < 100_000);
}
