//! Hints that name what was meant: Services, ports, plugins, listeners, Secrets.

use super::{PATH, SERVICE, check, ingress, says, words};

fn backend(service: &str, port: &str) -> String {
    format!(
        "{{path: /, pathType: Prefix, backend: {{service: {{name: {service}, port: {{{port}}}}}}}}}"
    )
}

const FIRST: &str = "spec.rules[0].http.paths[0]";

#[test]
fn a_misspelt_service_is_named() {
    let found = check(&ingress("", &backend("wbe", "number: 80")), "");
    let problem = found.only("backend-service-not-found");
    assert!(words(problem).contains("did you mean web?"), "{problem:#}");
    let found = check(&ingress("", &backend("payments", "number: 80")), "");
    let problem = found.only("backend-service-not-found");
    assert!(!words(problem).contains("did you mean"), "{problem:#}");
}

#[test]
fn the_ports_of_a_service_are_listed() {
    let found = |port: &str| {
        let manifest = ingress("", &backend("web", port)).replace(
            "{name: http, port: 80, targetPort: 8080}",
            "{name: http, port: 80, targetPort: 8080}, {name: admin, port: 81, targetPort: 8081}",
        );
        let found = check(&manifest, "");
        words(found.only("backend-port-not-found"))
    };
    let target = found("number: 8080");
    assert!(
        target.contains("8080 is the targetPort of port 80: write 80"),
        "{target}"
    );
    assert!(target.contains("web has 80 (http), 81 (admin)"), "{target}");
    let named = found("name: htp");
    assert!(
        named.contains("did you mean http?") && named.contains("81 (admin)"),
        "{named}"
    );
    let far = found("number: 9");
    assert!(
        !far.contains("did you mean") && far.contains("80 (http)"),
        "{far}"
    );
}

const PLUGIN: &str = "---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: {name: rate-limit, namespace: NS}
plugin: rate-limiting
config: {minute: 5, policy: local}
";

#[test]
fn a_misspelt_plugin_reference_is_named() {
    let manifest = ingress("konghq.com/plugins: rate-limt", PATH) + &PLUGIN.replace("NS", "shop");
    let found = check(&manifest, "");
    let problem = found.only("plugin-not-found");
    assert!(
        words(problem).contains("did you mean rate-limit?"),
        "{problem:#}"
    );
}

#[test]
fn a_plugin_of_another_namespace_is_named_with_the_grant_it_needs() {
    let manifest =
        ingress("konghq.com/plugins: rate-limit", PATH) + &PLUGIN.replace("NS", "policies");
    let found = check(&manifest, "");
    let words = words(found.only("plugin-not-found"));
    for expected in [
        "policies:rate-limit",
        "ReferenceGrant in namespace policies",
        "kind Ingress, namespace shop",
        "kind KongPlugin",
    ] {
        assert!(words.contains(expected), "no `{expected}` in {words}");
    }
}

const GATEWAY: &str = "apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: kong, annotations: {konghq.com/gatewayclass-unmanaged: \"true\"}}
spec: {controllerName: konghq.com/kic-gateway-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: kong, namespace: shop}
spec:
  gatewayClassName: kong
  listeners:
  - {name: http, port: 80, protocol: HTTP}
  - {name: https, port: 443, protocol: HTTPS, tls: {mode: Terminate, certificateRefs: [{name: shop-tls}]}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: shop}
spec:
  parentRefs: [{name: kong, sectionName: SECTION}]
  rules:
  - matches: [{path: {type: PathPrefix, value: /v1}}]
    filters: [{type: ExtensionRef, extensionRef: {group: configuration.konghq.com, kind: KongPlugin, name: limit}}]
    backendRefs: [{name: wbe, port: 80}, {name: web, port: 80}]
---
";

#[test]
fn a_misspelt_section_name_names_the_listener() {
    let manifest = GATEWAY.replace("SECTION", "htp") + SERVICE;
    let found = check(&manifest, "");
    let problem = found.only("route-not-attached");
    assert!(words(problem).contains("did you mean http?"), "{problem:#}");
}

