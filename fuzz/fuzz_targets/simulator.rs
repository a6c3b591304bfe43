//! A configuration, a line `=====`, and requests, one a line: both routers must answer those requests and the ones
//! they would be told apart by, give the same answer twice, and every report must print.
#![no_main]

use kic2kong::inner::deck::read::{self, Template};
use kic2kong::inner::manifest::source::Source;
use kic2kong::inner::simulate::gateway::Gateway;
use kic2kong::inner::simulate::impact::{self, Side, render};
use kic2kong::inner::simulate::report::Report;
use kic2kong::inner::simulate::request::Request;
use kic2kong::inner::simulate::router::{Flavor, Router};
use kic2kong::inner::simulate::{derive, explain, suite};
use libfuzzer_sys::fuzz_target;

/// Requests asked of each router; the rest of a large configuration repeats itself.
const REQUESTS: usize = 64;

fuzz_target!(|data: &[u8]| {
    let text = String::from_utf8_lossy(data);
    let (configuration, requests) = text.split_once("\n=====\n").unwrap_or((&text, ""));
    let source = Source {
        path: "kong.yaml".to_owned(),
        text: configuration.as_bytes().to_vec(),
    };
    let (Some(content), _) = read::read(0, &source, Template::Literal) else {
        return;
    };
    let gateway = Gateway::from_content(&content);
    let requests: Vec<Request> = requests.lines().filter_map(request).collect();
    for flavor in [Flavor::TraditionalCompatible, Flavor::Expressions] {
        let router = Router::new(&gateway, flavor);
        let derived = derive::requests(&router).requests;
        for request in requests.iter().chain(&derived).take(REQUESTS) {
            ask(&gateway, &router, request);
        }
        let _ = suite::init(&[(None, &gateway, &router)]);
    }
    let traditional = Side::new(gateway.clone(), Flavor::TraditionalCompatible);
    let unchanged = impact::compare(&traditional, &traditional);
    assert!(unchanged.changes.is_empty(), "answers differ from themselves");
    let expressions = Side::new(gateway, Flavor::Expressions);
    let changed = impact::compare(&traditional, &expressions);
    let _ = (render::text(&changed), render::markdown(&changed), render::json(&changed));
});

/// `GET https://shop.example.com/cart x-tenant:gold`
fn request(line: &str) -> Option<Request> {
    let mut words = line.split(' ');
    let mut request = Request::for_url(words.next()?, words.next()?).ok()?;
    for word in words {
        if let Some((name, value)) = word.split_once(':') {
            request.headers.push((name.to_owned(), value.to_owned()));
        }
    }
    Some(request)
}

fn ask(gateway: &Gateway, router: &Router, request: &Request) {
    let report = || Report {
        ignored: Vec::new(),
        gateway,
        request,
        answer: router.answer(gateway, request),
        may_also_answer: Vec::new(),
        written_at: None,
        losers: explain::losers(router, gateway, request, 5),
    };
    let (once, again) = (report(), report());
    assert_eq!(once.text(), again.text());
    assert_eq!(once.json(), again.json());
}
