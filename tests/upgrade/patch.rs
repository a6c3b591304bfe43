//! The edits that keep today's behaviour: what `git apply` makes of the patch leaves nothing of that kind.

use super::common::Kic2kong;
use super::{git, json, texts, with_files};
use serde_json::Value;

const UPGRADE: &str = "diff . --quiet --kong-version 3.14 --against-option kong-version=3.9";

/// Every item of a report that an edit could settle.
fn open(report: &Value) -> Vec<&str> {
    let parts = ["behaviour", "ignored"].into_iter();
    let items = parts.flat_map(|part| report["upgrade"][part].as_array().unwrap());
    items
        .filter(|item| {
            item["places"]
                .as_array()
                .unwrap()
                .iter()
                .any(|place| !place["fix"].is_null())
        })
        .map(|item| item["message"].as_str().unwrap())
        .collect()
}

#[test]
fn a_repository_is_upgraded_on_paper_by_the_patch_alone() {
    let call = with_files("examples/upgrading");
    let report = json(&call.args(UPGRADE).args("--format json").run());
    assert!(open(&report).len() >= 4, "{report:#}");
    assert_eq!(report["impact"]["changes"].as_array().unwrap().len(), 1);

    let call = with_files("examples/upgrading");
    let comments: usize = all_text(&call).matches('#').count();
    let patched = call.args(UPGRADE).args("--format patch").run();
    assert!(patched.status < 2);
    let folder = patched.directory.path();
    git(folder, &["init", "-q"], "");
    git(folder, &["apply", "-"], &patched.stdout);

    let after = Kic2kong::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            std::fs::copy(&path, after.path().join(path.file_name().unwrap())).unwrap();
        }
    }
    assert_eq!(
        all_text(&after).matches('#').count(),
        comments,
        "comments stay"
    );
    let report = json(&after.args(UPGRADE).args("--format json").run());
    assert_eq!(open(&report), [""; 0]);
    assert_eq!(report["impact"]["changes"], Value::Array(Vec::new()));
    assert_eq!(report["summary"]["total"], 0);
}

fn all_text(call: &Kic2kong) -> String {
    let mut text = String::new();
    for entry in std::fs::read_dir(call.path()).unwrap() {
        text += &std::fs::read_to_string(entry.unwrap().path()).unwrap();
    }
    text
}

const SECRET: &str = "apiVersion: configuration.konghq.com/v1
kind: KongConsumer
metadata:
  name: app
  namespace: shop
  annotations:
    kubernetes.io/ingress.class: kong
username: app
credentials:
- app-key
---
apiVersion: v1
kind: Secret
metadata:
  name: app-key
  namespace: shop
  labels:
    konghq.com/credential: key-auth
stringData:
  key: hunter2-hunter2
";

#[test]
fn the_label_that_kong_operator_asks_for_is_set_and_the_secret_is_not_shown() {
    let words = "diff . --quiet --controller kong-operator-2.3 --against-option controller=kic-3.5";
    let call = || Kic2kong::new().file("in.yaml", SECRET).args(words);
    let report = json(&call().args("--format json").run().exits(1));
    assert_eq!(
        texts(&report["upgrade"]["refused"], "code"),
        ["credential-secret-not-found"]
    );
    assert_eq!(
        texts(&report["upgrade"]["ignored"], "code"),
        ["object-without-label"]
    );
    let patched = call().args("--format patch").run();
    assert!(!patched.stdout.contains("hunter2"), "{}", patched.stdout);
    git(patched.directory.path(), &["init", "-q"], "");
    git(patched.directory.path(), &["apply", "-"], &patched.stdout);
    let text = patched.read("in.yaml");
    assert!(
        text.contains("  labels:\n    konghq.com/secret: \"true\"\n"),
        "{text}"
    );
    let after = Kic2kong::new()
        .file("in.yaml", &text)
        .args(words)
        .args("--format json");
    let report = json(&after.run().exits(0));
    assert_eq!(
        report["upgrade"]["verdict"],
        "0 refusals, 0 classes of requests, 0 defaults"
    );
}

#[test]
fn an_edit_is_told_under_its_item_only_when_asked_for() {
    let call = |more: &str| {
        with_files("examples/upgrading")
            .args(UPGRADE)
            .args(more)
            .run()
    };
    let fix = "fix: add the annotation konghq.com/protocols: \"http,https\" to Ingress shop/shop";
    call("--fix-hints").prints(fix);
    call("--fix-hints --format markdown").prints(fix);
    assert!(!call("").stdout.contains("fix:"));
}

#[test]
fn what_a_patch_cannot_edit_is_said() {
    let manifest = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: &meta\n  name: web\nspec:\n  ingressClassName: kong\n  rules:\n  - http:\n      paths:\n      - {path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}\n---\napiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  ports:\n  - port: 80\n";
    let json_manifest = "{\"apiVersion\": \"configuration.konghq.com/v1\", \"kind\": \"KongClusterPlugin\", \"metadata\": {\"name\": \"key\", \"labels\": {\"global\": \"true\"}, \"annotations\": {\"kubernetes.io/ingress.class\": \"kong\"}}, \"plugin\": \"key-auth\"}";
    let call = Kic2kong::new()
        .file("web.yaml", &manifest.replace("&meta", ""))
        .file("key.json", json_manifest)
        .args("diff . --kong-version 3.14 --against-option kong-version=3.9 --format patch");
    let outcome = call.run();
    let outcome = outcome.says("not in the patch: write config.hide_credentials: false in KongClusterPlugin key: it is written in JSON");
    assert!(
        outcome.stdout.starts_with("--- a/web.yaml\n"),
        "{}",
        outcome.stdout
    );
    let text = outcome.read("web.yaml");
    let from_stdin = Kic2kong::new()
        .stdin(&text)
        .args("diff - --kong-version 3.14 --against-option kong-version=3.9 --format patch")
        .run()
        .says("it is not in a file below the working directory");
    assert_eq!(from_stdin.stdout, "");
}

#[test]
fn between_equal_gateways_there_is_nothing_to_keep() {
    let call = with_files("examples/upgrading")
        .args("diff . --against . --format patch")
        .run();
    let call = call.exits(0).prints_nothing();
    call.says("there is nothing to keep");
}
