//! The router asks an index which routes a request can meet. Here every route is put to the engine instead, one by one, and
//! the winner must be the same: random routes of both flavors, random requests and those that are derived from the routes.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

#[path = "common/configuration.rs"]
mod configuration;

use atc_router::ast::{Expression, Type, Value as EngineValue};
use atc_router::context::{Context, Match};
use atc_router::interpreter::Execute;
use atc_router::schema::Schema;
use configuration::gateway_of;
use kic2kong::inner::simulate::compat;
use kic2kong::inner::simulate::derive;
use kic2kong::inner::simulate::gateway::{Gateway, Route};
use kic2kong::inner::simulate::request::{Request, Scheme};
use kic2kong::inner::simulate::router::{Flavor, Router};
use proptest::prelude::*;
use serde_json::{Value, json};

fn schema() -> Schema {
    let mut schema = Schema::default();
    for field in [
        "net.protocol",
        "tls.sni",
        "http.method",
        "http.host",
        "http.path",
        "http.headers.*",
        "http.queries.*",
    ] {
        schema.add_field(field, Type::String);
    }
    schema.add_field("net.dst.port", Type::Int);
    schema
}

/// The conditions of a route as texts, with the numbers that rank them.
fn texts(route: &Route) -> Vec<(u64, u64, uuid::Uuid, String)> {
    if let Some(expression) = &route.expression {
        let text =
            format!("({expression}) && (net.protocol == \"http\" || net.protocol == \"https\")");
        let rank = (0xff << 56) | route.priority;
        return vec![(rank, rank, route.id, text)];
    }
    let converted = compat::convert(route);
    let text = |part: &compat::Part| {
        let terms = [&converted.before, &part.paths, &converted.after];
        let terms: Vec<&str> = terms
            .into_iter()
            .map(String::as_str)
            .filter(|term| !term.is_empty())
            .collect();
        terms.join(" && ")
    };
    let parts = converted.parts.iter();
    parts
        .map(|part| {
            let priority = part.priority;
            (priority.compiled, priority.interpreted, part.id, text(part))
        })
        .collect()
}

/// What Kong's engine sees of a request of these tests.
fn context<'a>(schema: &'a Schema, request: &Request) -> Context<'a> {
    let mut context = Context::new(schema);
    let mut text = |field: &str, value: &str| {
        context.add_value(field, EngineValue::String(value.to_owned()));
    };
    text("net.protocol", request.scheme.as_str());
    text("http.method", &request.method);
    text("http.host", request.host_name());
    text("http.path", &request.path());
    for (name, value) in &request.headers {
        let name = name.to_lowercase().replace('-', "_");
        text(&format!("http.headers.{name}"), value);
    }
    for pair in request.query().unwrap_or_default().split('&') {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        if !name.is_empty() {
            text(&format!("http.queries.{name}"), value);
        }
    }
    if let Some(sni) = request.sni.as_deref().filter(|_| request.scheme.is_tls()) {
        text("tls.sni", sni);
    }
    let port = request.port().map_or(0, i64::from);
    context.add_value("net.dst.port", EngineValue::Int(port));
    context
}

/// The winner and those that may win in its place, found by trying every route; each as route, matched path and captures.
type Found = Vec<(usize, Option<String>, Vec<(String, String)>)>;

/// A condition with its ranks, its id and the index of its route.
type Parsed = (u64, u64, uuid::Uuid, usize, Expression);

/// What the engine takes of the routes.
fn parsed(gateway: &Gateway) -> Vec<Parsed> {
    let routes = gateway.routes.iter().enumerate();
    routes
        .flat_map(|(index, route)| texts(route).into_iter().map(move |text| (index, text)))
        .filter_map(|(index, (compiled, interpreted, id, text))| {
            let expression = atc_router::parser::parse(&text).ok()?;
            Some((compiled, interpreted, id, index, expression))
        })
        .collect()
}

fn scan(routes: &[Parsed], schema: &Schema, request: &Request) -> Found {
    let mut context = context(schema, request);
    let mut hits = Vec::new();
    for (compiled, interpreted, id, index, expression) in routes {
        let mut found = Match::new();
        if expression.execute(&mut context, &mut found) {
            let path = match found.matches.remove("http.path") {
                Some(EngineValue::String(path)) => Some(path),
                _ => None,
            };
            let mut captures: Vec<_> = found.captures.into_iter().collect();
            captures.sort();
            hits.push((*compiled, *interpreted, *id, (*index, path, captures)));
        }
    }
    hits.sort_by_key(|(compiled, _, id, _)| std::cmp::Reverse((*compiled, *id)));
    let surest = hits
        .iter()
        .map(|(compiled, interpreted, id, _)| (*compiled.min(interpreted), *id))
        .max();
    hits.retain(|(compiled, interpreted, id, _)| Some((*compiled.max(interpreted), *id)) >= surest);
    hits.into_iter().map(|(.., found)| found).collect()
}

fn asked(router: &Router, request: &Request) -> Found {
    let hits = router.find_all(request).into_iter();
    hits.map(|hit| {
        let captures = hit.matched.captures.into_iter().collect();
        (hit.entry.route, hit.matched.path, captures)
    })
    .collect()
}

fn one_of(words: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::sample::select(words).prop_map(str::to_owned)
}

fn some_of(words: &'static [&'static str], most: usize) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(one_of(words), 0..=most)
}

