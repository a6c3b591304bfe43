//! `diff --against-git` with environments: both sides of each from their own revision, and exactly the change is shown.

use crate::built::{BASE, tree};
use crate::common::{Kic2kong, Outcome};
use crate::each::{cluster, fleet};
use crate::machine;
use crate::programs;
use std::path::Path;
use std::process::Command;

fn git(folder: &Path, words: &[&str]) {
    let status = Command::new("git")
        .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
        .args(words)
        .current_dir(folder)
        .stdout(std::process::Stdio::null())
        .status()
        .unwrap();
    assert!(status.success(), "git {words:?}");
}

/// Commit what is there, then change it.
fn changed(call: Kic2kong, change: impl FnOnce(&Path)) -> Kic2kong {
    git(
        call.path(),
        &["init", "--quiet", "--initial-branch", "main"],
    );
    git(call.path(), &["add", "--all"]);
    git(call.path(), &["commit", "--quiet", "--message", "all"]);
    change(call.path());
    call
}

fn write(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

fn with_git(call: Kic2kong) -> Option<Kic2kong> {
    let git = machine::program_or_say("git", "what a revision holds")?;
    Some(call.env("PATH", &git.parent()?.display().to_string()))
}

fn replace(root: &Path, name: &str, from: &str, to: &str) {
    let text = std::fs::read_to_string(root.join(name)).unwrap();
    assert!(text.contains(from));
    std::fs::write(root.join(name), text.replace(from, to)).unwrap();
}

fn sections(outcome: &Outcome) -> Vec<&str> {
    outcome.stdout.split("\n\n== ").collect()
}

#[test]
fn a_change_in_one_cluster_is_shown_in_that_cluster() {
    let call = fleet(Kic2kong::new()).file("clusters/ap/in.yaml", &cluster("ap.example.com"));
    let Some(call) = with_git(call) else { return };
    let call = changed(call, |root| {
        replace(root, "clusters/us/in.yaml", "path: /api", "path: /v2");
    });
    let outcome = call
        .args("diff --each clusters/* --against-git HEAD --exit-code")
        .run()
        .exits(2);
    let sections = sections(&outcome);
    assert_eq!(sections.len(), 3, "{}", outcome.stdout);
    assert_eq!(sections[0], "== clusters/ap ==\nno changes");
    assert_eq!(sections[1], "clusters/eu ==\nno changes");
    assert!(sections[2].contains("/v2") && sections[2].contains("clusters/us/in.yaml:"));
    assert!(sections[2].contains("Updated: 1") && sections[2].contains("Created: 0"));
}

#[test]
fn environments_that_are_new_or_gone_are_said() {
    let Some(call) = with_git(fleet(Kic2kong::new())) else {
        return;
    };
    let call = changed(call, |root| {
        std::fs::remove_dir_all(root.join("clusters/us")).unwrap();
        write(root, "clusters/ap/in.yaml", &cluster("ap.example.com"));
    });
    let path = machine::program("git").unwrap();
    let json = call
        .command()
        .env("PATH", path.parent().unwrap())
        .args([
            "diff",
            "--each",
            "clusters/*",
            "--against-git",
            "HEAD",
            "--format",
            "json",
        ])
        .output()
        .unwrap();
    let value: serde_json::Value = serde_json::from_slice(&json.stdout).unwrap();
    let states: Vec<(&str, &str)> = value["environments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            (
                one["environment"].as_str().unwrap(),
                one["state"].as_str().unwrap(),
            )
        })
        .collect();
    assert_eq!(
        states,
        [
            ("clusters/ap", "new"),
            ("clusters/eu", "kept"),
            ("clusters/us", "gone")
        ]
    );
    call.args("diff --each clusters/* --against-git HEAD --format markdown")
        .run()
        .exits(0)
        .prints("## `clusters/ap` (new environment)")
        .prints("## `clusters/us` (environment is gone)")
        .prints("No changes: `clusters/eu`");
}

#[test]
fn every_side_has_the_environments_and_options_of_its_own_settings() {
    let settings = "environments:\n  eu: {inputs: [clusters/eu]}\n  us: {inputs: [clusters/us], ingress-class: other}\n";
    let call = fleet(Kic2kong::new()).file(".kic2kong.yaml", settings);
    let Some(call) = with_git(call) else { return };
    let call = changed(call, |root| {
        write(root, ".kic2kong.yaml", &settings.replace("other", "kong"));
    });
    call.args("diff --against-git HEAD")
        .run()
        .exits(0)
        .prints("== eu ==\nno changes")
        .prints("us.example.com")
        .prints("ingress-class");
}

