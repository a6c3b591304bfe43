//! `--services assume`: Services that other repositories keep.

use super::{check, common::Kic2kong, render};
use serde_json::Value;

/// A route of each kind, each to a Service of its own that is not there.
const ROUTES: &str = "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: a, namespace: shop}
spec:
  ingressClassName: kong
  defaultBackend: {service: {name: fallback, port: {number: 81}}}
  rules:
  - http: {paths: [{path: /users, pathType: Prefix, backend: {service: {name: users, port: {number: 8001}}}}]}
---
apiVersion: configuration.konghq.com/v1beta1
kind: TCPIngress
metadata: {name: tcp, namespace: shop, annotations: {kubernetes.io/ingress.class: kong}}
spec: {rules: [{port: 9000, backend: {serviceName: tcp, servicePort: 82}}]}
---
apiVersion: configuration.konghq.com/v1beta1
kind: UDPIngress
metadata: {name: udp, namespace: shop, annotations: {kubernetes.io/ingress.class: kong}}
spec: {rules: [{port: 9001, backend: {serviceName: udp, servicePort: 83}}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: http, namespace: shop}
spec: {parentRefs: [{name: g}], rules: [{backendRefs: [{name: http, port: 84}]}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: grpc, namespace: shop}
spec: {parentRefs: [{name: g}], rules: [{backendRefs: [{name: grpc, port: 85}]}]}
---
apiVersion: gateway.networking.k8s.io/v1alpha2
kind: TCPRoute
metadata: {name: tcproute, namespace: shop}
spec: {parentRefs: [{name: g}], rules: [{backendRefs: [{name: tcproute, port: 86}]}]}
---
apiVersion: gateway.networking.k8s.io/v1alpha2
kind: UDPRoute
metadata: {name: udproute, namespace: shop}
spec: {parentRefs: [{name: g}], rules: [{backendRefs: [{name: udproute, port: 87}]}]}
---
apiVersion: gateway.networking.k8s.io/v1alpha2
kind: TLSRoute
metadata: {name: tlsroute, namespace: shop}
spec: {parentRefs: [{name: g}], hostnames: [a.example.com], rules: [{backendRefs: [{name: tlsroute, port: 88}]}]}
";

const GATED: &str = "--feature-gates GatewayAlpha=true";

/// The targets of all upstreams.
fn targets(configuration: &Value) -> Vec<String> {
    let upstreams = configuration["upstreams"].as_array().unwrap().iter();
    let mut targets: Vec<String> = upstreams
        .flat_map(|upstream| upstream["targets"].as_array().cloned().unwrap_or_default())
        .map(|target| target["target"].as_str().unwrap().to_owned())
        .collect();
    targets.sort();
    targets
}

#[test]
fn every_kind_of_route_gets_its_services() {
    let options = format!("{GATED} --services assume --endpoints dns");
    let configuration = render(ROUTES, &options);
    let expected = [
        "fallback.shop.svc:81",
        "grpc.shop.svc:85",
        "http.shop.svc:84",
        "tcp.shop.svc:82",
        "tcproute.shop.svc:86",
        "tlsroute.shop.svc:88",
        "udp.shop.svc:83",
        "udproute.shop.svc:87",
        "users.shop.svc:8001",
    ];
    assert_eq!(targets(&configuration), expected);
    let found = check(ROUTES, &options);
    assert!(
        !found.iter().any(|it| it.starts_with("error backend")),
        "{found:?}"
    );
    let notes = found.iter().filter(|it| *it == "info service-assumed");
    assert_eq!(notes.count(), 1, "{found:?}");
}

#[test]
fn without_dns_there_are_no_targets_and_without_assume_there_are_errors() {
    let configuration = render(ROUTES, &format!("{GATED} --services assume"));
    assert!(targets(&configuration).is_empty());
    assert!(!configuration.to_string().contains("UNKNOWN"));
    let strict = check(ROUTES, GATED);
    assert!(
        strict.contains(&"error backend-service-not-found".to_owned()),
        "{strict:?}"
    );
    assert!(
        !strict.contains(&"info service-assumed".to_owned()),
        "{strict:?}"
    );
}

#[test]
fn a_named_port_has_no_number_and_no_target() {
    let named = ROUTES.replace(
        "name: users, port: {number: 8001}",
        "name: users, port: {name: http}",
    );
    let options = format!("{GATED} --services assume --endpoints dns");
    let found = check(&named, &options);
    assert!(
        !found.iter().any(|it| it.starts_with("error backend")),
        "{found:?}"
    );
    let configuration = render(&named, &options);
    assert!(
        !targets(&configuration)
            .iter()
            .any(|it| it.starts_with("users"))
    );
    let services = configuration["services"].as_array().unwrap();
    let users = services
        .iter()
        .find(|it| it["host"] == "users.shop.http.svc")
        .unwrap();
    assert_eq!(users["port"], 80);
}

#[test]
fn a_service_that_is_there_is_taken_as_it_is() {
    let text = format!(
        "{ROUTES}---\napiVersion: v1\nkind: Service\nmetadata: {{name: users, namespace: shop}}\nspec: {{ports: [{{port: 80}}]}}\n"
    );
    let found = check(&text, &format!("{GATED} --services assume"));
    assert!(
        found.contains(&"error backend-port-not-found".to_owned()),
        "{found:?}"
    );
}

#[test]
fn reference_grants_are_judged_all_the_same() {
    let route = "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: r, namespace: shop}\nspec: {parentRefs: [{name: g}], rules: [{backendRefs: [{name: http, namespace: other, port: 84}]}]}\n";
    let grant = "---\napiVersion: gateway.networking.k8s.io/v1beta1\nkind: ReferenceGrant\nmetadata: {name: g, namespace: other}\nspec: {from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: shop}], to: [{group: '', kind: Service}]}\n";
    let options = "--services assume --endpoints dns";
    assert_eq!(
        targets(&render(&format!("{route}{grant}"), options)),
        ["http.other.svc:84"]
    );
    assert!(targets(&render(route, options)).is_empty());
}

#[test]
fn a_service_of_nearly_the_name_or_of_another_namespace_is_named() {
    for (service, namespace) in [("userz", "shop"), ("users", "shpo")] {
        Kic2kong::new()
            .file("in.yaml", &format!("{ROUTES}---\napiVersion: v1\nkind: Service\nmetadata: {{name: {service}, namespace: {namespace}}}\nspec: {{ports: [{{port: 80}}]}}\n"))
            .args("check in.yaml --services assume")
            .run()
            .prints(&format!("shop/users: did you mean Service {namespace}/{service}?"));
    }
}
