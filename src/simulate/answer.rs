//! What becomes of a request once its route is known (spec 70, 6.6 and 6.7).

use super::gateway::{Gateway, Route, Service};
use super::path;
use super::request::{Request, Scheme};
use super::router::{Entry, Hit, Router};
use std::collections::BTreeMap;

/// What the gateway does with a request.
#[derive(Debug)]
pub struct Answer<'a> {
    /// The winning entry of the router.
    pub entry: &'a Entry,
    /// The route.
    pub route: &'a Route,
    /// Its service.
    pub service: Option<&'a Service>,
    /// The path sent upstream, without the query.
    pub upstream_uri: String,
    /// The Host header sent upstream.
    pub host_header: HostHeader,
    /// Set when Kong answers by itself.
    pub status: Option<Status>,
    /// Captures of regular expressions, for plugins.
    pub captures: BTreeMap<String, String>,
}

/// The Host header sent upstream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HostHeader {
    /// As it came (`preserve_host`).
    Kept,
    /// The upstream's `host_header`.
    Fixed(String),
    /// The name of whichever target is picked.
    OfTarget,
}

/// An answer that Kong gives by itself although a route matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status {
    /// HTTP status.
    pub code: u16,
    /// `grpc-status` trailer.
    pub grpc: Option<u16>,
}

impl Router {
    /// Ask the router, and follow the request to its upstream. `None`: no route, 404.
    pub fn answer<'a>(&'a self, gateway: &'a Gateway, request: &Request) -> Option<Answer<'a>> {
        self.find(request).map(|hit| follow(gateway, request, hit))
    }

    /// The answer that [`Router::answer`] gives, then those that Kong may give in its place ([`Router::find_all`]).
    pub fn answers<'a>(&'a self, gateway: &'a Gateway, request: &Request) -> Vec<Answer<'a>> {
        self.find_all(request)
            .into_iter()
            .map(|hit| follow(gateway, request, hit))
            .collect()
    }
}

/// Follow a request from its route to the upstream.
pub(super) fn follow<'a>(gateway: &'a Gateway, request: &Request, hit: Hit<'a>) -> Answer<'a> {
    let Hit { entry, matched } = hit;
    let route = &gateway.routes[entry.route];
    let service = gateway.service_of(route);
    let stripped = matched.path.as_deref().filter(|_| route.strip_path);
    Answer {
        entry,
        route,
        service,
        upstream_uri: path::upstream_uri(
            &request.path(),
            service.and_then(|service| service.path.as_deref()),
            stripped,
        ),
        host_header: host_header(gateway, route, service),
        status: status(route, request),
        captures: matched.captures,
    }
}

fn host_header(gateway: &Gateway, route: &Route, service: Option<&Service>) -> HostHeader {
    if route.preserve_host {
        return HostHeader::Kept;
    }
    service
        .and_then(|service| gateway.upstreams.get(&service.host))
        .and_then(|upstream| upstream.host_header.clone())
        .map_or(HostHeader::OfTarget, HostHeader::Fixed)
}

/// Kong's own answers, in Kong's order. A gRPC request is taken to come over HTTP/2.
fn status(route: &Route, request: &Request) -> Option<Status> {
    if !matches!(request.scheme, Scheme::Http | Scheme::Https) {
        return None;
    }
    let is_https = request.scheme == Scheme::Https;
    let plain = |code| Some(Status { code, grpc: None });
    let (grpc, grpcs) = (route.serves("grpc"), route.serves("grpcs"));
    if route.serves("https") && !route.serves("http") && !is_https {
        plain(route.https_redirect_status_code)
    } else if (grpc || grpcs) && !request.is_grpc() {
        plain(415)
    } else if grpcs && !grpc && !is_https {
        Some(Status {
            code: 200,
            grpc: Some(1),
        })
    } else {
        None
    }
}