#[test]
fn overlays_are_built_on_both_sides_and_the_change_has_its_source() {
    let Some(path) = programs::kustomize() else {
        return;
    };
    let call = tree(Kic2kong::new()).file(
        "overlays/dev/kustomization.yaml",
        "namespace: dev\nresources:\n- ../../base\npatches:\n- path: patch.yaml\n",
    );
    let call = call.file(
        "overlays/dev/patch.yaml",
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    konghq.com/strip-path: \"false\"\n",
    );
    let call = changed(call, |root| {
        replace(root, "overlays/dev/patch.yaml", "false", "true");
    });
    let temporary = call.path().join(".temporary");
    std::fs::create_dir(&temporary).unwrap();
    let outcome = call
        .env("PATH", &path)
        .env("TMPDIR", &temporary.display().to_string())
        .args("diff --each overlays/* --against-git HEAD")
        .run()
        .exits(0)
        .prints("== overlays/prod ==\nno changes")
        .prints("base/in.yaml:")
        .prints("strip_path");
    assert!(!outcome.stdout.contains(".temporary"), "{}", outcome.stdout);
    let left = std::fs::read_dir(outcome.directory.path().join(".temporary")).unwrap();
    assert_eq!(left.count(), 0, "a temporary folder is left");
}

#[test]
fn one_overlay_is_built_on_both_sides() {
    let Some(path) = programs::kustomize() else {
        return;
    };
    let call = changed(tree(Kic2kong::new()), |root| {
        replace(root, "base/in.yaml", "path: /api", "path: /v2");
    });
    call.env("PATH", &path)
        .args("diff -k overlays/prod --against-git HEAD")
        .run()
        .exits(0)
        .prints("Updated: 1")
        .prints("base/in.yaml:19");
}

#[test]
fn a_chart_is_rendered_on_both_sides() {
    let Some(path) = programs::helm() else {
        return;
    };
    let call = Kic2kong::new()
        .file("c/Chart.yaml", "apiVersion: v2\nname: c\nversion: 1.0.0\n")
        .file("c/values.yaml", "host: a.example.com\n")
        .file(
            "c/templates/web.yaml",
            &BASE.replace("a.example.com", "{{ .Values.host }}"),
        );
    let call = changed(call, |root| {
        replace(root, "c/values.yaml", "a.example.com", "b.example.com");
    });
    call.env("PATH", &path)
        .args("diff --helm c --against-git HEAD")
        .run()
        .exits(0)
        .prints("b.example.com")
        .prints("c/templates/web.yaml:");
}

#[test]
fn a_file_of_each_environment_can_be_the_other_side() {
    fleet(Kic2kong::new())
        .file("live/clusters/eu.yaml", "_format_version: \"3.0\"\n")
        .file("live/clusters/us.yaml", "_format_version: \"3.0\"\n")
        .args("diff --each clusters/* --against live/{environment}.yaml")
        .run()
        .exits(0)
        .prints("== clusters/us ==");
    fleet(Kic2kong::new())
        .args("diff --each clusters/* --against live.yaml")
        .run()
        .exits(1)
        .says("--against 'live/{environment}.yaml'");
}

/// Without the Service that its Ingress names.
fn broken(host: &str) -> String {
    cluster(host).replace(
        "name: web\n            port",
        "name: gone\n            port",
    )
}

#[test]
fn only_problems_that_an_environment_did_not_have_count() {
    let call = Kic2kong::new()
        .file("clusters/eu/in.yaml", &broken("eu.example.com"))
        .file("clusters/us/in.yaml", &cluster("us.example.com"));
    let Some(call) = with_git(call) else { return };
    // The same problem, which the other environment has, is new in this one.
    let call = changed(call, |root| {
        write(root, "clusters/us/in.yaml", &broken("us.example.com"));
    });
    let outcome = call
        .args("check --each clusters/* --against-git HEAD")
        .run()
        .exits(1);
    let parts = sections(&outcome);
    assert_eq!(parts.len(), 2, "{}", outcome.stdout);
    assert!(parts[0].contains("no problems\n0 new, 0 gone, 1 as before\n"));
    // The note about endpoints of the Service went with its use.
    assert!(parts[1].contains("1 new, 1 gone, 0 as before\n"));
    assert!(parts[1].contains("Service default/gone"));
    let call = fleet(Kic2kong::new())
        .file("clusters/eu/in.yaml", &broken("eu.example.com"))
        .file("old/clusters/eu/in.yaml", &broken("eu.example.com"))
        .file("old/clusters/us/in.yaml", &cluster("us.example.com"));
    call.args("check --each clusters/* --against old/{environment}")
        .run()
        .exits(0)
        .prints("== clusters/eu ==\nno problems\n0 new, 0 gone, 1 as before\n")
        .prints("== clusters/us ==\nno problems\n0 new, 0 gone, 1 as before\n");
    fleet(Kic2kong::new())
        .args("check --each clusters/* --against clusters/eu")
        .run()
        .exits(1)
        .says("--against 'old/{environment}'");
}

