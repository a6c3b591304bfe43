//! `--each` and the environments of a settings file: every command keeps them apart.

use crate::built::{BASE, tree};
use crate::common::Kic2kong;
use crate::programs;

/// The objects of a cluster with a host of its own.
pub(crate) fn cluster(host: &str) -> String {
    BASE.replace("a.example.com", host)
}

pub(crate) fn fleet(call: Kic2kong) -> Kic2kong {
    call.file("clusters/eu/in.yaml", &cluster("eu.example.com"))
        .file("clusters/us/in.yaml", &cluster("us.example.com"))
}

const SETTINGS: &str = "\
ingress-class: kong
environments:
  eu-prod:
    inputs: [clusters/eu]
  us-prod:
    inputs: clusters/us
    ingress-class: other
";

#[test]
fn every_match_is_a_world_of_its_own() {
    fleet(Kic2kong::new())
        .args("check --each clusters/*")
        .run()
        .exits(0)
        .prints("== clusters/eu ==\n")
        .prints("== clusters/us ==\n");
    fleet(Kic2kong::new())
        .args("check clusters")
        .run()
        .exits(1)
        .prints("error[duplicate-object]");
}

#[test]
fn what_a_path_names_belongs_to_every_match() {
    let outcome = fleet(Kic2kong::new())
        .file(
            "shared/plugin.yaml",
            "apiVersion: configuration.konghq.com/v1\nkind: KongClusterPlugin\nmetadata:\n  name: cors\n  annotations: {kubernetes.io/ingress.class: kong}\n  labels: {global: \"true\"}\nplugin: cors\n",
        )
        .args("render shared --each clusters/* -o out/{environment}.yaml")
        .run()
        .exits(0);
    for (name, host) in [("eu", "eu.example.com"), ("us", "us.example.com")] {
        let text = outcome.read(&format!("out/clusters/{name}.yaml"));
        assert!(text.contains(host) && text.contains("name: cors"), "{text}");
    }
}

#[test]
fn several_configurations_want_several_files_and_are_written_all_or_none() {
    fleet(Kic2kong::new())
        .args("render --each clusters/*")
        .run()
        .exits(1)
        .prints_nothing()
        .says("-o 'out/{environment}.yaml'");
    let outcome = fleet(Kic2kong::new())
        .file(
            "clusters/us/in.yaml",
            &BASE.replace(
                "name: web\n            port",
                "name: gone\n            port",
            ),
        )
        .args("render --each clusters/* -o out/{environment}.yaml")
        .run()
        .exits(1)
        .says("== clusters/us ==");
    assert!(!outcome.directory.path().join("out").exists());
}

#[test]
fn the_settings_name_environments_with_options_of_their_own() {
    let outcome = fleet(Kic2kong::new())
        .file(".kic2kong.yaml", SETTINGS)
        .args("render -o {environment}.yaml --disable nothing-for-kong")
        .run()
        .exits(0);
    assert!(outcome.read("eu-prod.yaml").contains("eu.example.com"));
    assert!(!outcome.read("us-prod.yaml").contains("us.example.com"));
    fleet(Kic2kong::new())
        .file(".kic2kong.yaml", SETTINGS)
        .args("check --environment us-prod --format json --only no-such-code")
        .run()
        .exits(1);
    let outcome = fleet(Kic2kong::new())
        .file(".kic2kong.yaml", SETTINGS)
        .args("check --environment eu-prod")
        .run()
        .exits(0)
        .prints("== eu-prod ==");
    assert!(!outcome.stdout.contains("us-prod"), "{}", outcome.stdout);
    fleet(Kic2kong::new())
        .file(".kic2kong.yaml", SETTINGS)
        .args("check --environment eu-prd")
        .run()
        .exits(1)
        .says("did you mean `eu-prod`?");
    // A PATH is a world of its own.
    let outcome = fleet(Kic2kong::new())
        .file(".kic2kong.yaml", SETTINGS)
        .args("check clusters/eu")
        .run()
        .exits(0);
    assert!(!outcome.stdout.contains("=="), "{}", outcome.stdout);
}

#[test]
fn an_environment_reads_nothing_above_its_file_and_sets_nothing_that_a_repository_may_not() {
    for (text, told) in [
        (
            "inputs: [../outside]",
            "outside of the folder of the settings",
        ),
        ("inputs: [/etc]", "outside of the folder of the settings"),
        ("inputs: [link]", "outside of the folder of the settings"),
        (
            "inputs: [a]\n    fail-on: never",
            ".kic2kong.yaml:4: `fail-on`",
        ),
        (
            "inputs: [a]\n    output-file: x",
            "`output-file` can be set only",
        ),
        (
            "inputs: [a]\n    allow-remote: true",
            "`allow-remote` can be set only",
        ),
        ("ingress-class: kong", "reads nothing"),
        ("helm: {values: x}", "`helm` wants a chart"),
    ] {
        let call = Kic2kong::new()
            .file("r/a/in.yaml", BASE)
            .file("outside/in.yaml", BASE)
            .file(
                "r/.kic2kong.yaml",
                &format!("environments:\n  x:\n    {text}\n"),
            );
        #[cfg(unix)]
        std::os::unix::fs::symlink("../outside", call.path().join("r/link")).unwrap();
        let output = call
            .command()
            .arg("check")
            .current_dir(call.path().join("r"))
            .output()
            .unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{text}: {stderr}");
        assert!(stderr.contains(told), "{text}: {stderr}");
    }
}

