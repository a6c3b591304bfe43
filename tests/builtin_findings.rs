//! How the refusals of the API server are told: once, all of them, with advice, and without secrets.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::refusals::{field, in_text, refused};
use kic2kong::inner::diag::Severity;
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::options::{KubernetesVersion, Options};
use kic2kong::inner::pipeline::convert;

const INGRESS: &str = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec:\n  ingressClassName: kong\n  rules:\n";

/// Code, field and hint of every error about an Ingress with these rules.
fn told(rules: &str) -> Vec<(String, String, String)> {
    let found = in_text(format!("{INGRESS}{rules}"), KubernetesVersion::default());
    found
        .iter()
        .filter(|it| it.severity == Severity::Error && it.code.id != "backend-service-not-found")
        .map(|it| {
            let hint = it.hint.clone().unwrap_or_default();
            (it.code.id.to_owned(), field(it), hint)
        })
        .collect()
}

const WEB: &str = "backend: {service: {name: web, port: {number: 80}}}";

#[test]
fn one_fact_is_told_once_at_the_field_itself() {
    let one = |rules: &str, code: &str, field: &str| {
        let found = told(rules);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].0.as_str(), found[0].1.as_str()), (code, field));
    };
    for host in ["https://shop.example", "'*'", "'shop.example:80'"] {
        let rule = format!(
            "  - host: {host}\n    http: {{paths: [{{path: /, pathType: Prefix, {WEB}}}]}}"
        );
        one(&rule, "invalid-value", "spec.rules[0].host");
    }
    let path = "spec.rules[0].http.paths[0]";
    let with = |path: &str| format!("  - host: a.example\n    http: {{paths: [{{{path}}}]}}");
    one(
        &with(&format!("path: /, pathType: Regex, {WEB}")),
        "path-type-unknown",
        &format!("{path}.pathType"),
    );
    one(
        &with("path: /, pathType: Prefix"),
        "ingress-backend-missing",
        &format!("{path}.backend"),
    );
    one(
        &with("path: /, pathType: Prefix, backend: {service: {name: '', port: {number: 80}}}"),
        "backend-service-name-empty",
        &format!("{path}.backend.service.name"),
    );
    one(
        &with(&format!(
            "path: api, pathType: ImplementationSpecific, {WEB}"
        )),
        "invalid-value",
        &format!("{path}.path"),
    );
    one(
        &with("path: /, pathType: Prefix, backend: {service: {name: a/b, port: {number: 80}}}"),
        "invalid-value",
        &format!("{path}.backend.service.name"),
    );
}

#[test]
fn a_verdict_of_kong_about_something_else_stays() {
    let found = told(&format!(
        "  - host: 'a:80'\n    http: {{paths: [{{path: '/~/[', pathType: ImplementationSpecific, {WEB}}}]}}"
    ));
    let codes: Vec<&str> = found.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(codes, ["invalid-value", "kong-bad-regex"]);
}

#[test]
fn hints_say_what_to_write() {
    let hint = |rules: &str| told(rules).remove(0).2;
    let host = |host: &str| {
        hint(&format!(
            "  - host: {host}\n    http: {{paths: [{{path: /, pathType: Prefix, {WEB}}}]}}"
        ))
    };
    assert!(host("'Shop.example.com:8080'").starts_with("write `shop.example.com`"));
    assert!(host("https://shop.example.com/").starts_with("write `shop.example.com`"));
    let path = |path: &str| hint(&format!("  - http: {{paths: [{{{path}}}]}}"));
    assert!(path(&format!("path: /, {WEB}")).contains("`pathType: Prefix`"));
    assert!(
        path(&format!(
            "path: ~/x/, pathType: ImplementationSpecific, {WEB}"
        ))
        .starts_with("write \"/~/x/\"")
    );
    let port = |port: &str| {
        path(&format!(
            "path: /, pathType: Prefix, backend: {{service: {{name: web, port: {port}}}}}"
        ))
    };
    assert!(port("{name: a, number: 80}").starts_with("keep `name` or `number`"));
    assert!(port("{name: '8080'}").contains("without quotes"));
    assert!(
        path("path: /, pathType: Prefix, backend: {serviceName: web, servicePort: 80}")
            .contains("`serviceName`")
    );
}

