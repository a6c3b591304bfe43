//! Rendering of one Gateway with 1,000 and 5,000 HTTPRoutes, and of 100, 1,000 and 10,000 apps: CPU time, objects and megabytes per second, peak memory, and R, the CPU time
//! of a bare libyaml event pass over the same bytes. `cargo bench --bench convert`; give sizes as arguments to choose.

#![allow(clippy::unwrap_used, reason = "a benchmark that fails says so")]
#![allow(clippy::print_stdout, reason = "the figures are its result")]
#![allow(clippy::cast_precision_loss, reason = "figures for people")]

use kic2kong::inner::deck::{generate, write};
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::manifest::yaml;
use kic2kong::inner::options::Options;
use kic2kong::inner::pipeline;
use std::fmt::Write;

/// Objects of one app.
const OBJECTS: usize = 4;

fn main() {
    let sizes: Vec<usize> = std::env::args()
        .filter_map(|argument| argument.parse().ok())
        .collect();
    let sizes = if sizes.is_empty() {
        vec![100, 1_000, 10_000]
    } else {
        sizes
    };
    println!(
        "{:>7} {:>7} {:>9} {:>9} {:>11} {:>8} {:>9} {:>9} {:>6}",
        "what", "number", "input MB", "CPU s", "objects/s", "MB/s", "peak MB", "R s", "CPU/R"
    );
    for routes in [1_000, 5_000] {
        let texts = std::iter::once(GATEWAY.to_owned()).chain((0..routes).map(http_route));
        measure("routes", routes, texts.collect(), routes);
    }
    for apps in sizes {
        measure("apps", apps, (0..apps).map(app).collect(), apps * OBJECTS);
    }
}

/// Render the texts and print a line of figures.
fn measure(what: &str, size: usize, texts: Vec<String>, objects: usize) {
    let texts = texts.into_iter().enumerate();
    let sources = Sources(
        texts
            .map(|(number, text)| Source {
                path: format!("{number}.yaml"),
                text: text.into_bytes(),
            })
            .collect(),
    );
    let bytes: usize = sources.0.iter().map(|source| source.text.len()).sum();
    let megabytes = bytes as f64 / 1e6;
    let start = cpu_seconds();
    for source in &sources.0 {
        assert!(
            yaml::count_events(std::str::from_utf8(&source.text).unwrap()) > 10,
            "the pass ended early"
        );
    }
    let reference = cpu_seconds() - start;
    let start = cpu_seconds();
    let options = Options::default();
    let conversion = pipeline::convert(&sources, &options);
    let text = write::yaml(&generate::generate(conversion.state, &options));
    let cpu = cpu_seconds() - start;
    assert!(text.len() > bytes / 10, "nothing was rendered");
    println!(
        "{what:>7} {size:>7} {megabytes:>9.2} {cpu:>9.3} {:>11.0} {:>8.1} {:>9.1} {reference:>9.3} {:>6.2}",
        objects as f64 / cpu,
        megabytes / cpu,
        peak_megabytes(),
        cpu / reference
    );
}

const GATEWAY: &str = "apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: kong, annotations: {konghq.com/gatewayclass-unmanaged: \"true\"}}
spec: {controllerName: konghq.com/kic-gateway-controller}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: edge, namespace: shop}
spec:
  gatewayClassName: kong
  listeners:
  - {name: http, protocol: HTTP, port: 80}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  ports:
  - {name: http, port: 80}
";

/// An HTTPRoute of one rule, attached to the one Gateway.
fn http_route(number: usize) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata:\n  name: route-{number}\n  namespace: shop\nspec:\n  parentRefs:\n  - name: edge\n  hostnames:\n  - r{number}.example.com\n  rules:\n  - matches:\n    - path:\n        type: PathPrefix\n        value: /\n    backendRefs:\n    - name: web\n      port: 80\n"
    )
}

/// A Deployment, a Service, an EndpointSlice with four endpoints and an Ingress with two hosts of three paths.
fn app(number: usize) -> String {
    let namespace = format!("team-{}", number % 20);
    let mut text = format!(
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: app-{number}, namespace: {namespace}}}\nspec:\n  replicas: 3\n  selector:\n    matchLabels: {{app: app-{number}}}\n  template:\n    metadata:\n      labels: {{app: app-{number}}}\n    spec:\n      containers:\n"
    );
    for container in ["main", "sidecar"] {
        let _ = write!(
            text,
            "      - name: {container}\n        image: registry.example.com/{container}:1.{number}\n        ports:\n        - containerPort: 8080\n        env:\n        - name: LOG_LEVEL\n          value: info\n"
        );
    }
    let _ = write!(
        text,
        "---\napiVersion: v1\nkind: Service\nmetadata:\n  name: app-{number}\n  namespace: {namespace}\n  annotations:\n    konghq.com/read-timeout: \"5000\"\nspec:\n  ports:\n  - name: http\n    port: 80\n    targetPort: 8080\n---\napiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata:\n  name: app-{number}-x\n  namespace: {namespace}\n  labels:\n    kubernetes.io/service-name: app-{number}\naddressType: IPv4\nports:\n- name: http\n  port: 8080\nendpoints:\n"
    );
    for pod in 1..=4 {
        let _ = write!(
            text,
            "- addresses:\n  - 10.{}.{}.{pod}\n  conditions:\n    ready: true\n",
            number / 250 % 250,
            number % 250
        );
    }
    let _ = write!(
        text,
        "---\napiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: app-{number}\n  namespace: {namespace}\nspec:\n  ingressClassName: kong\n  rules:\n"
    );
    for host in ["www", "api"] {
        let _ = write!(
            text,
            "  - host: {host}.app-{number}.example.com\n    http:\n      paths:\n"
        );
        for path in ["/", "/v1", "/static"] {
            let _ = write!(
                text,
                "      - path: {path}\n        pathType: Prefix\n        backend:\n          service:\n            name: app-{number}\n            port:\n              number: 80\n"
            );
        }
    }
    text
}

/// User and system time of this process, from `/proc`; 0 where there is none.
fn cpu_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .collect();
    let ticks = |position: usize| {
        fields
            .get(position)
            .and_then(|field| field.parse::<f64>().ok())
            .unwrap_or_default()
    };
    (ticks(11) + ticks(12)) / 100.0
}

/// The most memory this process ever held, from `/proc`.
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap_or_default();
    line.trim()
        .trim_end_matches(" kB")
        .parse::<f64>()
        .unwrap_or_default()
        / 1e3
}
