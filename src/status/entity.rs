//! Kong's own kinds that have the condition `Programmed` (spec 88, 5). Plugins have none.

use super::{Condition, Context, Described, Status, Translation};
use crate::kong::entity::Entity;
use crate::origin::{ObjectKey, ObjectMeta};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is said of an object that nothing is known of yet.
const PENDING: &str = "Object is pending configuration in Kong.";

/// The same of a facade that nothing uses.
const UNUSED: &str = "Found no references to this resource in Ingress or similar resources.";

pub(super) fn describe(context: &Context<'_>, found: &mut Vec<Described>) {
    let (store, state) = (context.facts.store, context.facts.state);
    let consumers = keys(&state.consumers);
    let groups = keys(&state.consumer_groups);
    let vaults = keys(&state.vaults);
    let entities: BTreeSet<&ObjectKey> = state.custom_entities.values().flat_map(keys).collect();
    let mut add = |meta: &Arc<ObjectMeta>, is_translated: bool, pending: &'static str| {
        let translation = context.translation(meta, is_translated);
        found.push(Described {
            meta: Arc::clone(meta),
            status: Status::Conditions(vec![programmed(translation, pending)]),
            events: Vec::new(),
            notes: Vec::new(),
        });
    };
    for consumer in &store.kong_consumers {
        add(
            &consumer.meta,
            consumers.contains(&consumer.meta.key),
            PENDING,
        );
    }
    for group in &store.kong_consumer_groups {
        add(&group.meta, groups.contains(&group.meta.key), PENDING);
    }
    for vault in &store.kong_vaults {
        add(&vault.meta, vaults.contains(&vault.meta.key), PENDING);
    }
    let gates = &context.facts.options.feature_gates;
    if gates.kong_custom_entity {
        for entity in &store.kong_custom_entities {
            add(&entity.meta, entities.contains(&entity.meta.key), PENDING);
        }
    }
    if gates.kong_service_facade {
        for facade in &store.kong_service_facades {
            let is_used = context.facades.contains(&facade.meta.key);
            add(&facade.meta, is_used, UNUSED);
        }
    }
}

fn programmed(translation: Translation, pending: &'static str) -> Condition {
    match translation {
        Translation::Succeeded => Condition::new("Programmed", true, "Programmed")
            .saying("Object was successfully configured in Kong."),
        Translation::Failed => Condition::new("Programmed", false, "Invalid").saying(
            "Object failed to be configured in Kong - see its attached Events for more information.",
        ),
        Translation::Unknown => Condition::new("Programmed", false, "Pending").saying(pending),
    }
}

/// The objects that entities were made from.
fn keys<'a, T: Entity + 'a>(entities: impl IntoIterator<Item = &'a T>) -> BTreeSet<&'a ObjectKey> {
    let origins = entities
        .into_iter()
        .filter_map(|entity| entity.source().manifest());
    origins.map(|origin| &origin.object.key).collect()
}
