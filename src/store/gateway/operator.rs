//! The status that Kong Operator writes to its Gateways (spec 80, 4.1), once the data plane runs.

use super::conflicts::Conflict;
use super::listeners::{AdmittedGateway, Listener, Management, certificate_problem};
use super::references::Unresolved;
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
            listener(store, gateway, spec, (by_protocol, conflict, refusal))
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

/// The status of a listener, given the kinds of its protocol, the conflict it is in and why it is not accepted.
fn listener(
    store: &Store,
    gateway: &Object<Gateway>,
    spec: &GatewayListeners,
    (by_protocol, conflict, refusal): (&[&'static str], Option<&'static str>, Option<&'static str>),
) -> Listener {
    let (kinds, unserved) = supported_kinds(spec, by_protocol);
    let references = references(store, gateway, spec);
    let secret = references.secret;
    let kinds_problem = (!unserved.is_empty()).then_some("InvalidRouteKinds");
    let reason = kinds_problem.or(references.reason);
    // Each problem adds a sentence, and the last one gives the reason (KO: `getSupportedKindsWithResolvedRefsCondition`).
    let sentences = references.sentences.into_iter();
    let sentences: Vec<String> = sentences
        .chain(
            unserved
                .iter()
                .map(|kind| format!("Route {kind} not supported.")),
        )
        .collect();
    Listener {
        has_status: true,
        is_programmed: reason.is_none(),
        // Only accepted listeners get any, which refuses every route of the others.
        supported_kinds: if refusal.is_none() { kinds } else { Vec::new() },
        reason: refusal.or(reason),
        secret: secret.filter(|_| refusal.is_none() && kinds_problem.is_none()),
        conflict: conflict.map(|reason| Conflict {
            reason,
            is_own: true,
        }),
        refusal,
        unresolved: reason.map(|reason| Unresolved {
            reason,
            message: sentences.join(" "),
        }),
    }
}

/// The kinds that the operator serves on listeners of a protocol.
pub(super) fn kinds_of(controller: &Controller, protocol: &str) -> &'static [&'static str] {
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

/// The kinds that a listener serves, and those of its list that it does not.
fn supported_kinds(
    spec: &GatewayListeners,
    by_protocol: &[&'static str],
) -> (Vec<String>, Vec<String>) {
    let allowed = spec.allowed_routes.as_ref();
    let listed = allowed
        .and_then(|allowed| allowed.kinds.as_deref())
        .unwrap_or_default();
    if listed.is_empty() {
        let kinds = by_protocol.iter().map(|&kind| kind.to_owned());
        return (kinds.collect(), Vec::new());
    }
    let (mut served, mut others) = (Vec::new(), Vec::new());
    for listed in listed {
        let is_ours = listed.group.as_deref().unwrap_or(GROUP) == GROUP;
        let is_served = is_ours && by_protocol.contains(&listed.kind.as_str());
        let list = if is_served { &mut served } else { &mut others };
        list.push(listed.kind.clone());
    }
    served.sort();
    (served, others)
}

/// What is wrong with the `tls` of a listener.
#[derive(Default)]
struct References {
    /// The API's word; the last problem counts.
    reason: Option<&'static str>,
    /// The operator's words, a sentence for each problem.
    sentences: Vec<String>,
    /// Which Secret has it, in our words.
    secret: Option<String>,
}

fn references(store: &Store, gateway: &Object<Gateway>, spec: &GatewayListeners) -> References {
    let mut found = References::default();
    let Some(tls) = &spec.tls else {
        return found;
    };
    let mode = tls.mode.as_ref().unwrap_or(&Mode::Terminate);
    if *mode != Mode::Terminate && spec.protocol != "TLS" {
        found.reason = Some("InvalidCertificateRef");
        found
            .sentences
            .push("Only Terminate mode is supported.".to_owned());
    }
    let [reference] = tls.certificate_refs.as_deref().unwrap_or_default() else {
        if tls
            .certificate_refs
            .as_ref()
            .is_some_and(|all| all.len() > 1)
        {
            found.reason = Some("TooManyTLSSecrets");
            let sentence = "Only one certificate per listener is supported.";
            found.sentences.push(sentence.to_owned());
        }
        return found;
    };
    let namespace = reference.namespace.as_deref();
    let namespace = namespace.unwrap_or(gateway.meta.namespace());
    let secret = format!("{namespace}/{}", reference.name);
    let group = reference.group.as_deref().unwrap_or_default();
    let kind = reference.kind.as_deref().unwrap_or_default();
    let unsupported = [("Group", group, ""), ("Kind", kind, "Secret")];
    let unsupported = unsupported
        .into_iter()
        .filter(|(_, written, supported)| !written.is_empty() && written != supported);
    let sentences: Vec<String> = unsupported
        .map(|(what, written, _)| format!("{what} {written} not supported in CertificateRef."))
        .collect();
    let is_secret = sentences.is_empty();
    if !is_secret {
        found.reason = Some("InvalidCertificateRef");
        found.secret = Some(format!("{secret} is no Secret of the core group"));
        found.sentences.extend(sentences);
    }
    let Some((reason, why)) = certificate_problem(store, gateway, spec) else {
        return found;
    };
    if reason == "RefNotPermitted" {
        let sentence = format!("Secret {secret} reference not allowed by any ReferenceGrant.");
        found.sentences.push(sentence);
    } else if is_secret {
        let is_there = store.has_secret(namespace, &reference.name);
        found.sentences.push(if is_there {
            "Referenced secret does not contain a valid TLS certificate.".to_owned()
        } else {
            format!("Referenced secret {secret} does not exist.")
        });
    }
    found.reason = Some(reason);
    found.secret = Some(why);
    found
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
