//! The report in the form of KIC's endpoint `/debug/config/fallback` (spec 83, 6).

use super::plan::{Item, Plan};
use crate::origin::ObjectKey;
use serde_json::{Map, Value, json};

/// The report of a plan. Lists are sorted, where KIC's are in no order.
pub fn json(plan: &Plan) -> Value {
    let mut report = Map::new();
    let status = if plan.broken.is_empty() {
        "not-triggered"
    } else {
        "triggered"
    };
    report.insert("status".to_owned(), status.into());
    let broken = plan.broken.iter().map(|(owner, known)| {
        let group = known
            .as_ref()
            .map_or(owner.group.trim_matches('*'), |key| &key.group);
        json!({
            "group": group, "kind": owner.kind, "namespace": owner.namespace, "name": owner.name,
            "id": owner.uid.as_deref().unwrap_or_default(),
        })
    });
    let lists = [
        ("brokenObjects", broken.collect::<Vec<_>>()),
        (
            "excludedObjects",
            plan.excluded.values().map(item).collect(),
        ),
        (
            "backfilledObjects",
            plan.backfilled.values().map(item).collect(),
        ),
    ];
    for (name, list) in lists {
        if !list.is_empty() {
            report.insert(name.to_owned(), list.into());
        }
    }
    Value::Object(report)
}

fn item(item: &Item) -> Value {
    let key = &item.object.key;
    let mut causes: Vec<String> = item
        .chains
        .iter()
        .filter_map(|chain| chain.first().map(cause))
        .collect();
    causes.sort();
    causes.dedup();
    json!({
        "group": key.group, "kind": key.kind, "version": key.version, "namespace": key.namespace, "name": key.name,
        "id": item.object.uid.as_deref().unwrap_or_default(), "causingObjects": causes,
    })
}

/// `<group>/<Kind>:<namespace>/<name>`, without the namespace of what has none; `core` stands for the empty group.
fn cause(key: &ObjectKey) -> String {
    let group = if key.group.is_empty() {
        "core"
    } else {
        &key.group
    };
    format!("{group}/{}:{}", key.kind, key.qualified_name())
}
