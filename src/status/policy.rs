//! BackendTLSPolicies, by the Gateways of the routes that use their Services (spec 88, 5).

use super::{Condition, Context, Described, Parent, Status};
use crate::store::gateway::judge::{AdmittedRoute, Outcome};
use crate::store::gateway::route::{BackendReference, GROUP};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// How many ancestors a policy has at most.
pub(super) const MAX_ANCESTORS: usize = 16;

pub(super) fn describe(context: &Context<'_>, found: &mut Vec<Described>) {
    let store = context.facts.store;
    let admission = &store.gateway_admission;
    if admission.policies.is_empty() {
        return;
    }
    let by_service = resolved_routes(context);
    let routes = |namespace: &str, service: &str| {
        let key = (namespace.to_owned(), service.to_owned());
        by_service.get(&key).into_iter().flatten()
    };
    for policy in &admission.policies {
        let namespace = policy.meta.namespace();
        // A Gateway stands as often as a Service, a route and a parentRef lead to it.
        let mut gateways: Vec<(&str, &str)> = policy
            .services
            .iter()
            .flat_map(|service| routes(namespace, service))
            .flat_map(|route| &route.parents)
            .map(|parent| (parent.namespace.as_str(), parent.name.as_str()))
            .collect();
        gateways.sort_unstable();
        gateways.truncate(MAX_ANCESTORS);
        let condition = match &policy.accepted {
            Ok(()) => Condition::new("Accepted", true, "Accepted"),
            Err(why) => {
                let refused = Condition::new("Accepted", false, why.reason);
                let refused = refused.saying(why.message.clone());
                if why.reason == "Conflicted" {
                    refused.without_generation()
                } else {
                    refused
                }
            }
        };
        let notes = if gateways.is_empty() {
            let note = "no HTTPRoute that the controller handles, with all references resolved, uses a Service of this policy: the controller writes no status";
            vec![note.to_owned()]
        } else {
            Vec::new()
        };
        let ancestors: Vec<Parent> = gateways
            .into_iter()
            .map(|(namespace, name)| Parent {
                group: GROUP,
                kind: "Gateway",
                namespace: namespace.to_owned(),
                name: name.to_owned(),
                section: None,
                controller_name: context.facts.options.gateway_controller_name.clone(),
                conditions: vec![condition.clone()],
            })
            .collect();
        found.push(Described {
            meta: Arc::clone(&policy.meta),
            status: if ancestors.is_empty() {
                Status::None
            } else {
                Status::Policy(ancestors)
            },
            events: Vec::new(),
            notes,
        });
    }
}

/// The HTTPRoutes that have a status in which all references resolve, by the Services that they use.
fn resolved_routes<'a>(
    context: &Context<'a>,
) -> BTreeMap<(String, String), Vec<&'a AdmittedRoute>> {
    let store = context.facts.store;
    let admission = &store.gateway_admission;
    let judged: BTreeMap<(&str, &str), &AdmittedRoute> = admission
        .routes
        .iter()
        .filter(|route| route.meta.key.kind == "HTTPRoute")
        .filter(|route| {
            let is_written = matches!(
                route.outcome,
                Outcome::Attached | Outcome::Refused | Outcome::NoCommonHostname
            );
            is_written && route.references == Some(Ok(()))
        })
        .map(|route| ((route.meta.namespace(), route.meta.name()), route))
        .collect();
    let mut found: BTreeMap<(String, String), Vec<&AdmittedRoute>> = BTreeMap::new();
    for route in store.http_routes.iter().chain(&admission.left_out) {
        let home = route.meta.namespace();
        let Some(judged) = judged.get(&(home, route.meta.name())) else {
            continue;
        };
        let rules = route.spec.rules.iter().flatten();
        let backends = rules.flat_map(|rule| rule.backend_refs.iter().flatten());
        let services: BTreeSet<(String, String)> = backends
            .map(BackendReference::from)
            .map(|backend| {
                let namespace = backend.namespace.unwrap_or(home);
                (namespace.to_owned(), backend.name.to_owned())
            })
            .collect();
        for service in services {
            found.entry(service).or_default().push(judged);
        }
    }
    found
}
