//! What the API server refuses of the built-in kinds, against what a real one says.
//!
//! `testdata/builtin/<case>/`: `rejected.yaml` lists each refused object with the field, the type and the text of each error;
//! `rejected.1.36.yaml` the same for Kubernetes 1.36, where that differs; `warned.yaml` the warnings. Both sides count: nothing
//! that is allowed may be refused. `testdata/builtin-of-cases.yaml` lists the refused objects of the other reference cases.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::cases;
use kic2kong::diag::{Diagnostic, Location, Severity};
use kic2kong::manifest::source::{Source, Sources};
use kic2kong::options::{KubernetesVersion, Options};
use kic2kong::pipeline::convert;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An error of the API server: the field and the text behind it.
type Told = (String, String);

fn problems(path: &Path, version: KubernetesVersion) -> Vec<Diagnostic> {
    let text = std::fs::read(path).unwrap();
    in_text(text, version)
}

fn in_text(text: impl Into<Vec<u8>>, version: KubernetesVersion) -> Vec<Diagnostic> {
    let sources = Sources(vec![Source {
        path: "in.yaml".to_owned(),
        text: text.into(),
    }]);
    let options = Options {
        kubernetes_version: version,
        ..Options::default()
    };
    convert(&sources, &options).diagnostics
}

/// The object of a problem, as the expected files call it.
fn object(problem: &Diagnostic) -> String {
    let key = &problem.objects().next().unwrap().key;
    let name = if key.name.is_empty() && !key.namespace.is_empty() {
        format!("{}/", key.namespace)
    } else {
        key.qualified_name()
    };
    format!("{} {name}", key.kind)
}

/// The field of a problem, as the API server calls it.
fn field(problem: &Diagnostic) -> String {
    let called = problem.api_server.as_ref().and_then(|it| it.field.clone());
    match problem.locations.first() {
        Some(Location::Field(origin)) => called.unwrap_or_else(|| origin.path.to_string()),
        _ => panic!("a problem of an object stands in it"),
    }
}

/// What is refused, by object.
fn refused(problems: &[Diagnostic]) -> BTreeMap<String, Vec<Told>> {
    let mut refused: BTreeMap<String, Vec<Told>> = BTreeMap::new();
    for problem in problems.iter().filter(|it| it.is_api_server_refusal()) {
        refused
            .entry(object(problem))
            .or_default()
            .push((field(problem), problem.message.clone()));
    }
    refused
}

/// A field in one spelling: `data[a/b]` and `data["a/b"]` are `data.a/b`.
fn plain(field: &str) -> String {
    let spelt = field.replace("[\"", ".").replace("\"]", "");
    let spelt = spelt.replace('[', ".").replace(']', "");
    let spelt = spelt.strip_prefix("metadata.").unwrap_or(&spelt);
    spelt.trim_matches('.').to_owned()
}

/// Whether an error of the reference is told: at its field or at a key of it, and in its words.
fn is_told(told: &Told, error: &Value) -> bool {
    let text = |key: &str| error[key].as_str().unwrap_or_default();
    let (wanted, found) = (plain(text("field")), plain(&told.0));
    let is_field = wanted.is_empty()
        || found == wanted
        || found
            .strip_prefix(&wanted)
            .is_some_and(|rest| rest.starts_with('.'));
    // Go's words for a text that is no JSON show a piece of it, which is secret.
    let is_secret =
        text("field").starts_with("data[.docker") && text("type") == "FieldValueInvalid";
    // What does not decode is told per field, in our words.
    let is_ours = text("type") == "BadRequest" || is_secret;
    is_field && (is_ours || told.1.ends_with(text("detail")))
}

/// The differences between what is refused and what the reference lists.
fn differences(mut refused: BTreeMap<String, Vec<Told>>, expected: &Value) -> Vec<String> {
    let mut differences = Vec::new();
    for entry in expected.as_array().into_iter().flatten() {
        let object = entry["object"].as_str().unwrap();
        let mut told = refused.remove(object).unwrap_or_default();
        let mut decodes = true;
        for error in entry["errors"].as_array().unwrap() {
            decodes &= error["type"] != "BadRequest";
            match told.iter().position(|told| is_told(told, error)) {
                Some(position) => drop(told.remove(position)),
                None => differences.push(format!("{object}: not told: {error}")),
            }
        }
        // The server stops at the first value that does not decode; all of them are told here, with what else is wrong.
        if decodes {
            differences.extend(
                told.iter()
                    .map(|told| format!("{object}: too much: {told:?}")),
            );
        }
    }
    let others = refused
        .iter()
        .map(|(object, told)| format!("{object}: too much: {told:?}"));
    differences.extend(others);
    differences
}

