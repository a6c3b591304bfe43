//! Whether a route attaches to a Gateway (spec 20, A.6 to A.8) and what host names that leaves it (A.10).

use super::hostname;
use super::listeners::{AdmittedGateway, Listener};
use super::route::{GROUP, ParentReference, RouteSpec};
use crate::controller::{Controller, Switch};
use crate::diag::similar::similar;
use crate::k8s::object::{Gateway, Object};
use crate::store::Store;
use gateway_api::apis::experimental::gateways::{
    GatewayListeners, GatewayListenersAllowedRoutesNamespacesFrom as From,
    GatewayListenersAllowedRoutesNamespacesSelector as Selector, GatewayListenersTlsMode as Mode,
};
use std::collections::{BTreeMap, BTreeSet};

/// A Gateway that a route names and that is judged.
pub struct Candidate<'a> {
    /// The reference.
    pub parent: ParentReference<'a>,
    /// The Gateway and what is known of it; absent when all of it is assumed.
    pub gateway: Option<(&'a Object<Gateway>, &'a AdmittedGateway)>,
}

/// Why a reference does not attach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The API's reason.
    pub reason: &'static str,
    /// What each listener lacked.
    pub details: String,
    /// The listener that `sectionName` probably means, when there is none of that name.
    pub nearest: Option<String>,
}

/// The route has a namespace whose labels are needed and unknown.
pub struct NamespaceUnknown;

/// One reference to be judged.
pub struct Attempt<'a> {
    /// The store.
    pub store: &'a Store,
    /// Whose rules count.
    pub controller: &'a Controller,
    /// The reference.
    pub parent: ParentReference<'a>,
}

impl Attempt<'_> {
    /// Judge the reference: every listener, seven tests, one that passes all is enough.
    pub fn attach<T: RouteSpec>(
        &self,
        route: &Object<T>,
        (gateway, admitted): (&Object<Gateway>, &AdmittedGateway),
    ) -> Result<Result<(), Refusal>, NamespaceUnknown> {
        let mut passed: BTreeSet<Test> = BTreeSet::new();
        let mut accepted = false;
        let mut details = Vec::new();
        for (spec, state) in gateway.spec.spec.listeners.iter().zip(&admitted.listeners) {
            // An error of the first test counts even if another listener takes the route.
            let allows = allows_route(self.store, route, self.parent, spec)?;
            let listener = (spec, state);
            let holds = |test| test == Test::Allows && allows || self.holds(test, route, listener);
            let failed = Test::ALL.into_iter().find(|&test| !holds(test));
            // The reasons below ask which tests some listener reached and passed.
            passed.extend(
                Test::ALL
                    .into_iter()
                    .take_while(|test| Some(*test) != failed),
            );
            match failed {
                None => accepted = true,
                Some(test) => details.push(format!(
                    "listener {} {}",
                    spec.name,
                    test.failure(T::KIND, state.reason)
                )),
            }
        }
        if accepted {
            return Ok(Ok(()));
        }
        if details.is_empty() {
            details.push("the Gateway has no listeners".to_owned());
        }
        let names = gateway.spec.spec.listeners.iter();
        let names = names.map(|listener| listener.name.as_str());
        let section = self.parent.section_name;
        let nearest = section
            .filter(|section| !names.clone().any(|name| name == *section))
            .and_then(|section| similar(section, names));
        Ok(Err(Refusal {
            reason: self.reason(&passed),
            details: details.join("; "),
            nearest: nearest.map(str::to_owned),
        }))
    }

    /// Whether a listener takes the route, programmed or not: what the controller counts as attached (spec 88, 3).
    pub fn counts<T: RouteSpec>(
        &self,
        route: &Object<T>,
        listener: (&GatewayListeners, &Listener),
    ) -> Result<bool, NamespaceUnknown> {
        let allows = allows_route(self.store, route, self.parent, listener.0)?;
        let others = [
            Test::Serves,
            Test::Named,
            Test::Port,
            Test::Protocol,
            Test::Hostname,
        ];
        Ok(allows
            && others
                .into_iter()
                .all(|test| self.holds(test, route, listener)))
    }

    /// Whether a listener passes a test; the first one needs more than the listener and is none of these.
    fn holds<T: RouteSpec>(
        &self,
        test: Test,
        route: &Object<T>,
        (spec, state): (&GatewayListeners, &Listener),
    ) -> bool {
        match test {
            Test::Allows => false,
            Test::Serves => {
                state.has_status && state.supported_kinds.iter().any(|kind| kind == T::KIND)
            }
            Test::Programmed => state.is_programmed,
            Test::Named => self.parent.selects(&spec.name),
            Test::Port => self.parent.port.is_none_or(|port| port == spec.port),
            Test::Protocol => takes_protocol(self.controller, T::KIND, spec),
            Test::Hostname => takes_hostname(route.spec.hostnames(), spec),
        }
    }

    /// The API's word for a refusal, given the tests that some listener passed.
    fn reason(&self, passed: &BTreeSet<Test>) -> &'static str {
        const REFUSED: &str = "NotAllowedByListeners";
        const NO_MATCH: &str = "NoMatchingParent";
        let has = |test| passed.contains(&test);
        let section = (
            self.parent.section_name.is_some() && !has(Test::Named),
            NO_MATCH,
        );
        let port = (self.parent.port.is_some() && !has(Test::Port), NO_MATCH);
        let programmed = (!has(Test::Programmed), REFUSED);
        let allowed = (!has(Test::Allows) || !has(Test::Serves), REFUSED);
        let order = if self.controller.has(Switch::RefusalNamesListenerFirst) {
            [allowed, programmed, section, port]
        } else {
            [section, programmed, port, allowed]
        };
        if has(Test::Protocol) {
            return "NoMatchingListenerHostname";
        }
        order
            .into_iter()
            .find(|(applies, _)| *applies)
            .map_or(NO_MATCH, |(_, reason)| reason)
    }
}

