//! Plugins: misspelt names, unattached ones, fields of another edition, and words for what Kong demands.

use super::{PATH, check, ingress, says, words};

fn global(plugin: &str) -> String {
    format!(
        "apiVersion: configuration.konghq.com/v1
kind: KongClusterPlugin
metadata: {{name: p, annotations: {{kubernetes.io/ingress.class: kong}}, labels: {{global: \"true\"}}}}
{plugin}
"
    )
}

#[test]
fn a_misspelt_plugin_is_a_warning() {
    for (wrong, right) in [
        ("rate-limit", "rate-limiting"),
        ("ratelimiting", "rate-limiting"),
        ("rate-limitting", "rate-limiting"),
        ("basic_auth", "basic-auth"),
        ("request-tranformer", "request-transformer"),
    ] {
        let found = check(&global(&format!("plugin: {wrong}")), "");
        let expected = format!("did you mean {right}?");
        says(
            found.only("plugin-not-checked"),
            "warning",
            "plugin",
            &[&expected],
        );
    }
    for own in ["my-auth", "jwt-keycloak", "shop-limits"] {
        let found = check(&global(&format!("plugin: {own}")), "");
        assert_eq!(found.only("plugin-not-checked")["severity"], "info");
    }
}

#[test]
fn a_plugin_that_nothing_references_is_judged_all_the_same() {
    let plugin = |body: &str| {
        format!(
            "apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {{name: kye, namespace: shop}}\n{body}\n"
        )
    };
    let found = check(&plugin("plugin: key-auth\nconfig: {key_nmes: [a]}"), "");
    let problem = found.only("kong-unknown-field");
    let expected = ["key_names", "nothing references the plugin yet"];
    says(problem, "warning", "config.key_nmes", &expected);
    assert!(problem["kong"].is_null(), "{problem:#}");
    let found = check(&plugin("plugin: rate-limitting\nconfig: {minuet: 5}"), "");
    says(
        found.only("plugin-not-checked"),
        "warning",
        "plugin",
        &["rate-limiting"],
    );
    // A Secret that is missing concerns the webhook alone.
    let secret = plugin("plugin: key-auth\nconfigFrom: {secretKeyRef: {name: none, key: config}}");
    let found = check(&secret, "--admission off");
    found.none("plugin-secret-not-found");
    let found = check(&secret, "");
    let problem = found.only("plugin-secret-not-found");
    assert_eq!(problem["webhook"][0]["object"], "KongPlugin shop/kye");
    // Once referenced it is an error of Kong's own.
    let used = format!(
        "{}---\n{}",
        plugin("plugin: key-auth\nconfig: {key_nmes: [a]}"),
        ingress("konghq.com/plugins: kye", PATH)
    );
    let found = check(&used, "");
    assert_eq!(found.only("kong-unknown-field")["severity"], "error");
}

#[test]
fn a_field_of_kong_enterprise_asks_for_the_edition() {
    let acl = global("plugin: acl\nconfig: {allow: [gold], include_consumer_groups: true}");
    let found = check(&acl, "");
    let problem = found.only("kong-unknown-field");
    let expected = ["field of Kong Enterprise", "--enterprise"];
    says(
        problem,
        "error",
        "config.include_consumer_groups",
        &expected,
    );
    check(&acl, "--enterprise").none("kong-unknown-field");
    let misspelt = global("plugin: acl\nconfig: {allow: [gold], no_such_field: true}");
    let found = check(&misspelt, "");
    assert!(!words(found.only("kong-unknown-field")).contains("Enterprise"));
}

#[test]
fn websocket_protocols_are_for_kong_enterprise() {
    let manifest = ingress("konghq.com/protocols: 'ws,wss'", PATH).replace(
        "kind: Service\nmetadata: {name: web, namespace: shop}",
        "kind: Service\nmetadata: {name: web, namespace: shop, annotations: {konghq.com/protocol: ws}}",
    );
    let found = check(&manifest, "");
    let problems = found.of("kong-value-not-allowed");
    assert_eq!(problems.len(), 3, "{}", found.story);
    for problem in problems {
        let words = words(problem);
        assert!(
            words.contains("upgrade by themselves") && words.contains("--enterprise"),
            "{words}"
        );
    }
    let found = check(&manifest, "--enterprise");
    assert!(
        !found.problems.iter().any(|it| it["severity"] == "error"),
        "{}",
        found.story
    );
}

#[test]
fn forms_are_told_in_words() {
    let found = check(
        &global("plugin: request-transformer\nconfig: {add: {headers: [\"X-Id:1\", X-Bad]}}"),
        "",
    );
    says(
        found.only("kong-bad-format"),
        "error",
        "config.add.headers[1]",
        &["write name:value"],
    );
    let found = check(&global("plugin: key-auth\nrun_on: first"), "");
    says(
        found.only("kong-unknown-field"),
        "error",
        "run_on",
        &["no effect since Kong 3.0"],
    );
    let wrapped = "apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {name: t}\nspec: {plugin: key-auth, config: {}}\n";
    let found = check(wrapped, "");
    let top = ["have no `spec`", "top level"];
    says(found.only("unknown-field"), "warning", "spec", &top);
}

#[test]
fn a_cors_origin_with_a_star_is_a_regex_to_kong() {
    let cors = |origin: &str| {
        check(
            &global(&format!("plugin: cors\nconfig: {{origins: ['{origin}']}}")),
            "",
        )
    };
    let found = cors("https://*.shop.example.com");
    says(
        found.only("cors-origin-wildcard"),
        "warning",
        "config.origins[0]",
        &[r"`https://[^.]+\.shop\.example\.com`"],
    );
    for right in [
        "*",
        "https://a.example.com",
        r"https://[^.]+\.example\.com",
        r"https://.*\.example\.com",
    ] {
        cors(right).none("cors-origin-wildcard");
    }
}

#[test]
fn a_redirect_without_hostname_is_told_in_the_words_of_httproute() {
    let route = "apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: to-https}
spec:
  parentRefs: [{name: kong}]
  hostnames: [a.example.com]
  rules:
  - filters: [{type: RequestRedirect, requestRedirect: {scheme: https, statusCode: 301}}]
";
    let found = check(route, "");
    let problem = found.only("kong-bad-format");
    says(
        problem,
        "error",
        "spec.rules[0].filters[0]",
        &[
            "needs `hostname` in requestRedirect",
            "konghq.com/https-redirect-status-code",
        ],
    );
    assert!(!words(problem).contains("config.location"), "{problem:#}");
}
