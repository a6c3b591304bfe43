//! A first tests file, written from what the routes answer today.

use super::{describe, sent};
use crate::escape::json::harmless_in_yaml;
use crate::secrecy::MASK;
use crate::simulate::derive;
use crate::simulate::gateway::Gateway;
use crate::simulate::impact::ask;
use crate::simulate::request::{Request, Scheme};
use crate::simulate::router::Router;
use crate::simulate::sent::UNKNOWN;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write;

/// Plugins and targets that a test expects; when there are more they are not written.
const MOST_LISTED: usize = 100;

/// A gateway with its router, and the instance of Kong Operator that configures it, when there are several.
pub type Part<'a> = (Option<&'a str>, &'a Gateway, &'a Router);

/// One test for each route that some request reaches, and one for a host that nobody knows, of each gateway.
pub fn init(parts: &[Part<'_>]) -> String {
    let mut text = "# Requests and the answers that today's routes give. What is left out of `expect` is not compared.\n"
        .to_owned();
    let mut tests = String::new();
    let mut left_out = 0;
    for part in parts {
        left_out += one(*part, &mut tests);
    }
    if left_out > 0 {
        let _ = writeln!(
            text,
            "# At least {left_out} more requests were not tried, which would be too much work. Routes may be missing here."
        );
    }
    text.push_str("tests:\n");
    text.push_str(&tests);
    text
}

/// Write the tests of one gateway; the answer is how many requests were not tried.
fn one((control_plane, gateway, router): Part<'_>, text: &mut String) -> usize {
    let mut examples: BTreeMap<Option<usize>, &Request> = BTreeMap::new();
    let derived = derive::requests(router);
    let not_tried = ask::one(router, derived.requests.iter(), |request, hit| {
        match examples.entry(hit.map(|hit| hit.entry.route)) {
            Entry::Vacant(entry) => {
                entry.insert(request);
            }
            // A plain GET says more to a reader than an exotic method.
            Entry::Occupied(mut entry)
                if entry.get().method != "GET" && request.method == "GET" =>
            {
                entry.insert(request);
            }
            Entry::Occupied(_) => {}
        }
    });
    for request in examples.into_values() {
        let answer = router.answer(gateway, request);
        let sent = answer.as_ref().map(|answer| sent(gateway, request, answer));
        let mut expect = describe(gateway, answer.as_ref().zip(sent.as_ref()));
        let routed = expect.get("upstream_uri").cloned();
        expect.retain(|field, value| match field.as_str() {
            "route" => true,
            "sent_headers" => false,
            "sent_uri" | "location" => {
                !value.is_null() && Some(&*value) != routed.as_ref() && !is_unsure(value)
            }
            _ => {
                !value.is_null()
                    && value
                        .as_array()
                        .is_none_or(|list| (1..=MOST_LISTED).contains(&list.len()))
            }
        });
        let name = yaml(&Value::String(request.to_string()));
        let _ = writeln!(text, "- name: {name}");
        if let Some(control_plane) = control_plane {
            let control_plane = yaml(&Value::String(control_plane.to_owned()));
            let _ = writeln!(text, "  control_plane: {control_plane}");
        }
        let _ = write!(
            text,
            "  request: {}\n  expect: {}\n",
            yaml(&Value::Object(describe_request(request))),
            yaml(&Value::Object(expect))
        );
    }
    not_tried + derived.left_out
}

/// Whether a text is one that no test can expect, because it is unknown or masked.
fn is_unsure(value: &Value) -> bool {
    [UNKNOWN, MASK].iter().any(|word| value == *word)
}

/// On one line, in which nothing steers who reads the file.
fn yaml(value: &Value) -> String {
    harmless_in_yaml(&value.to_string())
}

/// The request as a tests file writes it; what is usual is left out.
pub(super) fn describe_request(request: &Request) -> Map<String, Value> {
    let mut map = Map::new();
    if request.method != "GET" {
        map.insert("method".to_owned(), request.method.clone().into());
    }
    if request.scheme != Scheme::Http {
        map.insert("scheme".to_owned(), request.scheme.as_str().into());
    }
    map.insert("host".to_owned(), request.host.clone().into());
    map.insert("path".to_owned(), request.target.clone().into());
    let mut headers: Map<String, Value> = Map::new();
    for (name, value) in &request.headers {
        match headers.get_mut(name) {
            Some(Value::Array(values)) => values.push(value.clone().into()),
            Some(first) => *first = Value::Array(vec![first.clone(), value.clone().into()]),
            None => {
                headers.insert(name.clone(), value.clone().into());
            }
        }
    }
    if !headers.is_empty() {
        map.insert("headers".to_owned(), Value::Object(headers));
    }
    if let Some(sni) = &request.sni
        && request.default_sni().as_ref() != Some(sni)
    {
        map.insert("sni".to_owned(), sni.clone().into());
    }
    map
}