#[test]
fn a_misspelt_gateway_is_named() {
    let manifest = GATEWAY
        .replace("{name: kong, sectionName: SECTION}", "{name: kogn}")
        .replace("{name: shop-tls}", "{name: t}");
    let found = check(&(manifest + SERVICE), "");
    let problem = found.only("parent-assumed-attached");
    assert!(words(problem).contains("did you mean kong?"), "{problem:#}");
}

#[test]
fn names_in_an_httproute_stand_where_they_are_written() {
    let manifest = GATEWAY.replace("SECTION", "http") + SERVICE;
    let found = check(&manifest, "");
    let field = "spec.rules[0].filters[0].extensionRef";
    says(
        found.only("plugin-not-found"),
        "error",
        field,
        &["KongPlugin shop/limit"],
    );
    let field = "spec.rules[0].backendRefs[0]";
    let left_out = found.only("route-backend-left-out");
    says(left_out, "warning", field, &["did you mean web?"]);
    let listener = found.only("listener-not-programmed");
    says(
        listener,
        "warning",
        "spec.listeners[1]",
        &["Secret shop/shop-tls does not exist"],
    );
}

#[test]
fn a_misspelt_secret_is_named() {
    let manifest = "apiVersion: configuration.konghq.com/v1
kind: KongConsumer
metadata: {name: bob, namespace: shop, annotations: {kubernetes.io/ingress.class: kong}}
username: bob
credentials: [bob-kye]
---
apiVersion: v1
kind: Secret
metadata: {name: bob-key, namespace: shop, labels: {konghq.com/credential: key-auth}}
stringData: {key: s3cret-value}
";
    let found = check(manifest, "");
    let problem = found.only("credential-secret-not-found");
    says(
        problem,
        "error",
        "credentials[0]",
        &["did you mean bob-key?"],
    );
    let tls = ingress("", PATH).replace(
        "  rules:",
        "  tls: [{hosts: [shop.example.com], secretName: bob-kye}]\n  rules:",
    );
    let found = check(&format!("{tls}---\n{manifest}"), "");
    let problem = found.only("tls-secret-not-found");
    assert!(
        words(problem).contains("did you mean bob-key?"),
        "{problem:#}"
    );
}

#[test]
fn a_misspelt_name_among_ten_thousand_is_found() {
    let services: String = (0..10_000)
        .map(|index| format!("apiVersion: v1\nkind: Service\nmetadata: {{name: s{index:05}, namespace: shop}}\nspec: {{ports: [{{port: 80}}]}}\n---\n"))
        .collect();
    let found = check(
        &format!(
            "{services}{}",
            ingress("", &backend("s07771x", "number: 80"))
        ),
        "",
    );
    let problem = found.only("backend-service-not-found");
    assert!(
        words(problem).contains("did you mean s07771?"),
        "{problem:#}"
    );
    assert_eq!(
        problem["objects"][0]["field"],
        format!("{FIRST}.backend").as_str(),
        "{problem:#}"
    );
}

#[test]
fn a_tab_in_the_indentation_is_named_with_its_place() {
    for (manifest, line, column) in [
        ("kind: Service\nmetadata:\n\tname: a\n", 3, 1),
        (
            "kind: Service\nspec:\n  ports:\n  - name: a\n\t  port: 80\n",
            5,
            1,
        ),
        ("kind: Service\nspec:\n  \tports: 1\n  x: 2\n", 3, 3),
        ("---\nkind: A\n---\nkind: Service\nspec:\n\tx: 2\n", 6, 1),
    ] {
        let found = check(manifest, "");
        let problem = found.only("yaml-syntax");
        let said = words(problem);
        assert!(said.contains("is indented with a tab"), "{said}");
        assert!(
            said.contains("put spaces in the place of the tab"),
            "{said}"
        );
        let place = &problem["objects"][0];
        assert_eq!(
            (&place["line"], &place["column"]),
            (&line.into(), &column.into()),
            "{problem:#}"
        );
    }
}

#[test]
fn a_tab_that_is_not_to_blame_is_not_named() {
    for manifest in [
        "kind: Service\nspec: [\n\t1,\n",
        "kind: Service\nspec: }\n\n\t\n",
    ] {
        let found = check(manifest, "");
        let said = words(found.only("yaml-syntax"));
        assert!(!said.contains("tab"), "{said}");
    }
}
