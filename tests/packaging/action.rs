//! The GitHub Action: `action.yml` hands its inputs to `packaging/action.sh`, whose outcome GitHub reads from files.

use super::machine::{Shop, story};
use super::{REPOSITORY, text, yaml};
use std::path::Path;
use std::process::Output;

/// Run the step of `action.yml` as a runner does: the environment that it declares, with these inputs in it, and defaults
/// for the others.
fn run(shop: &Shop, inputs: &[(&str, &str)]) -> Output {
    let action = yaml("action.yml");
    let step = &action["runs"]["steps"][0];
    let mut command = shop.command(text(step, &["shell"]));
    for (name, expression) in step["env"].as_mapping().unwrap() {
        let input = expression
            .as_str()
            .and_then(|text| text.strip_prefix("${{ inputs.")?.strip_suffix(" }}"))
            .unwrap_or_else(|| panic!("{expression:?} is not an input"));
        let default = text(&action, &["inputs", input, "default"]);
        let given = inputs.iter().find(|(name, _)| *name == input);
        command.env(
            name.as_str().unwrap(),
            given.map_or(default, |given| given.1),
        );
    }
    command
        .args(["-e", "-o", "pipefail", "-c", text(step, &["run"])])
        .env("GITHUB_ACTION_PATH", env!("CARGO_MANIFEST_DIR"))
        .env("GITHUB_OUTPUT", shop.path().join("output"))
        .env("GITHUB_STEP_SUMMARY", shop.path().join("summary"))
        .env("RUNNER_TEMP", shop.bin.path())
        .output()
        .unwrap()
}

fn shop() -> Shop {
    let shop = Shop::new();
    shop.copy("examples/shop", "deploy");
    shop
}

#[track_caller]
fn passes(output: &Output) {
    assert!(output.status.success(), "{}", story(output));
}

#[test]
fn render_writes_the_file_and_says_where() {
    let shop = shop();
    passes(&run(&shop, &[("command", "render"), ("paths", "deploy")]));
    assert!(shop.read("kong.yaml").starts_with("_format_version"));
    assert_eq!(shop.read("output"), "file=kong.yaml\n");
}

#[test]
fn check_annotates_the_line_and_fails() {
    let shop = shop();
    std::fs::remove_file(shop.path().join("deploy/services.yaml")).unwrap();
    let output = run(&shop, &[("paths", "deploy")]);
    assert_eq!(output.status.code(), Some(1), "{}", story(&output));
    let annotations = String::from_utf8_lossy(&output.stdout);
    assert!(
        annotations.contains("::error file=deploy/shop.yaml,line="),
        "{annotations}"
    );
    passes(&run(&shop, &[("paths", "deploy"), ("fail-on", "never")]));
}

#[test]
fn diff_writes_the_comment_shows_it_in_the_summary_and_says_that_something_changed() {
    let shop = shop();
    shop.script(REPOSITORY);
    let inputs = [
        ("command", "diff"),
        ("paths", "deploy"),
        ("against", "main"),
        ("output-file", "comment.md"),
    ];
    passes(&run(&shop, &inputs));
    let comment = shop.read("comment.md");
    assert!(comment.starts_with("### Kong: "), "{comment}");
    assert!(comment.contains("/order"), "{comment}");
    assert_eq!(shop.read("summary"), comment);
    assert_eq!(shop.read("output"), "file=comment.md\nchanged=true\n");
}

#[test]
fn diff_of_nothing_says_that_nothing_changed() {
    let shop = shop();
    shop.script(REPOSITORY);
    let inputs = [
        ("command", "diff"),
        ("paths", "deploy"),
        ("against", "HEAD"),
    ];
    passes(&run(&shop, &inputs));
    assert_eq!(shop.read("output"), "file=kong-diff.md\nchanged=false\n");
}

#[test]
fn diff_with_a_broken_manifest_fails_and_still_writes_the_comment() {
    let shop = shop();
    shop.script(REPOSITORY);
    std::fs::remove_file(shop.path().join("deploy/services.yaml")).unwrap();
    let inputs = [
        ("command", "diff"),
        ("paths", "deploy"),
        ("against", "main"),
    ];
    let output = run(&shop, &inputs);
    assert_eq!(output.status.code(), Some(1), "{}", story(&output));
    assert!(shop.read("summary").starts_with("### Kong: "));
}

#[test]
fn inputs_are_words_never_commands() {
    let shop = shop();
    shop.write("a.yaml", "");
    let output = run(
        &shop,
        &[(
            "paths",
            "deploy\n$(touch stolen) `touch stolen`; touch stolen",
        )],
    );
    assert!(!output.status.success());
    assert!(!shop.path().join("stolen").exists());
    let option = run(&shop, &[("paths", "--help")]);
    assert!(!option.status.success(), "a path became an option");
}

#[test]
fn a_diff_without_a_revision_and_an_unknown_command_fail() {
    let shop = shop();
    for (command, why) in [
        ("diff", "against"),
        ("apply", "is not check, render or diff"),
    ] {
        let output = run(&shop, &[("command", command)]);
        assert!(!output.status.success());
        assert!(String::from_utf8_lossy(&output.stderr).contains(why));
    }
}

#[test]
fn a_runner_without_the_program_builds_it_from_the_sources_of_the_action() {
    let shop = shop();
    std::fs::remove_file(shop.bin.path().join("kic2kong")).unwrap();
    // Stands in for cargo: `install ... --path SOURCES --root ROOT`.
    let cargo = format!(
        "#!/bin/sh\necho \"$@\" >\"$HOME/cargo-was-asked\"\nfor root in \"$@\"; do :; done\nmkdir -p \"$root/bin\"\nln -s '{}' \"$root/bin/kic2kong\"\n",
        env!("CARGO_BIN_EXE_kic2kong")
    );
    shop.write("cargo", &cargo);
    shop.script("chmod +x cargo");
    shop.link("cargo", &shop.path().join("cargo"));
    passes(&run(&shop, &[("command", "render"), ("paths", "deploy")]));
    // It runs where nothing of the checkout chooses how.
    let asked = std::fs::read_to_string(shop.bin.path().join("cargo-was-asked")).unwrap();
    assert!(asked.contains("--locked"), "{asked}");
    let sources = asked.split(' ').skip_while(|word| *word != "--path").nth(1);
    assert_eq!(
        sources.map(Path::new),
        Some(Path::new(env!("CARGO_MANIFEST_DIR")))
    );
}

#[test]
fn every_output_of_the_action_is_one_that_the_script_gives() {
    let action = yaml("action.yml");
    let script = include_str!("../../packaging/action.sh");
    for (name, output) in action["outputs"].as_mapping().unwrap() {
        let name = name.as_str().unwrap();
        assert!(script.contains(&format!("result {name} ")), "{name}");
        assert_eq!(
            text(output, &["value"]),
            format!("${{{{ steps.kic2kong.outputs.{name} }}}}")
        );
    }
}
