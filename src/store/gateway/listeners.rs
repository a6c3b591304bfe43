//! Gateways and the status of their listeners (spec 20, A.2 to A.5).

use super::conflicts::{Conflict, conflicts};
use super::operator;
use super::references::Unresolved;
use super::route::GROUP;
use crate::annotations::table::GATEWAYCLASS_UNMANAGED;
use crate::controller::{Controller, Switch};
use crate::k8s::object::{Gateway, Object};
use crate::options::{Gateways, Options};
use crate::store::Store;
use crate::store::grants::{Referent, Referrer};
use gateway_api::apis::experimental::gateways::{
    GatewayListeners, GatewayListenersTlsCertificateRefs,
};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::Condition;

/// What admission knows of a listener.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listener {
    /// Whether it has a status at all.
    pub has_status: bool,
    /// Whether it is programmed.
    pub is_programmed: bool,
    /// Kinds of routes it serves.
    pub supported_kinds: Vec<String>,
    /// Why it is not programmed, in the API's word.
    pub reason: Option<&'static str>,
    /// The Secret behind that reason, in words.
    pub secret: Option<String>,
    /// Another listener is in its way.
    pub conflict: Option<Conflict>,
    /// Why it is not accepted, in the API's word. KIC accepts all.
    pub refusal: Option<&'static str>,
    /// Why what it refers to is not there, with the controller's message.
    pub unresolved: Option<Unresolved>,
}

/// Who looks after a Gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Management {
    /// KIC itself: the class carries `konghq.com/gatewayclass-unmanaged`.
    Kic,
    /// Another operator, which writes the status.
    Operator,
    /// The GatewayClass is not among the inputs.
    Unknown,
}

/// What admission knows of a Gateway that may count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AdmittedGateway {
    /// Who looks after it.
    pub management: Management,
    /// Whether the translator sees it.
    pub is_in_store: bool,
    /// Whether it is programmed.
    pub is_programmed: bool,
    /// Whether that was assumed.
    pub is_assumed: bool,
    /// Its listeners, in order.
    pub listeners: Vec<Listener>,
}

impl AdmittedGateway {
    /// Whether the certificate of the listener at this position is served (spec 20, D.2 rule 1).
    pub fn serves_certificate_of(&self, listener: usize, controller: &Controller) -> bool {
        let must_be_programmed = !controller.has(Switch::UnprogrammedCertificates)
            && (self.management == Management::Kic
                || !self.is_assumed && !controller.has(Switch::ProgrammedOnlyUnmanaged));
        self.listeners.get(listener).is_some_and(|listener| {
            // The recorded outputs of releases that ask for no grant have the certificate, whatever the listener's status.
            let lacks_grant_only = listener.reason == Some("RefNotPermitted")
                && !controller.has(Switch::GatewayCertificateGrants);
            listener.has_status
                && (listener.is_programmed || lacks_grant_only || !must_be_programmed)
        })
    }
}

/// Judge a Gateway; `None` when it does not exist for KIC.
pub fn judge(
    store: &Store,
    options: &Options,
    gateway: &Object<Gateway>,
) -> Option<AdmittedGateway> {
    let Some(class) = store
        .gateway_classes
        .get("", &gateway.spec.spec.gateway_class_name)
    else {
        return (options.gateways == Gateways::Assume).then(|| AdmittedGateway {
            management: Management::Unknown,
            is_in_store: true,
            is_programmed: true,
            is_assumed: true,
            listeners: assumed_listeners(gateway),
        });
    };
    if class.spec.controller_name != options.gateway_controller_name {
        return None;
    }
    if options.has(Switch::OperatorListeners)
        && (options.gateways == Gateways::Strict || gateway.spec.status.is_none())
    {
        let is_assumed = options.gateways == Gateways::Assume;
        let controller = &options.controller;
        return Some(operator::judge(store, controller, gateway, is_assumed));
    }
    let unmanaged = GATEWAYCLASS_UNMANAGED
        .text(&class.meta)
        .filter(|_| !options.has(Switch::OperatorListeners));
    if unmanaged.is_some() {
        return Some(AdmittedGateway {
            management: Management::Kic,
            is_in_store: true,
            is_programmed: true,
            is_assumed: false,
            listeners: judge_listeners(store, gateway),
        });
    }
    Some(match &gateway.spec.status {
        None => {
            let is_assumed = options.gateways == Gateways::Assume;
            AdmittedGateway {
                management: Management::Operator,
                is_in_store: is_assumed,
                is_programmed: is_assumed,
                is_assumed,
                listeners: judge_listeners(store, gateway),
            }
        }
        Some(status) => AdmittedGateway {
            management: Management::Operator,
            is_in_store: holds(gateway, status.conditions.as_deref(), "Accepted"),
            is_programmed: holds(gateway, status.conditions.as_deref(), "Programmed"),
            is_assumed: false,
            listeners: written_listeners(gateway),
        },
    })
}

