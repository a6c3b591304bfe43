//! Secrets that other controllers make in the cluster: certificates, plugin configurations, CA certificates.

use super::{check, common, common::Kic2kong, problems, render};
use serde_json::Value;

/// An Ingress with TLS, its Service, and room for annotations.
fn ingress(annotations: &str) -> String {
    format!(
        "---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: shop, namespace: shop, annotations: {{{annotations}}}}}
spec:
  ingressClassName: kong
  tls: [{{hosts: [shop.example.com], secretName: shop-tls}}]
  rules:
  - host: shop.example.com
    http: {{paths: [{{path: /, pathType: Prefix, backend: {{service: {{name: web, port: {{number: 80}}}}}}}}]}}
---
apiVersion: v1
kind: Service
metadata: {{name: web, namespace: shop}}
spec: {{ports: [{{port: 80}}]}}
"
    )
}

const CERTIFICATE: &str = "---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: {name: shop, namespace: shop}
spec: {secretName: shop-tls, dnsNames: [shop.example.com], issuerRef: {name: le}}
";
const SEALED: &str = "---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: shop-tls, namespace: shop}
spec:
  encryptedData: {tls.crt: AgB, tls.key: AgC}
  template: {type: kubernetes.io/tls}
";
const EXTERNAL: &str = "---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: any, namespace: shop}
spec:
  target: {name: shop-tls}
  dataFrom: [{extract: {key: kv/tls}}]
";
const CLUSTER_EXTERNAL: &str = "---
apiVersion: external-secrets.io/v1
kind: ClusterExternalSecret
metadata: {name: shop-tls}
spec:
  namespaceSelectors: [{matchLabels: {team: shop}}]
  externalSecretSpec: {data: [{secretKey: tls.crt}, {secretKey: tls.key}]}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {team: shop}}
";
const SOPS: &str = "---
apiVersion: v1
kind: Secret
metadata: {name: shop-tls, namespace: shop}
type: kubernetes.io/tls
data:
  tls.crt: ENC[AES256_GCM,data:abc=,iv:d=,tag:e=,type:str]
  tls.key: ENC[AES256_GCM,data:abc=,iv:d=,tag:e=,type:str]
sops: {version: 3.8.1, mac: 'ENC[x]'}
";

/// Every way in which the Secret of an Ingress can come to be.
fn makers() -> Vec<String> {
    let of_object = |maker: &str| format!("{maker}{}", ingress(""));
    let mut all: Vec<String> = [CERTIFICATE, SEALED, EXTERNAL, CLUSTER_EXTERNAL, SOPS]
        .into_iter()
        .map(of_object)
        .collect();
    all.extend(
        [
            "cert-manager.io/issuer: le",
            "cert-manager.io/cluster-issuer: le",
            "kubernetes.io/tls-acme: \"true\"",
        ]
        .map(ingress),
    );
    all
}

#[test]
fn the_certificate_of_an_ingress_is_a_note_and_with_env_two_variables() {
    for manifest in makers() {
        assert_eq!(
            check(&manifest, ""),
            ["info secret-made-in-cluster"],
            "{manifest}"
        );
        assert_eq!(
            render(&manifest, "")["certificates"],
            Value::Null,
            "{manifest}"
        );
        let with_env = "--secrets env";
        assert_eq!(
            check(&manifest, with_env),
            ["info secret-made-in-cluster"],
            "{manifest}"
        );
        let certificates = render(&manifest, with_env)["certificates"].clone();
        let certificate = &certificates[0];
        assert!(
            certificate["key"].as_str().unwrap().contains("DECK_"),
            "{manifest}"
        );
        assert_eq!(
            certificate["snis"][0]["name"], "shop.example.com",
            "{manifest}"
        );
    }
}

#[test]
fn an_ingress_of_another_class_asks_for_certificates_too() {
    let asking = ingress("cert-manager.io/issuer: le")
        .replace("ingressClassName: kong", "ingressClassName: nginx")
        .replace("metadata: {name: shop,", "metadata: {name: other,");
    let manifest = format!("{asking}{}", ingress(""));
    let found = check(&manifest, "");
    assert!(
        found.contains(&"info secret-made-in-cluster".to_owned()),
        "{found:?}"
    );
    assert!(!found.iter().any(|it| it.starts_with("error")), "{found:?}");
}

