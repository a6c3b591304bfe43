//! What would be too much work is refused before anything is written: an output is complete, or there is none.

use crate::configuration::gateway_of;
use kic2kong::inner::simulate::gateway::Gateway;
use kic2kong::inner::simulate::request::Request;
use kic2kong::inner::simulate::router::{Flavor, Router};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const SERVICE: &str =
    "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n";

/// Regular expressions that have to be tried to know whether they find `/zz`, and that take more than the budget when compiled.
fn large_expressions() -> impl Iterator<Item = String> {
    (1..200).map(|i| format!("~/[a-z\\w]{{120}}[a-z]{{{i}}}"))
}

/// An Ingress with these regular expressions.
fn manifests(expressions: impl Iterator<Item = String>) -> String {
    let path = |expression| {
        format!(
            "{{path: '/{expression}', pathType: ImplementationSpecific, backend: {{service: {{name: web, port: {{number: 80}}}}}}}}"
        )
    };
    let paths: Vec<String> = expressions.map(path).collect();
    format!(
        "{SERVICE}---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: web}}\nspec: {{ingressClassName: kong, rules: [{{host: a.example.com, http: {{paths: [{}]}}}}]}}\n",
        paths.join(", ")
    )
}

/// Run a command line on these manifests; it has to fail for this reason and to write nothing, neither to standard output nor to `-o`.
fn writes_nothing(directory: &Path, words: &str, reason: &str) {
    let kept = directory.join("kept.txt");
    std::fs::write(&kept, "as it was").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_kic2kong"))
        .args(words.split(' '))
        .current_dir(directory)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    let said: String = said.chars().rev().take(2_000).collect();
    let said: String = said.chars().rev().collect();
    assert_eq!(output.status.code(), Some(1), "{words}: {said}");
    assert!(said.contains(reason), "{words}: {said}");
    assert_eq!(String::from_utf8_lossy(&output.stdout), "", "{words}");
    assert_eq!(std::fs::read_to_string(&kept).unwrap(), "as it was");
}

#[test]
fn answers_that_do_not_count_are_not_written() {
    let directory = TempDir::new().unwrap();
    let tests =
        "tests: [{name: t, request: {host: a.example.com, path: /zz}, expect: {status: 404}}]\n";
    for (name, text) in [
        ("in.yaml", manifests(large_expressions())),
        ("old.yaml", manifests(std::iter::once("~/a".to_owned()))),
        ("tests.yaml", tests.to_owned()),
    ] {
        std::fs::write(directory.path().join(name), text).unwrap();
    }
    for words in [
        "route in.yaml GET http://a.example.com/zz",
        "test in.yaml --tests tests.yaml --format junit -o kept.txt",
        "test in.yaml --init -o kept.txt",
        "diff in.yaml --against old.yaml --impact",
        "diff in.yaml --against old.yaml --format markdown -o kept.txt",
        "diff in.yaml --against-router-flavor expressions -o kept.txt",
    ] {
        writes_nothing(directory.path(), words, "more than 256 MB when compiled");
    }
}

/// A gateway with a route for each path.
fn gateway(paths: impl Iterator<Item = String>) -> Gateway {
    let routes: Vec<Value> = paths
        .enumerate()
        .map(|(i, path)| json!({"name": format!("r{i}"), "paths": [path]}))
        .collect();
    let services = json!([{"name": "s", "host": "up", "routes": routes}]);
    gateway_of(json!({"_format_version": "3.0", "services": services}).to_string())
}

#[test]
fn what_one_run_compiles_is_not_counted_in_the_next() {
    let request = Request::for_url("GET", "http://a.example.com/zz").unwrap();
    for (paths, is_incomplete) in [
        (large_expressions().collect::<Vec<_>>(), true),
        (vec!["~/[a-z]+".to_owned()], false),
    ] {
        let router = Router::new(&gateway(paths.into_iter()), Flavor::TraditionalCompatible);
        router.find(&request);
        assert_eq!(router.is_incomplete(), is_incomplete);
    }
}

#[test]
fn a_configuration_that_only_one_flavor_multiplies_too_often_is_not_compared() {
    // Expressions make a route of every host and match, and so a plugin for each of them and every consumer.
    let matches: Vec<String> = (0..60)
        .map(|i| format!("{{path: {{type: PathPrefix, value: /p{i}}}}}"))
        .collect();
    let hosts: Vec<String> = (0..16).map(|i| format!("h{i}.example.com")).collect();
    let mut text = format!(
        "{SERVICE}---\napiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {{name: p}}\nplugin: key-auth\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: r, annotations: {{konghq.com/plugins: p}}}}\nspec: {{parentRefs: [{{name: kong}}], hostnames: [{}], rules: [{{matches: [{}], backendRefs: [{{name: web, port: 80}}]}}]}}\n",
        hosts.join(", "),
        matches.join(", ")
    );
    for i in 0..1_200 {
        let _ = write!(
            text,
            "---\napiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {{name: c{i}, annotations: {{kubernetes.io/ingress.class: kong, konghq.com/plugins: p}}}}\nusername: c{i}\n"
        );
    }
    let directory = TempDir::new().unwrap();
    std::fs::write(directory.path().join("in.yaml"), text).unwrap();
    writes_nothing(
        directory.path(),
        "diff in.yaml --against-router-flavor expressions",
        "the configuration would be too large",
    );
    let rendered = Command::new(env!("CARGO_BIN_EXE_kic2kong"))
        .args(["render", "in.yaml", "--fail-on", "never"])
        .current_dir(directory.path())
        .output()
        .unwrap();
    assert_eq!(rendered.status.code(), Some(0));
}
