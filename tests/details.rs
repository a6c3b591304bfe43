//! Details of KIC that no recorded case has, each with its place in KIC's sources.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::cases;
use serde_json::Value;

fn rendered(manifests: &str, flags: &str) -> Value {
    let converted = cases::convert(manifests.as_bytes(), &cases::words(flags));
    serde_yaml::from_str(&converted.rendered).unwrap()
}

/// Two Ingresses whose names, Services and hosts run together to one key.
const COMPOSED: &str = include_str!("../testdata/problems/route-names-collide.yaml");

fn routes(flags: &str) -> Vec<Value> {
    let rendered = rendered(COMPOSED, flags);
    let services = rendered["services"].as_array().unwrap().iter();
    let routes = services.flat_map(|service| service["routes"].as_array().into_iter().flatten());
    routes.cloned().collect()
}

/// KIC: `subtranslator/ingress.go`, `translateIntoKongRoute`.
#[test]
fn two_ingresses_of_one_key_give_a_route_named_after_the_first() {
    let routes = routes("");
    assert_eq!(routes.len(), 1);
    assert_eq!(routes[0]["name"], "shop.a.b.c.x.80");
}

/// KIC: `subtranslator/ingress_atc.go`, `translateIntoKongExpressionRoute`.
#[test]
fn with_expressions_the_last_of_them_names_the_route_and_gives_the_regex_prefix() {
    let flags = "--router-flavor expressions";
    assert_eq!(routes(flags)[0]["name"], "shop.a.b.b.c.x.80");
    let with_prefix = COMPOSED
        .replace(
            "name: a.b,",
            "name: a.b, annotations: {konghq.com/regex-prefix: /rx},",
        )
        .replace(
            "path: /, pathType: Prefix",
            "path: /rx/a, pathType: ImplementationSpecific",
        );
    let rendered = rendered(&with_prefix, flags);
    let routes = rendered["services"][0]["routes"].as_array().unwrap();
    let expression = routes[0]["expression"].as_str().unwrap();
    assert_eq!(
        expression.matches("http.path ~ \"^/a\"").count(),
        2,
        "{expression}"
    );
}

/// The API server's default for a Service counts an empty text as none (spec 86, 3).
#[test]
fn an_empty_type_of_a_service_is_the_default_one() {
    let manifests = |kind: &str| {
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: web}}\nspec: {{{kind}ports: [{{port: 80}}]}}\n---\n\
             apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: i}}\nspec: {{ingressClassName: kong, \
             defaultBackend: {{service: {{name: web, port: {{number: 80}}}}}}}}\n"
        )
    };
    let (absent, empty) = (manifests(""), manifests("type: '', "));
    assert_eq!(rendered(&absent, ""), rendered(&empty, ""));
}

/// KIC: `utils.go`, `MatchesIngressClass`, and `store.go`, `ListKongCustomEntities`.
#[test]
fn a_custom_entity_without_controller_belongs_to_the_default_class_unless_annotated_for_another() {
    let taken = |annotations: &str, default: &str| {
        let manifests = format!(
            "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: {{name: kong, annotations: {{ingressclass.kubernetes.io/is-default-class: '{default}'}}}}\n\
             spec: {{controller: ingress-controllers.konghq.com/kong}}\n---\n\
             apiVersion: configuration.konghq.com/v1alpha1\nkind: KongCustomEntity\nmetadata: {{name: e, annotations: {{{annotations}}}}}\n\
             spec: {{type: my_things, controllerName: '', fields: {{uri: /a}}}}\n"
        );
        rendered(&manifests, "")["my_things"].is_array()
    };
    assert!(taken("", "true"));
    assert!(taken("kubernetes.io/ingress.class: kong", "true"));
    assert!(!taken("kubernetes.io/ingress.class: other", "true"));
    assert!(!taken("", "false"));
}

/// Go's decoder takes a list of numbers for bytes (`encoding/json`).
#[test]
fn a_list_of_numbers_is_bytes_only_where_each_is_one() {
    let refused = |data: &str| {
        let manifest =
            format!("apiVersion: v1\nkind: Secret\nmetadata: {{name: s}}\ndata: {{key: {data}}}\n");
        let converted = cases::convert(manifest.as_bytes(), &[]);
        converted.problems.iter().any(cases::is_error)
    };
    for data in ["[107, 49]", "[]", "[null]", "null", "azE="] {
        assert!(!refused(data), "{data}");
    }
    for data in ["[256]", "[-1]", "[1.5]", "['a']", "[[1]]", "{a: 1}", "7"] {
        assert!(refused(data), "{data}");
    }
}

/// What decK refuses is said once, however often a plugin is bound (spec 50, 1.5).
#[test]
fn a_plugin_without_salt_on_two_routes_is_one_problem() {
    let path = "http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}";
    let manifests = format!(
        "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {{name: i, annotations: {{konghq.com/plugins: login}}}}\n\
         spec: {{ingressClassName: kong, rules: [{{host: a.example, {path}}}, {{host: b.example, {path}}}]}}\n---\n\
         apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {{name: login}}\nplugin: openid-connect\n\
         config: {{issuer: 'https://idp.example'}}\n"
    );
    let said = |flags: &str| {
        let converted = cases::convert(manifests.as_bytes(), &cases::words(flags));
        let problems = converted.problems.iter();
        problems
            .filter(|it| it.code.id == "deck-openid-without-salt")
            .count()
    };
    assert_eq!(said(""), 1);
    assert_eq!(said("--target dbless"), 0, "decK does not read it");
}