#[test]
fn names_that_lead_elsewhere_name_no_environment() {
    for name in ["../x", "/x", "a//b", "''", "a/../b"] {
        Kic2kong::new()
            .file("a/in.yaml", BASE)
            .file(
                ".kic2kong.yaml",
                &format!("environments:\n  {name}: {{inputs: [a]}}\n"),
            )
            .args("check")
            .run()
            .exits(1)
            .says("is no name for an environment");
    }
}

#[test]
fn machines_read_the_environment_of_every_problem() {
    let broken = |format: &str| {
        Kic2kong::new()
            .file("clusters/eu/in.yaml", BASE)
            .file(
                "clusters/us/in.yaml",
                &BASE.replace(
                    "name: web\n            port",
                    "name: gone\n            port",
                ),
            )
            .args("check --each clusters/* --format")
            .arg(format)
            .run()
            .exits(1)
    };
    broken("json").prints("\"environment\": \"clusters/us\"");
    broken("sarif").prints("\"environment\": \"clusters/us\"");
    broken("junit").prints("name=\"[clusters/us] backend-service-not-found");
    broken("github").prints("::clusters/us: Ingress default/web:");
}

#[test]
fn requests_are_answered_by_every_environment() {
    fleet(Kic2kong::new())
        .args("route --each clusters/* GET http://eu.example.com/api")
        .run()
        .exits(0)
        .prints("== clusters/eu ==")
        .prints("== clusters/us ==")
        .prints("clusters/eu/in.yaml:");
    let tests = "tests:\n- {name: eu, request: {host: eu.example.com, path: /api}, expect: {service: default.web.80}}\n";
    fleet(Kic2kong::new())
        .file("tests.yaml", tests)
        .args("test --each clusters/* --tests tests.yaml --format junit")
        .run()
        .exits(1)
        .prints("testsuite name=\"clusters/eu: tests.yaml\"")
        .prints("testsuite name=\"clusters/us: tests.yaml\"");
    let outcome = fleet(Kic2kong::new())
        .args("graph --each clusters/* --format dot -o {environment}.dot")
        .run()
        .exits(0);
    assert!(outcome.read("clusters/eu.dot").contains("eu.example.com"));
}

#[test]
fn a_match_with_a_kustomization_is_built() {
    let Some(path) = programs::kustomize() else {
        return;
    };
    let outcome = tree(Kic2kong::new())
        .file(
            "overlays/dev/kustomization.yaml",
            "namespace: dev\nresources: [../../base]\n",
        )
        .env("PATH", &path)
        .args("render --each overlays/* -o {environment}.yaml")
        .run()
        .exits(0);
    assert!(outcome.read("overlays/prod.yaml").contains("prod.eu-web"));
    assert!(outcome.read("overlays/dev.yaml").contains("dev.web"));
}

#[test]
fn a_pattern_without_a_match_is_an_error() {
    fleet(Kic2kong::new())
        .args("check --each cluster/*")
        .run()
        .exits(1)
        .says("nothing matches `cluster/*`");
    fleet(Kic2kong::new())
        .args("check --environment eu clusters/eu")
        .run()
        .exits(1)
        .says("--environment picks");
}

#[test]
fn every_environment_ends_with_what_was_read_made_and_left_out() {
    let line = "1 file, 2 objects: 1 route, 1 service, 0 consumers\n";
    let text = fleet(Kic2kong::new())
        .args("check --each clusters/*")
        .run()
        .exits(0)
        .stdout;
    let parts: Vec<&str> = text.split("\n\n== ").collect();
    assert_eq!(parts.len(), 2, "{text}");
    for (part, name) in parts.iter().zip(["eu", "us"]) {
        let part = part.trim_start_matches("== ").trim_end().to_owned() + "\n";
        assert!(part.starts_with(&format!("clusters/{name} ==\n")), "{part}");
        assert!(part.ends_with(line), "{part}");
    }
    for words in [
        "check --each clusters/* --format sarif",
        "render --each clusters/* -o out/{environment}.yaml",
        "graph --each clusters/* -o out/{environment}.mmd",
        "diff --each clusters/* --against old/{environment}",
        "route --each clusters/* GET http://eu.example.com/api",
    ] {
        let said = fleet(Kic2kong::new())
            .file("old/clusters/eu/in.yaml", BASE)
            .file("old/clusters/us/in.yaml", BASE)
            .args(words)
            .run()
            .exits(0)
            .stderr;
        for name in ["eu", "us"] {
            let heading = format!("== clusters/{name} ==\n");
            assert_eq!(said.matches(&heading).count(), 1, "{words}: {said}");
        }
        assert_eq!(said.matches(line).count(), 2, "{words}: {said}");
    }
    let json = fleet(Kic2kong::new())
        .args("check --each clusters/* --format json")
        .run()
        .exits(0)
        .stdout;
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let each = report["summary"]["environments"].as_array().unwrap();
    for (summary, name) in each.iter().zip(["clusters/eu", "clusters/us"]) {
        assert_eq!(summary["environment"], name);
        assert_eq!(summary["objects"], 2);
    }
    assert_eq!(each.len(), 2);
}
