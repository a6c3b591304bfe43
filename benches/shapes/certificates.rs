//! Certificates and the names they are for.

use super::objects::{GATEWAY_CLASS, gateway, ingress, service};
use super::{File, RENDER, Shape, list, manifests};

/// The table.
pub const SHAPES: &[Shape] = &[
    Shape {
        name: "certificate of many hosts of an Ingress",
        size: 500,
        commands: RENDER,
        files: |n| {
            let hosts = list(n, |i| format!("h{i}.example.com"));
            let tls = format!("{{hosts: [{hosts}], secretName: c}}");
            let ingress = ingress("i", "h0.example.com").tls(&tls).text();
            manifests([service("web"), certificate("c", 0), ingress])
        },
    },
    Shape {
        name: "certificate of many Ingresses",
        size: 200,
        commands: RENDER,
        files: |n| with_certificates(n, 1, |_| 0),
    },
    Shape {
        name: "certificates of one content, an Ingress for each",
        size: 100,
        commands: RENDER,
        files: |n| with_certificates(n, n, |i| i),
    },
    Shape {
        name: "certificates that claim one host",
        size: 100,
        commands: RENDER,
        files: |n| {
            let tls = list(n, |i| {
                format!("{{hosts: [a.example.com], secretName: c{i}}}")
            });
            let ingress = ingress("i", "a.example.com").tls(&tls).text();
            let certificates = (0..n).map(|i| certificate(&format!("c{i}"), i));
            manifests(certificates.chain([service("web"), ingress]))
        },
    },
    Shape {
        name: "certificate of many listeners",
        size: 100,
        commands: RENDER,
        files: |n| {
            let listeners = list(n, |i| {
                format!(
                    "{{name: l{i}, port: 443, protocol: HTTPS, hostname: h{i}.example.com, tls: {{certificateRefs: [{{name: c}}]}}}}"
                )
            });
            manifests([
                GATEWAY_CLASS.to_owned(),
                gateway("kong", &listeners),
                certificate("c", 0),
            ])
        },
    },
];

/// `n` Ingresses with hosts of their own, each with the certificate of its number.
fn with_certificates(n: usize, certificates: usize, number: impl Fn(usize) -> usize) -> Vec<File> {
    let secrets = (0..certificates).map(|i| certificate(&format!("c{i}"), i));
    let ingresses = (0..n).map(|i| {
        let host = format!("h{i}.example.com");
        ingress(&format!("i{i}"), &host)
            .tls(&format!("{{hosts: [{host}], secretName: c{}}}", number(i)))
            .text()
    });
    manifests([service("web")].into_iter().chain(secrets).chain(ingresses))
}

/// A Secret with a certificate and its key, the same in all.
fn certificate(name: &str, uid: usize) -> String {
    const SAMPLE: &str =
        include_str!("../../testdata/cases/gateway/gateway-cert-identical-content/in.yaml");
    let line = |key: &str| {
        let line = SAMPLE.lines().find(|line| line.trim().starts_with(key));
        line.unwrap_or_default()
    };
    format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: {name}, uid: 00000000-0000-4000-8000-{uid:012}}}\ntype: kubernetes.io/tls\ndata:\n{}\n{}\n",
        line("tls.crt:"),
        line("tls.key:")
    )
}
