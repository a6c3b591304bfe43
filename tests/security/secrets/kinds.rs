//! Every kind that is read, through every command: nothing secret leaves, neither on standard output nor on standard error.

use super::outputs;
use crate::common::Kic2kong;
use kic2kong::inner::deck::write;
use std::path::Path;

const MARKERS: [&str; 3] = ["SENTINEL", "98765432112345", "U0VOVElORU"];

fn manifests() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/security/every-kind.yaml");
    std::fs::read_to_string(path).unwrap()
}

/// The same manifests with other secrets.
fn changed(manifests: &str) -> String {
    manifests
        .replace("SENTINEL", "SENTINEL-two")
        .replace("98765432112345", "98765432112345000")
}

/// The arguments of commands that look at manifests only.
const COMMANDS: [&str; 22] = [
    "check in.yaml",
    "check in.yaml --color always",
    "check in.yaml --format json",
    "check in.yaml --format sarif",
    "check in.yaml --format github",
    "check in.yaml --format junit",
    "check in.yaml --router-flavor expressions",
    "check in.yaml --router-flavor expressions --format json",
    "check in.yaml --enterprise",
    "check in.yaml --secrets env",
    "check broken.yaml",
    "graph in.yaml --format html",
    "graph in.yaml --format dot",
    "graph in.yaml --format mermaid",
    "graph in.yaml --format html --router-flavor expressions",
    "route in.yaml GET http://d.example.com/",
    "route in.yaml GET http://b.example.com/ --format json",
    "route in.yaml GET http://d.example.com/ --router-flavor expressions",
    "test in.yaml --tests tests.yaml",
    "test in.yaml --tests tests.yaml --format json",
    "test in.yaml --tests tests.yaml --format junit",
    "diff in.yaml --against-router-flavor expressions",
];

/// The same for a diff with something else.
const DIFFS: [&str; 9] = [
    "--full --impact",
    "--format unified",
    "--format json --impact",
    "--format markdown",
    "--full --router-flavor expressions --impact",
    "--format json --router-flavor expressions --impact",
    "--full --ids",
    "--format unified --router-flavor expressions",
    "--format markdown --enterprise",
];

/// Documents that give no object.
const BROKEN: &str = "a: [SENTINEL\n---\nkind: KongPlugin\nconfig:\n  client_secret: *SENTINEL\n---\npassword: SENTINEL: x\n---\nhost: !!int SENTINEL\n---\nhost: SENTINEL: b\n";

#[test]
fn no_command_shows_what_may_be_secret() {
    let old = manifests();
    let new = changed(&old);
    let (content, _) = outputs::of_manifests(&old);
    let kong = write::yaml(&content);
    assert!(kong.matches("SENTINEL").count() > 30, "{kong}");
    let tests = "tests:\n- request: {host: d.example.com, path: /}\n  expect: {status: 200, plugins: [x]}\n";
    let run = |arguments: &str| {
        Kic2kong::new()
            .file("in.yaml", &new)
            .file("old.yaml", &old)
            .file("kong.yaml", &kong)
            .file("broken.yaml", BROKEN)
            .file(
                "nothing.yaml",
                "apiVersion: v1\nkind: Service\nmetadata: {name: x}\n",
            )
            .file("tests.yaml", tests)
            .args(arguments)
            .run()
    };
    let pairs = [
        "in.yaml --against old.yaml",
        "in.yaml --against kong.yaml",
        "nothing.yaml --against kong.yaml",
        "in.yaml --against nothing.yaml",
    ];
    let diffs = pairs
        .iter()
        .flat_map(|pair| DIFFS.map(|format| format!("diff {pair} {format}")));
    let mut leaks = Vec::new();
    for arguments in COMMANDS.map(str::to_owned).into_iter().chain(diffs) {
        let outcome = run(&arguments);
        for (stream, text) in [("stdout", &outcome.stdout), ("stderr", &outcome.stderr)] {
            for line in text.lines() {
                if MARKERS.iter().any(|marker| line.contains(marker)) {
                    leaks.push(format!("{arguments} ({stream}): {line}"));
                }
            }
        }
        assert!(
            outcome.stdout.len() + outcome.stderr.len() > 20,
            "{arguments} says nothing"
        );
    }
    for arguments in ["render in.yaml", "render in.yaml --secrets env"] {
        let stderr = run(arguments).stderr;
        assert!(!stderr.contains("SENTINEL"), "{arguments}: {stderr}");
    }
    assert!(
        leaks.is_empty(),
        "{} leaks:\n{}",
        leaks.len(),
        leaks.join("\n")
    );
}

#[test]
fn show_secrets_shows_them() {
    let old = manifests();
    let outcome = Kic2kong::new()
        .file("in.yaml", &changed(&old))
        .file("old.yaml", &old)
        .args("diff in.yaml --against old.yaml --show-secrets")
        .run();
    assert!(
        outcome.stdout.contains("SENTINEL-two"),
        "{}",
        outcome.stdout
    );
}

#[test]
fn two_runs_have_no_fingerprint_in_common() {
    let run = || {
        let secret = |password: &str| {
            format!(
                "apiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {{name: c, annotations: {{kubernetes.io/ingress.class: kong}}}}\nusername: c\ncredentials: [b]\n---\napiVersion: v1\nkind: Secret\nmetadata: {{name: b, labels: {{konghq.com/credential: basic-auth}}}}\nstringData: {{username: u, password: {password}}}\n"
            )
        };
        let outcome = Kic2kong::new()
            .file("in.yaml", &secret("Summer2025"))
            .file("old.yaml", &secret("Summer2024"))
            .args("diff in.yaml --against old.yaml")
            .run();
        let lines: Vec<String> = outcome
            .stdout
            .lines()
            .filter(|line| line.contains("[masked "))
            .map(str::to_owned)
            .collect();
        assert_eq!(lines.len(), 2, "{}", outcome.stdout);
        assert_ne!(lines[0][4..], lines[1][4..], "the change shows");
        lines
    };
    let (one, other) = (run(), run());
    assert!(
        one.iter().all(|line| !other.contains(line)),
        "{one:?} {other:?}"
    );
}