fn read(path: &Path) -> Option<Value> {
    let text = std::fs::read_to_string(path).ok()?;
    Some(serde_yaml::from_str(&text).unwrap())
}

fn directories() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir(common::root().join("testdata/builtin"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    found.sort();
    assert!(found.len() > 120, "only {} cases", found.len());
    found
}

fn report(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{} differences:\n{}",
        failures.len(),
        failures.join("\n")
    );
}

/// The differences of each case, with its name.
fn each_case(differences: impl Fn(&Path) -> Vec<String>) -> Vec<String> {
    let mut all = Vec::new();
    for case in directories() {
        let name = case.file_name().unwrap().to_string_lossy().into_owned();
        let found = differences(&case);
        all.extend(found.into_iter().map(|line| format!("{name}: {line}")));
    }
    all
}

#[test]
fn what_the_api_server_refuses_is_refused_in_its_words_and_nothing_else() {
    report(&each_case(|case| {
        let expected = read(&case.join("rejected.yaml")).unwrap();
        let found = problems(&case.join("in.yaml"), KubernetesVersion::default());
        differences(refused(&found), &expected)
    }));
}

#[test]
fn kubernetes_1_36_has_rules_of_its_own() {
    // One of the rules of 1.36 differs in its text alone: `trafficDistribution` has three values.
    let with_three_values = "service-traffic-policies";
    report(&each_case(|case| {
        if case.ends_with(with_three_values) {
            return Vec::new();
        }
        let expected = read(&case.join("rejected.1.36.yaml"))
            .or_else(|| read(&case.join("rejected.yaml")))
            .unwrap();
        let found = problems(&case.join("in.yaml"), KubernetesVersion::new(1, 36));
        differences(refused(&found), &expected)
    }));
    let service = |policy: &str| {
        format!(
            "apiVersion: v1\nkind: Service\nmetadata: {{name: web}}\nspec: {{trafficDistribution: {policy}, ports: [{{port: 80}}]}}"
        )
    };
    let refused_at = |policy: &str, minor| {
        let found = in_text(service(policy), KubernetesVersion::new(1, minor));
        refused(&found).len()
    };
    assert_eq!(refused_at("PreferSameZone", 36), 0);
    assert_eq!(refused_at("PreferSameZone", 35), 1);
    assert_eq!(refused_at("Close", 36), 1);
}

#[test]
fn what_the_api_server_warns_of_is_a_warning() {
    report(&each_case(|case| {
        let found = problems(&case.join("in.yaml"), KubernetesVersion::default());
        let warned = read(&case.join("warned.yaml")).unwrap_or_default();
        let mut missing = Vec::new();
        for entry in warned.as_array().into_iter().flatten() {
            let listed = |key: &str| entry[key].as_array().cloned().unwrap_or_default();
            for text in listed("warnings").into_iter().chain(listed("strict")) {
                let text = text.as_str().unwrap();
                let is_ours = |it: &&Diagnostic| it.severity < Severity::Error && warns(it, text);
                let object = entry["object"].as_str().unwrap();
                if !found.iter().any(|it| is_ours(&it)) {
                    missing.push(format!("{object}: no warning: {text}"));
                }
            }
        }
        missing
    }));
}

/// Whether a problem says what the API server warns of. Some warnings have a code of their own.
fn warns(problem: &Diagnostic, text: &str) -> bool {
    if let Some(field) = text.strip_prefix("unknown field ") {
        return problem.code.id == "unknown-field"
            && problem.message.contains(field.trim_matches('"'));
    }
    if text.contains("kubernetes.io/ingress.class") {
        return problem.code.id == "deprecated-annotation";
    }
    if text.contains("already set in map") {
        return problem.code.id == "duplicate-key";
    }
    problem.message.ends_with(text)
}

#[test]
fn of_the_other_cases_only_what_the_api_server_refuses_is_refused() {
    let listed = read(&common::root().join("testdata/builtin-of-cases.yaml")).unwrap();
    let mut failures = Vec::new();
    let mut seen = 0;
    for case in cases::all() {
        let title = cases::title(&case);
        let expected = listed.get(&title).unwrap_or(&Value::Null);
        seen += usize::from(!expected.is_null());
        let found = problems(&case.join("in.yaml"), KubernetesVersion::default());
        let found = differences(refused(&found), expected);
        failures.extend(found.into_iter().map(|line| format!("{title}: {line}")));
    }
    report(&failures);
    assert_eq!(seen, listed.as_object().unwrap().len());
}

