//! What the backend sees: `route`, `test` and the impact of `diff` evaluate the plugins that KIC makes, and those of users of the
//! same types, where they depend on nothing but the configuration and the request.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::Kic2kong;
use serde_json::{Value, json};

const SERVICE: &str = "
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {ports: [{name: http, port: 80, targetPort: 8080}]}
";

/// An HTTPRoute whose only rule matches `/old` and has these filters; one that redirects must not have backends.
fn httproute(filters: &str) -> String {
    let backends = if filters.contains("RequestRedirect") {
        ""
    } else {
        "backendRefs: [{name: web, port: 80}]"
    };
    format!(
        "apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: rewrite}}
spec:
  parentRefs: [{{name: kong}}]
  hostnames: [a.example.com]
  rules:
  - matches: [{{path: {{type: PathPrefix, value: /old}}}}]
    filters: [{filters}]
    {backends}
{SERVICE}"
    )
}

/// An Ingress for a path with annotations.
fn ingress(path: &str, annotations: &str) -> String {
    format!(
        "apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: i, annotations: {{{annotations}}}}}
spec:
  ingressClassName: kong
  rules:
  - host: a.example.com
    http: {{paths: [{{path: '{path}', pathType: ImplementationSpecific, backend: {{service: {{name: web, port: {{number: 80}}}}}}}}]}}
{SERVICE}"
    )
}

fn prefix_rewrite(to: &str) -> String {
    httproute(&format!(
        "{{type: URLRewrite, urlRewrite: {{path: {{type: ReplacePrefixMatch, replacePrefixMatch: {to}}}}}}}"
    ))
}

fn ask(manifest: &str, words: &str) -> Kic2kong {
    Kic2kong::new().file("in.yaml", manifest).args(words)
}

fn answer(manifest: &str, words: &str) -> Value {
    let words = format!("route in.yaml --format json {words}");
    let outcome = ask(manifest, &words).run().exits(0);
    serde_json::from_str(&outcome.stdout).unwrap()
}

#[test]
fn the_path_of_a_rewrite_is_the_one_that_the_backend_sees() {
    let manifest = prefix_rewrite("/new");
    let found = answer(&manifest, "GET http://a.example.com/old/x?q=1");
    assert_eq!(found["sent_uri"], "/new/x");
    assert_eq!(found["upstream_uri"], "/old/x");
    ask(
        &manifest,
        "route in.yaml GET http://a.example.com/old/x?q=1",
    )
    .run()
    .prints("upstream  /new/x?q=1  (request-transformer; the router alone gives /old/x)");
    let found = answer(&prefix_rewrite("/"), "GET http://a.example.com/old");
    assert_eq!(found["sent_uri"], "/");
    let expressions = "--router-flavor expressions GET http://a.example.com/old/x";
    assert_eq!(answer(&manifest, expressions)["sent_uri"], "/new/x");
}

#[test]
fn the_annotation_rewrite_is_evaluated_with_its_captures() {
    let manifest = ingress(
        r"/~/users/(\w+)",
        r#"konghq.com/rewrite: "/requests/$1", konghq.com/strip-path: "true""#,
    );
    let words = "--feature-gates RewriteURIs=true GET http://a.example.com/users/42";
    let found = answer(&manifest, words);
    assert_eq!(found["sent_uri"], "/requests/42");
    assert_eq!(found["upstream_uri"], "/");
}

#[test]
fn without_a_plugin_the_router_has_the_last_word() {
    let found = answer(&ingress("/x", ""), "GET http://a.example.com/x/y");
    assert_eq!(found["sent_uri"], found["upstream_uri"]);
    assert_eq!(found["sent_headers"], json!({}));
    assert_eq!(found["status"], Value::Null);
    ask(
        &ingress("/x", ""),
        "route in.yaml GET http://a.example.com/x/y",
    )
    .run()
    .prints("upstream  /x/y\n");
}

