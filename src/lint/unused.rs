//! Objects that nothing uses, and Services that have endpoints but none that is ready.

use super::Context;
use crate::annotations::plugins;
use crate::annotations::table::UPSTREAM_POLICY;
use crate::diag::lint;
use crate::origin::Origin;
use std::collections::BTreeSet;

/// Report KongPlugins that nothing references, policies that no Service names, and Services whose endpoints are all unready.
pub fn lint(context: &mut Context<'_>) {
    unused_plugins(context);
    unused_policies(context);
    unready_services(context);
}

fn unused_plugins(context: &mut Context<'_>) {
    let used = referenced_plugins(context);
    for plugin in &context.store.kong_plugins {
        if !used.contains(&(
            plugin.meta.namespace().to_owned(),
            plugin.meta.name().to_owned(),
        )) {
            context
                .diagnostics
                .push(lint::plugin_unused(Origin::of(&plugin.meta)));
        }
    }
}

/// Every `(namespace, name)` that some annotation, ExtensionRef or custom entity names as a plugin.
fn referenced_plugins(context: &Context<'_>) -> BTreeSet<(String, String)> {
    let store = context.store;
    let objects = store.served();
    let named = objects.flat_map(|object| plugins::named_by(object));
    let mut used: BTreeSet<(String, String)> = named.collect();
    for route in &store.http_routes {
        let filters = route
            .spec
            .rules
            .iter()
            .flatten()
            .flat_map(|rule| rule.filters.iter().flatten());
        for reference in filters.filter_map(|filter| filter.extension_ref.as_ref()) {
            used.insert((route.meta.namespace().to_owned(), reference.name.clone()));
        }
    }
    for entity in &store.kong_custom_entities {
        if let Some(parent) = &entity.spec.parent_ref {
            let namespace = parent
                .namespace
                .as_deref()
                .unwrap_or(entity.meta.namespace());
            used.insert((namespace.to_owned(), parent.name.clone()));
        }
    }
    used
}

fn unused_policies(context: &mut Context<'_>) {
    let services = context.store.services.iter().map(|object| &object.meta);
    let facades = context
        .store
        .kong_service_facades
        .iter()
        .map(|object| &object.meta);
    let used: BTreeSet<(&str, &str)> = services
        .chain(facades)
        .filter_map(|object| Some((object.namespace(), UPSTREAM_POLICY.written(object)?)))
        .collect();
    for policy in &context.store.kong_upstream_policies {
        if !used.contains(&(policy.meta.namespace(), policy.meta.name())) {
            context
                .diagnostics
                .push(lint::upstream_policy_unused(Origin::of(&policy.meta)));
        }
    }
}

/// A Service behind an upstream without targets although its slices list endpoints.
fn unready_services(context: &mut Context<'_>) {
    let mut seen = BTreeSet::new();
    for service in context.state.services.values() {
        let without_targets = context
            .state
            .upstreams
            .get(&service.host)
            .is_some_and(|upstream| upstream.targets.is_empty());
        for object in service.kubernetes_services().filter(|_| without_targets) {
            let unready: usize = context
                .store
                .endpoint_slices_of(object.namespace(), object.name())
                .flat_map(|slice| &slice.spec.endpoints)
                .filter(|endpoint| {
                    endpoint
                        .conditions
                        .as_ref()
                        .is_some_and(|conditions| conditions.ready == Some(false))
                })
                .count();
            if unready > 0 && seen.insert((object.namespace().to_owned(), object.name().to_owned()))
            {
                context
                    .diagnostics
                    .push(lint::service_endpoints_unready(Origin::of(object), unready));
            }
        }
    }
}