#[test]
fn makers_of_other_secrets_or_of_none_do_not_count() {
    for maker in [
        CERTIFICATE.replace("secretName: shop-tls", "secretName: other"),
        CERTIFICATE.replace("namespace: shop", "namespace: other"),
        SEALED.replace("name: shop-tls", "name: other"),
        EXTERNAL.replace("{name: shop-tls}", "{name: shop-tls, creationPolicy: None}"),
        EXTERNAL.replace("{name: shop-tls}", "{}"),
        CLUSTER_EXTERNAL.replace("{team: shop}}]", "{team: other}}]"),
        ingress("cert-manager.io/issuer: \"\"").replace("name: shop,", "name: other,"),
    ] {
        let found = check(&format!("{maker}{}", ingress("")), "");
        assert!(
            found.contains(&"error tls-secret-not-found".to_owned()),
            "{maker} {found:?}"
        );
    }
    let without_key = SEALED.replace(", tls.key: AgC", "");
    let found = check(&format!("{without_key}{}", ingress("")), "");
    assert_eq!(found, ["error tls-secret-invalid"]);
}

#[test]
fn a_secret_that_is_there_counts_as_it_is() {
    let manifest = format!(
        "{CERTIFICATE}{}---\napiVersion: v1\nkind: Secret\nmetadata: {{name: shop-tls, namespace: shop}}\nstringData: {{tls.crt: a, tls.key: b}}\n",
        ingress("")
    );
    assert_eq!(check(&manifest, ""), ["error tls-secret-invalid"]);
}

