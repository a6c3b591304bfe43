//! GatewayClasses and Gateways with their listeners (spec 88, 1 to 3).

use super::{Condition, Context, Described, Listener, Status};
use crate::controller::Switch;
use crate::k8s::object::{Gateway, Object};
use crate::options::Gateways;
use crate::store::gateway::attached::Count;
use crate::store::gateway::listeners::{self, AdmittedGateway, Management};
use std::sync::Arc;

/// The kind of configuration that a class of the operator may refer to.
const PARAMETERS: (&str, &str) = ("gateway-operator.konghq.com", "GatewayConfiguration");

pub(super) fn describe(context: &Context<'_>, found: &mut Vec<Described>) {
    let facts = context.facts;
    let name = &facts.options.gateway_controller_name;
    let own = facts
        .store
        .gateway_classes
        .iter()
        .filter(|class| class.spec.controller_name == *name);
    for class in own {
        let (condition, note) = if facts.options.has(Switch::OperatorListeners) {
            let parameters = class.spec.parameters_ref.as_ref();
            class_of_operator(parameters.map(|it| Parameters {
                group: &it.group,
                kind: &it.kind,
                name: &it.name,
                has_namespace: it.namespace.is_some(),
            }))
        } else {
            let accepted = Condition::new("Accepted", true, "Accepted");
            let message = "the gatewayclass has been accepted by the controller";
            (accepted.saying(message), None)
        };
        found.push(Described {
            meta: Arc::clone(&class.meta),
            status: Status::Conditions(vec![condition]),
            events: Vec::new(),
            notes: note.into_iter().collect(),
        });
    }
    let admission = &facts.store.gateway_admission;
    let gateways = facts.store.gateways.iter().chain(&admission.out_of_sight);
    for gateway in gateways {
        let key = (
            gateway.meta.namespace().to_owned(),
            gateway.meta.name().to_owned(),
        );
        if let Some(admitted) = admission.gateways.get(&key) {
            let counts = admission.attached.get(&key).map_or(&[][..], Vec::as_slice);
            found.push(describe_gateway(context, (gateway, admitted), counts));
        }
    }
}

/// What a class refers to.
struct Parameters<'a> {
    group: &'a str,
    kind: &'a str,
    name: &'a str,
    has_namespace: bool,
}

/// A class that refers to something else than a GatewayConfiguration is not accepted.
fn class_of_operator(parameters: Option<Parameters<'_>>) -> (Condition, Option<String>) {
    let Some(parameters) = parameters else {
        let accepted = Condition::new("Accepted", true, "Accepted");
        return (accepted.saying("GatewayClass is accepted"), None);
    };
    let mut wrong = Vec::new();
    if (parameters.group, parameters.kind) != PARAMETERS {
        wrong.push(
            "ParametersRef must reference a gateway-operator.konghq.com/GatewayConfiguration",
        );
    }
    if !parameters.has_namespace {
        wrong.push("ParametersRef must reference a namespaced resource");
    }
    if wrong.is_empty() {
        let accepted = Condition::new("Accepted", true, "Accepted");
        let note = format!("GatewayConfiguration {} is taken to exist", parameters.name);
        (accepted.saying("GatewayClass is accepted"), Some(note))
    } else {
        let refused = Condition::new("Accepted", false, "InvalidParameters");
        (refused.saying(wrong.join(". ")), None)
    }
}

fn describe_gateway(
    context: &Context<'_>,
    (gateway, admitted): (&Object<Gateway>, &AdmittedGateway),
    counts: &[Count],
) -> Described {
    let options = context.facts.options;
    let of_operator = options.has(Switch::OperatorListeners);
    let is_written = gateway.spec.status.is_some() && options.gateways == Gateways::Assume;
    let class = &gateway.spec.spec.gateway_class_name;
    let note = match admitted.management {
        Management::Unknown => Some(format!(
            "GatewayClass {class} is not among the inputs: whose Gateway this is is not known, and it is taken to accept its routes"
        )),
        Management::Operator if !of_operator => Some(format!(
            "another controller writes its status, since GatewayClass {class} lacks the annotation konghq.com/gatewayclass-unmanaged{}",
            if admitted.is_assumed {
                "; it is taken to be programmed"
            } else {
                ""
            }
        )),
        Management::Operator if is_written => {
            Some("the status in its manifest is taken as it is".to_owned())
        }
        Management::Kic | Management::Operator => None,
    };
    if let Some(note) = note {
        return described(gateway, Status::None, vec![note]);
    }
    let specs = gateway.spec.spec.listeners.iter().zip(&admitted.listeners);
    let listeners = specs
        .enumerate()
        .map(|(position, (spec, listener))| Listener {
            name: spec.name.clone(),
            attached_routes: counts.get(position).map_or(0, |count| count.routes),
            supported_kinds: listener.supported_kinds.clone(),
            conditions: if of_operator {
                operator_listener(listener, admitted.is_programmed)
            } else {
                kic_listener(listener)
            },
        });
    let uncertain = gateway.spec.spec.listeners.iter().zip(counts);
    let notes = uncertain
        .filter(|(_, count)| count.is_uncertain)
        .map(|(spec, _)| format!(
            "listener {} selects several namespaces that have routes for it: the operator counts those of one of them only, and which one is not known",
            spec.name
        ));
    let conditions = if of_operator {
        operator_gateway(admitted)
    } else {
        let message =
            "this unmanaged gateway has been picked up by the controller and will be processed";
        vec![
            Condition::new("Accepted", true, "Accepted").saying(message),
            Condition::new("Programmed", true, "Programmed"),
        ]
    };
    let status = Status::Gateway(conditions, listeners.collect());
    described(gateway, status, notes.collect())
}

