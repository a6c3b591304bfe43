//! Objects that KIC ignores: each kind of reason is told, and a request without answer names the object that would have answered.

use super::{PATH, SERVICE, check, common::Kic2kong, ingress, says};

/// One object of every kind that needs a class and has none.
const CLASSLESS: &str = "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: a, annotations: {konghq.com/strip-path: \"true\"}}
spec:
  rules:
  - host: a.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
---
apiVersion: configuration.konghq.com/v1
kind: KongConsumer
metadata: {name: bob}
username: bob
credentials: [bob-key]
---
apiVersion: configuration.konghq.com/v1beta1
kind: KongConsumerGroup
metadata: {name: gold}
---
apiVersion: configuration.konghq.com/v1
kind: KongClusterPlugin
metadata: {name: everywhere, labels: {global: \"true\"}}
plugin: key-auth
---
apiVersion: configuration.konghq.com/v1alpha1
kind: KongVault
metadata: {name: v}
spec: {backend: env, prefix: v, config: {prefix: X_}}
---
apiVersion: configuration.konghq.com/v1beta1
kind: TCPIngress
metadata: {name: t}
spec: {rules: [{port: 9000, backend: {serviceName: web, servicePort: 80}}]}
---
apiVersion: configuration.konghq.com/v1beta1
kind: UDPIngress
metadata: {name: u}
spec: {rules: [{port: 9000, backend: {serviceName: web, servicePort: 80}}]}
";

const CLASS: &str = "---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: NAME, annotations: {ingressclass.kubernetes.io/is-default-class: \"true\"}}
spec: {controller: example.com/any}
";

#[test]
fn every_object_that_names_no_class_is_told() {
    let found = check(CLASSLESS, "");
    let mut kinds: Vec<&str> = found
        .of("class-missing")
        .iter()
        .map(|problem| {
            assert_eq!(problem["severity"], "warning", "{problem:#}");
            problem["objects"][0]["kind"].as_str().unwrap()
        })
        .collect();
    kinds.sort_unstable();
    let expected = [
        "Ingress",
        "KongClusterPlugin",
        "KongConsumer",
        "KongConsumerGroup",
        "KongVault",
        "TCPIngress",
        "UDPIngress",
    ];
    assert_eq!(kinds, expected);
    says(
        found.of("class-missing")[0],
        "warning",
        "spec",
        &[
            "Ingress default/a",
            "`spec.ingressClassName: kong`",
            "default one",
        ],
    );
    says(
        found.of("class-missing")[1],
        "warning",
        "metadata",
        &["kubernetes.io/ingress.class: kong"],
    );
}

#[test]
fn the_class_is_the_controllers_own() {
    let found = check(CLASSLESS, "--ingress-class internal");
    let problem = found.of("class-missing")[0];
    says(problem, "warning", "spec", &["ingressClassName: internal"]);
}

#[test]
fn a_default_class_takes_them_all() {
    let manifest = format!("{CLASSLESS}{}", CLASS.replace("NAME", "kong"));
    check(&manifest, "").none("class-missing");
}

#[test]
fn an_ingress_without_annotations_of_kong_may_be_meant_for_another_controller() {
    let plain = ingress("", PATH).replace("  ingressClassName: kong\n", "");
    let found = check(&plain, "");
    says(found.only("class-missing"), "info", "spec", &["shop/web"]);
    let nginx = CLASS.replace("NAME", "nginx");
    check(&format!("{plain}{nginx}"), "").none("class-missing");
    let annotated =
        ingress("konghq.com/strip-path: \"true\"", PATH).replace("  ingressClassName: kong\n", "");
    let found = check(&format!("{annotated}{nginx}"), "");
    let words = ["the default one is nginx"];
    says(found.only("class-missing"), "warning", "spec", &words);
}

#[test]
fn an_object_of_another_class_is_nobodys_fault() {
    for class in ["ingressClassName: nginx", "ingressClassName: internal"] {
        let other = ingress("konghq.com/strip-path: \"true\"", PATH)
            .replace("ingressClassName: kong", class);
        check(&other, "--disable nothing-for-kong").is_quiet();
    }
}

#[test]
fn a_credential_that_no_consumer_names_is_told() {
    let secret = "apiVersion: v1
kind: Secret
metadata: {name: bob-key, namespace: NS, labels: {konghq.com/credential: key-auth}}
stringData: {key: s3cret-value}
---
";
    let consumer = "apiVersion: configuration.konghq.com/v1
kind: KongConsumer
metadata: {name: bob, namespace: default, annotations: {kubernetes.io/ingress.class: kong}}
username: bob
credentials: [bob-key]
";
    let field = r#"metadata.labels["konghq.com/credential"]"#;
    let found = check(&secret.replace("NS", "default"), "");
    let problem = found.only("credential-unused");
    says(
        problem,
        "warning",
        field,
        &["Secret default/bob-key", "`credentials`"],
    );
    assert!(
        !found
            .story
            .split("---\n")
            .last()
            .unwrap()
            .contains("s3cret-value")
    );
    check(&(secret.replace("NS", "default") + consumer), "").none("credential-unused");
    let found = check(&(secret.replace("NS", "shop") + consumer), "");
    let problem = found.only("credential-unused");
    says(
        problem,
        "warning",
        field,
        &["KongConsumer default/bob names it", "another namespace"],
    );
    // A consumer without a class names it all the same, and is told itself.
    check(&(secret.replace("NS", "default") + CLASSLESS), "").none("credential-unused");
}

#[test]
fn former_annotations_are_told_with_their_successors() {
    for (annotation, expected) in [
        ("plugins.konghq.com: auth", "`konghq.com/plugins`"),
        ("tcp-log.plugin.konghq.com: ship", "`konghq.com/plugins`"),
        (
            "configuration.konghq.com: tuned",
            "konghq.com/upstream-policy",
        ),
        (
            "configuration.konghq.com/protocols: https",
            "`konghq.com/protocols`",
        ),
    ] {
        let found = check(&ingress(annotation, PATH), "");
        let key = annotation.split(": ").next().unwrap();
        let field = format!("metadata.annotations[\"{key}\"]");
        says(
            found.only("unknown-annotation"),
            "warning",
            &field,
            &[expected],
        );
    }
}

#[test]
fn a_request_without_answer_names_the_ingress_that_would_have_answered() {
    let other = ingress("", PATH).replace("ingressClassName: kong", "ingressClassName: nginx");
    let ask = |manifest: &str, url: &str| {
        Kic2kong::new()
            .file("in.yaml", manifest)
            .args("route in.yaml GET")
            .arg(url)
            .run()
            .exits(0)
    };
    ask(&other, "http://shop.example.com/cart")
        .prints("no route matches: 404")
        .prints("Ingress shop/web at in.yaml:1:1")
        .prints("it is of class nginx");
    let plain = ingress("", PATH).replace("  ingressClassName: kong\n", "");
    ask(&plain, "http://shop.example.com/").prints("it names no ingress class");
    let elsewhere = ask(&other, "http://other.example.com/");
    assert!(
        !elsewhere.stdout.contains("ignored"),
        "{}",
        elsewhere.stdout
    );
    let answered = ask(
        &format!(
            "{}---\n{}",
            ingress("", PATH),
            other.replace(
                "name: web, namespace: shop, ann",
                "name: old, namespace: shop, ann"
            )
        ),
        "http://shop.example.com/",
    );
    assert!(!answered.stdout.contains("ignored"), "{}", answered.stdout);
}

#[test]
fn a_test_that_finds_no_route_names_the_ingress_too() {
    let other = ingress("", PATH).replace("ingressClassName: kong", "ingressClassName: nginx");
    Kic2kong::new()
        .file("in.yaml", &other)
        .file(
            "tests.yaml",
            "tests:\n- name: front page\n  request: {host: shop.example.com, path: /}\n  expect: {service: shop.web.80}\n",
        )
        .args("test in.yaml --tests tests.yaml")
        .run()
        .exits(1)
        .prints("FAILED front page")
        .prints("Ingress shop/web at in.yaml:1:1")
        .prints("it is of class nginx");
}

#[test]
fn consumer_ref_does_nothing() {
    let plugin = format!(
        "{SERVICE}---\napiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {{name: limit, namespace: shop}}\nplugin: rate-limiting\nconsumerRef: bob\nconfig: {{minute: 5}}\n"
    );
    says(
        check(&plugin, "").only("consumer-ref-ignored"),
        "warning",
        "consumerRef",
        &["konghq.com/plugins", "KongConsumer bob"],
    );
}

#[test]
fn a_credential_type_in_a_key_is_told_with_the_label() {
    let manifest = "apiVersion: configuration.konghq.com/v1
kind: KongConsumer
metadata: {name: bob, annotations: {kubernetes.io/ingress.class: kong}}
username: bob
credentials: [bob-key]
---
apiVersion: v1
kind: Secret
metadata: {name: bob-key}
stringData: {kongCredType: key-auth, key: s3cret-value}
";
    let found = check(manifest, "");
    let problem = found.only("credential-label-missing");
    let expected = [
        "`kongCredType` is no longer read",
        "label `konghq.com/credential`",
    ];
    says(problem, "error", "credentials[0]", &expected);
}
