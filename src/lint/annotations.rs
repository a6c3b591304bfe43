//! Annotations that no kind reads, and annotations on kinds where they do nothing (spec 40, 2 and 3).

use super::Context;
use crate::annotations::table::{OVERRIDE, SLASHED_PREFIX, annotation, annotations};
use crate::annotations::{Row, former};
use crate::controller::Switch;
use crate::diag::similar::similar;
use crate::diag::{Diagnostics, lint};
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::sync::Arc;

/// Look at the annotations of every object that KIC translates.
pub fn lint(context: &mut Context<'_>) {
    let store = context.store;
    if !context.options.has(Switch::LegacyKinds) {
        given_up(context);
    }
    let found = &mut *context.diagnostics;
    each(store.served(), found);
    each(store.gateway_classes.iter().map(|it| &it.meta), found);
    each(store.gateways.iter().map(|it| &it.meta), found);
    each(store.kong_plugins.iter().map(|it| &it.meta), found);
    each(store.kong_cluster_plugins.iter().map(|it| &it.meta), found);
}

/// Report `konghq.com/override` of Services, where no controller reads it any more.
fn given_up(context: &mut Context<'_>) {
    for service in &context.store.services {
        if OVERRIDE.written(&service.meta).is_some() {
            let instead = "write a KongUpstreamPolicy and name it by `konghq.com/upstream-policy`";
            let at = OVERRIDE.at(&service.meta);
            let problem = lint::former_annotation(at, OVERRIDE.name(), instead);
            context.diagnostics.push(problem);
        }
    }
}

fn each<'a>(objects: impl Iterator<Item = &'a Arc<ObjectMeta>>, found: &mut Diagnostics) {
    for object in objects {
        for (key, value) in &object.annotations {
            judge(object, key, value, found);
        }
    }
}

fn judge(object: &Arc<ObjectMeta>, key: &str, value: &str, found: &mut Diagnostics) {
    let at = || Origin::at(object, FieldPath::annotation(key.to_owned()));
    if let Some(successor) = former::successor(key) {
        found.push(lint::former_annotation(at(), key, successor));
        return;
    }
    let name = key.strip_prefix(SLASHED_PREFIX);
    match (annotation(key), name) {
        (None, Some(name)) => {
            let nearest = nearest(name);
            found.push(lint::unknown_annotation(at(), key, nearest.as_deref()));
        }
        // KIC reads those without Kong's prefix when their value is exactly `true` (spec 87, 0.3); they mean something to others too.
        (Some(row), _)
            if !row.is_read_from(&object.key.kind)
                && (name.is_some() || value == "true" && !row.gives.is_empty()) =>
        {
            found.push(lint::annotation_without_effect(at(), key, readers(row)));
        }
        _ => {}
    }
}

/// The kinds that read an annotation, in words.
fn readers(row: &Row) -> &'static str {
    match row.kinds {
        ["Ingress"] => "an Ingress",
        ["GatewayClass"] => "a GatewayClass",
        ["Gateway"] => "a Gateway",
        ["Service", "KongServiceFacade"] => "a Service or KongServiceFacade",
        kinds if kinds.contains(&"KongConsumer") => {
            "a Service, a route object, a KongConsumer or a KongConsumerGroup"
        }
        _ => "an Ingress or another route object",
    }
}

/// The known annotation that `name` most likely means.
fn nearest(name: &str) -> Option<String> {
    let known = annotations().filter(|row| !row.is_prefix());
    let names = known.filter_map(|row| row.key.strip_prefix(SLASHED_PREFIX));
    similar(name, names).map(|known| format!("{SLASHED_PREFIX}{known}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plural_is_one_edit_away() {
        assert_eq!(
            nearest("strip-paths").as_deref(),
            Some("konghq.com/strip-path")
        );
        assert_eq!(nearest("plugin").as_deref(), Some("konghq.com/plugins"));
        assert_eq!(nearest("something-else-entirely"), None);
    }
}
