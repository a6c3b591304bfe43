//! The words of the command line: names behind `-o`, completions in real shells, examples in every help text.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::{Kic2kong, Outcome, root};
use std::io::Write;
use std::process::{Command, Stdio};

const CONSUMER: &str = "apiVersion: configuration.konghq.com/v1
kind: KongConsumer
metadata:
  name: ann
  annotations:
    kubernetes.io/ingress.class: kong
username: ann
";

fn run(words: &str) -> Outcome {
    Kic2kong::new().file("in.yaml", CONSUMER).args(words).run()
}

#[test]
fn the_extension_of_a_file_decides_the_format() {
    for (words, file, begin) in [
        ("render in.yaml -o x.json", "x.json", "{"),
        ("render in.yaml -o x.yml", "x.yml", "_format_version"),
        (
            "render in.yaml -o x.JSON --format yaml",
            "x.JSON",
            "_format_version",
        ),
        ("check in.yaml -o x.sarif", "x.sarif", "{\n  \"$schema\""),
        ("check in.yaml -o x.xml", "x.xml", "<?xml"),
        ("check in.yaml -o x.txt", "x.txt", "no problems"),
        ("graph in.yaml -o x.html", "x.html", "<!"),
        ("graph in.yaml -o x.gv", "x.gv", "digraph"),
        ("diff in.yaml --against in.yaml -o x.json", "x.json", "{"),
        ("test in.yaml --init -o x.json", "x.json", "# Requests"),
    ] {
        let outcome = run(words).exits(0).prints_nothing();
        let text = outcome.read(file);
        assert!(text.starts_with(begin), "{words}: {text}");
    }
}

#[test]
fn the_name_of_a_format_behind_o_is_what_kubectl_means_by_it() {
    let outcome = run("render in.yaml -o json").exits(0).prints("{");
    assert!(!outcome.directory.path().join("json").exists());
    run("render in.yaml -o yaml")
        .exits(0)
        .prints("_format_version");
    run("check in.yaml -o json --format json")
        .exits(0)
        .prints("{");
    run("graph in.yaml -o dot").exits(0).prints("digraph");
    run("render in.yaml -o json --format yaml")
        .exits(1)
        .prints_nothing()
        .says("-o json contradicts --format yaml");
    run("check in.yaml -o yaml")
        .exits(1)
        .prints_nothing()
        .says("-o yaml is no format of this command; there are text, json, sarif, github, junit");
    let file = run("render in.yaml -o ./json").exits(0);
    assert!(file.read("json").starts_with("_format_version"));
}

#[test]
fn every_help_text_has_an_example() {
    for command in [
        "render",
        "check",
        "diff",
        "route",
        "test",
        "graph",
        "explain",
        "completions",
        "man",
    ] {
        for option in ["--help", "-h"] {
            run(&format!("{command} {option}"))
                .exits(0)
                .prints("Examples:");
        }
    }
}

#[test]
fn the_version_names_the_release_of_kic() {
    run("--version").exits(0).prints("follows KIC 3.5.13\n");
}

#[test]
fn hidden_commands_are_in_no_completion() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(&format!("completions {shell}")).exits(0).stdout;
        assert!(script.contains("explain"), "{shell}");
        for hidden in ["__complete", "Write completions/ and man/"] {
            assert!(!script.contains(hidden), "{shell}: {hidden}");
        }
    }
}

/// Whether a text about Kong Operator still says KIC and does not mean it: it names a release of KIC, or tells the two apart.
fn speaks_of_kic(text: &str) -> bool {
    let plain: String = text.split('`').step_by(2).collect();
    let is_word = |at: usize| {
        let before = plain[..at].chars().last();
        let after = plain[at + 3..].chars().next();
        let goes_on =
            |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == '-');
        let behind = plain[at + 3..].trim_start();
        let has_version = behind.starts_with(|first: char| first.is_ascii_digit());
        !goes_on(before) && !goes_on(after) && !has_version
    };
    let says_kic = plain.match_indices("KIC").any(|(at, _)| is_word(at));
    says_kic
        && !plain
            .replace("Kong Operator 2.3", "")
            .contains("Kong Operator")
        || plain.contains("Kong Operator, not by Kong Operator 2.3")
}

