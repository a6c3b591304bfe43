//! Annotations of route objects on Kong routes (spec 40, 3; KIC: `kongstate/route.go`).
//!
//! The order of the steps is KIC's: a later one overwrites what an earlier one did.

use super::Context;
use crate::controller::Switch;
use crate::diag::overrides as problems;
use crate::k8s::annotations::{self, FORCE_SSL_REDIRECT, go_bool, integer, list, true_or_false};
use crate::kong::protocol::Protocol;
use crate::kong::route::Route;
use crate::options::{KongVersion, RouterFlavor};
use crate::origin::{FieldPath, ObjectMeta, Origin};
use regex::Regex;
use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

/// The first version of Kong whose routes take server names with wildcards (spec 80, S4).
const KONG_WITH_WILDCARD_SNIS: KongVersion = KongVersion::new(3, 7, 0);

/// Codes that `konghq.com/https-redirect-status-code` may name.
const REDIRECT_CODES: [i64; 5] = [301, 302, 307, 308, 426];

/// Apply the annotations of the object a route was made from.
pub(super) fn apply(context: &mut Context<'_>, route: &mut Route) {
    let object = Arc::clone(&route.origin.object);
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

impl<'c> Annotated<'c, '_> {
    fn get(&self, key: &str) -> Option<&'c str> {
        self.object.annotation(key)
    }

    /// Say that KIC ignores a value.
    fn ignored(&mut self, key: &'static str, expected: &str) {
        let value = self.object.annotation(key).unwrap_or_default();
        let at = Origin::at(self.object, FieldPath::annotation(key));
        self.context
            .diagnostics
            .push(problems::value_ignored(at, key, value, expected));
    }

    /// A truth value read by `parse`, if the annotation is there and valid.
    fn truth(&mut self, key: &'static str, parse: fn(&str) -> Option<bool>) -> Option<bool> {
        let parsed = parse(self.get(key)?);
        if parsed.is_none() {
            self.ignored(key, "`true` or `false`");
        }
        parsed
    }

    /// What both router flavors read.
    fn apply_common(&mut self, route: &mut Route) {
        if let Some(strip) = self.truth("konghq.com/strip-path", true_or_false) {
            route.strip_path = Some(strip);
        }
        if self.get(FORCE_SSL_REDIRECT) == Some("true") {
            route.https_redirect_status_code = Some(302);
            force_tls(&mut route.protocols);
        }
        let key = "konghq.com/https-redirect-status-code";
        if let Some(value) = self.get(key) {
            match integer(value).filter(|code| REDIRECT_CODES.contains(code)) {
                Some(code) => route.https_redirect_status_code = Some(code),
                None => self.ignored(key, "one of 301, 302, 307, 308, 426"),
            }
        }
        if let Some(preserve) = self.truth("konghq.com/preserve-host", true_or_false) {
            route.preserve_host = Some(preserve);
        }
        let lower = |value: &str| go_bool(&value.to_lowercase());
        if let Some(buffer) = self.truth("konghq.com/request-buffering", lower) {
            route.request_buffering = Some(buffer);
        }
        if let Some(buffer) = self.truth("konghq.com/response-buffering", lower) {
            route.response_buffering = Some(buffer);
        }
        self.apply_protocols(route);
    }

    fn apply_protocols(&mut self, route: &mut Route) {
        let key = "konghq.com/protocols";
        let protocols = self.get(key).map(list).unwrap_or_default();
        if protocols.is_empty() {
            return;
        }
        match protocols
            .iter()
            .find(|protocol| !annotations::is_protocol(protocol))
        {
            None => route.protocols = protocols.into_iter().map(Protocol::from).collect(),
            Some(invalid) => {
                let at = Origin::at(self.object, FieldPath::annotation(key));
                self.context
                    .diagnostics
                    .push(problems::route_protocols_invalid(at, invalid));
            }
        }
    }

    /// What only the traditional flavor reads; in the other one it is part of the expression, or lost.
    fn apply_matches(&mut self, route: &mut Route) {
        let key = "konghq.com/regex-priority";
        if let Some(value) = self.get(key) {
            match integer(value) {
                Some(priority) => route.regex_priority = Some(priority),
                None => self.ignored(key, "a whole number"),
            }
        }
        let key = "konghq.com/methods";
        let methods: Vec<String> = self
            .get(key)
            .map(list)
            .unwrap_or_default()
            .into_iter()
            .map(str::to_uppercase)
            .collect();
        if !methods.iter().all(|method| annotations::is_method(method)) {
            self.ignored(key, "a list of methods, letters only");
        } else if !methods.is_empty() {
            route.methods = methods;
        }
        let key = "konghq.com/snis";
        if let Some(snis) = self.get(key).map(list) {
            let options = self.context.options;
            let has_wildcards = options.has(Switch::WildcardSnis)
                && options.kong_version >= KONG_WITH_WILDCARD_SNIS;
            let (is_valid, expected): (fn(&str) -> bool, _) = if has_wildcards {
                (annotations::is_host, "a list of host names")
            } else {
                (
                    annotations::is_sni,
                    "a list of host names without wildcards",
                )
            };
            if snis.iter().all(|sni| is_valid(sni)) {
                route.snis = snis.into_iter().map(str::to_owned).collect();
            } else {
                self.ignored(key, expected);
            }
        }
        let key = "konghq.com/host-aliases";
        let aliases = self.get(key).map(list).unwrap_or_default();
        if aliases.iter().all(|alias| annotations::is_host(alias)) {
            let mut known: HashSet<String> = route.hosts.iter().cloned().collect();
            for alias in aliases {
                if known.insert(alias.to_owned()) {
                    route.hosts.push(alias.to_owned());
                }
            }
        } else {
            self.ignored(key, "a list of host names");
        }
        let headers = annotations::headers(self.object);
        if !headers.is_empty() {
            route.headers = headers
                .into_iter()
                .map(|(name, values)| (name.to_owned(), values))
                .collect();
        }
        let key = "konghq.com/path-handling";
        if let Some(value) = self.get(key) {
            if is_path_handling(value) {
                route.path_handling = Some(value.to_owned());
            } else {
                self.ignored(key, "`v0` or `v1`");
            }
        }
    }
}

/// KIC's pattern is not anchored: `xv9y` passes.
fn is_path_handling(value: &str) -> bool {
    static VERSION: LazyLock<Regex> =
        LazyLock::new(|| Regex::new("v[0-9]").expect("the pattern is fixed"));
    VERSION.is_match(value)
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
        protocol.as_str().contains("http") || !annotations::is_protocol(protocol.as_str())
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

    #[test]
    fn path_handling_is_searched_for_anywhere() {
        assert!(is_path_handling("xv9y"));
        assert!(!is_path_handling("latest"));
    }
}
