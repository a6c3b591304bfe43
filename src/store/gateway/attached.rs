//! How many routes a listener has, by the controller's own count (spec 88, 3). It is not the number of routes that it serves.

use super::Admission;
use super::attach::{Attempt, allows_route};
use super::judge::{AdmittedRoute, Outcome};
use super::listeners::Management;
use super::operator::kinds_of;
use super::route::{GROUP, ParentReference, RouteSpec};
use crate::controller::Switch;
use crate::k8s::object::{Gateway, Object};
use crate::options::Options;
use crate::store::Store;
use gateway_api::apis::experimental::gateways::{
    GatewayListeners, GatewayListenersAllowedRoutesNamespacesFrom as From,
};
use std::collections::BTreeSet;

/// How many routes a listener has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Count {
    /// So many.
    pub routes: u32,
    /// A namespace that the listener selects and that has some.
    namespace: Option<String>,
    /// They are of several namespaces that the listener selects, of which the operator counts one only, and nobody knows which.
    pub is_uncertain: bool,
}

impl Count {
    fn add(&mut self, namespace: &str, is_selected: bool) {
        self.routes += 1;
        if is_selected {
            let first = self.namespace.get_or_insert_with(|| namespace.to_owned());
            self.is_uncertain |= first != namespace;
        }
    }
}

/// Count a route, which has been judged, on the listeners of its Gateways.
pub(super) fn count<T: RouteSpec>(
    store: &Store,
    options: &Options,
    (route, judged): (&Object<T>, &AdmittedRoute),
    admission: &mut Admission,
) {
    let references = route.spec.parents();
    let home = route.meta.namespace();
    let named = references
        .iter()
        .filter(|reference| reference.is_gateway(&options.controller))
        .map(|reference| (reference.namespace.unwrap_or(home), reference.name));
    for (namespace, name) in named.collect::<BTreeSet<_>>() {
        let key = (namespace.to_owned(), name.to_owned());
        let (Some(gateway), Some(admitted)) = (
            store.gateways.get(namespace, name),
            admission.gateways.get(&key),
        ) else {
            continue;
        };
        if admitted.management == Management::Unknown {
            continue;
        }
        let of_operator = options.has(Switch::OperatorListeners);
        if !of_operator && !has_status::<T>(judged) {
            continue;
        }
        let specs = gateway.spec.spec.listeners.iter();
        let counted: Vec<bool> = specs
            .zip(&admitted.listeners)
            .map(|listener| {
                if of_operator {
                    return is_of_operator(
                        store,
                        options,
                        (route, &references),
                        (gateway, listener.0),
                    );
                }
                // KIC asks every parentRef, also those that name other Gateways.
                references.iter().any(|reference| {
                    let attempt = Attempt {
                        store,
                        controller: &options.controller,
                        parent: ParentReference {
                            namespace: Some(reference.namespace.unwrap_or(namespace)),
                            ..*reference
                        },
                    };
                    attempt.counts(route, listener).unwrap_or(false)
                })
            })
            .collect();
        let counts = admission.attached.entry(key).or_default();
        counts.resize(counted.len(), Count::default());
        let listeners = gateway.spec.spec.listeners.iter().zip(counted);
        for (count, (listener, _)) in counts.iter_mut().zip(listeners).filter(|it| it.1.1) {
            count.add(home, of_operator && selects_namespaces(listener));
        }
    }
}

/// KIC counts HTTPRoutes only, and those alone that have a status.
fn has_status<T: RouteSpec>(judged: &AdmittedRoute) -> bool {
    let is_written = matches!(
        judged.outcome,
        Outcome::Attached | Outcome::Refused | Outcome::NoCommonHostname
    );
    T::KIND == "HTTPRoute" && is_written
}

/// The operator's rule. Some of its comparisons leave out the namespace or the name of the Gateway once the route has named it.
fn is_of_operator<T: RouteSpec>(
    store: &Store,
    options: &Options,
    (route, references): (&Object<T>, &[ParentReference<'_>]),
    (gateway, listener): (&Object<Gateway>, &GatewayListeners),
) -> bool {
    if !kinds_of(&options.controller, &listener.protocol).contains(&T::KIND) {
        return false;
    }
    // The namespace of the Gateway stands for that of the reference, which may be left out.
    let of_gateway = ParentReference {
        group: GROUP,
        kind: "Gateway",
        namespace: Some(gateway.meta.namespace()),
        name: gateway.meta.name(),
        section_name: None,
        port: None,
    };
    let is_seen = allows_route(store, route, of_gateway, listener).unwrap_or(false);
    is_seen
        && references.iter().any(|reference| {
            let is_named = reference.name == gateway.meta.name();
            let is_selected = reference.selects(&listener.name);
            let has_port = reference.port.is_none_or(|port| port == listener.port);
            match T::KIND {
                "TCPRoute" => is_selected && has_port,
                "UDPRoute" => is_named && is_selected && has_port,
                _ => is_named && is_selected && has_hostname(listener, route.spec.hostnames()),
            }
        })
}

fn selects_namespaces(listener: &GatewayListeners) -> bool {
    let allowed = listener.allowed_routes.as_ref();
    let namespaces = allowed.and_then(|allowed| allowed.namespaces.as_ref());
    namespaces.is_some_and(|namespaces| namespaces.from == Some(From::Selector))
}

fn has_hostname(listener: &GatewayListeners, hostnames: &[String]) -> bool {
    let listener = listener.hostname.as_deref().unwrap_or_default();
    let listener = listener.to_ascii_lowercase();
    listener.is_empty()
        || hostnames.is_empty()
        || hostnames.iter().any(|hostname| {
            let hostname = hostname.to_ascii_lowercase();
            matches(&listener, &hostname) || matches(&hostname, &listener)
        })
}

/// A pattern with at most one `*`, at its begin, which stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    pattern == text
        || pattern
            .strip_prefix('*')
            .is_some_and(|rest| text.len() >= rest.len() && text.ends_with(rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operator_compares_host_names_as_texts() {
        assert!(matches("*.example.com", "a.b.example.com"));
        assert!(matches("*.example.com", "*.a.example.com"));
        assert!(!matches("*.example.com", "example.com"));
        assert!(!matches("a.example.com", "b.example.com"));
    }
}
