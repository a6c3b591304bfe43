//! `route`, `test` and the requests of `diff` as a user meets them.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::{Kic2kong, Outcome};
use serde_json::Value;

const SHOP: &str = include_str!("../examples/shop/shop.yaml");
const SERVICES: &str = concat!(
    include_str!("../examples/shop/services.yaml"),
    "---\n",
    include_str!("../examples/shop/endpoints.yaml")
);

/// A directory `shop` with the example, and arguments.
fn shop(arguments: &str) -> Kic2kong {
    Kic2kong::new()
        .file("shop/shop.yaml", SHOP)
        .file("shop/services.yaml", SERVICES)
        .args(arguments)
}

fn json(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// The example without its rule for `/orders`.
fn without_orders() -> String {
    let begin = SHOP.find("      - path: /orders").unwrap();
    let end = SHOP[begin..].find("---").unwrap() + begin;
    format!("{}{}", &SHOP[..begin], &SHOP[end..])
}

#[test]
fn the_winner_comes_with_its_place_its_targets_and_its_plugins_in_order() {
    let outcome = shop("route shop GET https://shop.example.com/orders/7?page=2")
        .run()
        .exits(0)
        .prints("route     shop.shop.orders.shop.example.com.8080\n")
        .prints("shop/shop.yaml:20:9 Ingress shop/shop spec.rules[0].http.paths[1]\n")
        .prints("service   shop.orders.8080\n")
        .prints("upstream  /orders/7?page=2\n")
        .prints("target    10.0.1.12:8080 100.0%\n")
        .prints("shop.shop.web.shop.example.com.http matches too, but its path is shorter: 1 < 8");
    let auth = outcome.stdout.find("plugin    key-auth (service").unwrap();
    let limit = outcome
        .stdout
        .find("plugin    rate-limiting (route")
        .unwrap();
    assert!(auth < limit, "key-auth has the higher priority");
}

#[test]
fn no_match_names_what_the_nearest_routes_lack() {
    shop("route shop GET http://other.example.com/")
        .run()
        .exits(0)
        .prints("no route matches: 404\n")
        .prints("needs http.host == \"shop.example.com\"");
}

#[test]
fn the_answer_is_there_for_programs() {
    let outcome = shop("route shop GET http://shop.example.com/ --format json")
        .run()
        .exits(0);
    let answer = json(&outcome);
    assert_eq!(answer["service"], "shop.web.http");
    assert_eq!(answer["targets"][0]["share"], 50.0);
    assert_eq!(answer["plugins"][0]["name"], "rate-limiting");
    assert_eq!(answer["others"][0]["matches"], false);
}

#[test]
fn a_rendered_file_answers_like_its_manifests() {
    let rendered = shop("render shop").run().exits(0).stdout;
    let from_file = Kic2kong::new()
        .file("kong.yaml", &rendered)
        .args("route kong.yaml GET http://shop.example.com/orders --format json")
        .run()
        .exits(0);
    let from_manifests = shop("route shop GET http://shop.example.com/orders --format json")
        .run()
        .exits(0);
    let (mut from_file, mut from_manifests) = (json(&from_file), json(&from_manifests));
    assert_ne!(from_file["written_at"], from_manifests["written_at"]);
    from_file["written_at"] = Value::Null;
    from_manifests["written_at"] = Value::Null;
    assert_eq!(from_file, from_manifests);
}

#[test]
fn a_path_cannot_steer_the_terminal() {
    let outcome = shop("route shop GET http://shop.example.com/%1b[31m%0aroute")
        .run()
        .exits(0)
        .prints("upstream  /\\u{1b}[31m\\nroute\n");
    assert!(!outcome.stdout.contains('\u{1b}'));
}

#[test]
fn hostile_requests_are_answered_or_refused_but_never_crash() {
    let long = format!("http://shop.example.com/{}", "a/".repeat(20_000));
    for url in [
        "http://shop.example.com",
        "http://",
        "//",
        "shop.example.com/cart",
        "http://[::1]:99999/",
        "http://shop.example.com/%",
        "http://shop.example.com/%zz%00%ff",
        "http://shop.example.com/../../..",
        "ftp://shop.example.com/",
        "https://shop.example.com:0/?&&=",
        &long,
    ] {
        let status = shop(&format!("route shop GET {url}")).run().status;
        assert!(status == 0 || status == 1, "{url} exits with {status}");
    }
}

#[test]
fn headers_the_server_name_and_the_protocol_take_part() {
    let routes = "_format_version: '3.0'\nservices:\n- name: s\n  host: up\n  routes:\n  - name: gold\n    headers: {x-tenant: [gold]}\n    paths: [/]\n  - name: secure\n    snis: [a.example.com]\n    paths: [/sni]\n    protocols: [https]\n";
    let ask = |words: &[&str]| {
        let mut call = Kic2kong::new().file("kong.yaml", routes);
        call = call.args("route kong.yaml");
        for word in words {
            call = call.arg(word);
        }
        call.run()
    };
    ask(&["GET", "http://h/", "-H", "X-Tenant: gold"])
        .exits(0)
        .prints("route     gold");
    ask(&["GET", "http://h/", "-H", "X-Tenant: silver"])
        .exits(0)
        .prints("404");
    ask(&["GET", "https://h/sni", "--sni", "a.example.com"])
        .exits(0)
        .prints("route     secure");
    ask(&["GET", "https://h/sni"]).exits(0).prints("404");
    ask(&[
        "GET",
        "http://h/sni",
        "--protocol",
        "https",
        "--sni",
        "a.example.com",
    ])
    .exits(0)
    .prints("route     secure");
    ask(&["GET", "http://h/sni"])
        .exits(0)
        .prints("status    426, answered by Kong itself");
    ask(&["GET", "http://h/", "-H", "nonsense"])
        .exits(1)
        .says("expected a header such as");
    ask(&["GET"])
        .exits(1)
        .says("is not a URL; expected something like https:");
}

#[test]
fn the_tests_that_init_writes_pass_and_begin_with_plain_requests() {
    let tests = shop("test shop --init").run().exits(0).stdout;
    assert!(
        tests.contains("- name: \"GET http://shop.example.com/orders\""),
        "{tests}"
    );
    shop("test shop --tests routing.yaml")
        .file("routing.yaml", &tests)
        .run()
        .exits(0)
        .prints("3 passed, 0 failed\n");
}

#[test]
fn a_failing_test_says_what_happened_and_where_it_stands_in_every_format() {
    let tests = "tests:\n- request: {host: shop.example.com, path: /}\n  expect: {service: shop.web.http, not_plugins: [cors]}\n- name: orders are open\n  request: {host: shop.example.com, path: /orders}\n  expect: {not_plugins: [key-auth], route: null}\n";
    let call = |format: &str| {
        shop("test shop --tests t.yaml --format")
            .args(format)
            .file("t.yaml", tests)
            .run()
            .exits(1)
    };
    call("text")
        .prints("FAILED orders are open\n  --> t.yaml:4\n")
        .prints("plugins that must not run: expected [\"key-auth\"], found [\"key-auth\",\"rate-limiting\"]")
        .prints("route: expected null, found \"shop.shop.orders.shop.example.com.8080\"")
        .prints("1 passed, 1 failed\n");
    let report = json(&call("json"));
    assert_eq!(
        (&report["passed"], &report["failed"]),
        (&1.into(), &1.into())
    );
    assert_eq!(report["results"][1]["line"], 4);
    call("junit")
        .prints("tests=\"2\" failures=\"1\"")
        .prints("<testcase name=\"orders are open\" file=\"t.yaml\" line=\"4\">");
}

#[test]
fn a_tests_file_with_a_mistake_runs_nothing_and_names_the_line() {
    for (text, complaint) in [
        (
            "tests:\n- request: {}\n  expect: {rout: x}\n",
            "t.yaml:2: nothing called `rout` can be expected",
        ),
        (
            "tests:\n- request: {url: x}\n  expect: {}\n",
            "t.yaml:2: a request has no `url`",
        ),
        ("tests: 3\n", "expected a list `tests`"),
        ("a: [\n", "t.yaml: not YAML"),
    ] {
        shop("test shop --tests t.yaml")
            .file("t.yaml", text)
            .run()
            .exits(1)
            .prints_nothing()
            .says(complaint);
    }
}

/// The old side is the example, the new one lacks `/orders`.
fn change(format: &str) -> Outcome {
    Kic2kong::new()
        .file("old/shop.yaml", SHOP)
        .file("old/services.yaml", SERVICES)
        .file("new/shop.yaml", &without_orders())
        .file("new/services.yaml", SERVICES)
        .args("diff new --against old --impact --format")
        .args(format)
        .run()
        .exits(0)
}

const HANDED_OVER: &str = "GET http://shop.example.com/orders (and 7 like it): was shop.orders.8080 (route shop.shop.orders.shop.example.com.8080), is now shop.web.http (route shop.shop.web.shop.example.com.http); now without key-auth";
const REASON: &str = "because route shop.shop.orders.shop.example.com.8080 deleted, caught by shop.shop.web.shop.example.com.http";

#[test]
fn a_diff_tells_which_requests_change_hands_why_and_where() {
    change("text")
        .prints(HANDED_OVER)
        .prints(&format!("{REASON} (`/`) [new/shop.yaml:16 Ingress shop/shop; before old/shop.yaml:20 Ingress shop/shop]"));
    change("markdown")
        .prints("#### Requests: 1 kind is answered differently")
        .prints(HANDED_OVER)
        .prints(REASON);
    let patch = change("unified").prints(&format!("#   {HANDED_OVER}"));
    let lines = patch.stdout.lines();
    let strange: Vec<&str> = lines
        .filter(|line| !line.starts_with(['#', '-', '+', '@', ' ']))
        .collect();
    assert!(strange.is_empty(), "no part of a patch: {strange:?}");
    let report = json(&change("json"));
    let moved = &report["impact"]["changes"][0];
    assert_eq!(moved["cause"]["kind"], "route-deleted");
    assert_eq!(moved["before"]["place"]["line"], 20);
    assert_eq!(moved["after"]["service"], "shop.web.http");
    assert_eq!(
        moved["differences"],
        serde_json::json!(["backend", "plugins"])
    );
}

#[test]
fn requests_are_told_in_markdown_unless_switched_off_and_elsewhere_when_asked_for() {
    let call = |arguments: &str| {
        shop("diff shop --against shop --format")
            .args(arguments)
            .run()
            .exits(0)
    };
    call("markdown").prints("Requests: none of 20 tried is answered differently");
    for quiet in ["markdown --impact=false", "text"] {
        let outcome = call(quiet);
        assert!(!outcome.stdout.contains("Requests:"), "{}", outcome.stdout);
    }
    assert_eq!(json(&call("json")).get("impact"), None);
}

#[test]
fn switching_the_flavor_of_the_router_names_requests_and_reasons() {
    let case = |name: &str| {
        let path = common::root()
            .join("testdata/cases")
            .join(name)
            .join("in.yaml");
        let text = std::fs::read_to_string(path).unwrap();
        Kic2kong::new()
            .file("in.yaml", &text)
            .args("diff in.yaml --quiet --against-router-flavor expressions")
    };
    case("expressions/hr-kinds-order")
        .run()
        .exits(0)
        .prints(
            "in expressions the controller's priorities put every Ingress before every HTTPRoute",
        )
        .prints("[in.yaml:");
    let report = json(
        &case("expressions/hr-kinds-order")
            .args("--format json")
            .run()
            .exits(0),
    );
    assert!(
        report["changes"]
            .as_array()
            .is_some_and(|changes| !changes.is_empty())
    );
}
