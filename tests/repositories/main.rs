//! Repositories as they are: what in them is no manifest, and what lives elsewhere. One file per subject.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

#[path = "../common/mod.rs"]
mod common;
mod credentials;
mod emptiness;
mod exclude;
mod made_secrets;
mod others;
mod services;

use common::{Kic2kong, Outcome};
use serde_json::Value;

/// A Service, and an Ingress of the controller's class that leads to it.
const WEB: &str = "apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: shop}
spec:
  ingressClassName: kong
  rules:
  - http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
";

/// A consumer of the namespace `shop` with this credential.
fn consumer(credential: &str) -> String {
    format!(
        "---\napiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {{name: alice, namespace: shop, annotations: {{kubernetes.io/ingress.class: kong}}}}\nusername: alice\ncredentials: [{credential}]\n"
    )
}

/// What `check` says of a manifest: `severity code` of every problem, without those on endpoints.
fn check(manifest: &str, options: &str) -> Vec<String> {
    let outcome = Kic2kong::new()
        .file("in.yaml", manifest)
        .args("check --quiet --format json in.yaml")
        .args(options)
        .run();
    problems(&outcome)
}

/// The problems of a JSON report as `severity code`, without those on endpoints.
fn problems(outcome: &Outcome) -> Vec<String> {
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let problems = report["diagnostics"].as_array().unwrap().iter();
    problems
        .map(|it| {
            let text = |key: &str| it[key].as_str().unwrap().to_owned();
            format!("{} {}", text("severity"), text("code"))
        })
        .filter(|it| !it.ends_with("service-without-endpoints"))
        .collect()
}

/// What `render` makes of a manifest.
fn render(manifest: &str, options: &str) -> Value {
    let outcome = Kic2kong::new()
        .file("in.yaml", manifest)
        .args("render --quiet --format json in.yaml")
        .args(options)
        .run();
    let mut text = outcome.stdout;
    // A variable of decK stands for a text, or for a whole document.
    for end in ["\" | printf \"%q\" }}", "\" }}"] {
        text = text.replace(end, "\"");
    }
    let text = text.replace("${{ env \"", "\"");
    serde_json::from_str(&text).unwrap_or_else(|_| panic!("no JSON: {text}"))
}
