//! Services with their routes, and upstreams with their targets.

use super::{Context, plugins};
use crate::deck::content::route::{Peer, Route};
use crate::deck::content::service::Service;
use crate::deck::content::upstream::{Target, Upstream};
use crate::kong;
use crate::kong::state::State;
use crate::options::RouterFlavor;

/// By name. A skipped service leaves only its upstream behind.
pub(super) fn services(ctx: &Context, state: &State) -> Vec<Service> {
    state
        .services
        .values()
        .filter(|service| !service.skipped)
        .map(|service| self::service(ctx, service))
        .collect()
}

fn service(ctx: &Context, service: &kong::service::Service) -> Service {
    let client_certificate = service.client_certificate.as_ref();
    let mut routes: Vec<_> = service.routes.iter().collect();
    routes.sort_by(|a, b| a.name.cmp(&b.name));
    Service {
        ca_certificates: service.ca_certificates.clone(),
        client_certificate: client_certificate.and_then(|certificate| certificate.id.clone()),
        connect_timeout: service.connect_timeout,
        enabled: None,
        host: Some(service.host.to_string()),
        id: service.id.map(|id| id.to_string()),
        name: Some(service.name.clone()),
        path: service.path.clone(),
        plugins: plugins::nested(ctx, &service.plugins),
        port: service.port,
        protocol: service.protocol.clone(),
        read_timeout: service.read_timeout,
        retries: service.retries,
        routes: routes
            .into_iter()
            .map(|route| self::route(ctx, route))
            .collect(),
        tags: service.tags.clone(),
        tls_sans: None,
        tls_verify: service.tls_verify,
        tls_verify_depth: service.tls_verify_depth,
        write_timeout: service.write_timeout,
        source: (&service.origin).into(),
    }
}

/// Kong's redirect status is always filled, its path handling where routes are not expressions.
fn route(ctx: &Context, route: &kong::route::Route) -> Route {
    let path_handling = route.path_handling.clone().or_else(|| match ctx.flavor {
        RouterFlavor::Traditional => Some("v0".to_owned()),
        RouterFlavor::Expressions => None,
    });
    Route {
        destinations: route
            .destinations
            .iter()
            .map(|&port| Peer {
                ip: None,
                port: Some(port.into()),
            })
            .collect(),
        expression: route.expression.as_ref().map(ToString::to_string),
        headers: route.headers.clone(),
        hosts: route.hosts.clone(),
        https_redirect_status_code: route.https_redirect_status_code.or(Some(426)),
        id: route.id.map(|id| id.to_string()),
        methods: route.methods.clone(),
        name: Some(route.name.clone()),
        path_handling,
        paths: route.paths.clone(),
        plugins: plugins::nested(ctx, &route.plugins),
        preserve_host: route.preserve_host,
        priority: route.priority,
        protocols: route.protocols.clone(),
        regex_priority: route.regex_priority,
        request_buffering: route.request_buffering,
        response_buffering: route.response_buffering,
        service: None,
        snis: route.snis.clone(),
        sources: Vec::new(),
        strip_path: route.strip_path,
        tags: route.tags.clone(),
        source: (&route.origin).into(),
    }
}

/// By name.
pub(super) fn upstreams(state: &State) -> Vec<Upstream> {
    state.upstreams.values().map(upstream).collect()
}

fn upstream(upstream: &kong::upstream::Upstream) -> Upstream {
    let hash = upstream.hash.clone();
    let mut targets: Vec<_> = upstream.targets.iter().collect();
    targets.sort_by(|a, b| a.target.cmp(&b.target));
    Upstream {
        algorithm: upstream
            .algorithm
            .clone()
            .or_else(|| Some("round-robin".to_owned())),
        client_certificate: None,
        hash_fallback: hash.fallback,
        hash_fallback_header: hash.fallback_header,
        hash_fallback_query_arg: hash.fallback_query_arg,
        hash_fallback_uri_capture: hash.fallback_uri_capture,
        hash_on: hash.on,
        hash_on_cookie: hash.on_cookie,
        hash_on_cookie_path: hash.on_cookie_path,
        hash_on_header: hash.on_header,
        hash_on_query_arg: hash.on_query_arg,
        hash_on_uri_capture: hash.on_uri_capture,
        healthchecks: upstream.healthchecks.clone(),
        host_header: upstream.host_header.clone(),
        id: None,
        name: Some(upstream.name.clone()),
        slots: upstream.slots,
        sticky_sessions_cookie: upstream.sticky_sessions_cookie.clone(),
        sticky_sessions_cookie_path: upstream.sticky_sessions_cookie_path.clone(),
        tags: upstream.tags.clone(),
        targets: targets
            .into_iter()
            .map(|target| Target {
                target: Some(target.target.clone()),
                weight: target.weight,
                source: (&target.origin).into(),
                ..Target::default()
            })
            .collect(),
        use_srv_name: None,
        source: (&upstream.origin).into(),
    }
}
