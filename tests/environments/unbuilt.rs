//! Directories that are meant for kustomize or Helm, read as they are; and objects that are there twice.

use crate::built::{BASE, tree};
use crate::common::Kic2kong;

#[test]
fn a_kustomize_tree_is_said_once_and_its_patches_are_no_objects() {
    let outcome = tree(Kic2kong::new())
        .args("check .")
        .run()
        .exits(0)
        .prints("info[kustomization-not-built]: `./overlays/prod` is meant for kustomize")
        .prints("hint: -k ./overlays/prod")
        .prints("2 notes");
    assert!(!outcome.stdout.contains("duplicate"), "{}", outcome.stdout);
    tree(Kic2kong::new())
        .args("render .")
        .run()
        .exits(0)
        .prints("name: default.web.web");
}

#[test]
fn a_chart_is_said_once_and_its_templates_are_not_read() {
    Kic2kong::new()
        .file("in.yaml", BASE)
        .file("c/Chart.yaml", "apiVersion: v2\nname: c\n")
        .file("c/values.yaml", "a: 1\n")
        .file(
            "c/templates/a.yaml",
            "{{ if .Values.a }}\nkind: {{ x }}\n{{ end }}\n",
        )
        .file("c/charts/d/Chart.yaml", "apiVersion: v2\nname: d\n")
        .args("check .")
        .run()
        .exits(0)
        .prints("info[chart-not-rendered]: `./c` is a chart of Helm")
        .prints("2 notes");
}

#[test]
fn templates_are_said_once_per_directory() {
    let template = "kind: Ingress\nmetadata: {{ .Values.x }}\nspec: {{ toYaml .y }}\n";
    Kic2kong::new()
        .file("in.yaml", BASE)
        .file("t/a.yaml", template)
        .file("t/b.yaml", "{{ if .Values.x }}\n")
        .file("u/a.yaml", template)
        .args("check .")
        .run()
        .exits(1)
        .prints("error[unrendered-template]")
        .prints("./t/a.yaml:")
        .prints("./u/a.yaml:")
        .prints("2 errors");
}

#[test]
fn two_worlds_in_one_are_an_error_and_equal_copies_a_note() {
    Kic2kong::new()
        .file("eu/in.yaml", BASE)
        .file("us/in.yaml", BASE)
        .args("check eu us")
        .run()
        .exits(0)
        .prints("info[duplicate-object]: the same object is there twice (2 times)")
        .prints("Service default/web is defined twice; both say the same")
        .prints("3 notes");
    Kic2kong::new()
        .file("eu/in.yaml", BASE)
        .file(
            "us/in.yaml",
            &BASE.replace("a.example.com", "b.example.com"),
        )
        .args("check eu us")
        .run()
        .exits(1)
        .prints("error[duplicate-object]: Ingress default/web is defined twice, and differently")
        .prints("--each");
    Kic2kong::new()
        .file(
            "in.yaml",
            &format!(
                "{BASE}---\n{}",
                BASE.replace("a.example.com", "b.example.com")
            ),
        )
        .args("check in.yaml")
        .run()
        .exits(0)
        .prints("warning[duplicate-object]: Ingress default/web is defined twice, and differently");
}
