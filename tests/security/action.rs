//! The GitHub Action and GitLab's jobs where a pull request brings files of the names that they write.

use crate::machine::{Shop, story};
use std::os::unix::fs::symlink;
use std::process::{Command, Output};

const SERVICE: &str = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n---\napiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {name: ann, annotations: {kubernetes.io/ingress.class: kong}}\nusername: ann\n";

fn shop() -> Shop {
    let shop = Shop::new();
    shop.write("deploy/service.yaml", SERVICE);
    shop.script(
        "git init --quiet --initial-branch main && git add . && git commit --quiet --message all",
    );
    shop
}

/// The step, with inputs as the environment has them.
fn action(shop: &Shop, inputs: &[(&str, &str)]) -> Output {
    let mut command: Command = shop.command("bash");
    command
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/packaging/action.sh"))
        .env("GITHUB_OUTPUT", shop.bin.path().join("output"))
        .env("GITHUB_STEP_SUMMARY", shop.bin.path().join("summary"))
        .env("RUNNER_TEMP", shop.bin.path())
        .env("TOKEN", "hunter2")
        .env("PATHS", "deploy")
        .envs(inputs.iter().copied());
    command.output().unwrap()
}

/// What the step gave to later ones, and what it showed.
fn published(shop: &Shop) -> (String, String) {
    let read = |name: &str| std::fs::read(shop.bin.path().join(name)).unwrap_or_default();
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    (text(read("output")), text(read("summary")))
}

const DIFF: [(&str, &str); 2] = [("COMMAND", "diff"), ("AGAINST", "main")];

#[test]
fn a_file_or_a_link_of_the_pull_request_is_never_published() {
    for stale in [
        "ln -s /proc/self/environ kong-diff.md",
        "ln -s ../secret kong-diff.md",
        "echo forged >kong-diff.md",
    ] {
        let shop = shop();
        shop.script(stale);
        shop.write(".kic2kong.yaml", "bogus: 1");
        let output = action(&shop, &DIFF);
        assert_eq!(output.status.code(), Some(1), "{stale}: {}", story(&output));
        assert_eq!(published(&shop), (String::new(), String::new()), "{stale}");
    }
}

#[test]
fn a_link_in_the_place_of_the_result_is_replaced() {
    let outside = Shop::new();
    outside.write("victim", "OLD");
    for command in ["diff", "render"] {
        let shop = shop();
        for name in ["kong-diff.md", "kong.yaml"] {
            symlink(outside.path().join("victim"), shop.path().join(name)).unwrap();
        }
        let output = action(&shop, &[("COMMAND", command), ("AGAINST", "main")]);
        assert!(output.status.success(), "{command}: {}", story(&output));
        assert_eq!(outside.read("victim"), "OLD", "{command}");
    }
}

#[test]
fn a_link_above_the_result_deletes_and_writes_nothing_elsewhere() {
    let outside = Shop::new();
    outside.write("kong-diff.md", "OLD");
    let shop = shop();
    symlink(outside.path(), shop.path().join("out")).unwrap();
    let absolute = shop.path().join("out/kong-diff.md").display().to_string();
    for file in ["out/kong-diff.md", "./out/kong-diff.md", &absolute] {
        let output = action(&shop, &[&DIFF[..], &[("OUTPUT_FILE", file)]].concat());
        assert_eq!(output.status.code(), Some(1), "{file}: {}", story(&output));
        assert_eq!(outside.read("kong-diff.md"), "OLD", "{file}");
        assert_eq!(published(&shop).0, "", "{file}");
    }
}

#[test]
fn an_input_adds_no_output_and_is_no_option() {
    for (name, value) in [
        ("OUTPUT_FILE", "a\nchanged=false"),
        ("OUTPUT_FILE", "-"),
        ("AGAINST", "--help"),
        ("AGAINST", "--output-file=stolen"),
        ("FAIL_ON", "--help"),
        ("PATHS", "--help"),
        ("COMMAND", "--help"),
    ] {
        let shop = shop();
        let output = action(&shop, &[&DIFF[..], &[(name, value)]].concat());
        assert!(
            !output.status.success(),
            "{name}={value}: {}",
            story(&output)
        );
        assert!(!shop.path().join("stolen").exists());
        let (outputs, _) = published(&shop);
        assert!(!outputs.contains("changed="), "{name}={value}: {outputs}");
    }
    for file in ["--help", "-o", "--", "a b.md"] {
        let shop = shop();
        let output = action(&shop, &[&DIFF[..], &[("OUTPUT_FILE", file)]].concat());
        assert!(output.status.success(), "{file}: {}", story(&output));
        assert!(shop.read(file).starts_with("### Kong"), "{file}");
        assert_eq!(published(&shop).0, format!("file={file}\nchanged=false\n"));
    }
}

#[test]
fn the_program_is_built_where_the_pull_request_does_not_choose_the_toolchain() {
    let shop = shop();
    std::fs::remove_file(shop.bin.path().join("kic2kong")).unwrap();
    // Stands in for cargo, which rustup chooses by the `rust-toolchain.toml` of the directory it runs in.
    shop.write("fake", "#!/bin/sh\npwd >\"$HOME/where\"\nexit 1\n");
    shop.script("chmod +x fake; mv fake \"$HOME/cargo\"");
    let output = action(&shop, &[]);
    assert!(!output.status.success(), "{}", story(&output));
    let ran_in = std::fs::read_to_string(shop.bin.path().join("where")).unwrap();
    assert_eq!(ran_in.trim_end(), env!("CARGO_MANIFEST_DIR"));
}

#[test]
fn gitlab_jobs_begin_by_removing_what_the_merge_request_put_in_the_place_of_their_result() {
    let template = include_str!("../../packaging/gitlab/kic2kong.gitlab-ci.yml");
    let template: serde_yaml::Value = serde_yaml::from_str(template).unwrap();
    for (job, file) in [
        ("kic2kong-check", "kic2kong-junit.xml"),
        ("kic2kong-render", "kong.yaml"),
        ("kic2kong-diff", "kong-diff.md"),
    ] {
        let shop = shop();
        shop.write(".kic2kong.yaml", "bogus: 1");
        symlink("/proc/self/environ", shop.path().join(file)).unwrap();
        let script: Vec<&str> = template[job]["script"]
            .as_sequence()
            .unwrap()
            .iter()
            .map(|line| line.as_str().unwrap())
            .collect();
        let output = shop
            .command("bash")
            .env("KIC2KONG_PATHS", "deploy/")
            .args(["-eo", "pipefail", "-c", &script.join("\n")])
            .output()
            .unwrap();
        assert!(!output.status.success(), "{job}: {}", story(&output));
        assert!(!shop.path().join(file).is_symlink(), "{job}");
    }
}
