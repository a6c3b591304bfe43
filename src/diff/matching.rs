//! Which entity of the old side is which of the new: by identity, never by position (spec 50, 4.2).

use super::entity::{Entity, Kind};
use serde_json::Value;
use std::collections::HashMap;

/// Two sides, matched.
#[derive(Debug, Default)]
pub struct Matched {
    /// Entities that both sides have.
    pub pairs: Vec<(Entity, Entity)>,
    /// Entities that go.
    pub only_old: Vec<Entity>,
    /// Entities that are new.
    pub only_new: Vec<Entity>,
    /// Certificates that changed their ids: old to new.
    pub ids: HashMap<String, String>,
    /// Entities that stand twice on one side.
    pub duplicates: Vec<String>,
}

/// Match two sides. Rules are tried one after the other; a rule counts where both sides can use it. Of two entities with one
/// identity the later one stands for both, and the fact is noted.
pub fn match_up(old: Vec<Entity>, new: Vec<Entity>) -> Matched {
    let mut matched = Matched::default();
    let mut old = without_duplicates(old, "old", &mut matched.duplicates);
    let mut new = without_duplicates(new, "new", &mut matched.duplicates);
    let rules = old
        .iter()
        .chain(&new)
        .flatten()
        .map(|entity| entity.keys.len())
        .max()
        .unwrap_or(0);
    for rule in 0..rules {
        let mut index: HashMap<(Kind, String), usize> = HashMap::new();
        for (position, entity) in old.iter().enumerate() {
            if let Some(key) = entity.as_ref().and_then(|entity| key(entity, rule)) {
                index.insert(key, position);
            }
        }
        for slot in &mut new {
            let Some(position) = slot
                .as_ref()
                .and_then(|entity| key(entity, rule))
                .and_then(|key| index.remove(&key))
            else {
                continue;
            };
            if let (Some(old), Some(new)) = (old[position].take(), slot.take()) {
                matched.pairs.push((old, new));
            }
        }
    }
    matched.only_old = old.into_iter().flatten().collect();
    matched.only_new = new.into_iter().flatten().collect();
    for (old, new) in &matched.pairs {
        if let (Kind::Certificate | Kind::CaCertificate, Some(from), Some(to)) =
            (&old.kind, &old.id, &new.id)
            && from != to
        {
            matched.ids.insert(from.clone(), to.clone());
        }
    }
    matched
}

fn key(entity: &Entity, rule: usize) -> Option<(Kind, String)> {
    let key = entity.keys.get(rule)?;
    (!key.is_empty()).then(|| (entity.kind.clone(), key.clone()))
}

/// The entities, each in a slot it can be taken from.
fn without_duplicates(
    entities: Vec<Entity>,
    side: &str,
    duplicates: &mut Vec<String>,
) -> Vec<Option<Entity>> {
    let mut seen: HashMap<(Kind, String), usize> = HashMap::new();
    let mut slots: Vec<Option<Entity>> = Vec::with_capacity(entities.len());
    for entity in entities {
        let identity = (0..entity.keys.len()).find_map(|rule| Some((rule, key(&entity, rule)?)));
        if let Some((rule, (kind, text))) = identity {
            let earlier = seen.insert((kind, format!("{rule}\n{text}")), slots.len());
            if let Some(earlier) = earlier {
                duplicates.push(format!(
                    "{} {} stands twice on the {side} side",
                    entity.kind, entity.title
                ));
                slots[earlier] = None;
            }
        }
        slots.push(Some(entity));
    }
    slots
}

/// Have an old entity refer to certificates by their new ids.
pub fn translate_ids(entity: &mut Entity, ids: &HashMap<String, String>) {
    if ids.is_empty() {
        return;
    }
    for field in [
        "client_certificate",
        "ca_certificates",
        "certificate",
        "ca_certificate",
    ] {
        if let Some(value) = entity.fields.get_mut(field) {
            translate(value, ids);
        }
    }
}

fn translate(value: &mut Value, ids: &HashMap<String, String>) {
    match value {
        Value::String(id) => {
            if let Some(new) = ids.get(id) {
                id.clone_from(new);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| translate(item, ids)),
        Value::Object(fields) => fields.values_mut().for_each(|item| translate(item, ids)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
