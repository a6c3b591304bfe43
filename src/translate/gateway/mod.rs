//! What the translators of all Gateway API route kinds share: the backends KIC keeps, the listeners of the parents, and
//! the Kong service a rule begins with (spec 20, B.3, B.4 and B.6; KIC: `translator/backendref.go`).
//!
//! A translator makes its service with [`new_service`], then hands the rule's backendRefs to [`set_backends`]. Ports,
//! targets, weights and tags follow in `translate::backends` and `translate::upstreams`, as for all sources.

use super::Context;
use super::service_defaults;
use crate::controller::Switch;
use crate::diag::{Diagnostic, gateway_routes as problems};
use crate::kong::names::{ServiceName, UpstreamName};
use crate::kong::plugin::Plugin;
use crate::kong::port::BackendPort;
use crate::kong::protocol::Protocol;
use crate::origin::{ObjectMeta, Origin};
use crate::store::Store;
use crate::store::gateway::route::{BackendReference, GROUP, RouteSpec};
use crate::store::grants::{Referent, Referrer};
use crate::translate::draft::{Backend, Draft};
use gateway_api::apis::experimental::gateways::GatewayListeners;
use serde_json::{Map, Value};

/// A Kong service of a route rule: its host is its name, timeouts and retries are KIC's defaults, and it has no port until a
/// backend gives it one. `origin` is the rule, to be blamed for its backends too.
pub fn new_service(name: impl Into<String>, protocol: Protocol, origin: Origin) -> Draft {
    let name = name.into();
    let host = UpstreamName::from(name.as_str());
    let mut service = Draft::new(ServiceName::from(name), host, origin);
    service.protocol = Some(protocol);
    service_defaults::apply(&mut service);
    service
}

/// What is left of the backends of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BackendsLeft {
    /// At least one.
    Some,
    /// The rule lists none.
    NoneListed,
    /// None of those that it lists.
    None,
}

/// Give a service those backends of its rule that KIC keeps; each of the others is reported. `rule` is the place of the rule
/// in its route object, and `references` are all its `backendRefs` in order.
///
/// Whoever calls it adds [`no_backend_plugin`] where the controller does.
pub fn set_backends<'r>(
    context: &mut Context<'_>,
    service: &mut Draft,
    rule: &Origin,
    references: impl Iterator<Item = BackendReference<'r>>,
) -> BackendsLeft {
    let mut left_out = Vec::new();
    for (position, reference) in references.enumerate() {
        let mut origin = rule.clone();
        origin.path = origin.path.key("backendRefs").index(position);
        let namespace = reference.namespace.unwrap_or(rule.object.namespace());
        match reason_to_leave_out(context.store, &rule.object, &reference) {
            Some(reason) => {
                left_out.push(reason.problem(origin, &format!("{namespace}/{}", reference.name)));
            }
            None => service.backends.push(Backend {
                namespace: namespace.to_owned(),
                name: reference.name.to_owned(),
                is_facade: false,
                // The API server demands a port for Services; KIC finds none for a missing one.
                port: BackendPort::Number(reference.port.unwrap_or_default()),
                weight: Some(i64::from(reference.weight)),
                origin,
                service: None,
            }),
        }
    }
    service.backends.shrink_to_fit();
    let left = match (service.backends.is_empty(), left_out.is_empty()) {
        (false, _) => BackendsLeft::Some,
        (true, true) => BackendsLeft::NoneListed,
        (true, false) => BackendsLeft::None,
    };
    let is_empty = left == BackendsLeft::None;
    if is_empty && context.options.has(Switch::InvalidBackendHost) {
        set_invalid_host(service);
    }
    let answer = is_empty.then(|| match &*rule.object.key.kind {
        "HTTPRoute" | "GRPCRoute" => problems::Unserved::Answers500,
        _ => problems::Unserved::Closes,
    });
    let problems = left_out.into_iter();
    context
        .diagnostics
        .extend(problems.map(|problem| match answer {
            Some(answer) => problems::none_left(problem, answer),
            None => problem,
        }));
    left
}

/// Give a service a host that cannot exist (spec 80, S1).
pub fn set_invalid_host(service: &mut Draft) {
    service.host = UpstreamName::from(format!("{}.invalid", service.name));
}

/// Why KIC leaves a backend out.
enum Reason<'s> {
    /// Not a Service, but this.
    OtherKind(String),
    /// There is no such Service; the name that may have been meant.
    NoService(Option<&'s str>),
    /// No ReferenceGrant in the namespace.
    NotGranted(String),
}

impl Reason<'_> {
    fn problem(self, at: Origin, backend: &str) -> Diagnostic {
        match self {
            Self::OtherKind(kind) => {
                problems::backend_left_out(at, backend, &format!("{kind} is not a Service"))
            }
            Self::NoService(nearest) => {
                problems::backend_left_out(at, backend, "the Service does not exist in the input")
                    .did_you_mean(nearest)
            }
            Self::NotGranted(namespace) => problems::backend_not_granted(at, backend, &namespace),
        }
    }
}

/// Why KIC leaves a backend out, saying so only in its log.
fn reason_to_leave_out<'s>(
    store: &'s Store,
    route: &ObjectMeta,
    backend: &BackendReference<'_>,
) -> Option<Reason<'s>> {
    let home = route.namespace();
    let namespace = backend.namespace.unwrap_or(home);
    if backend.kind != "Service" || !matches!(backend.group, "" | "core") {
        let kind = match backend.group {
            "" => backend.kind.to_owned(),
            group => format!("{group}/{}", backend.kind),
        };
        return Some(Reason::OtherKind(kind));
    }
    if store.services.get(namespace, backend.name).is_none() {
        return Some(Reason::NoService(
            store.services.nearest(namespace, backend.name),
        ));
    }
    let from = Referrer {
        group: GROUP,
        kind: &route.key.kind,
        namespace: home,
    };
    let to = Referent {
        group: backend.group,
        kind: backend.kind,
        namespace,
        name: backend.name,
    };
    (namespace != home && !store.is_granted(from, to))
        .then(|| Reason::NotGranted(namespace.to_owned()))
}

/// What a service answers with when all its backends are left out.
pub fn no_backend_plugin(origin: Origin) -> Plugin {
    let mut config = Map::new();
    config.insert(
        "message".to_owned(),
        Value::from("no existing backendRef provided"),
    );
    config.insert("status_code".to_owned(), Value::from(500));
    Plugin::new("request-termination", config, origin)
}

/// The listeners of a route's parents in order: of each Gateway in the store those that the section name selects, whether the
/// route attaches to them or not, repeats kept.
pub fn listeners<'s, T: RouteSpec>(
    store: &'s Store,
    route: &ObjectMeta,
    spec: &T,
) -> Vec<&'s GatewayListeners> {
    let mut found = Vec::new();
    for parent in spec.parents() {
        let namespace = parent.namespace.unwrap_or(route.namespace());
        if let Some(gateway) = store.gateways.get(namespace, parent.name) {
            let listeners = gateway.spec.spec.listeners.iter();
            found.extend(listeners.filter(|listener| parent.selects(&listener.name)));
        }
    }
    found
}