/// Whether the condition is true, for the reason of its own name, at the current generation.
fn holds(gateway: &Object<Gateway>, conditions: Option<&[Condition]>, name: &str) -> bool {
    conditions.unwrap_or_default().iter().any(|condition| {
        condition.type_ == name
            && condition.status == "True"
            && condition.reason == name
            && condition.observed_generation.unwrap_or_default() == gateway.meta.generation
    })
}

/// A Gateway of another controller, for releases that take certificates from any.
pub fn foreign(gateway: &Object<Gateway>) -> AdmittedGateway {
    AdmittedGateway {
        management: Management::Operator,
        is_in_store: false,
        is_programmed: false,
        is_assumed: false,
        listeners: written_listeners(gateway),
    }
}

fn assumed_listeners(gateway: &Object<Gateway>) -> Vec<Listener> {
    let listeners = gateway.spec.spec.listeners.iter();
    listeners
        .map(|listener| Listener {
            has_status: true,
            is_programmed: true,
            supported_kinds: supported_kinds(listener).0,
            ..Listener::default()
        })
        .collect()
}

/// The listeners as the status in the manifest has them.
fn written_listeners(gateway: &Object<Gateway>) -> Vec<Listener> {
    let status = gateway.spec.status.as_ref();
    let statuses = status
        .and_then(|status| status.listeners.as_deref())
        .unwrap_or_default();
    let listeners = gateway.spec.spec.listeners.iter();
    listeners
        .map(|listener| {
            let Some(status) = statuses.iter().find(|status| status.name == listener.name) else {
                return Listener::default();
            };
            let is_programmed = holds(gateway, Some(&status.conditions), "Programmed");
            Listener {
                has_status: true,
                is_programmed,
                supported_kinds: status
                    .supported_kinds
                    .iter()
                    .flatten()
                    .filter(|kind| kind.group.as_deref().unwrap_or(GROUP) == GROUP)
                    .map(|kind| kind.kind.clone())
                    .collect(),
                reason: (!is_programmed).then_some("NotProgrammed"),
                ..Listener::default()
            }
        })
        .collect()
}

/// The status that KIC computes (A.5).
fn judge_listeners(store: &Store, gateway: &Object<Gateway>) -> Vec<Listener> {
    let specs = &gateway.spec.spec.listeners;
    let listeners = specs.iter().zip(conflicts(specs));
    listeners
        .map(|(spec, conflict)| {
            let (supported_kinds, kinds_problem) = supported_kinds(spec);
            let certificate = certificate_problem(store, gateway, spec);
            let (certificate, secret) = certificate.unzip();
            let unresolved = certificate.or(kinds_problem);
            let reason = conflict.map(|conflict| conflict.reason).or(unresolved);
            Listener {
                has_status: true,
                is_programmed: reason.is_none(),
                supported_kinds,
                reason,
                secret: secret.filter(|_| conflict.is_none()),
                conflict,
                refusal: None,
                unresolved: unresolved.map(Unresolved::without_message),
            }
        })
        .collect()
}

