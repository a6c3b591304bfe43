//! Annotations of other controllers: the cases of spec 87, and its table against ours.

use super::{PATH, check, common, ingress, says};
use kic2kong::inner::diag::Location;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// `testdata/foreign-annotations/<case>/said.expect.yaml`: one thing that is said, or not.
#[derive(Debug)]
struct Expected {
    object: String,
    annotation: String,
    severity: String,
    counterpart: Vec<String>,
    /// The finding of this annotation will do.
    with: Option<String>,
}

fn cases() -> Vec<PathBuf> {
    let mut cases: Vec<PathBuf> =
        std::fs::read_dir(common::root().join("testdata/foreign-annotations"))
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .collect();
    cases.sort();
    cases
}

fn expected(case: &Path) -> Vec<Expected> {
    let text = std::fs::read_to_string(case.join("said.expect.yaml")).unwrap();
    let items: Vec<Value> = serde_yaml::from_str(&text).unwrap();
    let text = |item: &Value, key: &str| item[key].as_str().unwrap().to_owned();
    items
        .iter()
        .map(|item| Expected {
            object: text(item, "object"),
            annotation: text(item, "annotation"),
            severity: text(item, "severity"),
            counterpart: item["counterpart"]
                .as_array()
                .unwrap()
                .iter()
                .map(|word| word.as_str().unwrap().to_owned())
                .collect(),
            with: item["with"].as_str().map(str::to_owned),
        })
        .collect()
}

/// The problems of a case, as `check` writes them.
fn problems(case: &Path) -> Vec<Value> {
    let place = |location: &Location| match location {
        Location::Field(origin) => {
            let key = &origin.object.key;
            json!({"kind": key.kind, "namespace": key.namespace, "name": key.name, "field": origin.path.to_string()})
        }
        Location::Text { .. } => json!({}),
    };
    let problems = common::cases::problems_of(&case.join("in.yaml"), &[]);
    let told = problems.iter().map(|problem| {
        let objects: Vec<Value> = problem.locations.iter().map(place).collect();
        json!({
            "code": problem.code.id,
            "severity": problem.severity.as_str(),
            "message": problem.message,
            "hint": problem.hint,
            "objects": objects,
        })
    });
    told.collect()
}

/// Whether a problem stands on the object and names the annotation.
fn names(problem: &Value, object: &str, annotation: &str) -> bool {
    let objects = problem["objects"].as_array().unwrap();
    let text = |item: &Value, key: &str| item[key].as_str().unwrap_or_default().to_owned();
    let is_object = objects.iter().any(|item| {
        format!(
            "{} {}/{}",
            text(item, "kind"),
            text(item, "namespace"),
            text(item, "name")
        ) == object
    });
    let quoted = format!("`{annotation}`");
    let in_field = |item: &Value| text(item, "field").contains(&format!("\"{annotation}\""));
    is_object && (text(problem, "message").contains(&quoted) || objects.iter().any(in_field))
}

/// What is wrong with the findings about one expectation.
fn fault(expected: &Expected, problems: &[Value]) -> Option<String> {
    let of = |annotation: &str| -> Vec<&Value> {
        problems
            .iter()
            .filter(|problem| names(problem, &expected.object, annotation))
            .collect()
    };
    let mut mine = of(&expected.annotation);
    if expected.severity == "none" {
        let loud = mine.iter().find(|problem| problem["severity"] != "info");
        return loud.map(|problem| format!("too much: {}", problem["message"]));
    }
    mine.extend(expected.with.iter().flat_map(|with| of(with)));
    let severities: &[&str] = match expected.severity.as_str() {
        "security" => &["warning"],
        _ => &["warning", "info"],
    };
    let has = |problem: &&Value| {
        let said = super::words(problem).to_lowercase();
        severities.iter().any(|it| problem["severity"] == *it)
            && expected.counterpart.iter().all(|word| {
                let word = word.to_lowercase();
                said.contains(&word)
            })
    };
    (!mine.iter().any(has)).then(|| format!("not said: {expected:?} among {mine:#?}"))
}

