//! Several Gateways and ControlPlanes of Kong Operator in one environment: each is looked at by itself.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod common;

use common::{Kic2kong, Outcome};
use serde_json::Value;

const CLASS: &str = "apiVersion: gateway.networking.k8s.io/v1
kind: GatewayClass
metadata: {name: kong}
spec: {controllerName: konghq.com/gateway-operator}
---
";

const COMMON: &str = "apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: all, namespace: shop}
spec:
  ingressClassName: kong
  rules: [{host: all.example.com, http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: gone, port: {number: 80}}}}]}}]
---
";

fn gateway(name: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {{name: {name}, namespace: shop}}\nspec: {{gatewayClassName: kong, listeners: [{{name: http, port: 80, protocol: HTTP}}]}}\n---\n"
    )
}

fn route(name: &str, gateway: &str, service: &str) -> String {
    format!(
        "apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {{name: {name}, namespace: shop}}\nspec:\n  parentRefs: [{{name: {gateway}}}]\n  hostnames: [{name}.example.com]\n  rules: [{{backendRefs: [{{name: {service}, port: 80}}]}}]\n---\n"
    )
}

const CONTROL_PLANE: &str = "apiVersion: gateway-operator.konghq.com/v2beta1
kind: ControlPlane
metadata: {name: cp, namespace: kong}
spec: {ingressClass: kong, dataplane: {type: ref, ref: {name: dp}}}
---
";

/// Gateways `one` and `two` with a route each; that of `two` has no Service.
fn two() -> String {
    [
        CLASS,
        &gateway("one"),
        &gateway("two"),
        COMMON,
        &route("a", "one", "web"),
        &route("b", "two", "lost"),
    ]
    .concat()
}

fn call(text: &str, arguments: &str) -> Outcome {
    Kic2kong::new()
        .file("in.yaml", text)
        .args(arguments)
        .args("--controller kong-operator-2.3")
        .run()
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// The part of a report below a heading.
fn below<'t>(text: &'t str, heading: &str) -> &'t str {
    let (_, rest) = text
        .split_once(&format!("== {heading} ==\n"))
        .unwrap_or_else(|| panic!("no {heading}:\n{text}"));
    rest.split_once("\n== ")
        .map_or(rest, |(part, _)| part)
        .trim_end()
}

#[test]
fn check_says_once_what_all_instances_have_and_the_rest_under_each() {
    let told = call(&two(), "check in.yaml").exits(1).stdout;
    let common = below(&told, "all instances");
    assert!(common.contains("Service shop/gone"), "{told}");
    assert_eq!(told.matches("Service shop/gone").count(), 1, "{told}");
    let (one, two) = (
        below(&told, "Gateway shop/one"),
        below(&told, "Gateway shop/two"),
    );
    assert!(!one.contains("shop/lost"), "{one}");
    assert!(two.contains("shop/lost"), "{two}");
    assert!(
        one.contains("2 routes") && two.contains("2 routes"),
        "{told}"
    );
    for code in ["route-of-other-instance", "several-instances"] {
        assert!(!told.contains(code), "{told}");
    }
}

#[test]
fn for_programs_a_problem_of_one_instance_names_it() {
    let told = json(&call(&two(), "check in.yaml --format json").stdout);
    let of = |message: &str| {
        let all = told["diagnostics"].as_array().unwrap().iter();
        let mut found = all.filter(|it| it["message"].as_str().unwrap().contains(message));
        let first = found.next().unwrap();
        (first["control_plane"].clone(), found.count())
    };
    assert_eq!(of("shop/gone"), (Value::Null, 0));
    assert_eq!(of("shop/lost").0, "shop/two");
    let parts = told["summary"]["control_planes"].as_array().unwrap();
    let names: Vec<&Value> = parts.iter().map(|it| &it["control_plane"]).collect();
    assert_eq!(names, ["shop/one", "shop/two"]);
    let sarif = json(&call(&two(), "check in.yaml --format sarif").stdout);
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let named = |it: &&Value| it["properties"]["control_plane"] == "shop/two";
    assert!(results.iter().any(|it| named(&it)), "{sarif}");
}

#[test]
fn with_one_instance_or_a_chosen_one_nothing_is_divided() {
    let single = two().replace(&gateway("two"), "");
    for (text, arguments) in [
        (single.as_str(), "check in.yaml"),
        (&two(), "check in.yaml --gateway-to-reconcile shop/one"),
    ] {
        let told = call(text, arguments).stdout;
        assert!(!told.contains("== "), "{told}");
        let told = json(&call(text, &format!("{arguments} --format json")).stdout);
        assert!(told["summary"]["routes"].is_number(), "{told}");
    }
    // Another controller looks at all Gateways at once.
    let told = Kic2kong::new()
        .file("in.yaml", &two())
        .args("check in.yaml")
        .run();
    assert!(!told.stdout.contains("== "), "{}", told.stdout);
}

