//! GitLab's jobs, the hooks of pre-commit, and Argo CD's plugin.

use super::machine::{Shop, story};
use super::{REPOSITORY, text, texts, yaml};
use serde_yaml::Value;
use std::process::Output;

/// The scripts of a GitLab job, with the variables of the template and those of a merge request.
fn gitlab_job(shop: &Shop, name: &str) -> Output {
    let template = yaml("packaging/gitlab/kic2kong.gitlab-ci.yml");
    let mut command = shop.command("bash");
    for (name, value) in template["variables"].as_mapping().unwrap() {
        command.env(name.as_str().unwrap(), value.as_str().unwrap());
    }
    let script = texts(&template[name]["script"]).join("\n");
    assert!(!script.is_empty(), "no job {name}");
    command
        .env("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main")
        .args(["-eo", "pipefail", "-c", &script])
        .output()
        .unwrap()
}

/// A repository, and a clone of it in which a merge request's branch is checked out as GitLab does it: detached, no other
/// branch fetched.
fn merge_request() -> (Shop, Shop) {
    let origin = Shop::new();
    origin.copy("examples/shop", "deploy");
    origin.script(REPOSITORY);
    let clone = Shop::new();
    clone.script(&format!(
        "git clone --quiet --single-branch --branch orders '{}' . && git checkout --quiet --detach",
        origin.path().display()
    ));
    (origin, clone)
}

#[track_caller]
fn passes(output: &Output) {
    assert!(output.status.success(), "{}", story(output));
}

#[test]
fn gitlab_jobs_leave_what_they_declare_as_artifacts() {
    let (_origin, shop) = merge_request();
    let template = yaml("packaging/gitlab/kic2kong.gitlab-ci.yml");
    let mut files = Vec::new();
    for job in ["kic2kong-check", "kic2kong-render", "kic2kong-diff"] {
        passes(&gitlab_job(&shop, job));
        let artifacts = &template[job]["artifacts"];
        files.extend(texts(&artifacts["paths"]));
        files.extend(artifacts["reports"]["junit"].as_str());
    }
    assert_eq!(files, ["kic2kong-junit.xml", "kong.yaml", "kong-diff.md"]);
    assert!(shop.read("kic2kong-junit.xml").contains("<testsuite"));
    assert!(shop.read("kong.yaml").contains("paths:\n    - /order/"));
    assert!(shop.read("kong-diff.md").contains("/order"));
}

#[test]
fn a_gitlab_check_fails_with_its_report_written() {
    let (_origin, shop) = merge_request();
    std::fs::remove_file(shop.path().join("deploy/services.yaml")).unwrap();
    let output = gitlab_job(&shop, "kic2kong-check");
    assert_eq!(output.status.code(), Some(1), "{}", story(&output));
    assert!(shop.read("kic2kong-junit.xml").contains("<failure"));
}

/// Run a hook as pre-commit does: entry and arguments, split as a shell would; these hooks get no file names.
fn hook(shop: &Shop, id: &str) -> Output {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hook = hooks
        .as_sequence()
        .unwrap()
        .iter()
        .find(|hook| text(hook, &["id"]) == id)
        .unwrap_or_else(|| panic!("no hook {id}"));
    assert_eq!(hook["pass_filenames"], Value::Bool(false));
    let mut words = text(hook, &["entry"]).split(' ');
    shop.command(words.next().unwrap())
        .args(words)
        .args(texts(&hook["args"]))
        .output()
        .unwrap()
}

#[test]
fn every_pre_commit_hook_is_installed_by_cargo_and_runs_on_manifests_only() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    for hook in hooks.as_sequence().unwrap() {
        assert_eq!(text(hook, &["language"]), "rust");
        assert!(text(hook, &["entry"]).starts_with("kic2kong "));
        let files = regex::Regex::new(text(hook, &["files"])).unwrap();
        for (name, counts) in [
            ("a/b.yaml", true),
            ("b.yml", true),
            ("c.json", true),
            ("d.md", false),
        ] {
            assert_eq!(files.is_match(name), counts, "{name}");
        }
    }
}

#[test]
fn the_check_hook_passes_good_manifests_and_stops_bad_ones() {
    let shop = Shop::new();
    shop.copy("examples/shop", "deploy");
    passes(&hook(&shop, "kic2kong-check"));
    std::fs::remove_file(shop.path().join("deploy/services.yaml")).unwrap();
    let output = hook(&shop, "kic2kong-check");
    assert_eq!(output.status.code(), Some(1), "{}", story(&output));
}

#[test]
fn the_render_hook_changes_an_outdated_file_and_leaves_a_current_one() {
    let shop = Shop::new();
    shop.copy("examples/shop", "deploy");
    shop.write("kong.yaml", "outdated\n");
    passes(&hook(&shop, "kic2kong-render"));
    let current = shop.read("kong.yaml");
    assert!(current.starts_with("_format_version"));
    passes(&hook(&shop, "kic2kong-render"));
    assert_eq!(shop.read("kong.yaml"), current);
}

/// Run the generate command of Argo CD's plugin in the directory of an application.
fn argocd(shop: &Shop) -> Output {
    let plugin = yaml("packaging/argocd/plugin.yaml");
    assert_eq!(text(&plugin, &["kind"]), "ConfigManagementPlugin");
    let generate = &plugin["spec"]["generate"];
    let command = texts(&generate["command"]);
    shop.command(command[0])
        .args(&command[1..])
        .args(texts(&generate["args"]))
        .output()
        .unwrap()
}

#[test]
fn argocd_gets_one_secret_with_the_configuration_for_a_gateway_without_a_database() {
    let shop = Shop::new();
    shop.copy("examples/shop", ".");
    shop.write(".kic2kong.yaml", "ingress-class: kong\n");
    let output = argocd(&shop);
    passes(&output);
    let secret: Value = serde_yaml::from_slice(&output.stdout).unwrap();
    assert_eq!(text(&secret, &["kind"]), "Secret");
    let expected = shop.script("kic2kong render --target dbless .");
    assert_eq!(text(&secret, &["stringData", "kong.yaml"]), expected);
}

#[test]
fn argocd_stops_at_a_broken_manifest() {
    let shop = Shop::new();
    shop.copy("examples/shop", ".");
    std::fs::remove_file(shop.path().join("services.yaml")).unwrap();
    let output = argocd(&shop);
    assert_eq!(output.status.code(), Some(1), "{}", story(&output));
    assert!(output.stdout.is_empty());
}
