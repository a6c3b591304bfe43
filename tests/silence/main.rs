//! Nothing silent: what the controller leaves out or ignores without a word is said, with its line and what to do about it; and
//! nothing is said where nothing is wrong.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

#[path = "../common/mod.rs"]
mod common;

mod baseline;
mod closing;
mod comments;
mod foreign;
mod hints;
mod ignored;
mod kinds;
mod plugins;
mod routes;

use common::Kic2kong;
use serde_json::Value;

/// What `check` says about a manifest.
struct Findings {
    problems: Vec<Value>,
    story: String,
}

/// Check a manifest with these options.
fn check(manifest: &str, options: &str) -> Findings {
    let outcome = Kic2kong::new()
        .file("in.yaml", manifest)
        .args("check --format json")
        .args(options)
        .args("in.yaml")
        .run();
    let report: Value = serde_json::from_str(&outcome.stdout)
        .unwrap_or_else(|error| panic!("{error}: {}{}", outcome.stdout, outcome.stderr));
    Findings {
        problems: report["diagnostics"].as_array().unwrap().clone(),
        story: format!("{manifest}\n---\n{}", outcome.stdout),
    }
}

impl Findings {
    /// The problems of a code, in order.
    fn of(&self, code: &str) -> Vec<&Value> {
        self.problems
            .iter()
            .filter(|problem| problem["code"] == code)
            .collect()
    }

    /// The only problem of a code.
    #[track_caller]
    fn only(&self, code: &str) -> &Value {
        match self.of(code).as_slice() {
            [only] => only,
            found => panic!("{} problems {code} in\n{}", found.len(), self.story),
        }
    }

    /// No problem of a code.
    #[track_caller]
    fn none(&self, code: &str) {
        assert!(self.of(code).is_empty(), "{code} in\n{}", self.story);
    }

    /// No error, and no warning.
    #[track_caller]
    fn is_quiet(&self) {
        let loud = |problem: &&Value| problem["severity"] != "info";
        assert!(!self.problems.iter().any(|it| loud(&it)), "{}", self.story);
    }
}

/// Message and hint of a problem.
fn words(problem: &Value) -> String {
    let text = |key: &str| problem[key].as_str().unwrap_or_default().to_owned();
    format!("{} / {}", text("message"), text("hint"))
}

/// The problem has this severity, stands in this field, and has all these words.
#[track_caller]
fn says(problem: &Value, severity: &str, field: &str, expected: &[&str]) {
    assert_eq!(problem["severity"], severity, "{problem:#}");
    let found = problem["objects"][0]["field"].as_str().unwrap_or_default();
    assert_eq!(found, field, "{problem:#}");
    let words = words(problem);
    for word in expected {
        assert!(words.contains(word), "no `{word}` in {words}");
    }
}

/// An Ingress of Kong's class with its Service; annotations and paths as flow YAML.
fn ingress(annotations: &str, paths: &str) -> String {
    format!(
        "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: web, namespace: shop, annotations: {{{annotations}}}}}
spec:
  ingressClassName: kong
  rules:
  - host: shop.example.com
    http: {{paths: [{paths}]}}
---
{SERVICE}"
    )
}

/// A Service with a port, and its endpoints.
const SERVICE: &str = "apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: web-1, namespace: shop, labels: {kubernetes.io/service-name: web}}
addressType: IPv4
ports: [{name: http, port: 8080, protocol: TCP}]
endpoints: [{addresses: [10.0.0.9], conditions: {ready: true}}]
";

/// The one path of an Ingress.
const PATH: &str =
    "{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}";
