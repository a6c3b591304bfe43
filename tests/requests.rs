//! Requests put to rendered routes: the examples of the specification, and what the corpus must hold as a whole.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

use kic2kong::inner::deck::generate;
use kic2kong::inner::engine::Subsystem;
use kic2kong::inner::manifest::source::{Source, Sources};
use kic2kong::inner::options::{FeatureGates, Options, RouterFlavor};
use kic2kong::inner::pipeline;
use kic2kong::inner::simulate::derive;
use kic2kong::inner::simulate::gateway::Gateway;
use kic2kong::inner::simulate::impact::{self, Side};
use kic2kong::inner::simulate::request::Request;
use kic2kong::inner::simulate::router::Flavor;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

fn cases_folder() -> PathBuf {
    std::env::var_os("KIC2KONG_CASES").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("testdata/cases"),
        PathBuf::from,
    )
}

/// Every case as `area/name`.
fn cases() -> Vec<String> {
    let folder = cases_folder();
    let mut cases: Vec<String> = walkdir::WalkDir::new(&folder)
        .into_iter()
        .filter_map(Result::ok)
        .filter(|entry| entry.file_name() == "in.yaml")
        .filter_map(|entry| {
            let case = entry.path().parent()?.strip_prefix(&folder).ok()?;
            Some(case.display().to_string())
        })
        .collect();
    cases.sort();
    assert!(cases.len() > 300, "only {} cases", cases.len());
    cases
}

fn render(case: &str, router_flavor: RouterFlavor) -> Gateway {
    let path = cases_folder().join(case).join("in.yaml");
    let sources = Sources(vec![Source {
        text: std::fs::read(&path).unwrap(),
        path: path.display().to_string(),
    }]);
    let options = Options {
        router_flavor,
        feature_gates: FeatureGates {
            gateway_alpha: true,
            rewrite_uris: true,
            kong_service_facade: true,
            ..FeatureGates::default()
        },
        ..Options::default()
    };
    let conversion = pipeline::convert(&sources, &options);
    Gateway::from_content(&generate::generate(conversion.state, &options))
}

fn traditional(case: &str) -> Side {
    let gateway = render(case, RouterFlavor::Traditional);
    Side::new(gateway, Flavor::TraditionalCompatible)
}

fn expressions(case: &str) -> Side {
    Side::new(render(case, RouterFlavor::Expressions), Flavor::Expressions)
}

/// A request by its URL and headers.
fn request(method: &str, url: &str, headers: &[(&str, &str)]) -> Request {
    let mut request = Request::for_url(method, url).unwrap();
    request.headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    request
}

fn winner(side: &Side, request: &Request) -> Option<String> {
    let answer = side.router.answer(&side.gateway, request)?;
    Some(answer.route.name.clone())
}

#[track_caller]
fn assert_winner(side: &Side, request: &Request, expected: Option<&str>) {
    assert_eq!(winner(side, request).as_deref(), expected, "{request}");
}

/// Spec 30, 11.5.
#[test]
fn replayed_examples_have_the_winners_of_the_specification() {
    let get = |url: &str| request("GET", url, &[]);
    let regex_first = expressions("expressions/hr-exact-beats-regex-beats-prefix");
    assert_winner(
        &regex_first,
        &get("http://shop.example.com/cart/items/list/more"),
        Some("httproute.shop.storefront.shop.example.com.0.1"),
    );
    let kinds = expressions("expressions/hr-kinds-order");
    assert_winner(
        &kinds,
        &get("http://shop.example.com/x"),
        Some("shop.ing.cart.shop.example.com.80"),
    );
    let wildcard = expressions("expressions/hr-hosts-different-length");
    assert_winner(
        &wildcard,
        &get("http://a.b.shop.example.com/cart"),
        Some("httproute.shop.storefront._.shop.example.com.0.1"),
    );
    let http_only = expressions("expressions/hr-no-host");
    assert_winner(&http_only, &get("https://shop.example.com/cart"), None);
    let https_only = expressions("expressions/hr-listener-protocols-https");
    assert_winner(
        &https_only,
        &get("http://shop.example.com/cart"),
        Some("httproute.shop.storefront.shop.example.com.0.0"),
    );
    let tenants = expressions("expressions/ing-headers-several-values");
    for headers in [
        &[("x-tenant", "Gold")][..],
        &[("x-tenant", "gold"), ("x-tenant", "other")],
    ] {
        let url = "http://shop.example.com/cart";
        assert_winner(&tenants, &request("GET", url, headers), None);
    }
    let everything = expressions("expressions/ing-all-match-annotations");
    assert_winner(&everything, &get("http://shop.example.com/cart"), None);
}

