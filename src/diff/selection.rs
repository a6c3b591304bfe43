//! Select tags: what decK looks at on a gateway, and what it adds to the entities of a file (spec 50, 1.4).

use super::entity::{Entity, Kind};
use std::collections::HashSet;

/// Keep only entities that have all of the tags. What has no tags of its own goes with what it belongs to. How many went.
pub fn select(entities: &mut Vec<Entity>, tags: &[String]) -> usize {
    if tags.is_empty() {
        return 0;
    }
    let before = entities.len();
    let parents: HashSet<(Kind, String)> = entities
        .iter()
        .filter(|entity| entity.has_tags(tags))
        .map(|entity| (entity.kind.clone(), name(entity)))
        .collect();
    entities.retain(|entity| match parent(entity) {
        Some((kind, name)) => parents.contains(&(kind, name.to_owned())),
        None => entity.has_tags(tags) || matches!(entity.kind, Kind::License | Kind::Other(_)),
    });
    before - entities.len()
}

/// What children call it.
fn name(entity: &Entity) -> String {
    match (&entity.kind, &entity.id) {
        (Kind::Certificate, Some(id)) => id.clone(),
        _ => entity.title.clone(),
    }
}

/// What an entity without tags belongs to.
fn parent(entity: &Entity) -> Option<(Kind, &str)> {
    let (kind, field) = match entity.kind {
        Kind::Target => (Kind::Upstream, "upstream"),
        Kind::Sni => (Kind::Certificate, "certificate"),
        Kind::ConsumerGroupConsumer => (Kind::Consumer, "consumer"),
        _ => return None,
    };
    Some((kind, entity.text(field)?))
}

/// Give every entity that can have tags the select tags, as decK does before it compares.
pub fn add_tags(entities: &mut [Entity], tags: &[String]) {
    for entity in entities {
        let has_none = matches!(
            entity.kind,
            Kind::ConsumerGroupConsumer | Kind::License | Kind::Other(_)
        );
        if !has_none {
            entity.add_tags(tags);
        }
    }
}
