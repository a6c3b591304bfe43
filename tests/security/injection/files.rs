//! Every text and every key of decK files and of tests files, and names of files.

use super::fields::{put, ways};
use super::{HOSTILE, Reader, fault, written};
use crate::common::{Kic2kong, Outcome};
use serde_json::{Value, json};
use std::process::Command;

const MANIFEST: &str = "\
apiVersion: configuration.konghq.com/v1
kind: KongConsumer
metadata: {name: c, annotations: {kubernetes.io/ingress.class: kong}}
username: c
";

#[track_caller]
fn harmless(outcome: &Outcome, reader: Reader, what: &str) {
    assert!(
        [0, 1].contains(&outcome.status),
        "{what}: {}",
        outcome.stderr
    );
    assert_eq!(fault(&outcome.stdout, reader), None, "{what}");
    assert_eq!(fault(&outcome.stderr, Reader::People), None, "{what}");
}

/// The document once for each of its texts and keys, with that one hostile.
fn variants(document: &Value) -> impl Iterator<Item = (String, Value)> {
    let ways = ways(document).into_iter().enumerate();
    ways.map(|(number, way)| {
        let mut variant = document.clone();
        let hostile = HOSTILE[number % HOSTILE.len()];
        put(&mut variant, &way, hostile, number % 2 == 1);
        (format!("{} {hostile:?}", way.concat()), variant)
    })
}

/// Run with each variant of the document in each format, and judge what is said.
fn harmless_variants(document: &Value, arguments: &str, formats: &[(&str, Reader)]) {
    for (what, variant) in variants(document) {
        for (format, reader) in formats {
            let outcome = Kic2kong::new()
                .file("new.yaml", MANIFEST)
                .file("hostile.json", &written(&variant))
                .args(arguments)
                .arg(format)
                .run();
            // Of a file that cannot be read there is no report.
            let reader = if outcome.stdout.is_empty() {
                Reader::People
            } else {
                *reader
            };
            harmless(&outcome, reader, &format!("{format} {what}"));
        }
    }
}

#[test]
fn no_text_of_an_old_configuration_gives_a_command() {
    let old = json!({
        "_format_version": "3.0",
        "_info": {"select_tags": ["t"]},
        "services": [{"name": "s", "host": "h", "tags": ["t"], "routes": [
            {"name": "r", "paths": ["/p"], "hosts": ["h"], "headers": {"x": ["y"]}},
            {"name": "e", "expression": "http.path == \"/\"", "priority": 1},
        ], "plugins": [{"name": "key-auth", "config": {"key_names": ["k"]}}]}],
        "upstreams": [{"name": "u", "targets": [{"target": "h:80", "weight": 1}]}],
        "consumers": [{"username": "a", "custom_id": "b"}, {"username": "a"}],
        "plugins": [{"name": "x", "config": {"k": "v"}}],
        "vaults": [{"name": "env", "prefix": "p", "config": {"prefix": "q"}}],
    });
    let formats = [
        ("text", Reader::People),
        ("unified", Reader::People),
        ("markdown", Reader::People),
        ("json", Reader::Json),
    ];
    let arguments = "diff new.yaml --against hostile.json --impact true --format";
    harmless_variants(&old, arguments, &formats);
}

#[test]
fn no_text_of_a_tests_file_gives_a_command() {
    let tests = json!({"tests": [{
        "name": "n",
        "request": {"method": "GET", "scheme": "https", "host": "h", "path": "/p", "headers": {"x": "y"}, "sni": "h"},
        "expect": {"route": "r", "service": "s", "plugins": ["p"], "targets": ["t"], "host_header": "h"},
    }]});
    let formats = [
        ("text", Reader::People),
        ("json", Reader::Json),
        ("junit", Reader::Xml),
    ];
    let arguments = "test new.yaml --tests hostile.json --format";
    harmless_variants(&tests, arguments, &formats);
}

/// A name that a file can have.
fn name(hostile: &str) -> String {
    hostile.replace('/', "_") + ".yaml"
}

#[test]
fn no_name_of_a_file_gives_a_command() {
    let faulty = MANIFEST.to_owned() + "credentials: [missing]\n---\n[\n";
    for hostile in HOSTILE {
        let name = name(hostile);
        for (arguments, reader) in [
            ("check .", Reader::People),
            ("check . --format json", Reader::Json),
            ("check . --format sarif", Reader::Json),
            ("check . --format github", Reader::Runner),
            ("check . --format junit", Reader::Xml),
            ("graph . --format html", Reader::People),
            ("graph . --format dot", Reader::People),
            ("graph .", Reader::People),
            ("diff . --against empty.yml", Reader::People),
            (
                "diff . --against empty.yml --format markdown",
                Reader::People,
            ),
            (
                "diff . --against empty.yml --format unified",
                Reader::People,
            ),
            ("diff . --against empty.yml --format json", Reader::Json),
        ] {
            let outcome = Kic2kong::new()
                .file("empty.yml", "_format_version: '3.0'\n")
                .file(&name, &faulty)
                .args(arguments)
                .run();
            assert!(!outcome.stdout.is_empty(), "{arguments} {name:?}");
            harmless(&outcome, reader, &format!("{arguments} {name:?}"));
        }
    }
}

#[test]
fn no_name_in_a_revision_gives_a_command() {
    let call = Kic2kong::new().args("diff . --against-git HEAD --format");
    for hostile in HOSTILE {
        std::fs::write(
            call.path().join(name(hostile)),
            MANIFEST.replace("username: c", "username: old"),
        )
        .unwrap();
    }
    let git = |arguments: &[&str]| {
        let status = Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
            .args(arguments)
            .current_dir(call.path())
            .status();
        assert!(status.unwrap().success(), "git {arguments:?}");
    };
    git(&["init", "--quiet", "."]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "x"]);
    for hostile in HOSTILE {
        std::fs::write(call.path().join(name(hostile)), MANIFEST).unwrap();
    }
    let path = std::env::var("PATH").unwrap();
    for format in ["text", "unified", "markdown"] {
        let output = call
            .command()
            .arg(format)
            .env("PATH", &path)
            .output()
            .unwrap();
        let report = String::from_utf8(output.stdout).unwrap();
        assert!(report.contains("HEAD:"), "{report}");
        assert_eq!(fault(&report, Reader::People), None, "{format}");
    }
}