const HOSTS: &[&str] = &[
    "a.com",
    "b.com",
    "x.a.com",
    "*.a.com",
    "*.com",
    "a.*",
    "b.com:443",
    "c.d.a.com",
];
const PATHS: &[&str] = &[
    "/",
    "/a",
    "/a/",
    "/a/b",
    "/aa",
    "/b",
    "/b/c/",
    "~/a/(?<id>[a-z]+)",
    "~/[ab]$",
    "~/a/b$",
    "~/(a|b)/c",
    "~/.*/c",
    "~/x|/b",
];
const REQUESTED: &[&str] = &[
    "/", "/a", "/a/", "/a/b", "/aa/b", "/b", "/b/c/", "/a/zz", "/x/b", "/z/c", "/a/c?q=1",
];
const HEADERS: &[&str] = &["gold", "Silver", "~*^si", "~*d$", "none"];
const EXPRESSIONS: &[&str] = &[
    "http.path ^= \"/a\"",
    "http.host == \"a.com\" && http.path == \"/b\"",
    "(http.path == \"/a\") || (http.path ^= \"/b/\")",
    "!(http.path ^= \"/a\")",
    "http.headers.x == \"gold\"",
    "lower(http.headers.x) ^= \"si\" && http.method == \"GET\"",
    "http.queries.q == \"1\" && http.path ~ \"^/(?P<id>[a-z])\"",
    "net.protocol == \"https\" && (tls.sni =^ \"a.com\")",
    "http.path ~ \"/c\" && http.host != \"b.com\"",
    "http.path contains \"b\"",
    "http.path ~ \"^/(?P<first>a+)/?(?P<rest>.*)\"",
    "http.headers.x ~ \"^(?P<metal>[a-z]+)$\"",
    "any(http.headers.x) ~ \"^(?P<any>s.*)\"",
];

fn traditional() -> impl Strategy<Value = Value> {
    (
        some_of(HOSTS, 12),
        some_of(PATHS, 12),
        some_of(&["GET", "POST", "PUT"], 2),
        some_of(HEADERS, 2),
        some_of(&["a.com", "b.com", "*.a.com"], 2),
        prop::bool::weighted(0.3),
    )
        .prop_map(|(hosts, paths, methods, values, snis, has_more)| {
            let mut headers = serde_json::Map::new();
            if !values.is_empty() {
                headers.insert("X".to_owned(), json!(values));
            }
            if has_more {
                headers.insert("x-other".to_owned(), json!(["1"]));
            }
            // Further paths and hosts that nobody asks for, so that lists are long enough to be filed.
            let more = |own: Vec<String>, text: &str| -> Vec<String> {
                let filler = (0..10).map(|number| format!("{text}{number}"));
                if own.len() > 8 { own.into_iter().chain(filler).collect() } else { own }
            };
            json!({"hosts": more(hosts, "h"), "paths": more(paths, "/zz"), "methods": methods, "headers": headers, "snis": snis})
        })
}

fn with_expression() -> impl Strategy<Value = Value> {
    let both = (one_of(EXPRESSIONS), one_of(EXPRESSIONS))
        .prop_map(|(one, other)| format!("(({one}) && ({other}))"));
    // Often more alternatives than are tried one after the other.
    (prop::collection::vec(both, 1..14), 0_u64..3).prop_map(|(alternatives, priority)| {
        json!({"expression": alternatives.join(" || "), "priority": priority})
    })
}

fn request() -> impl Strategy<Value = Request> {
    (
        one_of(&["a.com", "b.com", "x.a.com", "c.d.a.com", "a.org", "none"]),
        one_of(REQUESTED),
        one_of(&["GET", "POST", "DELETE"]),
        some_of(&["gold", "SILVER", "silver", "1"], 2),
        prop::bool::ANY,
    )
        .prop_map(|(host, target, method, values, is_tls)| {
            let names = ["x", "X-Other"].iter().cycle();
            let mut request = Request {
                host,
                target,
                method,
                headers: names
                    .zip(values)
                    .map(|(name, value)| ((*name).to_owned(), value))
                    .collect(),
                scheme: if is_tls { Scheme::Https } else { Scheme::Http },
                ..Request::default()
            };
            request.sni = request.default_sni();
            request
        })
}

/// A gateway of routes with names and ids of their own.
fn gateway(routes: Vec<Value>) -> Gateway {
    let routes: Vec<Value> = routes
        .into_iter()
        .enumerate()
        .map(|(number, mut route)| {
            route["name"] = format!("r{number}").into();
            route
        })
        .collect();
    let services = json!([{"name": "s", "host": "up", "routes": routes}]);
    gateway_of(json!({"_format_version": "3.0", "services": services}).to_string())
}

fn check(gateway: &Gateway, flavor: Flavor, requests: &[Request]) -> Result<(), TestCaseError> {
    let router = Router::new(gateway, flavor);
    let (schema, parsed) = (schema(), parsed(gateway));
    let derived = derive::requests(&router).requests;
    for request in requests.iter().chain(derived.iter().take(150)) {
        let expected = scan(&parsed, &schema, request);
        prop_assert_eq!(asked(&router, request), expected, "{}", request);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn traditional_routes_have_the_winner_that_trying_all_finds(
        routes in prop::collection::vec(traditional(), 1..24),
        requests in prop::collection::vec(request(), 40),
    ) {
        check(&gateway(routes), Flavor::TraditionalCompatible, &requests)?;
    }

    #[test]
    fn expressions_have_the_winner_that_trying_all_finds(
        routes in prop::collection::vec(with_expression(), 1..40),
        requests in prop::collection::vec(request(), 40),
    ) {
        check(&gateway(routes), Flavor::Expressions, &requests)?;
    }
}
