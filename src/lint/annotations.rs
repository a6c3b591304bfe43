//! Annotations that no kind reads, and annotations on kinds where they do nothing (spec 40, 2 and 3).

mod former;

use super::Context;
use crate::controller::Switch;
use crate::diag::similar::similar;
use crate::diag::{Diagnostics, lint};
use crate::k8s::annotations::{FORCE_SSL_REDIRECT, SERVICE_UPSTREAM};
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::sync::Arc;

/// Kinds as this lint tells them apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// Service and KongServiceFacade.
    Service,
    /// Ingress.
    Ingress,
    /// Every other route object.
    Route,
    /// KongConsumer and KongConsumerGroup.
    Consumer,
    /// GatewayClass.
    GatewayClass,
    /// Gateway.
    Gateway,
    /// Whatever is translated and carries tags only.
    Other,
}

const SERVICE: &[Reader] = &[Reader::Service];
const ROUTES: &[Reader] = &[Reader::Ingress, Reader::Route];

/// Every annotation below `konghq.com/` that KIC 3.5 reads, and where. An empty list: on any object.
const KNOWN: &[(&str, &[Reader])] = &[
    ("protocol", SERVICE),
    ("path", SERVICE),
    ("connect-timeout", SERVICE),
    ("write-timeout", SERVICE),
    ("read-timeout", SERVICE),
    ("retries", SERVICE),
    ("tls-verify", SERVICE),
    ("tls-verify-depth", SERVICE),
    ("client-cert", SERVICE),
    ("ca-certificates-secrets", SERVICE),
    ("ca-certificates-configmaps", SERVICE),
    ("host-header", SERVICE),
    ("upstream-policy", SERVICE),
    ("override", SERVICE),
    (
        "plugins",
        &[
            Reader::Service,
            Reader::Ingress,
            Reader::Route,
            Reader::Consumer,
        ],
    ),
    ("tags", &[]),
    ("strip-path", ROUTES),
    ("https-redirect-status-code", ROUTES),
    ("preserve-host", ROUTES),
    ("request-buffering", ROUTES),
    ("response-buffering", ROUTES),
    ("protocols", ROUTES),
    ("regex-priority", ROUTES),
    ("methods", ROUTES),
    ("snis", ROUTES),
    ("host-aliases", ROUTES),
    ("headers-separator", ROUTES),
    ("path-handling", ROUTES),
    ("regex-prefix", &[Reader::Ingress]),
    ("rewrite", &[Reader::Ingress]),
    ("gatewayclass-unmanaged", &[Reader::GatewayClass]),
    ("publish-service", &[Reader::Gateway]),
];

const PREFIX: &str = "konghq.com/";
const HEADERS: &str = "headers.";

/// Look at the annotations of every object that KIC translates.
pub fn lint(context: &mut Context<'_>) {
    let store = context.store;
    if !context.options.has(Switch::LegacyKinds) {
        former::overrides(context);
    }
    let found = &mut *context.diagnostics;
    each(store.services.iter(), Reader::Service, found);
    each(store.kong_service_facades.iter(), Reader::Service, found);
    each(store.ingresses.iter(), Reader::Ingress, found);
    each(store.http_routes.iter(), Reader::Route, found);
    each(store.grpc_routes.iter(), Reader::Route, found);
    each(store.tcp_routes.iter(), Reader::Route, found);
    each(store.udp_routes.iter(), Reader::Route, found);
    each(store.tls_routes.iter(), Reader::Route, found);
    each(store.tcp_ingresses.iter(), Reader::Route, found);
    each(store.udp_ingresses.iter(), Reader::Route, found);
    each(store.kong_consumers.iter(), Reader::Consumer, found);
    each(store.kong_consumer_groups.iter(), Reader::Consumer, found);
    each(store.gateway_classes.iter(), Reader::GatewayClass, found);
    each(store.gateways.iter(), Reader::Gateway, found);
    each(store.kong_plugins.iter(), Reader::Other, found);
    each(store.kong_cluster_plugins.iter(), Reader::Other, found);
}

fn each<'a, T: 'a>(
    objects: impl Iterator<Item = &'a crate::k8s::object::Object<T>>,
    reader: Reader,
    found: &mut Diagnostics,
) {
    for object in objects {
        for (key, value) in &object.meta.annotations {
            if let Some(successor) = former::successor(key) {
                let at = Origin::at(&object.meta, FieldPath::annotation(key.clone()));
                found.push(lint::former_annotation(at, key, successor));
            } else if let Some(name) = key.strip_prefix(PREFIX) {
                judge(&object.meta, key, name, reader, found);
            } else if value == "true" {
                misplaced(&object.meta, key, reader, found);
            }
        }
    }
}

fn judge(object: &Arc<ObjectMeta>, key: &str, name: &str, reader: Reader, found: &mut Diagnostics) {
    let at = || Origin::at(object, FieldPath::annotation(key.to_owned()));
    let readers = if name
        .strip_prefix(HEADERS)
        .is_some_and(|header| !header.is_empty())
    {
        Some(ROUTES)
    } else {
        KNOWN
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, readers)| *readers)
    };
    match readers {
        None => found.push(lint::unknown_annotation(
            at(),
            key,
            nearest(name).as_deref(),
        )),
        Some(readers) if !readers.is_empty() && !readers.contains(&reader) => {
            found.push(lint::annotation_without_effect(
                at(),
                key,
                readers_in_words(readers),
            ));
        }
        Some(_) => {}
    }
}

/// The two annotations without Kong's prefix, which KIC reads when their value is exactly `true` (spec 87, 0.3).
fn misplaced(object: &Arc<ObjectMeta>, key: &str, reader: Reader, found: &mut Diagnostics) {
    let readers = match key {
        FORCE_SSL_REDIRECT => ROUTES,
        SERVICE_UPSTREAM => SERVICE,
        _ => return,
    };
    if !readers.contains(&reader) {
        let at = Origin::at(object, FieldPath::annotation(key.to_owned()));
        found.push(lint::annotation_without_effect(
            at,
            key,
            readers_in_words(readers),
        ));
    }
}

fn readers_in_words(readers: &[Reader]) -> &'static str {
    match readers {
        [Reader::Ingress] => "an Ingress",
        [Reader::GatewayClass] => "a GatewayClass",
        [Reader::Gateway] => "a Gateway",
        SERVICE => "a Service or KongServiceFacade",
        ROUTES => "an Ingress or another route object",
        _ => "a Service, a route object, a KongConsumer or a KongConsumerGroup",
    }
}

/// The known annotation that `name` most likely means.
fn nearest(name: &str) -> Option<String> {
    similar(name, KNOWN.iter().map(|(known, _)| *known)).map(|known| format!("{PREFIX}{known}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plural_is_one_edit_away() {
        assert_eq!(
            nearest("strip-paths").as_deref(),
            Some("konghq.com/strip-path")
        );
        assert_eq!(nearest("plugin").as_deref(), Some("konghq.com/plugins"));
        assert_eq!(nearest("something-else-entirely"), None);
    }
}
