//! What the API server refuses or drops: one small manifest per rule, with the code and the field blamed.
//!
//! `testdata/api-server/*.yaml` hold the manifests; the comments above each say the codes and the fields, as the schemas and rules of the
//! CRDs have it.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use kic2kong::inner::diag::{Diagnostic, Location, Severity};
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::options::Options;
use kic2kong::inner::pipeline::convert;

/// The problems of this family in a manifest.
fn problems(manifest: &str) -> Vec<Diagnostic> {
    let sources = Sources(vec![Source {
        path: "in.yaml".to_owned(),
        text: manifest.as_bytes().to_vec(),
    }]);
    let families = [
        kic2kong::inner::diag::api_server::CODES,
        kic2kong::inner::diag::builtin_kinds::CODES,
    ];
    convert(&sources, &Options::default())
        .diagnostics
        .into_iter()
        .filter(|problem| {
            let mut codes = families.iter().copied().flatten();
            codes.any(|code| code.id == problem.code.id)
        })
        .collect()
}

/// Code and field of each problem, as the comments in the test data write them.
fn judged(manifest: &str) -> Vec<String> {
    let field = |problem: &Diagnostic| match problem.locations.first() {
        Some(Location::Field(origin)) if origin.path.is_root() => "(object)".to_owned(),
        Some(Location::Field(origin)) => origin.path.to_string(),
        _ => panic!("a problem of an object stands in it"),
    };
    problems(manifest)
        .iter()
        .map(|problem| format!("{} {}", problem.code.id, field(problem)))
        .collect()
}

fn httproute(rules: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: it}}\nspec: {{rules: [{rules}]}}"
    )
}

fn kong(kind: &str, version: &str, body: &str) -> String {
    format!(
        "apiVersion: configuration.konghq.com/{version}\nkind: {kind}\nmetadata: {{name: it}}\n{body}"
    )
}

#[test]
fn every_rule_blames_its_field_and_no_other() {
    let mut failures = Vec::new();
    for (file, least) in [("kong", 30), ("gateway", 25), ("unknown-fields", 4)] {
        let path = common::root().join(format!("testdata/api-server/{file}.yaml"));
        let text = std::fs::read_to_string(&path).unwrap();
        let manifests: Vec<&str> = text.split("---\n").collect();
        assert!(manifests.len() >= least, "{file}");
        for manifest in manifests {
            let comments = manifest.lines().map_while(|line| line.strip_prefix("# "));
            let wanted: Vec<&str> = comments.collect();
            let found = judged(manifest);
            if found != wanted {
                failures.push(format!("{manifest}found {found:?}"));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn what_the_schemas_allow_is_not_blamed() {
    for (kind, version, body) in [
        (
            "KongPlugin",
            "v1",
            "plugin: \"\"\nconfig: null\nconfigFrom: {secretKeyRef: {name: s, key: k}}",
        ),
        ("KongConsumer", "v1", "custom_id: \"1\"\nusername: null"),
        (
            "KongUpstreamPolicy",
            "v1beta1",
            "spec: {algorithm: consistent-hashing, hashOn: {cookie: c, cookiePath: /}}",
        ),
        ("KongLicense", "v1alpha1", "rawLicenseString: x"),
    ] {
        let manifest = kong(kind, version, body);
        assert_eq!(judged(&manifest), [""; 0], "{manifest}");
    }
}

#[test]
fn replacing_a_prefix_needs_one_prefix_match() {
    const REWRITE: &str = "filters: [{type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /x}}}]";
    let found = |matches: &str| judged(&httproute(&format!("{{{matches}{REWRITE}}}"))).len();
    assert_eq!(found(""), 0, "a rule without matches has the prefix /");
    assert_eq!(
        found("matches: [{method: GET}], "),
        0,
        "so has a match without path"
    );
    assert_eq!(found("matches: [], "), 1, "an empty list stays empty");
    assert_eq!(
        found("matches: [{path: {type: Exact, value: /a}}], "),
        1,
        "an exact path is no prefix"
    );
}

#[test]
fn an_unknown_field_is_a_warning_that_says_what_may_be_meant() {
    let service =
        "apiVersion: v1\nkind: Service\nmetadata: {name: it}\nspec: {ports: [{prot: 80}]}";
    let problems = problems(service);
    let problem = problems
        .iter()
        .find(|problem| problem.code.id == "unknown-field")
        .unwrap();
    assert_eq!(problem.severity, Severity::Warning);
    assert_eq!(problem.hint.as_deref(), Some("did you mean `port`?"));
}

#[test]
fn rules_are_not_asked_of_an_object_with_wrong_types() {
    let plugin = kong(
        "KongPlugin",
        "v1",
        "config: {}\nconfigFrom: {secretKeyRef: {name: s, key: k}}",
    );
    assert_eq!(judged(&plugin), ["missing-required-field plugin"]);
}

#[test]
fn lengths_count_characters_and_not_bytes() {
    let found = |length: usize| {
        let path = "ü".repeat(length);
        let matches =
            format!("{{matches: [{{path: {{type: RegularExpression, value: {path}}}}}]}}");
        judged(&httproute(&matches))
    };
    assert_eq!(found(1024), [""; 0]);
    assert!(found(1025)[0].starts_with("wrong-length "));
}