/// What a listener must pass, in this order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Test {
    /// It allows the route's kind and namespace.
    Allows,
    /// Its status says that it serves the kind.
    Serves,
    /// It is programmed.
    Programmed,
    /// It is the one of `sectionName`.
    Named,
    /// It has the port that the reference asks for.
    Port,
    /// Its protocol is one of the kind's.
    Protocol,
    /// It has a host name in common with the route.
    Hostname,
}

impl Test {
    const ALL: [Self; 7] = [
        Self::Allows,
        Self::Serves,
        Self::Programmed,
        Self::Named,
        Self::Port,
        Self::Protocol,
        Self::Hostname,
    ];

    /// What a listener that fails it is told.
    fn failure(self, kind: &str, reason: Option<&str>) -> String {
        match self {
            Self::Allows => "does not allow this kind of route or its namespace".to_owned(),
            Self::Serves => format!("does not serve {kind}"),
            Self::Programmed => format!("is not programmed ({})", reason.unwrap_or("no status")),
            Self::Named => "is not the one that sectionName names".to_owned(),
            Self::Port => "has another port".to_owned(),
            Self::Protocol => format!("has a protocol that {kind} does not use"),
            Self::Hostname => "has no host name in common with the route".to_owned(),
        }
    }
}

/// Whether a listener allows routes of this kind and namespace.
pub fn allows_route<T: RouteSpec>(
    store: &Store,
    route: &Object<T>,
    parent: ParentReference<'_>,
    listener: &GatewayListeners,
) -> Result<bool, NamespaceUnknown> {
    let allowed = listener.allowed_routes.as_ref();
    let kinds = allowed
        .and_then(|allowed| allowed.kinds.as_deref())
        .unwrap_or_default();
    let names_kind = kinds
        .iter()
        .any(|kind| kind.kind == T::KIND && kind.group.as_deref().unwrap_or(GROUP) == GROUP);
    if !kinds.is_empty() && !names_kind {
        return Ok(false);
    }
    let namespaces = allowed.and_then(|allowed| allowed.namespaces.as_ref());
    match namespaces.and_then(|namespaces| namespaces.from.as_ref()) {
        Some(From::All) => Ok(true),
        None | Some(From::Same) => Ok(parent
            .namespace
            .is_none_or(|namespace| namespace == route.meta.namespace())),
        Some(From::Selector) => {
            let name = route.meta.namespace();
            let namespace = store.namespaces.get("", name).ok_or(NamespaceUnknown)?;
            let mut labels = namespace.meta.labels.clone();
            // The API server puts this label on every Namespace.
            labels.insert("kubernetes.io/metadata.name".to_owned(), name.to_owned());
            let selector = namespaces.and_then(|namespaces| namespaces.selector.as_ref());
            Ok(selector.is_some_and(|selector| selects(selector, &labels)))
        }
    }
}