/// Spec 30, 11.5, the last two rows: what the other flavor answers.
#[test]
fn the_flavors_answer_the_examples_each_in_its_own_way() {
    for (case, url, in_expressions, in_traditional) in [
        (
            "expressions/ing-prefix-outranks-longer-implspec",
            "http://shop.example.com/api/v1/orders/7",
            "shop.storefront.cart.shop.example.com.80",
            "shop.storefront.catalog.shop.example.com.80",
        ),
        (
            "expressions/ing-root-plus-long-path-outranks-mid-path",
            "http://shop.example.com/mid",
            "shop.storefront.cart.shop.example.com.80",
            "shop.storefront.catalog.shop.example.com.80",
        ),
    ] {
        let request = request("GET", url, &[]);
        assert_winner(&expressions(case), &request, Some(in_expressions));
        assert_winner(&traditional(case), &request, Some(in_traditional));
    }
}

/// Spec 30, 11.4: the capture that plugins see.
#[test]
fn a_rewrite_sees_the_rest_of_the_path_as_its_first_capture() {
    let side = expressions("expressions/ing-rewrite");
    let request = request("GET", "http://shop.example.com/v1/a/b", &[]);
    let answer = side.router.answer(&side.gateway, &request).unwrap();
    assert_eq!(answer.captures.get("1").map(String::as_str), Some("a/b"));
}

/// Conditions that no request can meet, by a text in them and the reason.
const UNREACHABLE: &[(&str, &str)] = &[
    (
        "x_tenant Equals \"a\", http.headers.x_tenant Equals \"b\", net.protocol",
        "all values of a header must be two different texts",
    ),
    (
        "x_beta Equals \"yes\", http.headers.x_beta Equals \"no\", net.protocol",
        "all values of a header must be two different texts",
    ),
    ("%C3%A9", "escapes are decoded before a path is compared"),
    ("%20", "escapes are decoded before a path is compared"),
    ("?x=1", "the query is no part of the path"),
    (
        "shop.dns.0.udp: ",
        "a stream route that an annotation made an https one needs port 9053",
    ),
    (
        ".*\"",
        "`name.*` is compared to the letter, and no host has an asterisk",
    ),
];

/// An SNI on a route for http alone: a plain request never has one.
fn needs_an_sni_on_http(condition: &str) -> bool {
    condition.contains("tls.sni")
        && condition.contains("net.protocol Equals \"http\"")
        && !condition.contains("net.protocol Equals \"https\"")
}

#[test]
fn every_condition_in_the_corpus_is_met_by_a_derived_request() {
    let mut missed = String::new();
    for case in cases() {
        for side in [traditional(&case), expressions(&case)] {
            let requests = derive::requests(&side.router).requests;
            let entries = side.router.entries_of(Subsystem::Http);
            let mut unmet: BTreeSet<usize> = (0..entries.len()).collect();
            for request in &requests {
                let (entries, mut values) = side.router.entries(request);
                unmet.retain(|position| !entries[*position].condition.is_true(&mut values));
            }
            for position in unmet {
                let comparisons = entries[position].condition.comparisons();
                let condition: Vec<String> = comparisons
                    .iter()
                    .map(|one| format!("{} {:?} {:?}", one.field, one.kind, one.text))
                    .collect();
                let condition = condition.join(", ");
                let route = &side.gateway.routes[entries[position].route].name;
                let line = format!("{case}: {route}: {condition}");
                let is_known = UNREACHABLE.iter().any(|(mark, _)| line.contains(mark));
                if !is_known && !needs_an_sni_on_http(&condition) {
                    let _ = writeln!(missed, "{line}");
                }
            }
        }
    }
    assert!(missed.is_empty(), "{missed}");
}

