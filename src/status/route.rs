//! Routes of the Gateway API, by parent (spec 88, 4).

use super::{Condition, Context, Described, Parent, Status, Translation, Truth};
use crate::controller::Switch;
use crate::diag::{Diagnostic, Severity, gateway_routes};
use crate::origin::ObjectKey;
use crate::store::gateway::judge::{AdmittedParent, AdmittedRoute, Outcome};
use crate::store::gateway::route::GROUP;
use std::collections::BTreeSet;
use std::sync::Arc;

pub(super) fn describe(context: &Context<'_>, found: &mut Vec<Described>) {
    let left_out = left_out(context.facts.diagnostics);
    let routes = &context.facts.store.gateway_admission.routes;
    found.extend(routes.iter().map(|route| {
        let is_left_out = left_out.contains(&route.meta.key);
        describe_route(context, route, is_left_out)
    }));
}

/// Routes that are handed to the translation, which makes nothing of them and only logs it.
fn left_out(diagnostics: &[Diagnostic]) -> BTreeSet<&ObjectKey> {
    let silent = diagnostics.iter().filter(|problem| {
        let code = problem.code;
        let is_taken = code == &gateway_routes::ROUTE_WITHOUT_LISTENER
            && problem.severity == Severity::Error
            // One that has lost its listeners to others counts as translated.
            && problem.locations.len() == 1;
        is_taken
            || code == &gateway_routes::RULE_WITHOUT_BACKENDS
            || code == &gateway_routes::TLSROUTE_WITHOUT_HOSTNAMES
    });
    silent
        .filter_map(|problem| problem.objects().next())
        .map(|object| &object.key)
        .collect()
}

fn describe_route(context: &Context<'_>, route: &AdmittedRoute, is_left_out: bool) -> Described {
    let options = context.facts.options;
    let of_operator = options.has(Switch::OperatorListeners);
    let is_translated = route.outcome == Outcome::Attached && !is_left_out;
    let translation = context.translation(&route.meta, is_translated);
    let mut notes = notes(route, of_operator);
    let is_l4 = matches!(&*route.meta.key.kind, "TCPRoute" | "UDPRoute");
    let waits_for_translation = is_l4
        && options.has(Switch::L4StatusWaitsForTranslation)
        && route.outcome == Outcome::Attached
        && translation != Translation::Succeeded;
    if waits_for_translation {
        let note = "the controller writes no status before the route is translated";
        notes.push(note.to_owned());
    }
    let is_silent = match route.outcome {
        Outcome::Attached | Outcome::Refused | Outcome::NoCommonHostname => waits_for_translation,
        // The operator has an instance for each Gateway, which looks at no other one.
        Outcome::Waits => !of_operator,
        Outcome::NoGateway | Outcome::ParentKind { .. } | Outcome::NamespaceUnknown => true,
    };
    let written = route
        .parents
        .iter()
        .filter(|parent| !is_silent && parent.is_programmed);
    let mut parents: Vec<Parent> = Vec::new();
    for parent in written {
        let new = describe_parent(context, (route, parent), translation);
        // Of parentRefs with one key the last one is written; only routes with host names know sections apart.
        let same = parents.iter_mut().find(|it| {
            it.namespace == new.namespace
                && it.name == new.name
                && (it.section == new.section
                    || !matches!(&*route.meta.key.kind, "HTTPRoute" | "GRPCRoute"))
        });
        match same {
            Some(old) => *old = new,
            None => parents.push(new),
        }
    }
    Described {
        meta: Arc::clone(&route.meta),
        status: if parents.is_empty() {
            Status::None
        } else {
            Status::Route(parents)
        },
        events: Vec::new(),
        notes,
    }
}

fn notes(route: &AdmittedRoute, of_operator: bool) -> Vec<String> {
    let parents = || route.parents.iter();
    let named = |parent: &AdmittedParent| format!("{}/{}", parent.namespace, parent.name);
    let mut notes: Vec<String> = parents()
        .filter(|parent| parent.is_assumed)
        .map(|parent| {
            format!(
                "Gateway {} or its class is not among the inputs and is taken to accept the route",
                named(parent)
            )
        })
        .collect();
    notes.extend(match &route.outcome {
        Outcome::Attached | Outcome::Refused => None,
        Outcome::NoCommonHostname => Some("no host name is left of it".to_owned()),
        Outcome::Waits => {
            let gateways: BTreeSet<String> = parents()
                .filter(|parent| !parent.is_programmed)
                .map(named)
                .collect();
            let gateways: Vec<String> = gateways.into_iter().collect();
            let consequence = if of_operator {
                "there is no instance that would write a status for it"
            } else {
                "the controller waits and writes no status"
            };
            Some(format!(
                "Gateway {} is not programmed: {consequence}",
                gateways.join(", ")
            ))
        }
        Outcome::NoGateway => Some(
            "no parentRef leads to a Gateway of the controller, which writes no status".to_owned(),
        ),
        Outcome::ParentKind { group, kind } => Some(format!(
            "the controller fails with `unsupported parent kind {group}/{kind}` and writes no status"
        )),
        Outcome::NamespaceUnknown => Some(format!(
            "a listener selects namespaces by label, and Namespace {} is not among the inputs",
            route.meta.namespace()
        )),
    });
    notes
}

fn describe_parent(
    context: &Context<'_>,
    (route, parent): (&AdmittedRoute, &AdmittedParent),
    translation: Translation,
) -> Parent {
    let mut conditions = vec![match parent.accepted {
        Ok(()) => Condition::new("Accepted", true, "Accepted"),
        Err(reason) => Condition::new("Accepted", false, reason),
    }];
    conditions.extend(route.references.as_ref().map(|references| {
        match references {
            Ok(()) => Condition::new("ResolvedRefs", true, "ResolvedRefs"),
            Err(unresolved) => Condition::new("ResolvedRefs", false, unresolved.reason)
                .saying(unresolved.message.clone()),
        }
    }));
    conditions.push(match translation {
        Translation::Succeeded => Condition::new("Programmed", true, "ConfiguredInGateway"),
        Translation::Failed => Condition::new("Programmed", false, "TranslationError"),
        Translation::Unknown => Condition::new("Programmed", Truth::Unknown, "Unknown"),
    });
    Parent {
        group: GROUP,
        kind: "Gateway",
        namespace: parent.namespace.clone(),
        name: parent.name.clone(),
        section: parent.section.clone(),
        controller_name: context.facts.options.gateway_controller_name.clone(),
        conditions,
    }
}
