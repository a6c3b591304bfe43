//! The status that Kong Operator writes to its Gateways (spec 80, 4.1), once the data plane runs.

use super::listeners::{AdmittedGateway, Listener, Management, certificate_problem};
use super::route::GROUP;
use crate::controller::{Controller, Switch};
use crate::k8s::object::{Gateway, Object};
use crate::store::Store;
use gateway_api::apis::experimental::gateways::{
    GatewayListeners, GatewayListenersTlsMode as Mode,
};

/// Judge a Gateway of the operator. `is_assumed`: its manifest says nothing of a status.
pub(super) fn judge(
    store: &Store,
    controller: &Controller,
    gateway: &Object<Gateway>,
    is_assumed: bool,
) -> AdmittedGateway {
    let specs = &gateway.spec.spec.listeners;
    let conflicts = conflicts(specs);
    let mut accepted = Vec::with_capacity(specs.len());
    let listeners = specs.iter().zip(conflicts);
    let listeners = listeners
        .map(|(spec, conflict)| {
            let by_protocol = kinds_of(controller, &spec.protocol);
            let refusal = conflict.or(by_protocol.is_empty().then_some("UnsupportedProtocol"));
            accepted.push(refusal.is_none());
            listener(store, gateway, spec, (by_protocol, refusal))
        })
        .collect();
    let all = accepted.iter().all(|&is_accepted| is_accepted);
    let some = controller.has(Switch::AcceptedWithBadListeners) && accepted.contains(&true);
    AdmittedGateway {
        management: Management::Operator,
        is_in_store: all,
        is_programmed: all || some,
        is_assumed,
        listeners,
    }
}

/// The status of a listener, given the kinds of its protocol and why it is not accepted.
fn listener(
    store: &Store,
    gateway: &Object<Gateway>,
    spec: &GatewayListeners,
    (by_protocol, refusal): (&[&'static str], Option<&'static str>),
) -> Listener {
    let (kinds, kinds_problem) = supported_kinds(spec, by_protocol);
    let (tls_problem, secret) = tls_problem(store, gateway, spec);
    let unresolved = kinds_problem.or(tls_problem);
    Listener {
        has_status: true,
        is_programmed: unresolved.is_none(),
        // Only accepted listeners get any, which refuses every route of the others.
        supported_kinds: if refusal.is_none() { kinds } else { Vec::new() },
        reason: refusal.or(unresolved),
        secret: secret.filter(|_| refusal.is_none() && kinds_problem.is_none()),
    }
}

/// The kinds that the operator serves on listeners of a protocol.
fn kinds_of(controller: &Controller, protocol: &str) -> &'static [&'static str] {
    let serves_all = controller.has(Switch::OperatorServesGrpcAndL4);
    match protocol {
        "HTTP" | "HTTPS" if serves_all => &["GRPCRoute", "HTTPRoute"],
        "HTTP" | "HTTPS" => &["HTTPRoute"],
        "TLS" => &["TLSRoute"],
        "TCP" if serves_all => &["TCPRoute"],
        "UDP" if serves_all => &["UDPRoute"],
        _ => &[],
    }
}

