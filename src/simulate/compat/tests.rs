//! The routes of the examples of spec 30, section 12.3, with the numbers that `LuaJIT`'s shifts make of them.

use super::super::gateway;
use super::*;
use serde_json::json;

fn converted(route: &serde_json::Value) -> Converted {
    let document = json!({"services": [{"name": "s", "routes": [route]}]});
    convert(&gateway::written(&document).routes[0])
}

fn parts_of(route: &serde_json::Value) -> Vec<Part> {
    converted(route).parts
}

/// The whole condition of the first part.
fn expression(route: &serde_json::Value) -> String {
    let converted = converted(route);
    let terms = [
        converted.before,
        converted.parts[0].paths.clone(),
        converted.after,
    ];
    let terms: Vec<String> = terms.into_iter().filter(|term| !term.is_empty()).collect();
    terms.join(" && ")
}

fn priorities(route: &serde_json::Value) -> Vec<u64> {
    parts_of(route)
        .into_iter()
        .map(|part| part.priority.compiled)
        .collect()
}

#[test]
fn priorities_are_those_of_kongs_thirty_two_bit_shifts() {
    let host = |host: &str, path: &str| json!({"name": "r", "hosts": [host], "paths": [format!("~{path}$"), format!("{path}/")]});
    assert_eq!(
        priorities(&host("shop.example.com", "/catalog")),
        [0x1008_0000_4000_0000, 0x1000_0000_4000_0009]
    );
    assert_eq!(
        priorities(&host("*.example.com", "/cart")),
        [0x0008_0000_4000_0000, 0x0000_0000_4000_0006]
    );
    let everything = json!({"name": "r", "hosts": ["a", "b"], "paths": ["~/cart$", "/cart/"],
        "headers": {"x-env": ["prod"], "x-tenant": ["gold"]}, "methods": ["GET"], "snis": ["a"]});
    assert_eq!(
        priorities(&everything),
        [0xffff_ffff_a020_0000, 0xffff_ffff_a020_0006]
    );
    let stream = json!({"name": "r", "protocols": ["tcp", "tls"], "snis": ["a"], "destinations": [{"port": 8899}]});
    assert_eq!(priorities(&stream), [0x2000_0000_0000_0004]);
}

#[test]
fn text_is_that_of_the_specification() {
    let route = json!({"name": "r", "protocols": ["https"], "methods": ["GET"], "hosts": ["*.a.com", "b.*", "c.com:80"],
        "paths": ["~/x/(?<id>\\d+)"], "headers": {"X-A": ["Gold", "~*^S\\D"]}, "snis": ["*.a.com."]});
    assert_eq!(
        expression(&route),
        concat!(
            r##"(net.protocol != r#"https"# || (tls.sni =^ r#".a.com"#)) && (http.method == r#"GET"#)"##,
            r##" && (http.host =^ r#".a.com"# || http.host ^= r#"b."# || (http.host == r#"c.com"# && net.dst.port == 80))"##,
            r##" && (http.path ~ r#"^/x/(?P<id>\d+)"#)"##,
            r##" && (any(lower(http.headers.x_a)) == r#"gold"# || any(lower(http.headers.x_a)) ~ r#"^s\d"#)"##,
        )
    );
}

#[test]
fn networks_are_masked() {
    let route = json!({"name": "r", "protocols": ["tcp"], "sources": [{"ip": "10.1.2.3/8", "port": 1}, {"ip": "::1"}]});
    assert_eq!(
        expression(&route),
        "((net.src.ip in 10.0.0.0/8 && net.src.port == 1) || net.src.ip == ::1)"
    );
}

#[test]
fn parts_have_ids_of_their_own_and_a_route_of_one_part_keeps_its_own() {
    let one = parts_of(&json!({"name": "r", "paths": ["/a", "/b"]}));
    assert_eq!(one.len(), 1);
    let two = parts_of(&json!({"name": "r", "paths": ["/a", "/bb"]}));
    assert_eq!(two.len(), 2);
    assert!(two.iter().all(|part| part.id != one[0].id));
}