/// Kubernetes' label selectors: all parts must hold, an empty one selects everything.
fn selects(selector: &Selector, labels: &BTreeMap<String, String>) -> bool {
    let mut pairs = selector.match_labels.iter().flatten();
    pairs.all(|(key, value)| labels.get(key) == Some(value))
        && selector
            .match_expressions
            .iter()
            .flatten()
            .all(|expression| {
                let value = labels.get(&expression.key);
                let listed = value.is_some_and(|value| {
                    expression.values.iter().flatten().any(|one| one == value)
                });
                match expression.operator.as_str() {
                    "In" => listed,
                    "NotIn" => !listed,
                    "Exists" => value.is_some(),
                    "DoesNotExist" => value.is_none(),
                    _ => false,
                }
            })
}

fn takes_protocol(controller: &Controller, kind: &str, listener: &GatewayListeners) -> bool {
    let mode = listener
        .tls
        .as_ref()
        .map(|tls| tls.mode.as_ref().unwrap_or(&Mode::Terminate));
    let terminates = mode.is_none_or(|mode| *mode == Mode::Terminate);
    match (kind, listener.protocol.as_str()) {
        ("HTTPRoute", "HTTP" | "HTTPS") | ("TCPRoute", "TCP") => terminates,
        ("GRPCRoute", "HTTP" | "HTTPS") => true,
        ("UDPRoute", "UDP") => mode.is_none(),
        ("TLSRoute", "TLS") if controller.has(Switch::TlsRouteOnTerminate) => true,
        ("TLSRoute", "TLS") => mode.is_none_or(|mode| *mode == Mode::Passthrough),
        _ => false,
    }
}

fn takes_hostname(hostnames: &[String], listener: &GatewayListeners) -> bool {
    listener_hostname(listener).is_none_or(|listener| {
        hostnames.is_empty()
            || hostnames
                .iter()
                .any(|host| hostname::intersect(listener, host))
    })
}

fn listener_hostname(listener: &GatewayListeners) -> Option<&str> {
    listener.hostname.as_deref().filter(|name| !name.is_empty())
}

/// The host names an HTTPRoute keeps, refused parents counting too; `None` when there is none in common (A.10).
pub fn effective_hostnames(
    hostnames: &[String],
    candidates: &[Candidate<'_>],
) -> Option<Vec<String>> {
    // `None` is a listener that takes every host name; an assumed Gateway counts as one such listener.
    let mut listeners: Vec<Option<&str>> = Vec::new();
    for candidate in candidates {
        let Some((gateway, _)) = candidate.gateway else {
            listeners.push(None);
            continue;
        };
        for listener in &gateway.spec.spec.listeners {
            let inherits = candidate.parent.section_name.is_some()
                || matches!(listener.protocol.as_str(), "HTTP" | "HTTPS" | "TLS");
            if candidate.parent.selects(&listener.name) && (!hostnames.is_empty() || inherits) {
                listeners.push(listener_hostname(listener));
            }
        }
    }
    if hostnames.is_empty() {
        let inherited: Option<Vec<String>> = listeners
            .into_iter()
            .map(|name| name.map(str::to_owned))
            .collect();
        return Some(inherited.unwrap_or_default());
    }
    let kept: Vec<String> = hostnames
        .iter()
        .filter_map(|host| {
            listeners.iter().find_map(|listener| match listener {
                None => Some(host.clone()),
                Some(listener) if hostname::covers(listener, host) => Some(host.clone()),
                Some(listener) if hostname::covers(host, listener) => Some((*listener).to_owned()),
                Some(_) => None,
            })
        })
        .collect();
    (!kept.is_empty()).then_some(kept)
}