/// The kinds that a listener serves, and the problem with its list of kinds, if any.
fn supported_kinds(
    spec: &GatewayListeners,
    by_protocol: &[&'static str],
) -> (Vec<String>, Option<&'static str>) {
    let allowed = spec.allowed_routes.as_ref();
    let listed = allowed
        .and_then(|allowed| allowed.kinds.as_deref())
        .unwrap_or_default();
    if listed.is_empty() {
        let kinds = by_protocol.iter().map(|&kind| kind.to_owned());
        return (kinds.collect(), None);
    }
    let is_served = |kind: &str, group: Option<&str>| {
        group.unwrap_or(GROUP) == GROUP && by_protocol.contains(&kind)
    };
    let served: Vec<String> = listed
        .iter()
        .filter(|kind| is_served(&kind.kind, kind.group.as_deref()))
        .map(|kind| kind.kind.clone())
        .collect();
    let problem = (served.len() < listed.len()).then_some("InvalidRouteKinds");
    (served, problem)
}

/// The problem with the `tls` of a listener, and which Secret has it.
fn tls_problem(
    store: &Store,
    gateway: &Object<Gateway>,
    spec: &GatewayListeners,
) -> (Option<&'static str>, Option<String>) {
    let Some(tls) = &spec.tls else {
        return (None, None);
    };
    let count = tls.certificate_refs.as_ref().map_or(0, Vec::len);
    if count > 1 {
        return (Some("TooManyTLSSecrets"), None);
    }
    if let Some((reason, secret)) = certificate_problem(store, gateway, spec) {
        return (Some(reason), Some(secret));
    }
    let terminates = tls
        .mode
        .as_ref()
        .is_none_or(|mode| *mode == Mode::Terminate);
    let is_wrong = !terminates && spec.protocol != "TLS";
    (is_wrong.then_some("InvalidCertificateRef"), None)
}

/// Why each listener is in conflict with another one, if it is. Unlike KIC, the operator compares host names on whatever ports.
fn conflicts(listeners: &[GatewayListeners]) -> Vec<Option<&'static str>> {
    let conflict = |position: usize, one: &GatewayListeners| {
        let others = listeners.iter().enumerate();
        let others = others.filter(move |(other, _)| *other != position);
        let others = || others.clone().map(|(_, other)| other);
        let is_shared = |other: &GatewayListeners| other.port == one.port;
        let hostname = one.hostname.as_deref().filter(|name| !name.is_empty());
        if others().any(|other| is_shared(other) && other.protocol != one.protocol)
            || one.protocol == "TLS" && others().any(is_shared)
        {
            Some("ProtocolConflict")
        } else if hostname.is_some() && others().any(|other| other.hostname.as_deref() == hostname)
        {
            Some("HostnameConflict")
        } else {
            None
        }
    };
    let positions = listeners.iter().enumerate();
    positions
        .map(|(position, listener)| conflict(position, listener))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listener(port: i32, protocol: &str, hostname: Option<&str>) -> GatewayListeners {
        GatewayListeners {
            port,
            protocol: protocol.to_owned(),
            hostname: hostname.map(str::to_owned),
            ..GatewayListeners::default()
        }
    }

    #[test]
    fn the_everyday_pair_of_listeners_with_one_host_name_is_a_conflict() {
        let pair = [
            listener(80, "HTTP", Some("a.example.com")),
            listener(443, "HTTPS", Some("a.example.com")),
        ];
        assert_eq!(conflicts(&pair), [Some("HostnameConflict"); 2]);
        let without = [listener(80, "HTTP", None), listener(443, "HTTPS", None)];
        assert_eq!(conflicts(&without), [None; 2]);
    }

    #[test]
    fn a_port_has_one_protocol_and_one_tls_listener() {
        let mixed = [
            listener(443, "HTTPS", Some("a.example.com")),
            listener(443, "TLS", Some("b.example.com")),
        ];
        assert_eq!(conflicts(&mixed), [Some("ProtocolConflict"); 2]);
        let two = [
            listener(443, "HTTPS", Some("a.example.com")),
            listener(443, "HTTPS", Some("b.example.com")),
        ];
        assert_eq!(conflicts(&two), [None; 2]);
        let tls = [
            listener(1, "TLS", Some("a.b")),
            listener(1, "TLS", Some("c.d")),
        ];
        assert_eq!(conflicts(&tls), [Some("ProtocolConflict"); 2]);
    }

    #[test]
    fn the_older_operator_serves_no_grpc_and_no_l4() {
        let of = |name: &str| name.parse::<crate::controller::Asked>().unwrap().controller;
        assert!(kinds_of(&of("kong-operator-2.2"), "TCP").is_empty());
        assert_eq!(kinds_of(&of("kong-operator-2.3"), "TCP"), ["TCPRoute"]);
        assert_eq!(kinds_of(&of("kong-operator-2.2"), "HTTP"), ["HTTPRoute"]);
    }
}