#[test]
fn a_redirect_is_answered_with_its_status_and_its_location() {
    let redirect = |path: &str| {
        httproute(&format!(
            "{{type: RequestRedirect, requestRedirect: {{scheme: https, hostname: b.example.com, statusCode: 301{path}}}}}"
        ))
    };
    let request = "GET http://a.example.com/old/x?q=1";
    for (version, path, location) in [
        ("3.9.1", "", "https://b.example.com/old/x?q=1"),
        (
            "3.9.1",
            ", path: {type: ReplaceFullPath, replaceFullPath: /z}",
            "https://b.example.com/z",
        ),
        ("3.8.0", "", "https://b.example.com/old"),
    ] {
        let words = format!("--kong-version {version} {request}");
        let found = answer(&redirect(path), &words);
        assert_eq!(found["status"], 301, "{version} {path}");
        assert_eq!(found["location"], location, "{version} {path}");
        assert_eq!(found["sent_uri"], Value::Null, "{version} {path}");
    }
    let outcome = ask(&redirect(""), &format!("route in.yaml {request}"))
        .run()
        .prints("status    301, answered by the plugin redirect; the backend is not asked")
        .prints("location  https://b.example.com/old/x?q=1");
    assert!(!outcome.stdout.contains("upstream"), "{}", outcome.stdout);
}

#[test]
fn a_rule_that_lost_all_its_backends_is_answered_with_500() {
    let manifest = httproute("").replace("name: web, port: 80}]\n", "name: gone, port: 80}]\n");
    let found = answer(&manifest, "GET http://a.example.com/old");
    assert_eq!(found["status"], 500);
    assert_eq!(found["answered_by"], "request-termination");
}

#[test]
fn headers_are_named_and_their_values_are_not_shown() {
    let filters = "{type: RequestHeaderModifier, requestHeaderModifier: {set: [{name: X-Key, value: S3CRET}], remove: [x-gone]}}, \
        {type: URLRewrite, urlRewrite: {hostname: inner.example.com}}";
    let manifest = httproute(filters);
    let request = "GET http://a.example.com/old -H x-gone:1";
    let found = answer(&manifest, request);
    let expected = json!({"host": "inner.example.com", "x-gone": null, "x-key": "…"});
    assert_eq!(found["sent_headers"], expected);
    let outcome = ask(&manifest, &format!("route in.yaml {request}"))
        .run()
        .prints("host      inner.example.com  (request-transformer; the router alone gives a.example.com)")
        .prints("header    x-key set by request-transformer")
        .prints("header    x-gone removed by request-transformer");
    assert!(!outcome.stdout.contains("S3CRET"), "{}", outcome.stdout);
}

fn plugin(kind: &str, config: &str) -> String {
    ingress("/x", "konghq.com/plugins: p")
        + &format!(
            "---\napiVersion: configuration.konghq.com/v1\nkind: KongPlugin\nmetadata: {{name: p}}\nplugin: {kind}\nconfig: {config}\n"
        )
}

#[test]
fn plugins_of_users_are_evaluated_as_those_of_kic() {
    let request = "GET http://a.example.com/x";
    let transformer = plugin("request-transformer", "{replace: {uri: /fixed}}");
    assert_eq!(answer(&transformer, request)["sent_uri"], "/fixed");
    let termination = plugin("request-termination", "{status_code: 418}");
    assert_eq!(answer(&termination, request)["status"], 418);
    let redirect = plugin("redirect", "{location: 'https://b.example.com/'}");
    assert_eq!(
        answer(&redirect, request)["location"],
        "https://b.example.com/"
    );
}

#[test]
fn what_cannot_be_known_offline_is_unknown() {
    let request = "GET http://a.example.com/x";
    let header = plugin("request-transformer", "{replace: {uri: /$(headers.x)}}");
    assert_eq!(answer(&header, request)["sent_uri"], "unknown");
    let code = plugin("pre-function", "{access: ['return']}");
    assert_eq!(answer(&code, request)["unknown"], json!(["pre-function"]));
    ask(&code, &format!("route in.yaml {request}"))
        .run()
        .prints("note      unknown is what these plugins do to the request: pre-function");
}

#[test]
fn a_path_that_came_out_of_a_secret_is_not_shown() {
    let manifest = ingress("/x", "konghq.com/plugins: p")
        + "---
apiVersion: configuration.konghq.com/v1
kind: KongPlugin
metadata: {name: p}
plugin: request-transformer
configFrom: {secretKeyRef: {name: c, key: k}}
---
apiVersion: v1
kind: Secret
metadata: {name: c}
stringData: {k: '{\"replace\": {\"uri\": \"/S3CRET\"}}'}
";
    let found = answer(&manifest, "GET http://a.example.com/x");
    assert_eq!(found["sent_uri"], "unknown");
    assert_eq!(found["unknown"], json!(["request-transformer"]));
    assert!(!found.to_string().contains("S3CRET"), "{found:#}");
}

