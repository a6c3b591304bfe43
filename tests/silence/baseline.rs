//! `check` and `diff` against a former state: only problems that are new count.

use super::common::{Kic2kong, Outcome};
use serde_json::Value;
use std::process::Command;

/// An Ingress with a path to each Service, none of which exists.
fn ingress(services: &[&str]) -> String {
    let path = |service: &&str| {
        format!(
            "{{path: /{service}, pathType: Prefix, backend: {{service: {{name: {service}, port: {{number: 80}}}}}}}}"
        )
    };
    let paths: Vec<String> = services.iter().map(path).collect();
    format!(
        "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: web, namespace: shop}}
spec:
  ingressClassName: kong
  rules: [{{host: a.example.com, http: {{paths: [{}]}}}}]
",
        paths.join(", ")
    )
}

const OLD: &[&str] = &["one", "two", "three"];

fn run(words: &str, new: &[&str]) -> Outcome {
    Kic2kong::new()
        .file("old/in.yaml", &ingress(OLD))
        .file(
            "new/in.yaml",
            &("# one more line\n".to_owned() + &ingress(new)),
        )
        .args(words)
        .run()
}

#[test]
fn only_new_problems_are_told_and_fail() {
    let check = "check new --against old";
    run("check new", OLD).exits(1);
    run(check, OLD)
        .exits(0)
        .prints("no problems\n0 new, 0 gone, 3 as before\n");
    // In front of the others, whose indexes move.
    let more = run(check, &["four", "one", "two"])
        .exits(1)
        .prints("Service shop/four")
        .prints("1 error\n1 new, 1 gone, 2 as before\n");
    assert!(!more.stdout.contains("Service shop/one"), "{}", more.stdout);
    run("check -v new --against old", OLD)
        .exits(0)
        .prints("Service shop/one");
}

#[test]
fn a_diff_fails_on_new_problems_only() {
    run("diff new --against old", OLD)
        .exits(0)
        .says("problems: 0 new, 0 gone, 3 as before\n");
    run("diff new --against old", &["one", "four"])
        .exits(1)
        .says("Service shop/four")
        .says("problems: 1 new, 2 gone, 1 as before\n");
}

#[test]
fn programs_get_all_problems_and_which_are_new() {
    let new = &["one", "four"];
    let json = run("check --format json new --against old", new).exits(1);
    let report: Value = serde_json::from_str(&json.stdout).unwrap();
    let is_new = |problem: &Value| problem["new"].as_bool().unwrap();
    let found: Vec<bool> = report["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(is_new)
        .collect();
    assert_eq!(found, [false, true]);
    let sarif = run("check --format sarif new --against old", new).exits(1);
    let log: Value = serde_json::from_str(&sarif.stdout).unwrap();
    let results = &log["runs"][0]["results"];
    assert_eq!(results[0]["baselineState"], "unchanged");
    assert_eq!(results[1]["baselineState"], "new");
    for format in ["github", "junit"] {
        let words = format!("check --format {format} new --against old");
        let told = run(&words, new)
            .exits(1)
            .says("1 new, 2 gone, 1 as before\n");
        assert!(!told.stdout.contains("shop/one"), "{}", told.stdout);
    }
}

#[test]
fn a_problem_that_is_silenced_now_is_not_gone() {
    let silenced = ingress(OLD).replace(
        "namespace: shop}",
        "namespace: shop, annotations: {kic2kong/ignore: backend-service-not-found}}",
    );
    Kic2kong::new()
        .file("old.yaml", &ingress(OLD))
        .file("new.yaml", &silenced)
        .args("check new.yaml --against old.yaml")
        .run()
        .exits(0)
        .prints("0 new, 0 gone, 0 as before\n")
        .prints("Silenced: 3 problems");
}

#[test]
fn a_revision_is_a_former_state() {
    let call = Kic2kong::new().file("in.yaml", &ingress(OLD));
    let git = |words: &str| {
        let identity = "-c user.name=a -c user.email=a@example.com -c commit.gpgsign=false";
        let status = Command::new("git")
            .args(identity.split(' '))
            .args(words.split(' '))
            .current_dir(call.path())
            .output()
            .unwrap()
            .status;
        assert!(status.success(), "git {words}");
    };
    git("init -q");
    git("add .");
    git("commit -qm old");
    std::fs::write(call.path().join("in.yaml"), ingress(&["one", "four"])).unwrap();
    call.env("PATH", &std::env::var("PATH").unwrap())
        .args("check in.yaml --against-git HEAD")
        .run()
        .exits(1)
        .prints("1 new, 2 gone, 1 as before\n");
}

#[test]
fn two_former_states_are_a_mistake() {
    run("check new --against old --against-git HEAD", OLD)
        .exits(1)
        .prints_nothing();
    run("check new --against nowhere", OLD)
        .exits(1)
        .says("nowhere");
}