const INGRESS: &str = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: web}\nspec:\n  ingressClassName: kong\n  rules:\n";

/// Code, field and hint of every error about an Ingress with these rules.
fn told(rules: &str) -> Vec<(String, String, String)> {
    let found = in_text(format!("{INGRESS}{rules}"), KubernetesVersion::default());
    found
        .iter()
        .filter(|it| it.severity == Severity::Error && it.code.id != "backend-service-not-found")
        .map(|it| {
            let hint = it.hint.clone().unwrap_or_default();
            (it.code.id.to_owned(), field(it), hint)
        })
        .collect()
}

const WEB: &str = "backend: {service: {name: web, port: {number: 80}}}";

#[test]
fn one_fact_is_told_once_at_the_field_itself() {
    let one = |rules: &str, code: &str, field: &str| {
        let found = told(rules);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((found[0].0.as_str(), found[0].1.as_str()), (code, field));
    };
    for host in ["https://shop.example", "'*'", "'shop.example:80'"] {
        let rule = format!(
            "  - host: {host}\n    http: {{paths: [{{path: /, pathType: Prefix, {WEB}}}]}}"
        );
        one(&rule, "invalid-value", "spec.rules[0].host");
    }
    let path = "spec.rules[0].http.paths[0]";
    let with = |path: &str| format!("  - host: a.example\n    http: {{paths: [{{{path}}}]}}");
    one(
        &with(&format!("path: /, pathType: Regex, {WEB}")),
        "path-type-unknown",
        &format!("{path}.pathType"),
    );
    one(
        &with("path: /, pathType: Prefix"),
        "ingress-backend-missing",
        &format!("{path}.backend"),
    );
    one(
        &with("path: /, pathType: Prefix, backend: {service: {name: '', port: {number: 80}}}"),
        "backend-service-name-empty",
        &format!("{path}.backend.service.name"),
    );
    one(
        &with(&format!(
            "path: api, pathType: ImplementationSpecific, {WEB}"
        )),
        "invalid-value",
        &format!("{path}.path"),
    );
    one(
        &with("path: /, pathType: Prefix, backend: {service: {name: a/b, port: {number: 80}}}"),
        "invalid-value",
        &format!("{path}.backend.service.name"),
    );
}

#[test]
fn a_verdict_of_kong_about_something_else_stays() {
    let found = told(&format!(
        "  - host: 'a:80'\n    http: {{paths: [{{path: '/~/[', pathType: ImplementationSpecific, {WEB}}}]}}"
    ));
    let codes: Vec<&str> = found.iter().map(|it| it.0.as_str()).collect();
    assert_eq!(codes, ["invalid-value", "kong-bad-regex"]);
}

#[test]
fn hints_say_what_to_write() {
    let hint = |rules: &str| told(rules).remove(0).2;
    let host = |host: &str| {
        hint(&format!(
            "  - host: {host}\n    http: {{paths: [{{path: /, pathType: Prefix, {WEB}}}]}}"
        ))
    };
    assert!(host("'Shop.example.com:8080'").starts_with("write `shop.example.com`"));
    assert!(host("https://shop.example.com/").starts_with("write `shop.example.com`"));
    let path = |path: &str| hint(&format!("  - http: {{paths: [{{{path}}}]}}"));
    assert!(path(&format!("path: /, {WEB}")).contains("`pathType: Prefix`"));
    assert!(
        path(&format!(
            "path: ~/x/, pathType: ImplementationSpecific, {WEB}"
        ))
        .starts_with("write \"/~/x/\"")
    );
    let port = |port: &str| {
        path(&format!(
            "path: /, pathType: Prefix, backend: {{service: {{name: web, port: {port}}}}}"
        ))
    };
    assert!(port("{name: a, number: 80}").starts_with("keep `name` or `number`"));
    assert!(port("{name: '8080'}").contains("without quotes"));
    assert!(
        path("path: /, pathType: Prefix, backend: {serviceName: web, servicePort: 80}")
            .contains("`serviceName`")
    );
}

