//! Paths, rules and balancing that do not do what they look like.

use super::{PATH, SERVICE, check, ingress, says, words};

const FIRST_PATH: &str = "spec.rules[0].http.paths[0].path";

fn path(path: &str, path_type: &str) -> String {
    format!(
        "{{path: '{path}', pathType: {path_type}, backend: {{service: {{name: web, port: {{number: 80}}}}}}}}"
    )
}

#[test]
fn patterns_that_are_plain_text_to_kong_are_told() {
    for (text, path_type, expected) in [
        (
            "/api/(debug.*|kyc-debug.*)",
            "ImplementationSpecific",
            "`/~/api/(debug.*|kyc-debug.*)`",
        ),
        (
            r"/v1/users/\d+$",
            "ImplementationSpecific",
            r"`/~/v1/users/\d+$`",
        ),
        ("/shop(/|$)(.*)", "Prefix", "`/~/shop(/|$)(.*)`"),
        ("/items/[0-9]+", "Exact", "`/~/items/[0-9]+`"),
        (
            "/files/*",
            "Prefix",
            "`/files` with pathType Prefix, which needs no `*`",
        ),
        ("/*", "ImplementationSpecific", "`/` with pathType Prefix"),
        ("/users/{id}", "Prefix", "`/~/users/[^/]+`"),
    ] {
        let found = check(&ingress("", &path(text, path_type)), "");
        let problem = found.only("path-looks-like-regex");
        says(problem, "warning", FIRST_PATH, &[expected]);
    }
}

#[test]
fn a_regex_prefix_of_ones_own_is_in_the_hint() {
    let found = check(
        &ingress(
            "konghq.com/regex-prefix: '/@'",
            &path("/a.*", "ImplementationSpecific"),
        ),
        "",
    );
    let problem = found.only("path-looks-like-regex");
    says(problem, "warning", FIRST_PATH, &["`/@/a.*`"]);
}

#[test]
fn paths_that_are_what_they_look_like_are_not_told() {
    for (annotations, text) in [
        ("", r"/~/v1/users/\d+$"),
        ("konghq.com/regex-prefix: '/@'", r"/@/v1/\d+"),
        ("", "/Products(1)"),
        ("", "/$metadata"),
        ("", "/@scope/pkg"),
        ("", "/a.b/c-d_e~f+g:h,i;j=k&l"),
    ] {
        check(
            &ingress(annotations, &path(text, "ImplementationSpecific")),
            "",
        )
        .none("path-looks-like-regex");
    }
    let legacy = "apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: {name: kong}
spec: {controller: ingress-controllers.konghq.com/kong, parameters: {apiGroup: configuration.konghq.com, kind: IngressClassParameters, scope: Namespace, namespace: shop, name: p}}
---
apiVersion: configuration.konghq.com/v1alpha1
kind: IngressClassParameters
metadata: {name: p, namespace: shop}
spec: {enableLegacyRegexDetection: true}
---
";
    check(
        &format!(
            "{legacy}{}",
            ingress("", &path("/a.*", "ImplementationSpecific"))
        ),
        "",
    )
    .none("path-looks-like-regex");
}

fn httproute(rules: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: web, namespace: shop}}
spec:
  parentRefs: [{{name: kong}}]
  rules: [{rules}]
---
{SERVICE}"
    )
}

#[test]
fn patterns_of_httproutes_are_told_in_their_words() {
    for (text, expected) in [
        ("/*", "`/` with type PathPrefix"),
        ("/v1/(.*)", "`/v1/(.*)` with type RegularExpression"),
    ] {
        let rule = format!(
            "{{matches: [{{path: {{type: PathPrefix, value: '{text}'}}}}], backendRefs: [{{name: web, port: 80}}]}}"
        );
        let found = check(&httproute(&rule), "");
        let field = "spec.rules[0].matches[0].path.value";
        says(
            found.only("path-looks-like-regex"),
            "warning",
            field,
            &[expected],
        );
    }
    let regex = "{matches: [{path: {type: RegularExpression, value: '/v1/.*'}}], backendRefs: [{name: web, port: 80}]}";
    check(&httproute(regex), "").none("path-looks-like-regex");
}

#[test]
fn a_rule_without_backends_answers_503() {
    let split = "{matches: [{path: {type: PathPrefix, value: /v1}}]}, {backendRefs: [{name: web, port: 80}]}";
    let found = check(&httproute(split), "");
    let words = ["503", "`-` in front of `backendRefs`"];
    says(
        found.only("rule-without-backends"),
        "warning",
        "spec.rules[0]",
        &words,
    );
    let grpc = httproute("{matches: [{method: {service: a.B}}]}").replace("HTTPRoute", "GRPCRoute");
    let found = check(&grpc, "");
    says(
        found.only("rule-without-backends"),
        "warning",
        "spec.rules[0]",
        &["503"],
    );
}