/// The reasons of spec 70, section 7, for which the flavors may differ. Nothing else may be a cause.
const DOCUMENTED: &[&str] = &[
    "protocols",
    "kinds-ranked",
    "gateway-api-precedence",
    "paths-share-a-priority",
    "path-type-ranks",
    "regex-marker",
    "literal-in-regex",
    "header-case",
    "sni-on-plain-http",
];

/// Cases whose flavors differ because KIC writes other routes for them: cause, why, and which.
const EXCEPTIONS: &[(&str, &str, &[&str])] = &[
    (
        "conditions-differ",
        "annotations that match requests act differently, on a default backend and when they are invalid (spec 30, 8.2)",
        &[
            "config/route-annotations-default-backend",
            "config/route-annotations-invalid-values",
            "expressions/ing-default-backend-with-annotations",
            "expressions/ing-host-aliases-invalid-skipped",
            "expressions/ing-host-aliases-suffix-wildcard",
            "expressions/ing-methods-invalid-skipped",
        ],
    ),
    (
        "conditions-differ",
        "annotations that match requests are dropped on Gateway API routes (spec 30, 13.3)",
        &["expressions/hr-match-annotations-ignored", "random/r0131"],
    ),
    (
        "conditions-differ",
        "hosts with a double dash are dropped (spec 30, 13.1)",
        &[
            "expressions/gr-host-double-dash-dropped",
            "expressions/hr-host-double-dash-catch-all",
            "expressions/hr-host-double-dash-dropped",
        ],
    ),
    (
        "conditions-differ",
        "a GRPCRoute takes no hostname from its listeners (spec 30, 6.1)",
        &[
            "expressions/gr-listener-hostname-not-used",
            "gateway/grpcroute-hostnames-from-listeners",
            "gateway/grpcroute-hostnames-from-one-listener",
        ],
    ),
    (
        "only-in-one-flavor",
        "query parameters need the expressions flavor (spec 20)",
        &["gateway/httproute-query-params", "random/r0304"],
    ),
    (
        "refused",
        "a route without any condition is a catch-all in expressions only",
        &[
            "expressions/hr-no-matches-no-host-catch-all",
            "gateway/annotation-strip-path-catch-all",
            "gateway/httproute-no-matches-catch-all",
            "gateway/protocols-no-matches",
        ],
    ),
];

#[test]
fn the_flavors_differ_only_for_the_documented_reasons() {
    let mut report = String::new();
    for case in cases() {
        let impact = impact::compare(&traditional(&case), &expressions(&case));
        for change in &impact.changes {
            let is_excepted = EXCEPTIONS.iter().any(|(kind, _, cases)| {
                *kind == change.cause.kind && cases.contains(&case.as_str())
            });
            if !DOCUMENTED.contains(&change.cause.kind) && !is_excepted {
                let (sentence, reason) = (change.sentence(), change.reason());
                let _ = writeln!(report, "{case}: {sentence}\n    {reason}");
            }
        }
    }
    assert!(report.is_empty(), "{report}");
}

/// Spec 70, section 7, names a case for each reason.
#[test]
fn the_cases_of_the_specification_show_their_reasons() {
    let mut found = BTreeMap::new();
    for (case, cause) in [
        ("gateway/annotation-plugins", "protocols"),
        (
            "ingress/group-two-backends-one-host",
            "paths-share-a-priority",
        ),
        (
            "expressions/ing-root-plus-long-path-outranks-mid-path",
            "paths-share-a-priority",
        ),
        ("ingress/path-regex-in-prefix-and-exact", "regex-marker"),
        ("gateway/filter-rewrite-prefix-method-header", "header-case"),
        ("gateway/defaulting-grpcroute", "literal-in-regex"),
        ("gateway/httproute-path-metacharacters", "literal-in-regex"),
        ("expressions/hr-snis", "sni-on-plain-http"),
        ("expressions/hr-kinds-order", "kinds-ranked"),
    ] {
        let impact = impact::compare(&traditional(case), &expressions(case));
        let causes: BTreeSet<&str> = impact
            .changes
            .iter()
            .map(|change| change.cause.kind)
            .collect();
        if !causes.contains(cause) {
            found.insert((case, cause), causes);
        }
    }
    assert!(found.is_empty(), "expected, and found instead: {found:#?}");
}
