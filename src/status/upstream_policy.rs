//! KongUpstreamPolicies, by the Services and facades that name them (spec 88, 5; KIC: `kongupstreampolicy_utils.go`).

use super::policy::MAX_ANCESTORS;
use super::{Condition, Context, Described, Parent, Status};
use crate::annotations::table::UPSTREAM_POLICY;
use crate::origin::ObjectMeta;
use crate::store::gateway::route::BackendReference;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Namespace and name.
type Name<'a> = (&'a str, &'a str);

/// A Service or a facade that names a policy.
struct Ancestor<'a> {
    meta: &'a Arc<ObjectMeta>,
    is_configured: bool,
}

/// How Services are used.
#[derive(Default)]
struct Uses<'a> {
    /// Those that the controller's Ingresses and HTTPRoutes use.
    used: BTreeSet<Name<'a>>,
    /// The Services that stand in a rule with one, itself included, by that one.
    beside: BTreeMap<Name<'a>, BTreeSet<Name<'a>>>,
}

pub(super) fn describe(context: &Context<'_>, found: &mut Vec<Described>) {
    let store = context.facts.store;
    if store.kong_upstream_policies.is_empty() {
        return;
    }
    let mut ancestors: BTreeMap<Name<'_>, Vec<Ancestor<'_>>> = BTreeMap::new();
    let mut add = |meta, is_configured: bool| {
        let meta: &Arc<ObjectMeta> = meta;
        if let Some(policy) = UPSTREAM_POLICY.written(meta) {
            let named = ancestors.entry((meta.namespace(), policy)).or_default();
            named.push(Ancestor {
                meta,
                is_configured: is_configured && !context.events.contains_key(&meta.key),
            });
        }
    };
    for service in &store.services {
        let name = (service.meta.namespace(), service.meta.name());
        add(&service.meta, context.services.contains(&name));
    }
    if context.facts.options.feature_gates.kong_service_facade {
        for facade in &store.kong_service_facades {
            add(&facade.meta, context.facades.contains(&facade.meta.key));
        }
    }
    let uses = uses(context);
    for policy in &store.kong_upstream_policies {
        let name = (policy.meta.namespace(), policy.meta.name());
        let named = ancestors.remove(&name).unwrap_or_default();
        found.push(describe_policy(context, &policy.meta, named, &uses));
    }
}

fn describe_policy(
    context: &Context<'_>,
    policy: &Arc<ObjectMeta>,
    mut ancestors: Vec<Ancestor<'_>>,
    uses: &Uses<'_>,
) -> Described {
    let name = |ancestor: &Ancestor<'_>| -> (String, String) {
        let meta = ancestor.meta;
        (meta.namespace().to_owned(), meta.name().to_owned())
    };
    let is_service = |ancestor: &&Ancestor<'_>| ancestor.meta.key.kind == "Service";
    let services: BTreeSet<(String, String)> =
        ancestors.iter().filter(is_service).map(name).collect();
    let is_used = services
        .iter()
        .any(|(namespace, name)| uses.used.contains(&(namespace.as_str(), name.as_str())));
    if !is_used {
        let note = "no Ingress or HTTPRoute of the controller uses a Service that names it: the controller writes no status";
        return Described {
            meta: Arc::clone(policy),
            status: Status::None,
            events: Vec::new(),
            notes: vec![note.to_owned()],
        };
    }
    ancestors.sort_by(|a, b| {
        let key = |it: &Ancestor<'_>| {
            let meta = it.meta;
            (meta.creation_timestamp, meta.key.kind.clone(), name(it))
        };
        key(a).cmp(&key(b))
    });
    ancestors.truncate(MAX_ANCESTORS);
    let parents = ancestors.iter().map(|ancestor| {
        let meta = ancestor.meta;
        let beside = uses.beside.get(&(meta.namespace(), meta.name()));
        let is_conflicted = is_service(&ancestor)
            && beside.is_some_and(|beside| {
                let own = |(namespace, name): &Name<'_>| {
                    services.contains(&((*namespace).to_owned(), (*name).to_owned()))
                };
                !beside.iter().all(own)
            });
        let accepted = if is_conflicted {
            Condition::new("Accepted", false, "Conflicted")
        } else {
            Condition::new("Accepted", true, "Accepted")
        };
        let programmed = if is_conflicted || !ancestor.is_configured {
            Condition::new("Programmed", false, "Pending")
        } else {
            Condition::new("Programmed", true, "Programmed")
        };
        let (group, kind) = if is_service(&ancestor) {
            ("core", "Service")
        } else {
            (
                "incubator.ingress-controller.konghq.com",
                "KongServiceFacade",
            )
        };
        Parent {
            group,
            kind,
            namespace: meta.namespace().to_owned(),
            name: meta.name().to_owned(),
            section: None,
            controller_name: context.facts.options.gateway_controller_name.clone(),
            conditions: vec![
                accepted.without_generation(),
                programmed.without_generation(),
            ],
        }
    });
    Described {
        meta: Arc::clone(policy),
        status: Status::Policy(parents.collect()),
        events: Vec::new(),
        notes: Vec::new(),
    }
}

/// How Ingresses use Services in their paths, and HTTPRoutes in their rules.
fn uses<'a>(context: &Context<'a>) -> Uses<'a> {
    let store = context.facts.store;
    let admission = &store.gateway_admission;
    let mut uses = Uses::default();
    for ingress in &store.ingresses {
        let rules = ingress.spec.rules.iter().flatten();
        let paths = rules.filter_map(|rule| rule.http.as_ref());
        let services = paths
            .flat_map(|http| &http.paths)
            .filter_map(|path| path.backend.service.as_ref());
        uses.used
            .extend(services.map(|service| (ingress.meta.namespace(), service.name.as_str())));
    }
    let handled: BTreeSet<Name<'_>> = admission
        .routes
        .iter()
        .filter(|route| route.meta.key.kind == "HTTPRoute" && !route.parents.is_empty())
        .map(|route| (route.meta.namespace(), route.meta.name()))
        .collect();
    for route in store.http_routes.iter().chain(&admission.left_out) {
        let home = route.meta.namespace();
        let is_handled = handled.contains(&(home, route.meta.name()));
        for rule in route.spec.rules.iter().flatten() {
            let services: Vec<Name<'_>> = rule
                .backend_refs
                .iter()
                .flatten()
                .map(BackendReference::from)
                .filter(|backend| backend.kind == "Service" && matches!(backend.group, "" | "core"))
                .map(|backend| (backend.namespace.unwrap_or(home), backend.name))
                .collect();
            if is_handled {
                uses.used.extend(services.iter().copied());
            }
            for service in &services {
                let beside = uses.beside.entry(*service).or_default();
                beside.extend(services.iter().copied());
            }
        }
    }
    uses
}
