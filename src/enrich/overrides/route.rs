//! Annotations of route objects on Kong routes (spec 40, 3; KIC: `kongstate/route.go`).
//!
//! The order of the steps is KIC's: a later one overwrites what an earlier one did.

use super::Context;
use crate::annotations::{Ignored, Key, headers, table as keys, value};
use crate::controller::Switch;
use crate::diag::overrides as problems;
use crate::kong::protocol::Protocol;
use crate::kong::route::Route;
use crate::options::{KongVersion, RouterFlavor};
use crate::origin::ObjectMeta;
use std::collections::HashSet;
use std::sync::Arc;

/// The first version of Kong whose routes take server names with wildcards (spec 80, S4).
const KONG_WITH_WILDCARD_SNIS: KongVersion = KongVersion::new(3, 7, 0);

/// Apply the annotations of the object a route was made from.
pub(super) fn apply(context: &mut Context<'_>, route: &mut Route) {
    let object = Arc::clone(&route.origin().object);
    let mut annotated = Annotated {
        context,
        object: &object,
    };
    annotated.apply_common(route);
    if annotated.context.options.router_flavor == RouterFlavor::Traditional {
        annotated.apply_matches(route);
        normalise_protocols(route);
    }
}

/// The annotations of one route object.
struct Annotated<'c, 'a> {
    context: &'c mut Context<'a>,
    object: &'c Arc<ObjectMeta>,
}

impl Annotated<'_, '_> {
    /// The value of an annotation, unless KIC ignores it, which is told.
    fn value<T>(&mut self, key: &'static Key<T>) -> Option<T> {
        self.told(key, key.read(self.object))
    }

    /// A value that was read, unless KIC ignores it, which is told.
    fn told<T>(&mut self, key: &'static Key<T>, read: Option<Result<T, Ignored<'_>>>) -> Option<T> {
        let ignored = |ignored: Ignored<'_>| {
            let problem = problems::value_ignored(key.at(self.object), ignored);
            self.context.diagnostics.push(problem);
        };
        read?.map_err(ignored).ok()
    }

    /// What both router flavors read.
    fn apply_common(&mut self, route: &mut Route) {
        if let Some(strip) = self.value(&keys::STRIP_PATH) {
            route.strip_path = Some(strip);
        }
        if keys::FORCE_SSL_REDIRECT.is_set(self.object) {
            route.https_redirect_status_code = Some(302);
            force_tls(&mut route.protocols);
        }
        if let Some(code) = self.value(&keys::HTTPS_REDIRECT_STATUS_CODE) {
            route.https_redirect_status_code = Some(code);
        }
        if let Some(preserve) = self.value(&keys::PRESERVE_HOST) {
            route.preserve_host = Some(preserve);
        }
        if let Some(buffer) = self.value(&keys::REQUEST_BUFFERING) {
            route.request_buffering = Some(buffer);
        }
        if let Some(buffer) = self.value(&keys::RESPONSE_BUFFERING) {
            route.response_buffering = Some(buffer);
        }
        match keys::PROTOCOLS.read(self.object) {
            Some(Ok(protocols)) if !protocols.is_empty() => {
                route.protocols = protocols.iter().map(|it| Protocol::from(&**it)).collect();
            }
            Some(Err(ignored)) => {
                let at = keys::PROTOCOLS.at(self.object);
                let problem = problems::route_protocols_invalid(at, ignored);
                self.context.diagnostics.push(problem);
            }
            Some(Ok(_)) | None => {}
        }
    }

    /// The server names, unless the controller ignores them, which is told.
    fn server_names(&mut self) -> Option<Vec<String>> {
        let options = self.context.options;
        let takes_wildcards =
            options.has(Switch::WildcardSnis) && options.kong_version >= KONG_WITH_WILDCARD_SNIS;
        if takes_wildcards {
            self.told(
                &keys::SNIS,
                keys::SNIS.read_as(&value::SNIS_WITH_WILDCARDS, self.object),
            )
        } else {
            self.value(&keys::SNIS)
        }
    }

    /// What only the traditional flavor reads; in the other one it is part of the expression, or lost.
    fn apply_matches(&mut self, route: &mut Route) {
        if let Some(priority) = self.value(&keys::REGEX_PRIORITY) {
            route.regex_priority = Some(priority);
        }
        let methods = self.value(&keys::METHODS).unwrap_or_default();
        if !methods.is_empty() {
            route.methods = methods;
        }
        // An empty list of server names takes away those of the route; the other lists would change nothing.
        if let Some(snis) = self.server_names() {
            route.snis = snis;
        }
        let aliases = self.value(&keys::HOST_ALIASES).unwrap_or_default();
        let mut known: HashSet<String> = route.hosts.iter().cloned().collect();
        for alias in aliases {
            if known.insert(alias.clone()) {
                route.hosts.push(alias);
            }
        }
        let headers = headers::of(self.object);
        if !headers.is_empty() {
            route.headers = headers
                .into_iter()
                .map(|(name, values)| (name.to_owned(), values))
                .collect();
        }
        if let Some(handling) = self.value(&keys::PATH_HANDLING) {
            route.path_handling = Some(handling);
        }
    }
}

/// The TLS variants of the protocols, `https` when there is none.
fn force_tls(protocols: &mut Vec<Protocol>) {
    let has = |text: &str| {
        protocols
            .iter()
            .any(|protocol| protocol.as_str().contains(text))
    };
    let (grpc, http) = (has("grpc"), has("http"));
    protocols.clear();
    if grpc {
        protocols.push(Protocol::Grpcs);
    }
    if http || !grpc {
        protocols.push(Protocol::Https);
    }
}

/// A route with gRPC loses `strip_path`, and one with gRPC and HTTP serves HTTP only (spec 40, 3, last step).
fn normalise_protocols(route: &mut Route) {
    let grpc = route
        .protocols
        .iter()
        .any(|protocol| protocol.as_str().contains("grpc"));
    let http = route.protocols.iter().any(|protocol| {
        protocol.as_str().contains("http") || !value::is_protocol(protocol.as_str())
    });
    if grpc {
        route.strip_path = None;
        if http {
            route.protocols = vec![Protocol::Http, Protocol::Https];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forcing_tls_puts_grpcs_before_https() {
        let mut protocols = vec![Protocol::Http, Protocol::Grpc];
        force_tls(&mut protocols);
        assert_eq!(protocols, [Protocol::Grpcs, Protocol::Https]);
        let mut none = Vec::new();
        force_tls(&mut none);
        assert_eq!(none, [Protocol::Https]);
    }
}
