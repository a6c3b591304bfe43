//! Unit tests for routing: a file of requests with the answers expected.

mod init;
mod read;
pub mod report;

pub use init::{Part, init};
pub use read::read;

use super::answer::Answer;
use super::gateway::Gateway;
use super::ignored::WouldAnswer;
use super::plugins;
use super::request::Request;
use super::router::Router;
use super::sent::{Effects, Sent, Text};
use serde_json::{Map, Value, json};
use std::collections::HashSet;

/// One request and what is expected of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// Its name, or one made of the request.
    pub name: String,
    /// Line of the file it begins at.
    pub line: u32,
    /// The instance of Kong Operator that it is put to, as `namespace/name`; every one when it says nothing.
    pub control_plane: Option<String>,
    /// The request.
    pub request: Request,
    /// The expected answer; what is left out is not compared.
    pub expect: Map<String, Value>,
}

/// How a test went.
#[derive(Debug, Clone, PartialEq)]
pub struct Outcome<'a> {
    /// The test.
    pub test: &'a Test,
    /// What happened.
    pub found: Map<String, Value>,
    /// Routes that Kong may pick in place of the one found, because it does not agree with itself on their order. A test
    /// passes when one of the possible answers is as expected.
    pub may_also_answer: Vec<String>,
    /// Objects that the controller leaves alone and that ask for a request that no route answers.
    pub ignored: Vec<WouldAnswer>,
    /// Where the answer differs from the expectation; empty when the test passed.
    pub differences: Vec<Difference>,
}

/// A field of the answer that is not as expected.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// Name of the field.
    pub field: String,
    /// What the file says.
    pub expected: Value,
    /// What happened.
    pub found: Value,
}

impl Outcome<'_> {
    /// Whether all was as expected.
    pub fn passed(&self) -> bool {
        self.differences.is_empty()
    }

    /// Whether no route answers.
    pub fn is_without_route(&self) -> bool {
        self.found.get("route") == Some(&Value::Null)
    }

    /// Whether a test failed because no route answers.
    pub fn is_unanswered(&self) -> bool {
        !self.passed() && self.is_without_route()
    }
}

/// Run the tests.
pub fn run<'a>(
    tests: impl IntoIterator<Item = &'a Test>,
    gateway: &Gateway,
    router: &Router,
) -> Vec<Outcome<'a>> {
    tests
        .into_iter()
        .map(|test| run_one(test, gateway, router))
        .collect()
}

fn run_one<'a>(test: &'a Test, gateway: &Gateway, router: &Router) -> Outcome<'a> {
    let answers = router.answers(gateway, &test.request);
    let judged = |answer: Option<&Answer<'_>>| {
        let sent = answer.map(|answer| sent(gateway, &test.request, answer));
        let found = describe(gateway, answer.zip(sent.as_ref()));
        let differences = differences(test, &found, sent.as_ref());
        (found, differences)
    };
    let (mut found, mut differences) = judged(answers.first());
    if !differences.is_empty() {
        let others = answers.iter().skip(1).map(|answer| judged(Some(answer)));
        if let Some((as_expected, _)) = { others }.find(|(_, differences)| differences.is_empty()) {
            found = as_expected;
            differences.clear();
        }
    }
    let mut may_also_answer: Vec<String> = answers
        .iter()
        .map(|answer| answer.route.name.clone())
        .filter(|name| found.get("route") != Some(&Value::from(name.as_str())))
        .collect();
    may_also_answer.sort();
    may_also_answer.dedup();
    Outcome {
        test,
        found,
        may_also_answer,
        ignored: Vec::new(),
        differences,
    }
}

/// Where an answer differs from what a test expects.
fn differences(test: &Test, found: &Map<String, Value>, sent: Option<&Sent>) -> Vec<Difference> {
    let has_headers = |expected: &Value| {
        let headers = expected.as_object().zip(sent);
        headers.is_some_and(|(headers, sent)| {
            let mut headers = headers.iter();
            sent.reply.is_none()
                && headers.all(|(name, value)| sent.has_header(&test.request, name, value))
        })
    };
    test.expect
        .iter()
        .filter(|(field, expected)| match field.as_str() {
            // Compared as they are, shown without their values.
            "sent_headers" => !has_headers(expected),
            _ => !is_met(field, expected, found),
        })
        .map(|(field, expected)| Difference {
            field: field.clone(),
            expected: expected.clone(),
            found: found
                .get(found_field(field))
                .cloned()
                .unwrap_or(Value::Null),
        })
        .collect()
}

/// What plugins make of a request that is answered.
fn sent(gateway: &Gateway, request: &Request, answer: &Answer<'_>) -> Sent {
    Effects::of(gateway, answer.route).on(request, answer)
}