#[test]
fn a_rule_that_answers_itself_needs_no_backend() {
    let redirect =
        "{filters: [{type: RequestRedirect, requestRedirect: {hostname: a.example.com}}]}";
    check(&httproute(redirect), "").none("rule-without-backends");
    let plugin = "---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: {name: gone, namespace: shop}
plugin: request-termination
config: {status_code: 410}
";
    let extension = "{filters: [{type: ExtensionRef, extensionRef: {group: configuration.konghq.com, kind: KongPlugin, name: gone}}]}";
    check(&format!("{}{plugin}", httproute(extension)), "").none("rule-without-backends");
    let annotated = httproute("{}").replace(
        "namespace: shop}\nspec:\n  parent",
        "namespace: shop, annotations: {konghq.com/plugins: gone}}\nspec:\n  parent",
    );
    check(&format!("{annotated}{plugin}"), "").none("rule-without-backends");
}

#[test]
fn a_rule_that_loses_all_its_backends_is_an_error() {
    let lost = "{backendRefs: [{name: web, namespace: other, port: 80}]}";
    let other = SERVICE.replace("namespace: shop", "namespace: other");
    let found = check(&format!("{}---\n{other}", httproute(lost)), "");
    let problem = found.only("route-backend-left-out");
    says(
        problem,
        "error",
        "spec.rules[0].backendRefs[0]",
        &[
            "500",
            "ReferenceGrant in namespace other",
            "kind HTTPRoute, namespace shop",
        ],
    );
    let half = "{backendRefs: [{name: web, namespace: other, port: 80}, {name: web, port: 80}]}";
    let found = check(&format!("{}---\n{other}", httproute(half)), "");
    let problem = found.only("route-backend-left-out");
    assert_eq!(problem["severity"], "warning", "{problem:#}");
    assert!(!words(problem).contains("500"), "{problem:#}");
}

#[test]
fn session_affinity_and_hashing_without_effect_are_told() {
    let sticky =
        ingress("", PATH).replace("spec: {ports", "spec: {sessionAffinity: ClientIP, ports");
    let found = check(&sticky, "");
    let field = "spec.sessionAffinity";
    let words = ["Service shop/web", "hashOn: {input: ip}"];
    says(
        found.only("session-affinity-without-effect"),
        "warning",
        field,
        &words,
    );
    let by_kube_proxy = sticky.replace(
        "kind: Service\nmetadata: {name: web, namespace: shop}",
        "kind: Service\nmetadata: {name: web, namespace: shop, annotations: {ingress.kubernetes.io/service-upstream: \"true\"}}",
    );
    check(&by_kube_proxy, "").none("session-affinity-without-effect");
    let hashing = ingress("", PATH).replace(
        "kind: Service\nmetadata: {name: web, namespace: shop}",
        "kind: Service\nmetadata: {name: web, namespace: shop, annotations: {konghq.com/override: h}}",
    );
    let settings = |upstream: &str| {
        format!(
            "{hashing}---\napiVersion: configuration.konghq.com/v1\nkind: KongIngress\nmetadata: {{name: h, namespace: shop}}\nupstream: {upstream}\n"
        )
    };
    let found = check(&settings("{hash_on: ip}"), "");
    assert_eq!(found.of("hash-without-effect").len(), 1, "{}", found.story);
    check(
        &settings("{hash_on: ip, algorithm: consistent-hashing}"),
        "",
    )
    .none("hash-without-effect");
}

#[test]
fn one_path_with_other_headers_or_methods_is_no_second_claim() {
    let second = |annotations: &str| {
        ingress(annotations, PATH)
            .replace(
                "name: web, namespace: shop, ann",
                "name: new, namespace: shop, ann",
            )
            .replace("service: {name: web", "service: {name: new")
    };
    let both = |first: &str, annotations: &str| {
        check(
            &format!("{}---\n{}", ingress(first, PATH), second(annotations)),
            "",
        )
    };
    for (first, annotations) in [
        ("", "konghq.com/headers.x-beta: always"),
        (
            "konghq.com/headers.x-beta: a",
            "konghq.com/headers.x-beta: b",
        ),
        ("konghq.com/methods: GET", "konghq.com/methods: 'POST,PUT'"),
        ("", "konghq.com/methods: POST"),
    ] {
        both(first, annotations).none("path-claimed-twice");
    }
    for (first, annotations) in [
        ("", ""),
        (
            "konghq.com/headers.x-beta: a",
            "konghq.com/headers.x-beta: a",
        ),
        ("konghq.com/methods: 'GET,POST'", "konghq.com/methods: POST"),
    ] {
        let found = both(first, annotations);
        assert_eq!(found.of("path-claimed-twice").len(), 1, "{}", found.story);
    }
}

#[test]
fn a_host_header_acts_only_where_the_clients_is_not_preserved() {
    let with_host = |annotations: &str| {
        let manifest = ingress(annotations, PATH).replace(
            "kind: Service\nmetadata: {name: web, namespace: shop}",
            "kind: Service\nmetadata: {name: web, namespace: shop, annotations: {konghq.com/host-header: a.internal}}",
        );
        check(&manifest, "")
    };
    says(
        with_host("").only("host-header-without-effect"),
        "warning",
        r#"metadata.annotations["konghq.com/host-header"]"#,
        &["konghq.com/preserve-host: \"false\"", "Ingress shop/web"],
    );
    with_host("konghq.com/preserve-host: \"false\"").none("host-header-without-effect");
}