#[test]
fn a_route_of_no_gateway_is_told_once_and_one_of_a_control_plane_not_at_all() {
    let text = two() + CONTROL_PLANE + &route("c", "three", "web");
    let told = call(&text, "check in.yaml").stdout;
    assert_eq!(told.matches("[route-of-no-instance]").count(), 1, "{told}");
    assert!(
        below(&told, "all instances").contains("HTTPRoute shop/c"),
        "{told}"
    );
    assert!(!told.contains("controller-switched-off"), "{told}");
    assert!(
        below(&told, "ControlPlane kong/cp").contains("1 route,"),
        "{told}"
    );
    let told = call(&text, "check in.yaml --control-plane kong/cp").stdout;
    assert!(told.contains("controller-switched-off"), "{told}");
}

#[test]
fn environments_and_instances_are_told_together() {
    let told = Kic2kong::new()
        .file("eu/in.yaml", &two())
        .file("us/in.yaml", &two().replace(&gateway("two"), ""))
        .args("check --each * --controller kong-operator-2.3")
        .run()
        .stdout;
    assert!(below(&told, "eu, Gateway shop/two").contains("shop/lost"));
    assert!(told.contains("== us ==\n"), "{told}");
    let told = Kic2kong::new()
        .file("eu/in.yaml", &two())
        .file("us/in.yaml", &two().replace(&gateway("two"), ""))
        .args(
            "route --each * GET http://a.example.com/ --format json --controller kong-operator-2.3",
        )
        .run()
        .stdout;
    let environments = json(&told)["environments"].clone();
    assert_eq!(
        environments[0]["control_planes"][0]["route"],
        "httproute.shop.a.0.0"
    );
    assert_eq!(environments[0]["control_planes"][1]["route"], Value::Null);
    assert_eq!(environments[1]["route"], "httproute.shop.a.0.0");
}

#[test]
fn route_asks_each_instance() {
    let told = call(&two(), "route in.yaml GET http://a.example.com/").stdout;
    assert!(below(&told, "Gateway shop/one").contains("httproute.shop.a.0.0"));
    assert!(below(&told, "Gateway shop/two").contains("no route matches"));
}

const TESTS: &str = "tests:
- name: of one
  request: {host: a.example.com}
  expect: {route: httproute.shop.a.0.0}
- name: of two
  control_plane: shop/two
  request: {host: b.example.com}
  expect: {route: httproute.shop.b.0.0}
- name: not of two
  control_plane: shop/two
  request: {host: a.example.com}
  expect: {route: null}
- name: of all
  request: {host: all.example.com}
  expect: {route: shop.all.gone.all.example.com.80}
- name: of none
  request: {host: none.example.com}
  expect: {route: null}
";

fn test(tests: &str, arguments: &str) -> Outcome {
    Kic2kong::new()
        .file("in.yaml", &two())
        .file("tests.yaml", tests)
        .args("test in.yaml --tests tests.yaml --controller kong-operator-2.3")
        .args(arguments)
        .run()
}

#[test]
fn a_test_is_put_to_the_instance_that_it_names_or_to_those_that_have_a_route_for_it() {
    let told = test(TESTS, "").exits(0).stdout;
    assert!(
        below(&told, "Gateway shop/one").contains("3 passed, 0 failed"),
        "{told}"
    );
    assert!(
        below(&told, "Gateway shop/two").contains("4 passed, 0 failed"),
        "{told}"
    );
    // What an instance answers otherwise than expected, it answers wrongly.
    let wrong = TESTS.replace("route: shop.all.gone.all.example.com.80", "route: other");
    let told = test(&wrong, "").exits(1).stdout;
    assert_eq!(told.matches("FAILED of all").count(), 2, "{told}");
    let wrong = TESTS.replace(
        "  control_plane: shop/two\n  request: {host: a.",
        "  request: {host: a.",
    );
    let told = test(&wrong, "").exits(1).stdout;
    assert_eq!(told.matches("FAILED not of two").count(), 1, "{told}");
    let report = json(&test(TESTS, "--format json").stdout);
    assert_eq!(report["control_planes"][1]["control_plane"], "shop/two");
    assert_eq!(report["control_planes"][1]["passed"], 4);
    let report = test(TESTS, "--format junit").stdout;
    assert!(
        report.contains("<testsuite name=\"shop/two: tests.yaml\" tests=\"4\""),
        "{report}"
    );
}

