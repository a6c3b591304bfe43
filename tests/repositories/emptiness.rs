//! An empty configuration deletes everything that a gateway has, so none is made by accident.

use super::{WEB, common::Kic2kong, problems};

const DEPLOYMENT: &str = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n";

/// An Ingress of another controller.
fn foreign() -> String {
    WEB.replace("ingressClassName: kong", "ingressClassName: nginx")
}

#[test]
fn standard_input_without_an_object_is_an_error() {
    for text in [
        "",
        "\n",
        "# nothing\n",
        "---\n---\n",
        "null\n",
        "image: {tag: a}\n",
    ] {
        let check = Kic2kong::new()
            .stdin(text)
            .args("check --quiet --format json -")
            .run()
            .exits(1);
        assert!(
            problems(&check).contains(&"error no-manifests".to_owned()),
            "{text:?}"
        );
        Kic2kong::new()
            .stdin(text)
            .args("render -")
            .run()
            .exits(1)
            .prints_nothing();
    }
}

#[test]
fn a_misspelt_directory_or_one_without_manifests_prints_nothing() {
    for path in ["depoly", "empty"] {
        Kic2kong::new()
            .file("empty/readme.txt", "")
            .args("render")
            .args(path)
            .run()
            .exits(1)
            .prints_nothing();
    }
}

#[test]
fn objects_of_which_nothing_reaches_kong_are_a_warning_that_fails() {
    for text in [
        DEPLOYMENT,
        &foreign(),
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n",
    ] {
        let check = Kic2kong::new()
            .file("in.yaml", text)
            .args("check --quiet --format json in.yaml")
            .run()
            .exits(1);
        assert_eq!(problems(&check), ["warning nothing-for-kong"], "{text}");
        let render = Kic2kong::new()
            .file("in.yaml", text)
            .file("kong.yaml", "old")
            .args("render in.yaml -o kong.yaml")
            .run()
            .exits(1);
        assert_eq!(render.read("kong.yaml"), "old");
    }
    Kic2kong::new()
        .file("in.yaml", DEPLOYMENT)
        .args("render in.yaml")
        .run()
        .exits(1)
        .prints_nothing();
}

#[test]
fn who_means_it_says_so() {
    let render = Kic2kong::new()
        .file("in.yaml", &foreign())
        .args("render in.yaml -o kong.yaml --disable nothing-for-kong")
        .run()
        .exits(0);
    assert!(render.read("kong.yaml").contains("_format_version"));
    Kic2kong::new()
        .file("in.yaml", &foreign())
        .args("check in.yaml --fail-on never")
        .run()
        .exits(0);
}

#[test]
fn one_route_or_consumer_or_plugin_is_enough() {
    let plugin = "apiVersion: configuration.konghq.com/v1\nkind: KongClusterPlugin\nmetadata: {name: p, labels: {global: \"true\"}, annotations: {kubernetes.io/ingress.class: kong}}\nplugin: cors\n";
    let consumer = "apiVersion: configuration.konghq.com/v1\nkind: KongConsumer\nmetadata: {name: a, annotations: {kubernetes.io/ingress.class: kong}}\nusername: a\n";
    for text in [WEB, plugin, consumer] {
        Kic2kong::new()
            .stdin(text)
            .args("check --quiet -")
            .run()
            .exits(0);
    }
}