#[test]
fn what_is_explained_of_a_code_speaks_of_the_controller_in_use() {
    let asked: kic2kong::inner::controller::Asked = "kong-operator-2.3".parse().unwrap();
    let codes = kic2kong::inner::diag::code::CATALOGUE
        .iter()
        .flat_map(|it| *it);
    for code in codes {
        for text in [code.summary, code.explanation] {
            let spoken = asked.controller.speak(text);
            assert!(!speaks_of_kic(&spoken), "{}: {spoken}", code.id);
            // A text in which both names stand for one program tells nothing apart.
            let mixed = spoken.contains("Kong Operator 2.3")
                && spoken != text
                && spoken
                    .replace("Kong Operator 2.3", "")
                    .contains("Kong Operator");
            assert!(!mixed, "{}: {spoken}", code.id);
        }
    }
    assert!(speaks_of_kic("KIC ignores it"));
    assert!(!speaks_of_kic("Kong Operator reads it, KIC 3.5 does not"));
}

#[test]
fn what_is_reported_speaks_of_the_controller_in_use() {
    let folder = root().join("testdata/problems");
    let files = std::fs::read_dir(folder).unwrap();
    let files: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
    let mut seen = 0;
    for file in files.iter().filter(|file| file.is_file()) {
        let text = std::fs::read(file).unwrap();
        let text = String::from_utf8_lossy(&text);
        let flags = text
            .lines()
            .next()
            .and_then(|line| line.strip_prefix("# flags: "));
        let flags = flags.unwrap_or_default();
        if flags.contains("--controller") {
            continue;
        }
        let mut flags: Vec<String> = flags.split_whitespace().map(str::to_owned).collect();
        flags.extend(["--controller", "kong-operator-2.3"].map(str::to_owned));
        let report = Kic2kong::check(file, &flags);
        for problem in report["diagnostics"].as_array().unwrap() {
            for field in ["message", "hint"] {
                let Some(text) = problem[field].as_str() else {
                    continue;
                };
                seen += 1;
                assert!(!speaks_of_kic(text), "{}: {text}", file.display());
            }
        }
    }
    assert!(seen > 300, "{seen}");
}

/// What a shell says to a script, unless it is not installed.
fn shell(program: &str, arguments: &[&str], script: &str) -> Option<String> {
    let child = Command::new(program)
        .args(arguments)
        .current_dir(root().join("completions"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        let _ = writeln!(
            std::io::stderr(),
            "no `{program}` on this machine, not tested: its completion"
        );
        return None;
    };
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(script.as_bytes()).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(said, "", "{program}");
    assert!(output.status.success(), "{program}");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn the_completion_loads_in_a_real_fish() {
    let script =
        "source kic2kong.fish; complete -C 'kic2kong '; complete -C 'kic2kong render --secrets '";
    if let Some(shown) = shell("fish", &["--no-config"], script) {
        for word in ["render\t", "explain\t", "env\t"] {
            assert!(shown.contains(word), "{word}: {shown}");
        }
        assert!(!shown.contains("generate") && !shown.contains("__complete"));
    }
}

#[test]
fn the_completion_loads_in_a_real_zsh() {
    let script = "autoload -U compinit; compinit -u -D; source ./_kic2kong; print $_comps[kic2kong]; print -l ${(k)functions[(I)_kic2kong*]}";
    if let Some(shown) = shell("zsh", &["-f"], script) {
        assert!(shown.starts_with("_kic2kong\n"), "{shown}");
        assert!(
            !shown.contains("generate") && !shown.contains("___complete"),
            "{shown}"
        );
    }
}
