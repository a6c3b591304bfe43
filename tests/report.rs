//! The forms of a report: SARIF as its schema demands it, annotations and XML that no manifest can break out of, and text that no
//! manifest can make a terminal obey.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::Kic2kong;
use serde_json::{Value, json};

/// Names, values and keys that are dangerous when printed as they are.
const HOSTILE: &str = r#"
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations:
    konghq.com/strip-paths: "true"
    konghq.com/path-handling: "v1\e[31m\n::error::x ]]> & <y> \"z\" 100%"
spec:
  ingressClassName: kong
  rules:
  - http:
      paths:
      - {path: "/~/(?!\e[2J\r\n::set-output)", pathType: ImplementationSpecific, backend: {service: {name: web, port: {number: 80}}}}
---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: {name: limit, namespace: shop}
plugin: rate-limiting
config: {"min\e[31mute": 5, policy: "x\u202ey\n##[error]z"}
---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: {name: odd, namespace: shop}
plugin: "odd\x9b31m\n::error::x"
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, annotations: {konghq.com/plugins: "limit,odd", konghq.com/tags: "a/\e]0;x\a"}}
spec: {ports: [{port: 80}]}
"#;

fn report(manifest: &str, options: &str) -> String {
    Kic2kong::new()
        .file("deploy/a b,c.yaml", manifest)
        .args("check")
        .args(options)
        .args("deploy/")
        .run()
        .stdout
}

