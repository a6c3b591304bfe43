//! Every run ends with what was read, made and left out; notes that repeat each other are one entry.

use super::common::Kic2kong;
use super::{PATH, ingress};
use serde_json::Value;

const OTHERS: &str = "---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: old, namespace: shop}
spec: {ingressClassName: nginx, defaultBackend: {service: {name: web, port: {number: 80}}}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: older, namespace: shop}
spec: {ingressClassName: nginx, defaultBackend: {service: {name: web, port: {number: 80}}}}
---
apiVersion: configuration.konghq.com/v1
kind: KongConsumer
metadata: {name: bob, namespace: shop}
username: bob
---
apiVersion: configuration.konghq.com/v1
kind: KongConsumer
metadata: {name: ann, namespace: shop, annotations: {kubernetes.io/ingress.class: kong}}
username: ann
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
";

const LINE: &str = "1 file, 7 objects: 1 route, 1 service, 1 consumer. Left out: 2 Ingresses of class nginx, 1 KongConsumer without a class\n";

fn call() -> Kic2kong {
    Kic2kong::new().file("in.yaml", &(ingress("", PATH) + OTHERS))
}

#[test]
fn every_command_that_reads_ends_with_what_was_read_made_and_left_out() {
    for words in [
        "render in.yaml",
        "graph in.yaml",
        "diff in.yaml --against in.yaml",
        "route in.yaml GET http://shop.example.com/",
        "test --init in.yaml",
        "check in.yaml --format sarif",
        "check in.yaml --format github",
        "check in.yaml --format junit",
    ] {
        let outcome = call().args(words).run().exits(0).says(LINE);
        assert!(!outcome.stdout.contains("Left out"), "{words}");
    }
    let report = call().args("check in.yaml").run().exits(0).says_nothing();
    assert!(report.stdout.ends_with(LINE), "{}", report.stdout);
    call().args("render -q in.yaml").run().says_nothing();
}

#[test]
fn the_objects_that_were_left_out_are_named_to_those_who_ask() {
    call()
        .args("render -v in.yaml")
        .run()
        .says("left out: Ingress shop/old at in.yaml:22:1: it is of class nginx\n")
        .says("left out: KongConsumer shop/bob at in.yaml:32:1: it names no ingress class\n");
}

#[test]
fn programs_get_the_same_as_a_summary() {
    let outcome = call().args("check --format json in.yaml").run().exits(0);
    let report: Value = serde_json::from_str(&outcome.says_nothing().stdout).unwrap();
    let summary = &report["summary"];
    for (key, count) in [
        ("files", 1),
        ("objects", 7),
        ("routes", 1),
        ("services", 1),
        ("consumers", 1),
    ] {
        assert_eq!(summary[key], count, "{summary:#}");
    }
    assert_eq!(summary["skipped"]["Deployment"], 1);
    let left_out = summary["leftOut"].as_array().unwrap();
    let names: Vec<&str> = left_out
        .iter()
        .map(|object| object["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["old", "older", "bob"]);
    assert_eq!(left_out[0]["reason"], "it is of class nginx");
    assert_eq!(left_out[0]["line"], 22);
}

/// Services without endpoints, each a note of its own to programs.
fn many_services() -> String {
    let service = |number: u32| {
        format!(
            "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: s{number}, namespace: shop}}
spec: {{rules: [{{host: s{number}.example.com, http: {{paths: [{{path: /, pathType: Prefix, backend: {{service: {{name: s{number}, port: {{number: 80}}}}}}}}]}}}}]}}
"
        )
    };
    (0..5).map(service).collect::<Vec<_>>().join("---\n")
}

#[test]
fn notes_of_one_code_are_one_entry_for_people_and_complete_for_programs() {
    let call = || Kic2kong::new().file("in.yaml", &many_services());
    let code = "info[class-missing]";
    let text = call()
        .args("check in.yaml --disable nothing-for-kong")
        .run()
        .exits(0)
        .stdout;
    assert_eq!(text.matches(code).count(), 1, "{text}");
    assert!(text.contains("(5 times)"), "{text}");
    assert!(
        text.contains("  and in.yaml:14:1  Ingress shop/s2  spec\n"),
        "{text}"
    );
    assert!(!text.contains("in.yaml:19:1"), "{text}");
    assert!(text.contains("  and 2 more; -v shows all\n"), "{text}");
    let all = call().args("check -v in.yaml").run().stdout;
    assert_eq!(all.matches(code).count(), 5, "{all}");
    let said = call().args("render in.yaml").run().stderr;
    assert_eq!(said.matches(code).count(), 1, "{said}");
    for (format, each) in [
        ("json", "\"code\": \"class-missing\""),
        ("sarif", "\"ruleId\": \"class-missing\""),
        ("github", "title=class-missing"),
        ("junit", "name=\"class-missing"),
    ] {
        let outcome = call().args("check in.yaml --format").args(format).run();
        assert_eq!(outcome.stdout.matches(each).count(), 5, "{format}");
    }
}

#[test]
fn what_gave_no_text_is_no_file() {
    let call = Kic2kong::new();
    std::fs::create_dir(call.path().join("empty")).unwrap();
    call.args("check empty")
        .run()
        .exits(1)
        .prints("\n0 files, 0 objects:");
}
