//! `check` of configuration files, decK's and Kong's own, instead of manifests.
//!
//! The files that the reference makes of the cases are judged as they are, and Kong's recorded verdicts say what must come of it: what
//! Kong refuses is found, and nothing else.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::Kic2kong;
use common::cases::{self, Case, Variant};
use common::kong_records;
use kic2kong::inner::deck::read::document::document;
use kic2kong::inner::manifest::source::Source;
use kic2kong::inner::options::Options;
use kic2kong::inner::pipeline;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;

/// Entity, name and the first word of the field.
type Fault = (String, String, String);

/// What needs more than one entity, and is judged for manifests only: references, and plugins of the same scope.
const NOT_JUDGED: [(&str, &str); 2] = [("plugin", "duplicate"), ("plugin", "bad_reference")];

#[test]
fn what_kong_refuses_in_a_file_is_reported_and_nothing_else() {
    let cases = cases::all().into_par_iter();
    let failures: Vec<String> = cases
        .filter(|case| case.has_verdict())
        .flat_map_iter(|case| {
            case.variants()
                .into_iter()
                .filter(Variant::is_of_the_default_version)
                .filter_map(|variant| judge(case, &variant).err())
        })
        .collect();
    assert!(
        failures.is_empty(),
        "{} failed:\n\n{}",
        failures.len(),
        failures.join("\n")
    );
}

fn judge(case: &Case, variant: &Variant) -> Result<(), String> {
    let name = format!("{}.yaml", variant.name);
    let options = Options {
        enterprise: variant.flags.iter().any(|flag| flag == "--enterprise"),
        ..Options::default()
    };
    let title = format!("{} [{}]", case.title(), variant.name);
    let found = found(&title, case.file(&name).unwrap(), &options);
    let verdict = case.file(&format!("{}.kong.yaml", variant.name));
    let verdict: Value = verdict.map_or(Value::Null, |text| serde_yaml::from_str(text).unwrap());
    let errors = verdict["errors"].as_array().cloned().unwrap_or_default();
    let expected: Vec<Vec<Fault>> = errors
        .iter()
        .filter(|error| {
            let is = |(entity, kind): &(&str, &str)| {
                error["entity"] == *entity && error["kind"] == *kind
            };
            !NOT_JUDGED.iter().any(is)
        })
        .map(|error| {
            let fields = text(&error["field"]);
            fields.split('|').map(|field| fault(error, field)).collect()
        })
        .collect();
    // Kong was not asked about what only the Enterprise edition has; the record says it in words.
    let left_out = verdict["enterprise_left_out"].to_string().replace('_', " ");
    let missing = expected
        .iter()
        .find(|error| !error.iter().any(|it| found.contains(it)));
    if let Some(missing) = missing {
        return Err(format!("{title}: not found: {missing:?} in {found:?}"));
    }
    let extra = found.iter().find(|it| {
        !expected.iter().flatten().any(|error| error == *it)
            && !kong_records::is_passed_over(&it.0, &it.2, &errors)
            && !left_out.contains(&it.2.replace('_', " "))
    });
    match extra {
        Some(extra) => Err(format!(
            "{title}: too much: {extra:?}, expected {expected:?} {left_out:?}"
        )),
        None => Ok(()),
    }
}

fn found(title: &str, text: &str, options: &Options) -> BTreeSet<Fault> {
    let source = Source {
        path: "kong.yaml".to_owned(),
        text: text.as_bytes().to_vec(),
    };
    let (document, problems) = document(0, &source).unwrap();
    assert_eq!(problems, [], "{title}");
    let document = document.unwrap();
    let locate = |path: &[String], field: &str| document.locate(path, field);
    let judged = pipeline::judge_configuration(&document.root, options, &locate);
    let problems = judged.found.into_sorted().into_iter();
    problems
        .filter_map(|problem| problem.kong)
        .flat_map(|kong| {
            let fields: Vec<String> = kong.field.split('|').map(str::to_owned).collect();
            fields.into_iter().map(move |field| {
                let first = field.split('.').next().unwrap_or_default().to_owned();
                (
                    kong.entity.clone(),
                    kong.name.clone().unwrap_or_default(),
                    first,
                )
            })
        })
        .collect()
}