#[test]
fn a_test_of_an_instance_that_is_not_there_is_an_error_with_its_line() {
    let wrong = TESTS.replace("shop/two", "shop/tow");
    test(&wrong, "")
        .exits(1)
        .prints_nothing()
        .says("tests.yaml:5: no Gateway of Kong Operator and no ControlPlane beside a DataPlane is called `shop/tow`");
    // Of one that was not chosen it is left out, with a word.
    test(TESTS, "--gateway-to-reconcile shop/one")
        .exits(0)
        .says("2 tests not put to this instance");
}

#[test]
fn a_first_tests_file_names_the_instances_and_passes() {
    let init = call(&two(), "test in.yaml --init").exits(0).stdout;
    assert!(init.contains("control_plane: \"shop/two\""), "{init}");
    test(&init, "").exits(0);
    let single = two().replace(&gateway("two"), "");
    let init = call(&single, "test in.yaml --init").exits(0).stdout;
    assert!(!init.contains("control_plane"), "{init}");
}

/// What changes when `old` becomes `new`.
fn diff(old: &str, new: &str, arguments: &str) -> Outcome {
    Kic2kong::new()
        .file("new/in.yaml", new)
        .file("old/in.yaml", old)
        .args("diff new --against old --controller kong-operator-2.3 --quiet")
        .args(arguments)
        .run()
}

#[test]
fn diff_compares_each_instance_with_itself() {
    let new = two().replace("b.example.com", "c.example.com");
    let told = diff(&two(), &new, "--exit-code").exits(2).stdout;
    assert_eq!(below(&told, "Gateway shop/one"), "no changes");
    assert!(
        below(&told, "Gateway shop/two").contains("c.example.com"),
        "{told}"
    );
    let report = json(&diff(&two(), &new, "--format json").stdout);
    assert_eq!(report["control_planes"][1]["control_plane"], "shop/two");
    assert_eq!(report["control_planes"][1]["summary"]["updating"], 1);
    let report = diff(&two(), &new, "--format markdown").stdout;
    assert!(
        report.contains("## `Gateway shop/two`")
            && report.contains("No changes: `Gateway shop/one`"),
        "{report}"
    );
}

#[test]
fn an_instance_on_one_side_is_added_or_removed() {
    let one = two()
        .replace(&gateway("two"), "")
        .replace(&route("b", "two", "lost"), "");
    let told = diff(&one, &two(), "--fail-on never").exits(0).stdout;
    let added = below(&told, "Gateway shop/two (new instance)");
    assert!(
        added.contains("creating route httproute.shop.b.0.0"),
        "{told}"
    );
    let told = diff(&two(), &one, "--fail-on never").exits(0).stdout;
    let gone = below(&told, "Gateway shop/two (instance is gone)");
    assert!(
        gone.contains("deleting route httproute.shop.b.0.0"),
        "{told}"
    );
}

#[test]
fn what_has_no_instances_is_compared_with_all_of_them_together() {
    let ingresses = COMMON.to_owned();
    let told = diff(&ingresses, &two(), "--fail-on never").exits(0).stdout;
    assert!(!told.contains("== "), "{told}");
    assert!(
        told.contains("creating route httproute.shop.b.0.0"),
        "{told}"
    );
}

#[test]
fn each_instance_is_compared_with_a_file_of_its_own() {
    let call = || Kic2kong::new().file("in.yaml", &two());
    let files = call()
        .args("render in.yaml --controller kong-operator-2.3 --fail-on never -o live/{control_plane}.yaml")
        .run()
        .exits(0);
    let told = call()
        .file("live/shop.one.yaml", &files.read("live/shop.one.yaml"))
        .file("live/shop.two.yaml", &files.read("live/shop.one.yaml"))
        .args("diff in.yaml --controller kong-operator-2.3 --quiet --against live/{control_plane}.yaml")
        .run()
        .stdout;
    assert_eq!(below(&told, "Gateway shop/one"), "no changes");
    assert!(
        below(&told, "Gateway shop/two").contains("deleting route httproute.shop.a.0.0"),
        "{told}"
    );
}