/// The kinds of routes a listener serves, and the problem with the list, if any (A.4).
fn supported_kinds(listener: &GatewayListeners) -> (Vec<String>, Option<&'static str>) {
    let allowed = listener.allowed_routes.as_ref();
    let kinds = allowed
        .and_then(|allowed| allowed.kinds.as_deref())
        .unwrap_or_default();
    if kinds.is_empty() {
        let by_protocol: &[&str] = match listener.protocol.as_str() {
            "HTTP" | "HTTPS" => &["HTTPRoute", "GRPCRoute"],
            "TCP" => &["TCPRoute"],
            "UDP" => &["UDPRoute"],
            "TLS" => &["TLSRoute"],
            _ => &[],
        };
        return (
            by_protocol.iter().map(|&kind| kind.to_owned()).collect(),
            None,
        );
    }
    let mut problem = None;
    let mut supported = Vec::new();
    for kind in kinds {
        let is_ours = kind.group.as_deref().unwrap_or(GROUP) == GROUP;
        if is_ours
            && matches!(
                kind.kind.as_str(),
                "HTTPRoute" | "TCPRoute" | "UDPRoute" | "TLSRoute"
            )
        {
            supported.push(kind.kind.clone());
        } else {
            problem = Some("InvalidRouteKinds");
        }
    }
    (supported, problem)
}

/// The problem with the certificates of a listener (A.5, 2), and which Secret has it.
pub(super) fn certificate_problem(
    store: &Store,
    gateway: &Object<Gateway>,
    listener: &GatewayListeners,
) -> Option<(&'static str, String)> {
    let references = listener
        .tls
        .as_ref()?
        .certificate_refs
        .as_deref()
        .unwrap_or_default();
    let home = gateway.meta.namespace();
    let mut problem = None;
    for reference in references {
        let namespace = reference.namespace.as_deref().unwrap_or(home);
        if namespace != home {
            if !is_granted(store, home, namespace, reference) {
                let why = format!(
                    "no ReferenceGrant in namespace {namespace} lets the Gateway refer to Secret {}",
                    reference.name
                );
                return Some(("RefNotPermitted", why));
            }
            problem = None;
        }
        let is_secret = matches!(reference.group.as_deref(), None | Some("" | "core"))
            && matches!(reference.kind.as_deref(), None | Some("Secret"));
        let secret = store
            .secrets
            .get(namespace, &reference.name)
            .filter(|_| is_secret);
        let Some(secret) = secret else {
            let made = store.made_in_cluster.get(namespace, &reference.name);
            if is_secret
                && made.is_some_and(|made| made.may_have("tls.crt") && made.may_have("tls.key"))
            {
                continue;
            }
            let why = format!("Secret {namespace}/{} does not exist", reference.name);
            return Some(("InvalidCertificateRef", why));
        };
        let has_pem = |key: &str| {
            let data = secret.spec.data.as_ref().and_then(|data| data.get(key));
            data.is_some_and(|bytes| holds_pem_block(&String::from_utf8_lossy(&bytes.0)))
        };
        if !has_pem("tls.crt") || !has_pem("tls.key") {
            let why = format!(
                "Secret {namespace}/{} lacks a certificate or a key in PEM form",
                reference.name
            );
            problem = Some(("InvalidCertificateRef", why));
        }
    }
    problem
}

/// Whether some `BEGIN` line has its `END` line behind it.
fn holds_pem_block(text: &str) -> bool {
    text.split("-----BEGIN ").skip(1).any(|rest| {
        rest.split_once("-----")
            .is_some_and(|(label, body)| body.contains(&format!("-----END {label}-----")))
    })
}

/// The grant rule of listener certificates: `core` is as good as the empty group.
fn is_granted(
    store: &Store,
    home: &str,
    namespace: &str,
    reference: &GatewayListenersTlsCertificateRefs,
) -> bool {
    let from = Referrer {
        group: GROUP,
        kind: "Gateway",
        namespace: home,
    };
    ["", "core"].into_iter().any(|group| {
        let to = Referent {
            group,
            kind: "Secret",
            namespace,
            name: &reference.name,
        };
        store.is_granted(from, to)
    })
}
