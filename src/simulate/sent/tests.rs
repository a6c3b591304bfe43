use super::*;
use crate::deck::read::{Template, read};
use crate::manifest::source::Source;
use crate::simulate::router::{Flavor, Router};
use serde_json::json;

/// What is sent for a request that route `r` of service `s` answers, with these plugins.
fn sent(plugins: &Value, route: &Value, url: &str, headers: &[(&str, &str)]) -> Sent {
    let mut own = json!({"name": "r"});
    let fields = route.as_object().cloned().unwrap_or_default();
    own.as_object_mut().unwrap().extend(fields);
    let document = json!({
        "_format_version": "3.0",
        "services": [{"name": "s", "host": "up", "plugins": plugins, "routes": [own]}]});
    let source = Source {
        path: "kong.json".to_owned(),
        text: document.to_string().into(),
    };
    let (content, problems) = read(0, &source, Template::Literal);
    let gateway = Gateway::from_content(&content.unwrap_or_else(|| panic!("{problems:?}")));
    let router = Router::new(&gateway, Flavor::TraditionalCompatible);
    let mut request = Request::for_url("GET", url).unwrap();
    request.headers = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    let answer = router.answer(&gateway, &request).unwrap();
    Effects::of(&gateway, answer.route).on(&request, &answer)
}

fn transformer(config: &Value) -> Value {
    json!([{"name": "request-transformer", "config": config}])
}

fn old() -> Value {
    json!({"paths": ["~/old$", "~/old(/.*)"]})
}

#[test]
fn a_path_is_replaced_with_what_was_captured() {
    let plugins = transformer(&json!({"replace": {"uri": "/new$(uri_captures[1])"}}));
    let uri = |url| {
        sent(&plugins, &old(), url, &[])
            .shown_uri()
            .map(str::to_owned)
    };
    assert_eq!(uri("http://a/old/x?y=1").as_deref(), Some("/new/x"));
    assert_eq!(uri("http://a/old").as_deref(), Some("/new"));
    let plain = sent(
        &json!([]),
        &json!({"paths": ["/old"]}),
        "http://a/old/x",
        &[],
    );
    assert!(!plain.is_rewritten);
    assert_eq!(plain.shown_uri(), Some("/x"));
}

#[test]
fn a_path_that_code_makes_is_unknown_and_one_without_slash_is_an_error() {
    let plugins = transformer(&json!({"replace": {"uri": "/$(headers.x)"}}));
    let found = sent(&plugins, &old(), "http://a/old", &[]);
    assert_eq!(found.shown_uri(), Some(UNKNOWN));
    let plugins = transformer(&json!({"replace": {"uri": "new"}}));
    let reply = sent(&plugins, &old(), "http://a/old", &[]).reply.unwrap();
    assert_eq!((reply.status, reply.plugin), (500, "request-transformer"));
}

#[test]
fn headers_are_removed_renamed_replaced_added_and_appended_in_kongs_order() {
    let plugins = transformer(&json!({
        "remove": {"headers": ["x-gone", "x-none"]},
        "rename": {"headers": ["x-from:x-to"]},
        "replace": {"headers": ["host:b.example.com", "x-here:new", "x-none:new"]},
        "add": {"headers": ["x-here:late", "x-added:a:b", "host:c", "x-bare"]},
        "append": {"headers": ["x-more:2"]}}));
    let headers = [
        ("x-gone", "1"),
        ("X-From", "f"),
        ("X_Here", "old"),
        ("x-more", "1"),
    ];
    let found = sent(&plugins, &old(), "http://a/old", &headers);
    let known = |texts: &[&str]| -> Vec<Text> {
        texts
            .iter()
            .map(|text| Text::Known((*text).to_owned()))
            .collect()
    };
    assert_eq!(found.host, Some(Text::Known("b.example.com".to_owned())));
    let expected = [
        ("x-added", known(&["a:b"])),
        ("x-from", known(&[])),
        ("x-gone", known(&[])),
        ("x-here", known(&["new"])),
        ("x-more", known(&["1", "2"])),
        ("x-to", known(&["f"])),
    ];
    let found: Vec<(&str, Vec<Text>)> = found
        .headers
        .iter()
        .map(|(name, values)| (name.as_str(), values.clone()))
        .collect();
    assert_eq!(found, expected);
}

