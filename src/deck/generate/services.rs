//! Services with their routes, and upstreams with their targets.

use super::{Context, plugins};
use crate::deck::content::route::{Peer, Route};
use crate::deck::content::service::Service;
use crate::deck::content::upstream::{Target, Upstream};
use crate::kong;
use crate::options::RouterFlavor;

/// By name. A skipped service leaves only its upstream behind.
pub(super) fn services(
    ctx: &Context,
    services: impl Iterator<Item = kong::service::Service>,
) -> Vec<Service> {
    services
        .filter(|service| !service.skipped)
        .map(|service| self::service(ctx, service))
        .collect()
}

fn service(ctx: &Context, service: kong::service::Service) -> Service {
    let mut routes = service.routes;
    routes.sort_by(|a, b| a.name.cmp(&b.name));
    Service {
        ca_certificates: service.ca_certificates,
        client_certificate: service
            .client_certificate
            .and_then(|certificate| certificate.id),
        connect_timeout: service.connect_timeout,
        enabled: None,
        host: Some(service.host.to_string()),
        id: service.id.map(|id| id.to_string()),
        name: Some(service.name),
        path: service.path,
        plugins: plugins::nested(ctx, service.plugins),
        port: service.port,
        protocol: service.protocol,
        read_timeout: service.read_timeout,
        retries: service.retries,
        routes: routes
            .into_iter()
            .map(|route| self::route(ctx, route))
            .collect(),
        tags: service.tags,
        tls_sans: None,
        tls_verify: service.tls_verify,
        tls_verify_depth: service.tls_verify_depth,
        write_timeout: service.write_timeout,
        source: service.origin.into(),
    }
}

/// Kong's redirect status is always filled, its path handling where routes are not expressions.
fn route(ctx: &Context, route: kong::route::Route) -> Route {
    let path_handling = route.path_handling.or_else(|| match ctx.flavor {
        RouterFlavor::Traditional => ctx.defaults.path_handling.clone(),
        RouterFlavor::Expressions => None,
    });
    Route {
        destinations: route
            .destinations
            .into_iter()
            .map(|port| Peer {
                ip: None,
                port: Some(port.into()),
            })
            .collect(),
        expression: route.expression.map(|expression| expression.to_string()),
        headers: route.headers,
        hosts: route.hosts,
        https_redirect_status_code: route
            .https_redirect_status_code
            .or(ctx.defaults.https_redirect_status_code),
        id: route.id.map(|id| id.to_string()),
        methods: route.methods,
        name: Some(route.name),
        path_handling,
        paths: route.paths,
        plugins: plugins::nested(ctx, route.plugins),
        preserve_host: route.preserve_host,
        priority: route.priority,
        protocols: route.protocols,
        regex_priority: route.regex_priority,
        request_buffering: route.request_buffering,
        response_buffering: route.response_buffering,
        service: None,
        snis: route.snis,
        sources: Vec::new(),
        strip_path: route.strip_path,
        tags: route.tags,
        source: route.origin.into(),
    }
}

/// By name.
pub(super) fn upstreams(
    ctx: &Context,
    upstreams: impl Iterator<Item = kong::upstream::Upstream>,
) -> Vec<Upstream> {
    upstreams.map(|it| upstream(ctx, it)).collect()
}

fn upstream(ctx: &Context, upstream: kong::upstream::Upstream) -> Upstream {
    let hash = upstream.hash;
    let mut targets = upstream.targets;
    targets.sort_by(|a, b| a.target.cmp(&b.target));
    Upstream {
        algorithm: upstream
            .algorithm
            .or_else(|| ctx.defaults.algorithm.clone()),
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
        healthchecks: upstream.healthchecks,
        host_header: upstream.host_header,
        id: None,
        name: Some(upstream.name),
        slots: upstream.slots,
        sticky_sessions_cookie: upstream.sticky_sessions_cookie,
        sticky_sessions_cookie_path: upstream.sticky_sessions_cookie_path,
        tags: upstream.tags,
        targets: targets
            .into_iter()
            .map(|target| Target {
                target: Some(target.target),
                weight: target.weight,
                source: target.origin.into(),
                ..Target::default()
            })
            .collect(),
        use_srv_name: None,
        source: upstream.origin.into(),
    }
}