/// An answer as the fields that a test may expect.
fn describe(gateway: &Gateway, answer: Option<(&Answer<'_>, &Sent)>) -> Map<String, Value> {
    let described = match answer {
        None => json!({"route": null, "status": 404}),
        Some((answer, sent)) => {
            let reply = sent.reply.as_ref();
            let own = answer.status.map(|status| status.code);
            json!({
                "route": answer.route.name,
                "service": answer.service.map(|service| &service.name),
                "upstream_uri": answer.upstream_uri,
                "sent_uri": sent.shown_uri(),
                "sent_headers": sent.shown_headers(),
                "status": own.or(reply.map(|reply| reply.status)),
                "location": reply.and_then(|reply| reply.location.as_ref()).map(Text::shown),
                "plugins": plugins::names(gateway, answer.route),
                "targets": gateway.targets_of(answer.service).iter().map(|(target, _)| target).collect::<Vec<_>>(),
            })
        }
    };
    match described {
        Value::Object(fields) => fields,
        _ => Map::new(),
    }
}

/// `not_plugins` looks at the plugins.
fn found_field(field: &str) -> &str {
    match field {
        "not_plugins" => "plugins",
        other => other,
    }
}

fn is_met(field: &str, expected: &Value, found: &Map<String, Value>) -> bool {
    let found = found.get(found_field(field)).unwrap_or(&Value::Null);
    let texts: HashSet<&str> = found
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let has = |item: &Value| item.as_str().is_some_and(|text| texts.contains(text));
    match (field, expected) {
        ("plugins", Value::Array(expected)) => expected.iter().all(has),
        ("not_plugins", Value::Array(expected)) => !expected.iter().any(has),
        ("targets", Value::Array(expected)) => {
            expected.iter().all(has) && found.as_array().map_or(0, Vec::len) == expected.len()
        }
        _ => expected == found,
    }
}

#[cfg(test)]
mod tests {
    use super::super::gateway;
    use super::super::router::Flavor;
    use super::*;

    #[test]
    fn only_what_is_expected_is_compared() {
        let gateway = gateway::written(&json!({
            "services": [{"name": "s", "host": "up", "plugins": [{"name": "key-auth"}], "routes": [{"name": "r", "paths": ["/a"]}]}],
            "upstreams": [{"name": "up", "targets": [{"target": "10.0.0.1:80"}]}]}));
        let router = Router::new(&gateway, Flavor::TraditionalCompatible);
        let test = |target: &str, expect: Value| Test {
            name: target.to_owned(),
            line: 1,
            control_plane: None,
            request: Request {
                target: target.to_owned(),
                ..Request::default()
            },
            expect: expect.as_object().cloned().unwrap_or_default(),
        };
        let tests = [
            test(
                "/a",
                json!({"route": "r", "plugins": ["key-auth"], "not_plugins": ["cors"]}),
            ),
            test(
                "/a",
                json!({"service": "s", "targets": ["10.0.0.1:80"], "upstream_uri": "/"}),
            ),
            test("/b", json!({"route": null, "status": 404})),
            test("/b", json!({"route": "r"})),
            test("/a", json!({"not_plugins": ["key-auth"]})),
        ];
        let passed: Vec<bool> = run(&tests, &gateway, &router)
            .iter()
            .map(Outcome::passed)
            .collect();
        assert_eq!(passed, [true, true, true, false, false]);
    }
    #[test]
    fn where_kong_may_answer_either_way_both_pass_and_are_named() {
        let gateway = gateway::written(
            &json!({"services": [{"name": "s", "host": "up", "routes": [
            {"name": "prefix", "methods": ["GET"], "hosts": ["a"], "headers": {"x": ["1"]}, "paths": ["/users/"]},
            {"name": "regex", "methods": ["GET"], "hosts": ["a"], "headers": {"x": ["1"]}, "paths": ["~/.*"]},
            {"name": "other", "hosts": ["a"], "headers": {"x": ["1"]}, "paths": ["/"]}]}]}),
        );
        let router = Router::new(&gateway, Flavor::TraditionalCompatible);
        let test = |route: &str| Test {
            name: route.to_owned(),
            line: 1,
            control_plane: None,
            request: Request {
                host: "a".to_owned(),
                target: "/users/7".to_owned(),
                headers: vec![("x".to_owned(), "1".to_owned())],
                ..Request::default()
            },
            expect: json!({"route": route})
                .as_object()
                .cloned()
                .unwrap_or_default(),
        };
        let tests = [test("prefix"), test("regex"), test("other")];
        let outcomes = run(&tests, &gateway, &router);
        let passed: Vec<bool> = outcomes.iter().map(Outcome::passed).collect();
        assert_eq!(passed, [true, true, false]);
        assert_eq!(outcomes[0].may_also_answer, ["regex"]);
        assert_eq!(outcomes[1].may_also_answer, ["prefix"]);
    }
}
