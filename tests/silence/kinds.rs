//! Kinds that nobody reads: misspelt, removed, in another group, or read by Kong Operator alone.

use super::{check, says};

/// `apiVersion`, kind, the field at fault, and the remedy.
const MISSPELT: &[(&str, &str, &str, &str)] = &[
    (
        "configuration.konghq.com/v1",
        "kongplugin",
        "kind",
        "did you mean KongPlugin?",
    ),
    (
        "configuration.konghq.com/v1",
        "KongPlugins",
        "kind",
        "did you mean KongPlugin?",
    ),
    (
        "configuration.konghq.com/v1",
        "KongCosumer",
        "kind",
        "did you mean KongConsumer?",
    ),
    (
        "networking.k8s.io/v1",
        "ingress",
        "kind",
        "did you mean Ingress?",
    ),
    (
        "gateway.networking.k8s.io/v1",
        "HttpRoute",
        "kind",
        "did you mean HTTPRoute?",
    ),
    (
        "gateway.networking.k8s.io/v1",
        "Gatway",
        "kind",
        "did you mean Gateway?",
    ),
    (
        "configuration.konghq.com",
        "KongPlugin",
        "apiVersion",
        "`configuration.konghq.com/v1`",
    ),
    ("v1", "Ingress", "apiVersion", "`networking.k8s.io/v1`"),
    (
        "v1",
        "KongConsumer",
        "apiVersion",
        "`configuration.konghq.com/v1`",
    ),
    (
        "configuration.konghq.io/v1",
        "KongPlugin",
        "apiVersion",
        "`configuration.konghq.com/v1`",
    ),
    (
        "gateway.networking.k8s.oi/v1",
        "HTTPRoute",
        "apiVersion",
        "`gateway.networking.k8s.io/v1`",
    ),
    (
        "incubator.ingress-controller.konghq.com/v1alpha1",
        "KongServiceFacad",
        "kind",
        "did you mean KongServiceFacade?",
    ),
    (
        "configuration.konghq.com/v1",
        "KongCredential",
        "kind",
        "label `konghq.com/credential`",
    ),
    (
        "configuration.konghq.com/v1",
        "Deployment",
        "kind",
        "check the spelling",
    ),
];

#[test]
fn misspelt_kinds_are_told_with_the_right_one() {
    for (api_version, kind, field, expected) in MISSPELT {
        for manifest in [
            format!(
                "apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: x, namespace: shop}}\n"
            ),
            format!(
                "{{\"apiVersion\": \"{api_version}\", \"kind\": \"{kind}\", \"metadata\": {{\"name\": \"x\"}}}}"
            ),
            format!(
                "apiVersion: v1\nkind: List\nitems:\n- apiVersion: {api_version}\n  kind: {kind}\n  metadata: {{name: x}}\n"
            ),
        ] {
            let found = check(&manifest, "");
            says(found.only("unknown-kind"), "warning", field, &[expected]);
        }
    }
}

#[test]
fn kinds_of_kong_operator_are_an_info() {
    for (api_version, kind) in [
        ("configuration.konghq.com/v1alpha1", "KongRoute"),
        ("configuration.konghq.com/v1alpha1", "KongPluginBinding"),
        ("gateway-operator.konghq.com/v1beta1", "DataPlane"),
        ("konnect.konghq.com/v1alpha1", "KonnectExtension"),
    ] {
        let found = check(
            &format!("apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: x}}\n"),
            "--disable nothing-for-kong",
        );
        says(
            found.only("kind-not-read"),
            "info",
            "kind",
            &["Kong Operator"],
        );
        found.is_quiet();
    }
}

#[test]
fn kinds_of_others_are_nobodys_fault() {
    for (api_version, kind) in [
        ("networking.k8s.io/v1", "NetworkPolicy"),
        ("serving.knative.dev/v1", "Service"),
        ("networking.istio.io/v1", "Gateway"),
        ("networking.internal.knative.dev/v1alpha1", "Ingress"),
        ("apps/v1", "Deployment"),
        ("example.com/v1", "ingress"),
    ] {
        let found = check(
            &format!("apiVersion: {api_version}\nkind: {kind}\nmetadata: {{name: x}}\n"),
            "",
        );
        found.none("unknown-kind");
        found.none("kind-not-read");
    }
}