#[test]
fn all_wrong_values_of_an_object_are_told_in_one_run() {
    let manifest = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: a\n  annotations: {konghq.com/strip-path: true, konghq.com/read-timeout: 5000}\nspec:\n  rules:\n\
        \x20 - host: a.example.com:8080\n    http: {paths: [{path: api, backend: {service: {name: web, port: {number: \"80\"}}}}]}\n\
        \x20 - host: '*'\n    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {name: http-api-long-name-x}}}}]}";
    let found = refused(&in_text(manifest, KubernetesVersion::default()));
    let fields: Vec<&str> = found["Ingress default/a"]
        .iter()
        .map(|it| it.0.as_str())
        .collect();
    assert_eq!(
        fields,
        [
            "metadata.annotations[\"konghq.com/read-timeout\"]",
            "metadata.annotations[\"konghq.com/strip-path\"]",
            "spec.rules[0].host",
            "spec.rules[0].http.paths[0].backend.service.port.number",
            "spec.rules[0].http.paths[0].pathType",
            "spec.rules[1].host",
            "spec.rules[1].http.paths[0].backend.service.port.name",
        ]
    );
}

#[test]
fn what_is_due_to_a_wrong_type_is_not_told_beside_it() {
    for (body, wrong) in [
        (
            "kind: Service\nmetadata: {name: a}\nspec: {ports: [{port: \"80\"}]}",
            "spec.ports[0].port",
        ),
        (
            "kind: Service\nmetadata: {name: a}\nspec: {type: 1, ports: [{port: 80, nodePort: 30000}]}",
            "spec.type",
        ),
        (
            "kind: Service\nmetadata: {name: a}\nspec: {clusterIP: 1, clusterIPs: [None]}",
            "spec.clusterIP",
        ),
        (
            "kind: Service\nmetadata: {name: a}\nspec: {ports: {port: 80}}",
            "spec.ports",
        ),
        (
            "kind: Secret\nmetadata: {name: a}\ntype: kubernetes.io/tls\nstringData: [a]",
            "stringData",
        ),
        (
            "kind: Secret\nmetadata: {name: a}\ntype: kubernetes.io/tls\ndata: {tls.crt: 1, tls.key: eA==}",
            "data[\"tls.crt\"]",
        ),
        ("kind: Secret\nmetadata: {name: 1}", "metadata.name"),
        ("kind: Secret\nmetadata: [a]", "metadata"),
    ] {
        let found = refused(&in_text(
            format!("apiVersion: v1\n{body}"),
            KubernetesVersion::default(),
        ));
        let fields: Vec<&str> = found.values().flatten().map(|it| it.0.as_str()).collect();
        assert_eq!(fields, [wrong], "{body}");
    }
}

#[test]
fn an_object_is_called_by_the_number_that_stands_for_its_name() {
    let manifest = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: 2024, namespace: 7}";
    let found = refused(&in_text(manifest, KubernetesVersion::default()));
    let fields: Vec<&str> = found["ConfigMap 7/2024"]
        .iter()
        .map(|it| it.0.as_str())
        .collect();
    assert_eq!(fields, ["metadata.name", "metadata.namespace"]);
}

#[test]
fn metadata_of_a_wrong_type_hides_no_rule_of_a_kong_kind() {
    let manifest = "apiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {name: a, labels: {v: 1}}\nplugin: key-auth\nconfig: {}\nconfigFrom: {secretKeyRef: {name: s, key: k}}";
    let found = in_text(manifest, KubernetesVersion::default());
    let codes: Vec<&str> = found.iter().map(|it| it.code.id).collect();
    assert_eq!(codes, ["cross-field-rule", "wrong-field-type"]);
}

#[test]
fn a_refused_object_takes_part_in_the_rendering() {
    let manifest = format!(
        "{INGRESS}  - host: shop.example:80\n    http: {{paths: [{{path: /, pathType: Prefix, {WEB}}}]}}"
    );
    let sources = Sources(vec![Source {
        path: "in.yaml".to_owned(),
        text: manifest.into_bytes(),
    }]);
    let converted = convert(&sources, &Options::default());
    assert_eq!(converted.state.services.len(), 1);
}

#[test]
fn values_of_secrets_are_in_no_message() {
    const VALUE: &str = "s3cr3t";
    let manifest = format!(
        "apiVersion: v1\nkind: Secret\nmetadata: {{name: a}}\ntype: kubernetes.io/dockerconfigjson\nstringData: {{.dockerconfigjson: {VALUE}, 'a b': {VALUE}}}\n---\n\
         apiVersion: v1\nkind: Secret\nmetadata: {{name: b}}\ndata: {{key: '{VALUE}!', number: 4711}}\n"
    );
    let found = in_text(manifest, KubernetesVersion::default());
    assert_eq!(refused(&found).values().map(Vec::len).sum::<usize>(), 4);
    for problem in found {
        let text = format!("{problem:?}");
        assert!(!text.contains(VALUE) && !text.contains("4711"), "{text}");
    }
}
