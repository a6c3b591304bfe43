//! Words that are secret wherever they stand, in fields whose values are shown otherwise: URLs with a user or a query. And values
//! of headers that annotations of other controllers hold.

use crate::common::Kic2kong;

const MANIFESTS: &str = r#"apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: a
  annotations:
    nginx.ingress.kubernetes.io/canary: "true"
    nginx.ingress.kubernetes.io/canary-by-header: x-key
    nginx.ingress.kubernetes.io/canary-by-header-value: SENTINEL-01
    nginx.ingress.kubernetes.io/canary-by-header-pattern: SENTINEL-02
    nginx.ingress.kubernetes.io/app-root: /x?token=SENTINEL-03
    nginx.ingress.kubernetes.io/upstream-vhost: u:SENTINEL-04@host
    nginx.ingress.kubernetes.io/x-forwarded-prefix: SENTINEL-05
    nginx.ingress.kubernetes.io/permanent-redirect: https://u:SENTINEL-06@host
    nginx.ingress.kubernetes.io/auth-url: https://u:SENTINEL-07@host
    nginx.ingress.kubernetes.io/configuration-snippet: proxy_set_header Authorization SENTINEL-08;
    nginx.ingress.kubernetes.io/server-alias: u:SENTINEL-09@host
    nginx.ingress.kubernetes.io/whitelist-source-range: u:SENTINEL-10@host
spec:
  ingressClassName: kong
  rules:
  - host: a.com
    http:
      paths:
      - {path: /y, pathType: "u:SENTINEL-21@host", backend: {service: {name: "u:SENTINEL-22@host", port: {name: "u:SENTINEL-23@host"}}}}
      - {path: "/z?api_key=SENTINEL-24", pathType: Prefix, backend: {service: {name: s, port: {number: 80}}}}
      - {path: "/~/z?api_key=SENTINEL-25(", pathType: ImplementationSpecific, backend: {service: {name: s, port: {number: 80}}}}
      - {path: "https://h/?k=SENTINEL-26", pathType: Prefix, backend: {service: {name: s, port: {number: 80}}}}
  - host: "https://u:SENTINEL-27@host"
---
apiVersion: v1
kind: Service
metadata: {name: s}
spec:
  type: u:SENTINEL-30@host
  externalIPs: ["u:SENTINEL-31@host"]
  sessionAffinity: u:SENTINEL-32@host
  ports:
  - {name: "u:SENTINEL-33@host", port: 80}
  - {name: "u:SENTINEL-33@host", port: 80, targetPort: "u:SENTINEL-34@h", protocol: "u:SENTINEL-35@h"}
  ipFamilies: ["u:SENTINEL-36@h", "u:SENTINEL-36@h"]
  clusterIP: "u:SENTINEL-37@h"
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: {name: s, labels: {kubernetes.io/service-name: s}}
addressType: "u:SENTINEL-40@h"
ports: [{name: "u:SENTINEL-41@h", port: 1}, {name: "u:SENTINEL-41@h", port: 1, protocol: "u:SENTINEL-42@h"}]
endpoints: [{addresses: ["u:SENTINEL-43@h"], hints: {forZones: [{name: "u:SENTINEL-44@h"}, {name: "u:SENTINEL-44@h"}]}}]
---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: {name: p}
plugin: rate-limting
consumerRef: u:SENTINEL-50@h
config: {minut: SENTINEL-51}
"#;

#[test]
fn no_message_or_hint_shows_a_word_that_is_secret_by_itself() {
    for format in ["text", "json", "github", "sarif", "junit"] {
        let outcome = Kic2kong::new()
            .file("in.yaml", MANIFESTS)
            .args(&format!("check in.yaml --format {format}"))
            .run();
        let shown = outcome.stdout + &outcome.stderr;
        assert!(shown.contains("konghq.com/headers.x-key"), "{shown}");
        assert!(shown.contains("Unsupported value"), "{shown}");
        // The names of a Service and its port name a service of Kong, whatever they look like.
        let is_leak = |line: &&str| {
            let line = line.replace("SENTINEL-22", "").replace("SENTINEL-23", "");
            line.contains("SENTINEL-")
        };
        let leaks: Vec<&str> = shown.lines().filter(is_leak).collect();
        assert!(leaks.is_empty(), "{format}:\n{}", leaks.join("\n"));
    }
}

#[test]
fn a_harmless_value_still_stands_in_its_hint() {
    let manifests = MANIFESTS
        .replace("u:SENTINEL-04@host", "a.internal")
        .replace("u:SENTINEL-10@host", "10.0.0.0/8")
        .replace("u:SENTINEL-30@host", "Bogus");
    let outcome = Kic2kong::new()
        .file("in.yaml", &manifests)
        .args("check in.yaml")
        .run();
    for shown in [
        "konghq.com/host-header: a.internal",
        "allow: [10.0.0.0/8]",
        "Unsupported value: \"Bogus\"",
    ] {
        assert!(outcome.stdout.contains(shown), "{}", outcome.stdout);
    }
}