#[test]
fn every_case_says_what_is_lost_and_no_more() {
    let cases = cases();
    assert!(cases.len() > 70, "only {} cases", cases.len());
    let mut faults = Vec::new();
    for case in &cases {
        let problems = &problems(case);
        let expected = expected(case);
        let mut found: Vec<String> = expected
            .iter()
            .filter_map(|expected| fault(expected, problems))
            .collect();
        // The list is complete.
        let about = ["foreign-annotation", "foreign-security-annotation"];
        let extra = problems
            .iter()
            .filter(|problem| about.iter().any(|code| problem["code"] == *code))
            .filter(|problem| {
                !expected
                    .iter()
                    .any(|it| names(problem, &it.object, &it.annotation))
            });
        found.extend(extra.map(|problem| format!("unexpected: {}", problem["message"])));
        faults.extend(
            found
                .into_iter()
                .map(|fault| format!("{}: {fault}", case.display())),
        );
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The rows of the table, by the keys of ingress-nginx.
fn rows() -> Vec<Value> {
    let file = common::root().join("data/foreign-annotations.json");
    let sections: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    sections[0]["rows"].as_array().unwrap().clone()
}

#[test]
fn every_key_of_ingress_nginx_is_as_the_specification_has_it() {
    let file = common::root().join("docs/kic/87-foreign-annotations.yaml");
    let text = std::fs::read_to_string(file).unwrap();
    let specified: Vec<Value> = serde_yaml::from_str(&text).unwrap();
    let rows = rows();
    for item in &specified {
        let key = item["key"].as_str().unwrap();
        let row = rows
            .iter()
            .find(|row| row["keys"].as_array().unwrap().contains(&item["key"]))
            .unwrap_or_else(|| panic!("no row for {key}"));
        assert_eq!(row["severity"], item["severity"], "{key}");
        let is_enterprise = item["since"].as_str().unwrap().starts_with("EE");
        let since = row["since"].as_str().unwrap_or_default();
        assert_eq!(is_enterprise, since.contains("Enterprise"), "{key}");
        match item["nothing_lost_if"].as_str() {
            None | Some("false") => assert!(row["harmless"].is_null(), "{key}"),
            Some(value) => assert_eq!(row["harmless"], serde_json::json!([value]), "{key}"),
        }
        let has_counterpart = item["counterpart"] != "-";
        assert_eq!(has_counterpart, !row["counterpart"].is_null(), "{key}");
    }
}

#[test]
fn security_is_a_warning_performance_an_info() {
    let found = check(
        &ingress(
            r#"nginx.ingress.kubernetes.io/limit-connections: "20", nginx.ingress.kubernetes.io/limit-rate: "100""#,
            PATH,
        ),
        "",
    );
    says(
        found.only("foreign-security-annotation"),
        "warning",
        r#"metadata.annotations["nginx.ingress.kubernetes.io/limit-connections"]"#,
        &["connections are not limited", "no counterpart"],
    );
    says(
        found.only("foreign-annotation"),
        "info",
        r#"metadata.annotations["nginx.ingress.kubernetes.io/limit-rate"]"#,
        &["no counterpart"],
    );
}

#[test]
fn values_appear_in_kongs_words() {
    let hints = |annotation: &str| {
        let found = check(&ingress(annotation, PATH), "");
        found.problems.iter().map(super::words).collect::<String>()
    };
    for (annotation, expected) in [
        (
            r#"nginx.ingress.kubernetes.io/proxy-connect-timeout: "3""#,
            "konghq.com/connect-timeout: \"3000\"",
        ),
        (
            "nginx.org/proxy-read-timeout: 30s",
            "konghq.com/read-timeout: \"30000\"",
        ),
        (
            r#"nginx.ingress.kubernetes.io/proxy-next-upstream-tries: "3""#,
            "konghq.com/retries: \"2\"",
        ),
        (
            "nginx.ingress.kubernetes.io/proxy-body-size: 50m",
            "allowed_payload_size: 50`, `size_unit: megabytes",
        ),
        (
            r#"nginx.ingress.kubernetes.io/canary: "true", nginx.ingress.kubernetes.io/canary-by-header: x-beta"#,
            "konghq.com/headers.x-beta: always",
        ),
        (
            "nginx.ingress.kubernetes.io/upstream-vhost: a.internal",
            "konghq.com/host-header: a.internal",
        ),
    ] {
        let words = hints(annotation);
        assert!(words.contains(expected), "no `{expected}` in {words}");
    }
}

#[test]
fn an_ingress_from_ingress_nginx_loses_its_redirect_without_any_annotation() {
    let tls = |annotations: &str| {
        ingress(annotations, PATH).replace(
            "  rules:",
            "  tls: [{hosts: [shop.example.com], secretName: t}]\n  rules:",
        )
    };
    let timeouts = r#"nginx.ingress.kubernetes.io/proxy-read-timeout: "60""#;
    let found = check(&tls(timeouts), "");
    says(
        found.only("nginx-defaults-lost"),
        "warning",
        "spec.tls",
        &["308", "HSTS", "konghq.com/protocols: https"],
    );
    for quiet in [
        String::new(),
        format!("{timeouts}, konghq.com/protocols: https"),
        r#"nginx.ingress.kubernetes.io/ssl-redirect: "false""#.to_owned(),
    ] {
        check(&tls(&quiet), "").none("nginx-defaults-lost");
    }
}

#[test]
fn many_keys_are_counted_not_listed() {
    let keys: Vec<String> = (0..400)
        .map(|index| format!("haproxy.org/auth-{index}: x"))
        .collect();
    let found = check(&ingress(&keys.join(", "), PATH), "");
    let problem = found.only("foreign-security-annotation");
    assert!(super::words(problem).len() < 4_000, "{problem:#}");
    says(
        problem,
        "warning",
        r#"metadata.annotations["haproxy.org/auth-0"]"#,
        &["383 more"],
    );
}

#[test]
fn what_protected_something_comes_first() {
    let found = check(
        &ingress(
            "nginx.ingress.kubernetes.io/affinity: cookie, nginx.ingress.kubernetes.io/proxy-body-size: 1m, nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8",
            PATH,
        ),
        "",
    );
    let codes: Vec<&Value> = found
        .problems
        .iter()
        .map(|problem| &problem["code"])
        .filter(|code| {
            code.as_str()
                .is_some_and(|code| code.starts_with("foreign-"))
        })
        .collect();
    let expected = [
        "foreign-security-annotation",
        "foreign-annotation",
        "foreign-annotation",
    ];
    assert_eq!(codes, expected, "{}", found.story);
}

#[test]
fn every_key_of_a_finding_is_in_its_hint() {
    let affinity = "nginx.ingress.kubernetes.io/affinity: cookie, nginx.ingress.kubernetes.io/session-cookie-max-age: '60', nginx.ingress.kubernetes.io/session-cookie-samesite: Strict";
    let found = check(&ingress(affinity, PATH), "");
    says(
        found.only("foreign-annotation"),
        "warning",
        r#"metadata.annotations["nginx.ingress.kubernetes.io/affinity"]"#,
        &["`session-cookie-max-age`, `session-cookie-samesite`: Kong has no counterpart"],
    );
}