#[test]
fn a_tests_file_may_expect_what_is_sent() {
    let filters = "{type: RequestHeaderModifier, requestHeaderModifier: {add: [{name: x-env, value: S3CRET}], remove: [x-gone]}}, \
        {type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /new}}}";
    let test = |expect: &str| {
        let tests = format!(
            "tests:\n- request: {{host: a.example.com, path: /old/x, headers: {{x-gone: a, x-kept: b}}}}\n  expect: {{{expect}}}\n"
        );
        ask(
            &httproute(filters),
            "test in.yaml --tests t.yaml --format json",
        )
        .file("t.yaml", &tests)
        .run()
    };
    for expect in [
        "sent_uri: /new/x, upstream_uri: /old/x, status: null",
        "sent_headers: {x-env: S3CRET, x-gone: null, x-kept: b}",
    ] {
        test(expect).exits(0);
    }
    for expect in [
        "sent_uri: /old/x",
        "upstream_uri: /new/x",
        "sent_headers: {x-env: other}",
        "sent_headers: {x-env: null}",
        "sent_headers: {x-gone: a}",
        "location: https://a.example.com/",
    ] {
        let outcome = test(expect).exits(1);
        assert!(!outcome.stdout.contains("S3CRET"), "{}", outcome.stdout);
    }
}

#[test]
fn first_tests_expect_what_is_sent_where_it_differs_and_no_header() {
    let filters = "{type: RequestHeaderModifier, requestHeaderModifier: {add: [{name: x-env, value: S3CRET}]}}, \
        {type: URLRewrite, urlRewrite: {path: {type: ReplacePrefixMatch, replacePrefixMatch: /new}}}";
    let outcome = ask(&httproute(filters), "test in.yaml --init")
        .run()
        .exits(0);
    assert!(
        outcome.stdout.contains(r#""sent_uri":"/new"#),
        "{}",
        outcome.stdout
    );
    for word in ["sent_headers", "S3CRET"] {
        assert!(!outcome.stdout.contains(word), "{}", outcome.stdout);
    }
    let plain = ask(&ingress("/x", ""), "test in.yaml --init")
        .run()
        .exits(0);
    assert!(!plain.stdout.contains("sent_uri"), "{}", plain.stdout);
}

/// The changes of requests between two versions of a manifest.
fn impact(old: &str, new: &str) -> Vec<Value> {
    let outcome = Kic2kong::new()
        .file("old.yaml", old)
        .file("new.yaml", new)
        .args("diff new.yaml --against old.yaml --impact --format json")
        .run();
    let report: Value = serde_json::from_str(&outcome.stdout).unwrap();
    report["impact"]["changes"].as_array().unwrap().clone()
}

fn differences(changes: &[Value]) -> Vec<&str> {
    let lists = changes
        .iter()
        .flat_map(|change| change["differences"].as_array().unwrap());
    let mut found: Vec<&str> = lists.filter_map(Value::as_str).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn the_impact_of_a_change_is_what_backends_and_clients_notice() {
    let changes = impact(&prefix_rewrite("/new"), &prefix_rewrite("/newer"));
    assert_eq!(differences(&changes), ["upstream-path"]);
    let before = &changes[0]["before"];
    let sent = before["sent_uri"].as_str().unwrap();
    assert!(sent.starts_with("/new"), "{before:#}");
    let message = changes[0]["message"].as_str().unwrap();
    assert!(message.contains("upstream path was /new"), "{message}");
    let header = |value: &str| {
        httproute(&format!(
            "{{type: RequestHeaderModifier, requestHeaderModifier: {{set: [{{name: x-key, value: {value}}}]}}}}"
        ))
    };
    let changes = impact(&header("S3CRET-1"), &header("S3CRET-2"));
    assert_eq!(differences(&changes), ["upstream-headers"]);
    assert!(!format!("{changes:?}").contains("S3CRET"), "{changes:?}");
    let redirect = |host: &str| {
        httproute(&format!(
            "{{type: RequestRedirect, requestRedirect: {{hostname: {host}}}}}"
        ))
    };
    let changes = impact(&redirect("b.example.com"), &redirect("c.example.com"));
    assert_eq!(differences(&changes), ["location"]);
    let same = impact(&prefix_rewrite("/new"), &prefix_rewrite("/new"));
    assert_eq!(differences(&same), Vec::<&str>::new());
}
