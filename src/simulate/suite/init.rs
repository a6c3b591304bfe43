//! A first tests file, written from what the routes answer today.

use super::describe;
use crate::escape::json::harmless_in_yaml;
use crate::simulate::derive;
use crate::simulate::gateway::Gateway;
use crate::simulate::request::{Request, Scheme};
use crate::simulate::router::Router;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::fmt::Write;

/// One test for each route that some request reaches, and one for a host that nobody knows.
pub fn init(gateway: &Gateway, router: &Router) -> String {
    let mut examples: BTreeMap<Option<usize>, Request> = BTreeMap::new();
    for request in derive::requests(router) {
        let route = router.find(&request).map(|hit| hit.entry.route);
        match examples.entry(route) {
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
    }
    let mut text = "# Requests and the answers that today's routes give. What is left out of `expect` is not compared.\ntests:\n"
        .to_owned();
    for request in examples.into_values() {
        let answer = router.answer(gateway, &request);
        let mut expect = describe(gateway, answer.as_ref());
        expect.retain(|field, value| {
            field == "route"
                || (!value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()))
        });
        let _ = write!(
            text,
            "- name: {}\n  request: {}\n  expect: {}\n",
            yaml(&Value::String(request.to_string())),
            yaml(&Value::Object(describe_request(&request))),
            yaml(&Value::Object(expect))
        );
    }
    text
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
