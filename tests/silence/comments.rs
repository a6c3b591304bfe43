//! `# kic2kong: ignore CODE` silences a problem on its line or in its object, and nothing else; what it silences is counted.

use super::common::Kic2kong;
use serde_json::Value;

/// Two Ingresses whose Services are missing; `ABOVE`, `LINE` and `ON` are replaced.
const IN: &str = "ABOVE
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: a, namespace: shop}
spec:
  ingressClassName: kong
  rules:
  - host: a.example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        LINE
        backend: ON
          service:
            name: web
            port: {number: 80}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: b, namespace: shop}
spec:
  ingressClassName: kong
  defaultBackend: {service: {name: api, port: {number: 80}}}
";

const CODE: &str = "backend-service-not-found";

fn manifest(above: &str, line: &str, on: &str) -> String {
    IN.replace("ABOVE", above)
        .replace("LINE", line)
        .replace("ON", on)
}

fn check(above: &str, line: &str, on: &str, options: &str) -> (Vec<(String, u64)>, Value) {
    let text = manifest(above, line, on);
    let outcome = Kic2kong::new()
        .file("in.yaml", &text)
        .args("check --format json in.yaml")
        .args(options)
        .run();
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let problems = report["diagnostics"].as_array().unwrap().iter();
    let found = problems
        .filter(|problem| problem["severity"] != "info")
        .map(|problem| {
            let line = problem["objects"][0]["line"].as_u64().unwrap();
            (problem["code"].as_str().unwrap().to_owned(), line)
        })
        .collect();
    (found, report["summary"]["silenced"].clone())
}

fn of(code: &str, line: u64) -> (String, u64) {
    (code.to_owned(), line)
}

#[test]
fn a_comment_silences_on_its_line_above_it_and_above_an_object() {
    let comment = format!("# kic2kong: ignore {CODE} (another team's)");
    let none = "#";
    let both = [of(CODE, 14), of(CODE, 24)];
    assert_eq!(check(none, none, "", "").0, both);
    for (above, line, on) in [
        (comment.as_str(), none, ""),
        (none, &comment, ""),
        (none, none, &comment),
    ] {
        let (found, silenced) = check(above, line, on, "");
        assert_eq!(found, [of(CODE, 24)], "{above} {line} {on}");
        assert_eq!(silenced[0]["code"], CODE);
        assert_eq!(silenced[0]["line"], 14);
        assert_eq!(check(above, line, on, "--no-ignores").0, both);
    }
}

#[test]
fn a_comment_that_silences_nothing_is_a_warning() {
    for comment in [
        "# kic2kong: ignore plugin-not-found",
        "# kic2kong: ignore backend-service-not-fund",
        "# kic2kong: ignore",
    ] {
        let (found, silenced) = check("#", comment, "", "");
        assert_eq!(found[0], of("unused-ignore", 13), "{comment}");
        assert_eq!(found.len(), 3, "{comment}");
        assert_eq!(silenced.as_array().unwrap().len(), 0);
    }
    Kic2kong::new()
        .file(
            "in.yaml",
            &manifest("#", "# kic2kong: ignore backend-service-not-fund", ""),
        )
        .args("check in.yaml")
        .run()
        .exits(1)
        .prints("did you mean backend-service-not-found?");
}

#[test]
fn an_annotation_follows_the_same_rules() {
    let annotated = |codes: &str| {
        manifest("#", "#", "").replace(
            "{name: a, ",
            &format!("{{name: a, annotations: {{kic2kong/ignore: '{codes}'}}, "),
        )
    };
    let call = |codes: &str| Kic2kong::new().file("in.yaml", &annotated(codes));
    call(&format!("{CODE}, plugin-not-found"))
        .args("check in.yaml")
        .run()
        .exits(1)
        .prints("there is no plugin-not-found to silence here")
        .prints("1 error, 1 warning\n")
        .prints("Silenced: 1 problem\n");
    call(CODE)
        .args("check --no-ignores in.yaml")
        .run()
        .prints("2 errors\n");
}

#[test]
fn what_is_silenced_is_counted_everywhere_and_named_to_those_who_ask() {
    let text = manifest("# kic2kong: ignore backend-service-not-found", "#", "");
    let call = || Kic2kong::new().file("in.yaml", &text);
    call()
        .args("render in.yaml")
        .run()
        .exits(1)
        .says("Silenced: 1 problem\n");
    call()
        .args("check -v in.yaml")
        .run()
        .prints("silenced: backend-service-not-found at in.yaml:14:9: ");
}

#[test]
fn text_that_looks_like_a_comment_silences_nothing() {
    let plugin = "---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: {name: p}
plugin: request-termination
config:
  message: |
    # kic2kong: ignore plugin-unreferenced
    x
";
    let text = manifest("#", "#", "") + plugin;
    let outcome = Kic2kong::new()
        .file("in.yaml", &text)
        .args("check in.yaml")
        .run();
    assert!(!outcome.stdout.contains("Silenced"), "{}", outcome.stdout);
    assert!(
        !outcome.stdout.contains("unused-ignore"),
        "{}",
        outcome.stdout
    );
}