#[test]
fn what_the_call_brings_is_neither_new_nor_gone() {
    let call = Kic2kong::new()
        .file("k/in.yaml", BASE)
        .file("k/kustomization.yaml", "resources: [in.yaml]\n");
    let Some(call) = with_git(call) else { return };
    changed(call, |_| {})
        .args("check k --against-git HEAD")
        .run()
        .exits(0)
        .prints("info[kustomization-not-built]")
        .prints("0 new, 0 gone, 1 as before\n");
}

#[test]
fn a_diff_of_environments_fails_on_new_problems_only() {
    let call = Kic2kong::new()
        .file("clusters/eu/in.yaml", &broken("eu.example.com"))
        .file("clusters/us/in.yaml", &cluster("us.example.com"));
    let Some(call) = with_git(call) else { return };
    let call = changed(call, |_| {});
    let outcome = call
        .args("diff --each clusters/* --against-git HEAD")
        .run()
        .exits(0)
        .says("problems: 0 new, 0 gone, 1 as before\n");
    assert!(
        !outcome.stderr.contains("default/gone"),
        "{}",
        outcome.stderr
    );
    let Some(call) = with_git(fleet(Kic2kong::new())) else {
        return;
    };
    let outcome = changed(call, |root| {
        write(root, "clusters/us/in.yaml", &broken("us.example.com"));
    })
    .args("diff --each clusters/* --against-git HEAD")
    .run()
    .exits(1);
    let said = outcome.stderr.split("== clusters/us ==\n").nth(1).unwrap();
    assert!(said.contains("Service default/gone"), "{said}");
    assert!(
        said.contains("problems: 1 new, 1 gone, 0 as before\n"),
        "{said}"
    );
}

#[test]
fn an_overlay_is_built_as_it_was_before_its_problems_are_compared() {
    let Some(path) = programs::kustomize() else {
        return;
    };
    let call = tree(Kic2kong::new()).file("base/in.yaml", &broken("a.example.com"));
    changed(call.env("PATH", &path), |_| {})
        .args("check -k overlays/prod --against-git HEAD")
        .run()
        .exits(0)
        .prints("no problems\n0 new, 0 gone, 1 as before\n");
}

#[test]
fn a_check_against_a_revision_takes_its_settings_and_its_environments() {
    let call = Kic2kong::new()
        .file(".kic2kong.yaml", "endpoints: dns\n")
        .file("clusters/eu/in.yaml", &cluster("eu.example.com"));
    let Some(call) = with_git(call) else { return };
    let call = changed(call, |root| {
        write(root, ".kic2kong.yaml", "services: strict\n");
    });
    // Without `endpoints: dns` the Service has no endpoints, which is a new note: it comes with the settings.
    let outcome = call
        .args("check clusters/eu --against-git HEAD")
        .run()
        .exits(0);
    let count = "1 new, 0 gone, 0 as before\n";
    assert!(
        outcome.stdout.contains(count),
        "{}{}",
        outcome.stdout,
        outcome.stderr
    );
    let call = Kic2kong::new()
        .file(
            ".kic2kong.yaml",
            "environments: {eu: {inputs: [clusters/eu]}}\n",
        )
        .file("clusters/eu/in.yaml", &broken("eu.example.com"))
        .file("clusters/us/in.yaml", &broken("us.example.com"));
    let Some(call) = with_git(call) else { return };
    let call = changed(call, |root| {
        let both = "environments: {eu: {inputs: [clusters/eu]}, us: {inputs: [clusters/us]}}\n";
        write(root, ".kic2kong.yaml", both);
    });
    let outcome = call.args("check --against-git HEAD").run().exits(1);
    let parts = sections(&outcome);
    assert!(
        parts[0].contains("0 new, 0 gone, 1 as before\n"),
        "{}",
        outcome.stdout
    );
    // What was no environment had no problems.
    assert!(
        parts[1].contains("1 new, 0 gone, 0 as before\n"),
        "{}",
        outcome.stdout
    );
}
