//! `-k` and `--helm` with the real programs: what is built is read, and every place is that of the source.

use crate::common::Kic2kong;
use crate::programs;

pub(crate) const BASE: &str = "\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
  - port: 80
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
spec:
  ingressClassName: kong
  rules:
  - host: a.example.com
    http:
      paths:
      - path: /api
        pathType: Prefix
        backend:
          service:
            name: web
            port:
              number: 80
";

/// A base with an overlay that adds a prefix, a namespace and an annotation.
pub(crate) fn tree(call: Kic2kong) -> Kic2kong {
    call.file("base/in.yaml", BASE)
        .file("base/kustomization.yaml", "resources:\n- in.yaml\n")
        .file(
            "overlays/prod/kustomization.yaml",
            "namespace: prod\nnamePrefix: eu-\nresources:\n- ../../base\npatches:\n- path: host.yaml\n",
        )
        .file(
            "overlays/prod/host.yaml",
            "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    konghq.com/strip-path: \"true\"\n",
        )
}

#[test]
fn an_overlay_is_built_and_rendered_without_a_trace_of_the_build() {
    let Some(path) = programs::kustomize() else {
        return;
    };
    let outcome = tree(Kic2kong::new())
        .env("PATH", &path)
        .args("render -k overlays/prod")
        .run()
        .exits(0)
        .prints("strip_path: true")
        .prints("name: prod.eu-web.eu-web")
        .prints("k8s-namespace:prod");
    assert!(!outcome.stdout.contains("origin"), "{}", outcome.stdout);
    let left = std::fs::read_dir(outcome.directory.path().join("overlays/prod")).unwrap();
    assert_eq!(left.count(), 2);
}

#[test]
fn a_problem_of_a_built_object_stands_at_the_line_of_its_source() {
    let Some(path) = programs::kustomize() else {
        return;
    };
    tree(Kic2kong::new())
        .file(
            "base/in.yaml",
            &BASE.replace(
                "name: web\n            port",
                "name: gone\n            port",
            ),
        )
        .env("PATH", &path)
        .args("check -k overlays/prod")
        .run()
        .exits(1)
        .prints("base/in.yaml:21:9  Ingress prod/eu-web")
        .prints("21 |         backend:");
}

#[test]
fn kustomize_and_paths_are_read_together() {
    let Some(path) = programs::kustomize() else {
        return;
    };
    tree(Kic2kong::new())
        .file(
            "more/plugin.yaml",
            "apiVersion: configuration.konghq.com/v1\nkind: KongClusterPlugin\nmetadata:\n  name: cors\n  annotations: {kubernetes.io/ingress.class: kong}\n  labels: {global: \"true\"}\nplugin: cors\n",
        )
        .env("PATH", &path)
        .args("render more -k overlays/prod -k base")
        .run()
        .exits(0)
        .prints("name: cors")
        .prints("name: prod.eu-web.eu-web")
        .prints("name: default.web.web");
}

#[test]
fn route_and_diff_name_the_source_of_what_was_built() {
    let Some(path) = programs::kustomize() else {
        return;
    };
    tree(Kic2kong::new())
        .env("PATH", &path)
        .args("route -k overlays/prod GET http://a.example.com/api")
        .run()
        .exits(0)
        .prints("base/in.yaml:19");
    tree(Kic2kong::new())
        .file("kong.yaml", "_format_version: \"3.0\"\n")
        .env("PATH", &path)
        .args("diff -k overlays/prod --against kong.yaml")
        .run()
        .exits(0)
        .prints("base/in.yaml:");
}

fn chart(call: Kic2kong) -> Kic2kong {
    call.file(
        "charts/shop/Chart.yaml",
        "apiVersion: v2\nname: store\nversion: 1.0.0\n",
    )
    .file(
        "charts/shop/values.yaml",
        "host: a.example.com\nservice: web\n",
    )
    .file(
        "charts/shop/templates/web.yaml",
        &BASE
            .replace("name: web", "name: {{ .Release.Name }}-web")
            .replace("a.example.com", "{{ .Values.host }}")
            .replace(
                "            name: {{ .Release.Name }}-web",
                "            name: {{ .Values.service }}",
            ),
    )
}

#[test]
fn a_chart_is_rendered_with_its_values_release_and_namespace() {
    let Some(path) = programs::helm() else {
        return;
    };
    chart(Kic2kong::new())
        .file("prod.yaml", "host: b.example.com\nservice: eu-web\n")
        .env("PATH", &path)
        .args("render --helm charts/shop --values prod.yaml --release eu --namespace shop")
        .run()
        .exits(0)
        .prints("b.example.com")
        .prints("name: shop.eu-web.eu-web");
}

#[test]
fn a_problem_of_a_rendered_object_stands_in_its_template() {
    let Some(path) = programs::helm() else {
        return;
    };
    chart(Kic2kong::new())
        .env("PATH", &path)
        .args("check --helm charts/shop")
        .run()
        .exits(1)
        .prints("charts/shop/templates/web.yaml:21:9  Ingress default/release-name-web");
}

#[test]
fn a_dependency_that_is_missing_is_not_fetched() {
    let Some(path) = programs::helm() else {
        return;
    };
    chart(Kic2kong::new())
        .file(
            "charts/shop/Chart.yaml",
            "apiVersion: v2\nname: store\nversion: 1.0.0\ndependencies:\n- {name: db, version: 1.0.0, repository: 'http://127.0.0.1:9'}\n",
        )
        .env("PATH", &path)
        .args("check --helm charts/shop")
        .run()
        .exits(1)
        .says("hint: `helm dependency build charts/shop`");
}

#[test]
fn a_missing_program_is_an_error_with_the_pipe_that_does_the_same() {
    tree(Kic2kong::new())
        .args("check -k overlays/prod")
        .run()
        .exits(1)
        .prints_nothing()
        .says("neither is on the PATH")
        .says("example: kustomize build overlays/prod | kic2kong check -");
    chart(Kic2kong::new())
        .args("check --helm charts/shop")
        .run()
        .exits(1)
        .says("example: helm template release-name charts/shop | kic2kong check -");
}