#[test]
fn the_certificate_of_a_listener_is_known_by_its_maker() {
    let gateway = |annotations: &str| {
        format!(
            "---
apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {{name: kong, annotations: {{konghq.com/gatewayclass-unmanaged: \"true\"}}}}
spec: {{controllerName: konghq.com/kic-gateway-controller}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {{name: g, namespace: shop, annotations: {{{annotations}}}}}
spec:
  gatewayClassName: kong
  listeners: [{{name: https, port: 443, protocol: HTTPS, hostname: shop.example.com, tls: {{certificateRefs: [{{name: shop-tls}}]}}}}]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: r, namespace: shop}}
spec: {{parentRefs: [{{name: g}}], rules: [{{backendRefs: [{{name: web, port: 80}}]}}]}}
---
apiVersion: v1
kind: Service
metadata: {{name: web, namespace: shop}}
spec: {{ports: [{{port: 80}}]}}
"
        )
    };
    let annotated = gateway("cert-manager.io/cluster-issuer: le");
    for manifest in [annotated, format!("{CERTIFICATE}{}", gateway(""))] {
        assert_eq!(check(&manifest, ""), ["info secret-made-in-cluster"]);
        let configuration = render(&manifest, "--secrets env");
        assert_eq!(
            configuration["certificates"][0]["snis"][0]["name"],
            "shop.example.com"
        );
        assert!(configuration["services"][0]["routes"][0].is_object());
    }
    let without_maker = check(&gateway(""), "");
    assert!(
        without_maker.iter().any(|it| !it.starts_with("info")),
        "{without_maker:?}"
    );
}

#[test]
fn the_configuration_of_a_plugin_is_left_out_or_a_variable() {
    let plugin = "---
apiVersion: configuration.konghq.com/v1
kind: KongClusterPlugin
metadata: {name: p, labels: {global: \"true\"}, annotations: {kubernetes.io/ingress.class: kong}}
plugin: rate-limiting
configFrom: {secretKeyRef: {namespace: shop, name: limits, key: config}}
";
    let sealed = SEALED
        .replace("shop-tls", "limits")
        .replace("tls.crt: AgB", "config: AgB");
    let manifest = format!("{sealed}{plugin}{}", ingress("cert-manager.io/issuer: le"));
    let note = "info secret-made-in-cluster";
    assert_eq!(check(&manifest, ""), [note, note]);
    assert_eq!(render(&manifest, "")["plugins"], Value::Null);
    assert_eq!(check(&manifest, "--secrets env"), [note, note]);
    assert_eq!(
        render(&manifest, "--secrets env")["plugins"][0]["name"],
        "rate-limiting"
    );
    let patched = manifest.replace(
        "plugin: rate-limiting\nconfigFrom: {secretKeyRef: {namespace: shop, name: limits, key: config}}",
        "plugin: http-log\nconfigPatches: [{path: /http_endpoint, valueFrom: {secretKeyRef: {namespace: shop, name: limits, key: config}}}]",
    );
    assert_eq!(check(&patched, "--secrets env"), [note, note]);
    assert_eq!(
        render(&patched, "--secrets env")["plugins"][0]["name"],
        "http-log"
    );
    let misspelt = manifest.replace("key: config", "key: confg");
    // The webhook refuses the plugin for it.
    assert!(check(&misspelt, "").contains(&"error plugin-secret-key-missing".to_owned()));
    let told = check(&misspelt, "--admission off");
    assert!(told.contains(&"warning plugin-secret-key-missing".to_owned()));
    let literal = "  template: {data: {config: '{\"minute\": 5}'}}\n";
    let literal = sealed.replace("  template: {type: kubernetes.io/tls}\n", literal);
    let manifest = format!("{literal}{plugin}{}", ingress("cert-manager.io/issuer: le"));
    assert_eq!(render(&manifest, "")["plugins"][0]["config"]["minute"], 5);
}

#[test]
fn ca_certificates_are_notes() {
    let sealed = "---
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: ca, namespace: shop}
spec:
  encryptedData: {id: AgB, cert: AgC}
  template: {metadata: {labels: {konghq.com/ca-cert: \"true\"}}}
";
    let annotated = ingress("cert-manager.io/issuer: le").replace(
        "kind: Service\nmetadata: {name: web,",
        "kind: Service\nmetadata: {annotations: {konghq.com/protocol: https, konghq.com/tls-verify: \"true\", konghq.com/ca-certificates-secrets: ca}, name: web,",
    );
    let found = check(&format!("{sealed}{annotated}"), "");
    assert!(
        found.len() > 1 && found.iter().all(|it| it == "info secret-made-in-cluster"),
        "{found:?}"
    );
    let found = check(&annotated, "");
    assert!(
        found.contains(&"error ca-certificate-not-found".to_owned()),
        "{found:?}"
    );
}

#[test]
fn a_certificate_in_git_needs_no_uid_unless_others_have_one() {
    let path = common::root().join("testdata/repositories/tls-in-git.yaml");
    let manifest = std::fs::read_to_string(path).unwrap();
    let outcome = Kic2kong::new()
        .file("in.yaml", &manifest)
        .args("check --quiet --format json in.yaml --now 2027-01-01T00:00:00Z")
        .run()
        .exits(0);
    assert_eq!(problems(&outcome), ["info kong-certificate-without-uid"]);
    assert!(!outcome.stdout.contains("\"kong\":"));
    let dumped = manifest.replace(
        "metadata: {name: web}",
        "metadata: {name: web, uid: 6f3e8a6c-2b1d-4c55-9f0e-0a4d5b1c7e21}",
    );
    assert_eq!(
        check(&dumped, "--now 2027-01-01T00:00:00Z"),
        ["error kong-certificate-without-uid"]
    );
}

#[test]
fn a_broken_object_of_another_controller_is_no_matter_of_this() {
    for maker in [
        CERTIFICATE.replace("secretName: shop-tls", "secretName: [a]"),
        CERTIFICATE.replace("cert-manager.io/v1", "cert-manager.io/v9"),
        SEALED.replace("name: shop-tls, ", ""),
    ] {
        let found = check(&format!("{maker}{}", ingress("")), "");
        assert_eq!(found, ["error tls-secret-not-found"], "{maker}");
    }
}

#[test]
fn the_ca_certificate_of_a_backend_policy_is_known_by_its_maker() {
    let policy = "---
apiVersion: gateway.networking.k8s.io/v1alpha3
kind: BackendTLSPolicy
metadata: {name: p, namespace: shop}
spec:
  targetRefs: [{group: \"\", kind: Service, name: web}]
  validation: {hostname: web.example.com, caCertificateRefs: [{group: \"\", kind: Secret, name: ca}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: shop}
spec: {parentRefs: [{name: g}], rules: [{backendRefs: [{name: web, port: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{port: 80}]}
";
    let sealed = "apiVersion: bitnami.com/v1alpha1\nkind: SealedSecret\nmetadata: {name: ca, namespace: shop}\nspec: {encryptedData: {id: A, cert: B}, template: {metadata: {labels: {konghq.com/ca-cert: \"true\"}}}}\n";
    // The name of the certificate is no matter of who makes it.
    let options = "--feature-gates GatewayAlpha=true --disable host-header-without-effect";
    let found = check(&format!("{sealed}{policy}"), options);
    assert!(found.iter().all(|it| it.starts_with("info")), "{found:?}");
    assert!(
        found.contains(&"info secret-made-in-cluster".to_owned()),
        "{found:?}"
    );
    let found = check(policy, options);
    assert!(found.iter().any(|it| !it.starts_with("info")), "{found:?}");
}
