//! How long a diff of two large configurations takes, reading included: 5,000 services on each side.
//!
//! Run with `cargo bench --bench diff`. The aim is under 1 s and 200 MB.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]
#![allow(clippy::print_stdout, reason = "a benchmark prints its result")]

use kic2kong::inner::deck::read::{self, Template};
use kic2kong::inner::diff::render::json;
use kic2kong::inner::diff::{Settings, diff};
use kic2kong::inner::manifest::source::Source;
use std::fmt::Write;
use std::time::{Duration, Instant};

const SERVICES: usize = 5_000;
const RUNS: usize = 5;

/// A configuration of about 1 KB for each service; every hundredth service differs between the sides.
fn configuration(side: usize) -> Source {
    let mut text = "_format_version: \"3.0\"\nservices:\n".to_owned();
    let mut upstreams = "upstreams:\n".to_owned();
    for index in 0..SERVICES {
        let retries = if index % 100 == 0 { side } else { 5 };
        write!(
            text,
            "- connect_timeout: 60000
  host: app-{index}.shop.80.svc
  name: shop.app-{index}.80
  path: /
  port: 80
  protocol: http
  read_timeout: 60000
  retries: {retries}
  routes:
  - https_redirect_status_code: 426
    hosts:
    - app-{index}.example.com
    name: shop.app-{index}.app-{index}.example.com.80
    path_handling: v0
    paths:
    - /api/{index}/
    - ~/api/{index}$
    plugins:
    - config:
        minute: {index}
      name: rate-limiting
    preserve_host: true
    protocols:
    - http
    - https
    request_buffering: true
    response_buffering: true
    strip_path: false
    tags:
    - k8s-name:app-{index}
    - k8s-namespace:shop
    - k8s-kind:Ingress
    - k8s-group:networking.k8s.io
    - k8s-version:v1
  tags:
  - k8s-name:app-{index}
  - k8s-namespace:shop
  - k8s-kind:Service
  - k8s-version:v1
  write_timeout: 60000
"
        )
        .expect("writing to a String cannot fail");
        write!(
            upstreams,
            "- algorithm: round-robin
  name: app-{index}.shop.80.svc
  targets:
  - target: 10.0.{}.{}:8080
    weight: 100
  - target: 10.1.{}.{}:8080
    weight: 100
",
            index / 256,
            index % 256,
            index / 256,
            index % 256
        )
        .expect("writing to a String cannot fail");
    }
    let mut text = (text + &upstreams).into_bytes();
    text.shrink_to_fit();
    Source {
        path: "kong.yaml".to_owned(),
        text,
    }
}

fn main() {
    let sides = [configuration(3), configuration(4)];
    let mut best = Duration::MAX;
    let mut changes = 0;
    for _ in 0..RUNS {
        let start = Instant::now();
        let [old, new] = [0, 1].map(|side| {
            read::read(0, &sides[side], Template::Literal)
                .0
                .unwrap_or_default()
        });
        let found = diff(&old, &new, &Settings::default());
        changes = found.changes.len();
        std::hint::black_box(json::render(&found, None));
        best = best.min(start.elapsed());
    }
    let bytes: usize = sides.iter().map(|side| side.text.len()).sum();
    println!(
        "diff of {SERVICES} services ({bytes} bytes): {changes} changes in {} ms",
        best.as_millis()
    );
    if let Some(peak) = peak_memory() {
        println!("peak memory: {peak}");
    }
}

/// What the kernel says was the most memory in use.
fn peak_memory() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.trim_start_matches("VmHWM:").trim().to_owned())
}