fn described(gateway: &Object<Gateway>, status: Status, notes: Vec<String>) -> Described {
    Described {
        meta: Arc::clone(&gateway.meta),
        status,
        events: Vec::new(),
        notes,
    }
}

/// KIC writes what is wrong, or else what is right, sorted.
fn kic_listener(listener: &listeners::Listener) -> Vec<Condition> {
    let resolved = || Condition::new("ResolvedRefs", true, "ResolvedRefs");
    let mut conditions = vec![Condition::new("Accepted", true, "Accepted")];
    match listener.conflict {
        Some(conflict) => {
            conditions.push(Condition::new("Conflicted", true, conflict.reason));
        }
        None if listener.unresolved.is_none() => {
            conditions.push(Condition::new("Conflicted", false, "NoConflicts"));
        }
        None => {}
    }
    conditions.push(if listener.is_programmed {
        Condition::new("Programmed", true, "Programmed")
    } else {
        Condition::new("Programmed", false, "Invalid")
    });
    match (&listener.unresolved, listener.conflict) {
        (Some(unresolved), _) => {
            conditions.push(Condition::new("ResolvedRefs", false, unresolved.reason));
        }
        // The listener that came too late has no word of its references when they are fine.
        (None, Some(conflict)) if conflict.is_own => {}
        (None, _) => conditions.push(resolved()),
    }
    conditions
}

fn operator_listener(listener: &listeners::Listener, is_running: bool) -> Vec<Condition> {
    let conflicted = match listener.conflict {
        Some(conflict) => Condition::new("Conflicted", true, conflict.reason),
        None => Condition::new("Conflicted", false, "NoConflicts"),
    };
    let accepted = match listener.refusal {
        Some(reason) => Condition::new("Accepted", false, reason),
        None => Condition::new("Accepted", true, "Accepted"),
    };
    let programmed = match (&listener.unresolved, is_running) {
        (_, false) => Condition::new("Programmed", false, "Pending"),
        (Some(_), true) => Condition::new("Programmed", false, "Pending")
            .saying("Listener references are not resolved yet."),
        (None, true) => Condition::new("Programmed", true, "Programmed"),
    };
    let resolved = match &listener.unresolved {
        Some(unresolved) => Condition::new("ResolvedRefs", false, unresolved.reason)
            .saying(unresolved.message.clone()),
        None => Condition::new("ResolvedRefs", true, "ResolvedRefs")
            .saying("Listeners' references are accepted."),
    };
    vec![conflicted, accepted, programmed, resolved]
}

fn operator_gateway(admitted: &AdmittedGateway) -> Vec<Condition> {
    let listeners = admitted.listeners.iter().enumerate();
    let sentences = listeners.flat_map(|(position, listener)| {
        let conflicted = listener
            .conflict
            .map(|_| format!("Listener {position} is conflicted."));
        let refused = listener
            .refusal
            .map(|_| format!("Listener {position} is not accepted."));
        conflicted.into_iter().chain(refused)
    });
    let sentences: Vec<String> = sentences.collect();
    let accepted = if sentences.is_empty() {
        Condition::new("Accepted", true, "Accepted").saying("All listeners are accepted.")
    } else {
        let accepted = Condition::new("Accepted", admitted.is_programmed, "ListenersNotValid");
        accepted.saying(sentences.join(" "))
    };
    if !admitted.is_programmed {
        let pending = Condition::new("Programmed", false, "Pending")
            .saying("There are other conditions that are not yet ready");
        return vec![accepted, pending];
    }
    let ready = ["DataPlaneReady", "ControlPlaneReady", "GatewayService"];
    let ready = ready.map(|kind| Condition::new(kind, true, "Ready"));
    let programmed = Condition::new("Programmed", true, "Programmed");
    [accepted, programmed].into_iter().chain(ready).collect()
}