/// The manifests of single problems, and the hostile one.
fn manifests() -> Vec<String> {
    let mut paths: Vec<_> = std::fs::read_dir(common::root().join("testdata/problems"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let read = |path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
    paths
        .into_iter()
        .map(read)
        .chain([HOSTILE.to_owned()])
        .collect()
}

/// What the published schema of SARIF 2.1.0 demands of the objects that a report has: required properties, their types, closed lists.
fn sarif_schema() -> Value {
    let run = object(
        &["tool"],
        &json!({
            "tool": object(&["driver"], &json!({"driver": object(&["name"], &json!({
                "name": {"type": "string"},
                "semanticVersion": {"type": "string"},
                "rules": {"type": "array", "uniqueItems": true, "items": sarif_rule()},
            }))})),
            "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
            "results": {"type": "array", "items": sarif_result()},
        }),
    );
    object(
        &["version", "runs"],
        &json!({
            "$schema": {"type": "string"},
            "version": {"const": "2.1.0"},
            "runs": {"type": "array", "items": run},
        }),
    )
}

/// An object with these properties and no others.
fn object(required: &[&str], properties: &Value) -> Value {
    json!({
        "type": "object",
        "required": required,
        "additionalProperties": false,
        "properties": properties,
    })
}

fn sarif_message() -> Value {
    object(&["text"], &json!({"text": {"type": "string"}}))
}

fn sarif_level() -> Value {
    json!({"enum": ["none", "note", "warning", "error"]})
}

fn sarif_rule() -> Value {
    let help = json!({"text": {"type": "string"}, "markdown": {"type": "string"}});
    let tags = json!({"tags": {"type": "array", "uniqueItems": true}});
    object(
        &["id"],
        &json!({
            "id": {"type": "string"},
            "shortDescription": sarif_message(),
            "fullDescription": sarif_message(),
            "help": object(&["text"], &help),
            "defaultConfiguration": object(&[], &json!({"level": sarif_level()})),
            "properties": object(&[], &tags),
        }),
    )
}

fn sarif_result() -> Value {
    let locations = json!({"type": "array", "items": sarif_location()});
    object(
        &["message", "ruleId"],
        &json!({
            "ruleId": {"type": "string"},
            "ruleIndex": {"type": "integer", "minimum": 0},
            "level": sarif_level(),
            "message": sarif_message(),
            "locations": locations,
            "relatedLocations": locations,
            "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
        }),
    )
}

fn sarif_location() -> Value {
    let uri = json!({"uri": {"type": "string", "pattern": "^[A-Za-z0-9._~:/%-]+$"}});
    let position = json!({"type": "integer", "minimum": 1});
    let region = json!({"startLine": position, "startColumn": position});
    let name = json!({"fullyQualifiedName": {"type": "string"}, "kind": {"type": "string"}});
    object(
        &["physicalLocation"],
        &json!({
            "message": sarif_message(),
            "physicalLocation": object(&["artifactLocation"], &json!({
                "artifactLocation": object(&["uri"], &uri),
                "region": object(&[], &region),
            })),
            "logicalLocations": {"type": "array", "items": object(&[], &name)},
        }),
    )
}

#[test]
fn sarif_has_what_its_schema_demands() {
    let schema = jsonschema::validator_for(&sarif_schema()).unwrap();
    for manifest in manifests() {
        let log: Value = serde_json::from_str(&report(&manifest, "--format sarif")).unwrap();
        let faults: Vec<String> = schema
            .iter_errors(&log)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{}\n{manifest}", faults.join("\n"));
        let run = &log["runs"][0];
        for result in run["results"].as_array().unwrap() {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(
                run["tool"]["driver"]["rules"][index]["id"],
                result["ruleId"]
            );
        }
    }
}

#[test]
fn annotations_are_one_line_each_and_nothing_in_them_is_a_command() {
    for manifest in manifests() {
        let problems = report(&manifest, "--format json")
            .matches("\"code\":")
            .count();
        let commands = report(&manifest, "--format github");
        assert_eq!(commands.lines().count(), problems, "{commands}");
        for line in commands.lines() {
            let rest = ["::error ", "::warning ", "::notice "]
                .iter()
                .find_map(|command| line.strip_prefix(command));
            let (properties, _) = rest.unwrap().split_once("::").unwrap();
            for property in properties.split(',') {
                let (name, value) = property.split_once('=').unwrap();
                assert!(["file", "line", "col", "title"].contains(&name), "{line}");
                assert!(!value.contains(':'), "{line}");
            }
        }
    }
    assert!(report(HOSTILE, "--format github").contains("file=deploy/a b%2Cc.yaml,"));
}

#[test]
fn no_report_passes_on_what_a_terminal_would_obey() {
    for options in [
        "",
        "--format json",
        "--format sarif",
        "--format github",
        "--format junit",
    ] {
        let report = report(HOSTILE, options);
        let bad = report
            .chars()
            .find(|it| (it.is_control() && *it != '\n') || *it == '\u{202e}');
        assert_eq!(bad, None, "{options}: {report:?}");
        assert!(
            !report.lines().any(|line| line.starts_with("##[")),
            "{options}"
        );
    }
}

#[test]
fn colours_are_the_only_sequences_of_a_coloured_report() {
    let report = report(HOSTILE, "--color always");
    let sequences: Vec<&str> = report.split('\u{1b}').skip(1).collect();
    assert!(!sequences.is_empty(), "no colours in {report:?}");
    for sequence in sequences {
        let body = sequence.strip_prefix('[').unwrap();
        let end = body.find(|it: char| it.is_ascii_alphabetic()).unwrap();
        assert!(
            body[end..].starts_with('m')
                && body[..end]
                    .bytes()
                    .all(|it| it.is_ascii_digit() || it == b';'),
            "{sequence:?}"
        );
    }
}

#[test]
fn junit_is_well_formed_and_counts_its_tests() {
    for manifest in manifests().into_iter().chain([String::new()]) {
        let xml = report(&manifest, "--format junit");
        let elements = elements(&xml);
        let count = |name: &str| elements.iter().filter(|it| *it == name).count();
        let says = |what: &str, count: usize| xml.contains(&format!("{what}=\"{count}\""));
        assert!(says("tests", count("testcase")), "{xml}");
        assert!(says("failures", count("failure")), "{xml}");
    }
}

/// The names of the elements of an XML text, in order. Fails where it is not well-formed.
fn elements(xml: &str) -> Vec<String> {
    let mut rest = xml
        .strip_prefix("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
        .unwrap();
    let mut open: Vec<&str> = Vec::new();
    let mut names = Vec::new();
    while let Some((text, after)) = rest.split_once('<') {
        references_are_known(text);
        let (tag, after) = after.split_once('>').unwrap();
        assert!(!tag.contains('<'), "{tag}");
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
            continue;
        }
        let body = tag.strip_suffix('/').unwrap_or(tag);
        let (name, attributes) = body.split_once(' ').unwrap_or((body, ""));
        assert_eq!(attributes.matches('"').count() % 2, 0, "{tag}");
        references_are_known(attributes);
        names.push(name.to_owned());
        if body.len() == tag.len() {
            open.push(name);
        }
    }
    assert!(open.is_empty() && rest.trim().is_empty(), "{rest}");
    names
}

fn references_are_known(text: &str) {
    for reference in text.split('&').skip(1) {
        let (name, _) = reference.split_once(';').unwrap();
        assert!(
            ["amp", "lt", "gt", "quot", "apos", "#9", "#10", "#13"].contains(&name),
            "{name}"
        );
    }
}

#[test]
fn a_plugin_that_many_routes_share_is_one_row_of_a_comment() {
    let manifest = |minute: u32| {
        let ingresses: String = (0..3)
            .map(|index| {
                format!(
                    "---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: i{index}, annotations: {{konghq.com/plugins: limit}}}}
spec:
  ingressClassName: kong
  rules: [{{host: h{index}.example.com, http: {{paths: [{{path: /, pathType: Prefix, backend: {{service: {{name: web, port: {{number: 80}}}}}}}}]}}}}]
"
                )
            })
            .collect();
        format!(
            "apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: {{name: limit}}
plugin: rate-limiting
config: {{minute: {minute}}}
---
apiVersion: v1
kind: Service
metadata: {{name: web}}
spec: {{ports: [{{port: 80}}]}}
{ingresses}"
        )
    };
    let outcome = Kic2kong::new()
        .file("old.yaml", &manifest(5))
        .file("new.yaml", &manifest(6))
        .args("diff new.yaml --against old.yaml --format markdown")
        .run()
        .exits(0)
        .prints("| ✏️ | plugin | `rate-limiting for 3 routes` |")
        .prints("rate-limiting for route default.i2.web.h2.example.com.80");
    assert_eq!(
        outcome.stdout.matches("| plugin |").count(),
        1,
        "{}",
        outcome.stdout
    );
}
