//! `--against-option`: the other side is made under other options, whatever it is made from.

use super::common::Kic2kong;
use super::{git, json, texts};

const WEB: &str = "apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: shop
spec:
  ports:
  - port: 80
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
spec:
  ingressClassName: kong
  rules:
  - host: a.example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          service:
            name: web
            port:
              number: 80
";

fn diff(arguments: &str) -> Kic2kong {
    let call = Kic2kong::new()
        .file("in.yaml", WEB)
        .args("diff in.yaml --quiet");
    let path = std::env::var("PATH").unwrap_or_default();
    call.args(arguments).env("PATH", &path)
}

#[test]
fn the_first_line_is_the_verdict_and_the_requests_are_told() {
    diff("--kong-version 3.14 --against-option kong-version=3.9")
        .run()
        .exits(0)
        .prints("0 refusals, 1 class of requests, 1 default\n")
        .prints("is now 426")
        .prints("in.yaml:21 Ingress shop/web");
    let none =
        diff("--kong-version 3.14 --against-option kong-version=3.13.2 --impact=false").run();
    let first = none.stdout.lines().next().unwrap();
    assert_eq!(first, "0 refusals, 1 default");
}

#[test]
fn exit_statuses_are_those_of_a_diff() {
    let changed = "--router-flavor expressions --against-option router-flavor=traditional";
    diff(changed).run().exits(0);
    diff(&format!("{changed} --exit-code")).run().exits(2);
    diff("--against-option kong-version=3.9.1 --exit-code")
        .run()
        .exits(0);
}

#[test]
fn wrong_names_and_values_are_refused() {
    diff("--against-option kong-verison=3.9")
        .run()
        .exits(1)
        .says("did you mean `kong-version`?");
    diff("--against-option output-file=x")
        .run()
        .exits(1)
        .says("is no option of the conversion");
    diff("--against-option router-flavor=expresions")
        .run()
        .exits(1)
        .says("possible values");
    diff("--against-option kong-version")
        .run()
        .exits(1)
        .says("expected NAME=VALUE");
    diff("--against in.yaml --against-git HEAD").run().exits(1);
}

#[test]
fn an_option_that_is_not_named_is_that_of_this_side() {
    let gates =
        "--router-flavor expressions --against-option feature-gates=FillIDs=false --format json";
    let report = json(&diff(gates).run().exits(0));
    assert_eq!(report["summary"]["total"], 0, "{report:#}");
    let from = report["upgrade"]["from"].as_str().unwrap();
    assert!(from.ends_with("expressions"), "{from}");
}

#[test]
fn the_old_side_may_be_a_revision_or_a_file_and_has_the_options_as_well() {
    let call = diff(
        "--kong-version 3.14 --against-git HEAD --against-option kong-version=3.9 --format json",
    );
    git(call.path(), &["init", "-q"], "");
    git(call.path(), &["add", "."], "");
    git(call.path(), &["commit", "-qm", "x"], "");
    std::fs::write(
        call.path().join("in.yaml"),
        WEB.replace("a.example.com", "b.example.com"),
    )
    .unwrap();
    let report = json(&call.run().exits(0));
    assert_eq!(
        texts(&report["upgrade"]["behaviour"], "kind"),
        ["entity-default"]
    );
    assert_eq!(report["summary"]["total"], 2);
    let old = WEB.replace("a.example.com", "b.example.com");
    let call = diff(
        "--kong-version 3.14 --against old.yaml --against-option kong-version=3.9 --format json",
    );
    let report = json(&call.file("old.yaml", &old).run().exits(0));
    assert_eq!(report["summary"]["total"], 2);
    assert_eq!(
        report["upgrade"]["from"],
        "KIC 3.5.13, Kong 3.9.0, traditional_compatible"
    );
}

#[test]
fn the_short_form_of_a_flavor_is_the_option_beside_another_side() {
    let long =
        diff("--against old.yaml --against-option router-flavor=expressions").file("old.yaml", WEB);
    let short =
        diff("--against old.yaml --against-router-flavor expressions").file("old.yaml", WEB);
    let (long, short) = (long.run().exits(0), short.run().exits(0));
    assert_eq!(long.stdout, short.stdout);
    assert!(long.stdout.contains("expression:"), "{}", long.stdout);
}

#[test]
fn every_environment_is_compared_with_itself() {
    let call = Kic2kong::new()
        .file("clusters/eu/in.yaml", WEB)
        .file(
            "clusters/us/in.yaml",
            &WEB.replace("spec:\n  ingress", "spec: # x\n  ingress"),
        )
        .args(
            "diff --each clusters/* --quiet --kong-version 3.14 --against-option kong-version=3.9",
        );
    let outcome = call
        .run()
        .exits(0)
        .prints("== clusters/eu ==")
        .prints("== clusters/us ==");
    assert_eq!(outcome.stdout.matches("1 class of requests").count(), 2);
}

#[test]
fn without_another_gateway_or_controller_nothing_is_reported() {
    let outcome = diff("--against old.yaml")
        .file("old.yaml", WEB)
        .run()
        .exits(0);
    assert_eq!(
        outcome.stdout,
        "Summary:\n  Created: 0\n  Updated: 0\n  Deleted: 0\n"
    );
    let report = json(
        &diff("--against old.yaml --format json")
            .file("old.yaml", WEB)
            .run(),
    );
    assert!(report.get("upgrade").is_none());
}

#[test]
fn settings_of_a_revision_that_name_another_gateway_are_an_upgrade() {
    let call =
        diff("--against-git HEAD --format json").file(".kic2kong.yaml", "kong-version: 3.9\n");
    git(call.path(), &["init", "-q"], "");
    git(call.path(), &["add", "."], "");
    git(call.path(), &["commit", "-qm", "x"], "");
    std::fs::write(call.path().join(".kic2kong.yaml"), "kong-version: 3.14\n").unwrap();
    let report = json(&call.run().exits(0));
    assert_eq!(
        texts(&report["upgrade"]["behaviour"], "field"),
        ["protocols"]
    );
}

#[test]
fn every_format_has_the_verdict_first() {
    let line = |format: &str| {
        let call = diff(&format!(
            "--kong-version 3.14 --against-option kong-version=3.9 --format {format}"
        ));
        let outcome = call.run().exits(0);
        outcome.stdout.lines().next().unwrap().to_owned()
    };
    assert!(line("markdown").starts_with("**0 refusals, 1 class of requests, 1 default**"));
    assert!(line("unified").starts_with("# 0 refusals"));
    let report = json(&diff("--kong-version 3.14 --against-option kong-version=3.9 -o json").run());
    assert_eq!(
        report["upgrade"]["verdict"],
        "0 refusals, 1 class of requests, 1 default"
    );
    assert_eq!(
        report["impact"]["changes"][0]["cause"]["kind"],
        "protocols-changed"
    );
}