fn fault(error: &Value, field: &str) -> Fault {
    let first = field.split('.').next().unwrap_or_default().to_owned();
    (text(&error["entity"]), text(&error["name"]), first)
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

const FILE: &str = r#"_format_version: "3.0"
services:
- name: shop
  host: shop.example.com
  connect_timeout: 0
  routes:
  - name: shop
    paths: [shop]
    plugins:
    - name: rate-limiting
      config:
        polcy: local
        minute: ${{ env "DECK_LIMIT" }}
"#;

#[test]
fn every_fault_of_a_file_comes_with_its_line() {
    Kic2kong::new()
        .file("kong.yaml", FILE)
        .args("check kong.yaml")
        .run()
        .exits(1)
        .prints("`connect_timeout` is 0, but must be from 1 to 2147483646\n  --> kong.yaml:5:3")
        .prints("`paths.1` must be a path that starts with `/` or `~/`\n  --> kong.yaml:8:13")
        .prints(
            "unknown field `config.polcy`\n  --> kong.yaml:12:9\n  hint: did you mean `policy`?",
        )
        .prints("3 errors\n1 file, 3 objects: 1 route, 1 service, 0 consumers\n");
}

#[test]
fn a_file_is_known_by_its_content_on_standard_input_and_as_json() {
    let json = r#"{"_format_version": "3.0", "services": [{"name": "a b", "host": "h"}]}"#;
    for (call, name) in [
        (Kic2kong::new().args("check -").stdin(json), "<stdin>"),
        (
            Kic2kong::new()
                .file("kong.txt", json)
                .args("check kong.txt"),
            "kong.txt",
        ),
    ] {
        call.run()
            .exits(1)
            .prints("Kong refuses the service \"a b\"")
            .prints(&format!("--> {name}:1:42"));
    }
}

#[test]
fn manifests_and_a_configuration_file_are_not_checked_together() {
    let manifest = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n";
    Kic2kong::new()
        .file("kong.yaml", FILE)
        .file("service.yaml", manifest)
        .args("check service.yaml kong.yaml")
        .run()
        .exits(1)
        .says("kong.yaml is a configuration file and service.yaml is not");
    // In a directory of manifests it is left out, as ever.
    Kic2kong::new()
        .file("deploy/kong.yaml", FILE)
        .file("deploy/service.yaml", manifest)
        .args("check deploy")
        .run()
        .prints("configuration-among-manifests");
}

#[test]
fn the_version_of_kong_decides_what_a_file_may_say() {
    let file = r#"_format_version: "3.0"
services:
- name: a
  host: h
  protocol: https
  tls_verify: false
upstreams:
- name: u
  algorithm: sticky-sessions
  sticky_sessions_cookie: c
  targets:
  - target: h:80
    failover: true
consumers:
- username: bob
  jwt_secrets:
  - key: k
    algorithm: Ed25519
    rsa_public_key: '${{ env "DECK_KEY" }}'
plugins:
- name: rate-limiting
  condition: http.method == "GET"
  config:
    minute: 1
    policy: redis
    redis: {host: h, ssl: true, ssl_verify: false}
"#;
    let fields = |version: &str| {
        let outcome = Kic2kong::new()
            .file("kong.yaml", file)
            .args(&format!(
                "check kong.yaml --format json --kong-version {version}"
            ))
            .run();
        let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
        let problems = report["diagnostics"].as_array().unwrap().iter();
        let fields = problems.map(|it| text(&it["kong"]["field"]));
        fields
            .collect::<BTreeSet<String>>()
            .into_iter()
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        fields("3.9"),
        "algorithm condition failover sticky_sessions_cookie"
    );
    assert_eq!(fields("3.11"), "condition failover");
    assert_eq!(fields("3.12"), "condition");
    assert_eq!(fields("3.14"), "config.redis.ssl_verify tls_verify");
}

const SILENT: &str = r#"_format_version: "3.0"
services:
- name: a
  host: h
  routes:
  - name: r
    paths: [/]
"#;

/// Spec 84, section 1: from 3.14 on a route that names no protocols is for https.
#[test]
fn a_route_without_protocols_answers_plain_http_up_to_3_13_only() {
    let asked = |version: &str| {
        Kic2kong::new()
            .file("kong.yaml", SILENT)
            .args(&format!(
                "route kong.yaml GET http://h/ --kong-version {version}"
            ))
            .run()
            .exits(0)
    };
    let outcome = asked("3.13");
    assert!(!outcome.stdout.contains("426"), "{}", outcome.stdout);
    asked("3.14").prints("426");
}

#[test]
fn a_default_equals_its_absence_in_the_version_that_has_it() {
    let ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i, annotations: {konghq.com/protocols: https}}\n\
        spec:\n  ingressClassName: kong\n  rules:\n  - http:\n      paths:\n      - {path: /, pathType: Exact, backend: {service: {name: a, port: {number: 80}}}}\n\
        ---\napiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n";
    let rendered = Kic2kong::new()
        .file("in.yaml", ingress)
        .args("render in.yaml")
        .run()
        .stdout;
    let protocols = "        protocols:\n        - https\n";
    let protocols = if rendered.contains(protocols) {
        protocols
    } else {
        "    protocols:\n    - https\n"
    };
    assert!(rendered.contains(protocols), "{rendered}");
    let silent = rendered.replace(protocols, "");
    for (version, changes) in [("3.13", true), ("3.14", false)] {
        let outcome = Kic2kong::new()
            .file("in.yaml", ingress)
            .file("old.yaml", &silent)
            .args(&format!(
                "diff in.yaml --against old.yaml --kong-version {version}"
            ))
            .run();
        assert_eq!(
            outcome.stdout.contains("protocols"),
            changes,
            "{version}: {}",
            outcome.stdout
        );
    }
}