#[test]
fn all_wrong_values_of_an_object_are_told_in_one_run() {
    let manifest = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n  annotations: {konghq.com/strip-path: true, konghq.com/read-timeout: 5000}\nspec:\n  rules:\n\
        \x20 - host: a.example.com:8080\n    http: {paths: [{path: api, backend: {service: {name: web, port: {number: \"80\"}}}}]}\n\
        \x20 - host: '*'\n    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http-api-long-name-x}}}}]}";
    let found = refused(&in_text(manifest, KubernetesVersion::default()));
    let fields: Vec<&str> = found["Ingress default/a"]
        .iter()
        .map(|it| it.0.as_str())
        .collect();
    assert_eq!(
        fields,
        [
            "metadata.annotations[\"konghq.com/read-timeout\"]",
            "metadata.annotations[\"konghq.com/strip-path\"]",
            "spec.rules[0].host",
            "spec.rules[0].http.paths[0].backend.service.port.number",
            "spec.rules[0].http.paths[0].pathType",
            "spec.rules[1].host",
            "spec.rules[1].http.paths[0].backend.service.port.name",
        ]
    );
}

#[test]
fn what_is_due_to_a_wrong_type_is_not_told_beside_it() {
    for (body, wrong) in [
        (
            "kind: Service\nmetadata: {name: a}\nspec: {ports: [{port: \"80\"}]}",
            "spec.ports[0].port",
        ),
        (
            "kind: Service\nmetadata: {name: a}\nspec: {type: 1, ports: [{port: 80, nodePort: 30000}]}",
            "spec.type",
        ),
        (
            "kind: Service\nmetadata: {name: a}\nspec: {clusterIP: 1, clusterIPs: [None]}",
            "spec.clusterIP",
        ),
        (
            "kind: Service\nmetadata: {name: a}\nspec: {ports: {port: 80}}",
            "spec.ports",
        ),
        (
            "kind: Secret\nmetadata: {name: a}\ntype: kubernetes.io/tls\nstringData: [a]",
            "stringData",
        ),
        (
            "kind: Secret\nmetadata: {name: a}\ntype: kubernetes.io/tls\ndata: {tls.crt: 1, tls.key: eA==}",
            "data[\"tls.crt\"]",
        ),
        ("kind: Secret\nmetadata: {name: 1}", "metadata.name"),
        ("kind: Secret\nmetadata: [a]", "metadata"),
    ] {
        let found = refused(&in_text(
            format!("apiVersion: v1\n{body}"),
            KubernetesVersion::default(),
        ));
        let fields: Vec<&str> = found.values().flatten().map(|it| it.0.as_str()).collect();
        assert_eq!(fields, [wrong], "{body}");
    }
}

#[test]
fn an_object_with_very_many_faults_is_refused_for_a_bounded_number() {
    let labels: String = (0..5000).map(|i| format!("    l{i}: 1\n")).collect();
    let unknown: String = (0..5000).map(|i| format!("u{i}: 1\n")).collect();
    let manifest = format!(
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  labels:\n{labels}{unknown}"
    );
    let found = in_text(manifest, KubernetesVersion::default());
    assert_eq!(refused(&found)["ConfigMap default/a"].len(), 1000);
    assert_eq!(found.len(), 2000);
}

#[test]
fn an_object_is_called_by_the_number_that_stands_for_its_name() {
    let manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 2024, namespace: 7}";
    let found = refused(&in_text(manifest, KubernetesVersion::default()));
    let fields: Vec<&str> = found["ConfigMap 7/2024"]
        .iter()
        .map(|it| it.0.as_str())
        .collect();
    assert_eq!(fields, ["metadata.name", "metadata.namespace"]);
}

#[test]
fn metadata_of_a_wrong_type_hides_no_rule_of_a_kong_kind() {
    let manifest = "apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {name: a, labels: {v: 1}}\nplugin: key-auth\nconfig: {}\nconfigFrom: {secretKeyRef: {name: s, key: k}}";
    let found = in_text(manifest, KubernetesVersion::default());
    let codes: Vec<&str> = found.iter().map(|it| it.code.id).collect();
    assert_eq!(codes, ["cross-field-rule", "wrong-field-type"]);
}

#[test]
fn a_refused_object_takes_part_in_the_rendering() {
    let manifest = format!(
        "{INGRESS}  - host: shop.example:80\n    http: {{paths: [{{path: /, pathType: Prefix, {WEB}}}]}}"
    );
    let sources = Sources(vec![Source {
        path: "in.yaml".to_owned(),
        text: manifest.into_bytes(),
    }]);
    let converted = convert(&sources, &Options::default());
    assert_eq!(converted.state.services.len(), 1);
}

#[test]
fn values_of_secrets_are_in_no_message() {
    const VALUE: &str = "s3cr3t";
    let manifest = format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\ntype: kubernetes.io/dockerconfigjson\nstringData: {{.dockerconfigjson: {VALUE}, 'a b': {VALUE}}}\n---\n\
         apiVersion: v1\nkind: Secret\nmetadata: {{name: b}}\ndata: {{key: '{VALUE}!', number: 4711}}\n"
    );
    let found = in_text(manifest, KubernetesVersion::default());
    assert_eq!(refused(&found).values().map(Vec::len).sum::<usize>(), 4);
    for problem in found {
        let text = format!("{problem:?}");
        assert!(!text.contains(VALUE) && !text.contains("4711"), "{text}");
    }
}