#[test]
fn a_revision_has_instances_of_its_own() {
    let call = Kic2kong::new().file("in.yaml", &two());
    let git = |words: &[&str]| {
        let status = std::process::Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@example.com"])
            .args(words)
            .current_dir(call.path())
            .output();
        status.is_ok_and(|output| output.status.success())
    };
    if !git(&["init", "--quiet"]) || !git(&["add", "."]) || !git(&["commit", "-qm", "a"]) {
        say_untested();
        return;
    }
    let new = two() + &gateway("three") + &route("d", "three", "web");
    std::fs::write(call.path().join("in.yaml"), new).unwrap();
    let path = std::env::var("PATH").unwrap();
    let told = call
        .env("PATH", &path)
        .args("diff in.yaml --against-git HEAD --controller kong-operator-2.3 --quiet")
        .run()
        .stdout;
    assert_eq!(below(&told, "Gateway shop/two"), "no changes");
    assert!(
        below(&told, "Gateway shop/three (new instance)").contains("httproute.shop.d.0.0"),
        "{told}"
    );
}

#[test]
fn a_picture_has_a_part_for_each_instance() {
    let chart = call(&two(), "graph in.yaml").exits(0).stdout;
    let (one, two_) = chart
        .split_once("subgraph p1[\"Gateway shop/two\"]")
        .unwrap();
    assert!(one.contains("subgraph p0[\"Gateway shop/one\"]") && one.contains("httproute.shop.a"));
    assert!(
        !one.contains("httproute.shop.b") && two_.contains("httproute.shop.b"),
        "{chart}"
    );
    let dot = call(&two(), "graph in.yaml --format dot").exits(0).stdout;
    assert!(
        dot.contains("subgraph cluster_1 {\n  label=\"Gateway shop/two\";"),
        "{dot}"
    );
    let page = call(&two(), "graph in.yaml --format html").exits(0).stdout;
    assert!(page.contains("\"title\":\"Gateway shop/two\""), "{page}");
    let files = call(&two(), "graph in.yaml -o out/{control_plane}.dot").exits(0);
    assert!(files.read("out/shop.two.dot").contains("httproute.shop.b"));
    assert!(!files.read("out/shop.one.dot").contains("httproute.shop.b"));
}

#[test]
fn standard_input_gives_each_instance_its_file() {
    let rendered = Kic2kong::new()
        .stdin(&(two() + CONTROL_PLANE))
        .args("render - --controller kong-operator-2.3 --fail-on never -o out/{control_plane}.yaml")
        .run()
        .exits(0);
    assert!(
        rendered
            .read("out/shop.one.yaml")
            .contains("httproute.shop.a.0.0")
    );
    assert!(
        rendered
            .read("out/shop.two.yaml")
            .contains("httproute.shop.b.0.0")
    );
    let beside = rendered.read("out/kong.cp.yaml");
    assert!(
        beside.contains("shop.all.gone") && !beside.contains("httproute"),
        "{beside}"
    );
}

#[test]
fn instances_of_one_name_do_not_share_a_file() {
    let same = CONTROL_PLANE.replace("name: cp, namespace: kong", "name: one, namespace: shop");
    call(
        &(two() + &same),
        "render in.yaml -o out/{control_plane}.yaml",
    )
    .exits(1)
    .says("Gateway shop/one and ControlPlane shop/one would have the same file");
}

const OWNED: &str = "apiVersion: gateway-operator.konghq.com/v2beta1
kind: ControlPlane
metadata:
  name: one-x7k2
  namespace: shop
  ownerReferences: [{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, name: one, uid: 1}]
spec:
  ingressClass: edge
  dataplane: {type: managedByOwner}
---
";

#[test]
fn a_control_plane_of_a_gateway_is_the_instance_of_that_gateway() {
    let text = two() + OWNED;
    let chosen = "render in.yaml --fail-on never --quiet --control-plane shop/one-x7k2";
    let rendered = call(&text, chosen).exits(0).stdout;
    assert!(rendered.contains("httproute.shop.a.0.0"), "{rendered}");
    assert!(!rendered.contains("httproute.shop.b"), "{rendered}");
    // Its settings are its own: the Ingress is of another class.
    assert!(!rendered.contains("shop.all"), "{rendered}");
    let of_gateway = "render in.yaml --fail-on never --quiet --gateway-to-reconcile";
    assert_eq!(
        call(&text, &format!("{of_gateway} shop/one")).stdout,
        rendered
    );
    // And they are not those of the other Gateway.
    let other = call(&text, &format!("{of_gateway} shop/two")).stdout;
    assert!(
        other.contains("httproute.shop.b.0.0") && other.contains("shop.all"),
        "{other}"
    );
    let told = call(&text, "check in.yaml").stdout;
    assert!(
        told.contains("== Gateway shop/two ==") && !told.contains("== ControlPlane"),
        "{told}"
    );
}

fn say_untested() {
    use std::io::Write;
    let _ = writeln!(
        std::io::stderr(),
        "no git on this machine, not tested: instances at a revision"
    );
}