#[test]
fn values_of_headers_are_masked_and_still_compared() {
    let plugins =
        transformer(&json!({"add": {"headers": ["x-key:S3CRET"]}, "remove": {"headers": ["x-a"]}}));
    let found = sent(
        &plugins,
        &old(),
        "http://a/old",
        &[("x-a", "1"), ("x-b", "2")],
    );
    let shown = Value::Object(found.shown_headers());
    assert_eq!(shown, json!({"x-a": null, "x-key": MASK}));
    let request = Request {
        headers: vec![("x-b".to_owned(), "2".to_owned())],
        ..Request::default()
    };
    assert!(found.has_header(&request, "X-Key", &json!("S3CRET")));
    assert!(!found.has_header(&request, "X-Key", &json!("other")));
    assert!(found.has_header(&request, "x-a", &Value::Null));
    assert!(found.has_header(&request, "x-b", &json!("2")));
    assert!(!found.has_header(&request, "x-b", &Value::Null));
}

#[test]
fn a_redirect_answers_with_the_path_that_came_where_it_keeps_it() {
    let location = |config: &Value, url| {
        let plugins = json!([{"name": "redirect", "config": config},
            {"name": "request-termination", "config": {"status_code": 418}}]);
        let found = sent(&plugins, &json!({"paths": ["/"]}), url, &[]);
        assert_eq!(found.shown_uri(), None);
        let reply = found.reply.unwrap();
        let location = reply.location.map(|text| text.shown().to_owned());
        (reply.status, location.unwrap_or_default())
    };
    let found = |status, text: &str| (status, text.to_owned());
    let keeps = json!({"location": "https://b.example.com:443", "status_code": 302, "keep_incoming_path": true});
    assert_eq!(
        location(&keeps, "http://a/x%20y/?p=1"),
        found(302, "https://b.example.com/x%20y/?p=1")
    );
    let fixed = json!({"location": "https://b.example.com/z"});
    assert_eq!(
        location(&fixed, "http://a/x"),
        found(301, "https://b.example.com/z")
    );
    let secret = json!({"location": "https://b.example.com/?token=S3CRET"});
    assert_eq!(location(&secret, "http://a/x"), found(301, MASK));
    let pathless = json!({"location": "/", "keep_incoming_path": true});
    assert_eq!(location(&pathless, "http://a/x"), found(301, UNKNOWN));
}

#[test]
fn a_termination_waits_for_its_trigger() {
    let plugins = json!([{"name": "request-termination", "config": {"trigger": "x-stop"}}]);
    let reply = |url, headers: &[(&str, &str)]| {
        let found = sent(&plugins, &json!({"paths": ["/"]}), url, headers);
        found.reply.map(|reply| reply.status)
    };
    assert_eq!(reply("http://a/", &[]), None);
    assert_eq!(reply("http://a/?x-stop=1", &[]), Some(503));
    assert_eq!(reply("http://a/", &[("X-Stop", "1")]), Some(503));
}

#[test]
fn plugins_that_are_not_evaluated_are_named() {
    let plugins = json!([{"name": "pre-function"}, {"name": "of-our-own"}, {"name": "key-auth"},
        {"name": "request-transformer", "config": {"add": {"querystring": ["a:b"]}}},
        {"name": "redirect", "consumer": "bob"}]);
    let found = sent(&plugins, &json!({"paths": ["/"]}), "http://a/", &[]);
    let names = [
        "of-our-own",
        "pre-function",
        "redirect of a consumer",
        "request-transformer (the query)",
    ];
    assert_eq!(found.unknown.iter().collect::<Vec<_>>(), names);
    assert_eq!(found.reply, None);
}

#[test]
fn what_kong_answers_itself_meets_no_plugin() {
    let plugins = json!([{"name": "request-termination"}]);
    let route = json!({"paths": ["/"], "protocols": ["https"]});
    assert_eq!(sent(&plugins, &route, "http://a/", &[]).reply, None);
    let configuration = json!([{"name": "request-termination", "config": {}}]);
    assert!(
        sent(&configuration, &json!({"paths": ["/"]}), "http://a/", &[])
            .reply
            .is_some()
    );
}
