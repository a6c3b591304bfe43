//! Files of other programs beside the manifests.

use super::{WEB, common::Kic2kong, problems};
use serde_json::Value;

/// A repository with a little of everything.
fn repository() -> Kic2kong {
    Kic2kong::new()
        .file("k8s/web.yaml", WEB)
        .file(
            "chart/Chart.yaml",
            "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
        )
        .file(
            "chart/values.yaml",
            "image: {tag: \"1\"}\nimage: {tag: \"2\"}\n",
        )
        .file(
            "values/prod.yaml",
            "image: {tag: \"1\"}\nimage: {tag: \"2\"}\n",
        )
        .file("docker-compose.yml", "services: {web: {image: nginx}}\n")
        .file("package.json", "{\"name\": \"shop\"}\n")
        .file(
            "dashboards/kong.json",
            "{\"panels\": [], \"title\": \"Kong\"}\n",
        )
        .file("k8s/kustomization.yaml", "resources: [web.yaml]\n")
        .file("mkdocs.yml", "- a\n- b\n")
}

#[test]
fn a_repository_full_of_other_files_passes_with_a_note_of_each_kind() {
    let outcome = repository()
        .args("check --quiet --format json .")
        .run()
        .exits(0);
    assert_eq!(
        problems(&outcome),
        [
            "info chart-not-rendered",
            "info not-a-manifest",
            "info kustomization-not-built"
        ]
    );
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    let note = &report["diagnostics"].as_array().unwrap().iter();
    let note = note
        .clone()
        .find(|it| it["code"] == "not-a-manifest")
        .unwrap();
    assert!(
        note["message"]
            .as_str()
            .unwrap()
            .starts_with("5 files are no manifests")
    );
    let files: Vec<&str> = note["objects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["file"].as_str().unwrap())
        .collect();
    assert_eq!(files.len(), 5);
    assert!(files.contains(&"./values/prod.yaml"), "{files:?}");
}

#[test]
fn people_see_three_of_them_and_all_when_they_ask() {
    repository()
        .args("check .")
        .run()
        .exits(0)
        .prints("5 files are no manifests")
        .prints("and 2 more places");
    repository()
        .args("check -v .")
        .run()
        .says("no manifest: ./values/prod.yaml:1")
        .says("no manifest: ./package.json:1");
}

#[test]
fn a_manifest_that_lacks_its_kind_or_version_stays_an_error() {
    for text in [
        "apiVersion: v1\nmetadata: {name: a}\n",
        "kind: Ingress\nmetadata: {name: a}\nspec: {}\n",
        "kind: KongPlugin\nmetadata: {name: a}\nplugin: cors\n",
        "apiVersion: v1\nspec: {}\n",
    ] {
        let outcome = repository()
            .file("k8s/broken.yaml", text)
            .args("check --quiet --format json .")
            .run()
            .exits(1);
        let found = problems(&outcome);
        assert_eq!(
            found.iter().filter(|it| it.starts_with("error")).count(),
            1,
            "{found:?}"
        );
    }
}
