//! For programs: the object and its status as the API has them, times left out, and its events as Events.

use super::super::{Condition, Described, Parent, Status};
use crate::diag::failure::REASON;
use crate::origin::ObjectMeta;
use crate::store::gateway::route::GROUP;
use serde_json::{Map, Value, json};

/// An object with its status, events and notes in one.
pub fn whole(object: &Described) -> Value {
    let mut value = identity(&object.meta);
    value.extend(status(object).map(|status| ("status".to_owned(), status)));
    let events = object.events.iter();
    let events: Vec<Value> = events
        .map(|message| json!({ "type": "Warning", "reason": REASON, "message": message }))
        .collect();
    value.insert("events".to_owned(), events.into());
    value.insert("notes".to_owned(), json!(object.notes));
    Value::Object(value)
}

/// The documents of an object: itself, when it has a status, and its Events.
pub fn documents(object: &Described) -> Vec<Value> {
    let mut documents = Vec::new();
    if let Some(status) = status(object) {
        let mut value = identity(&object.meta);
        value.insert("status".to_owned(), status);
        documents.push(Value::Object(value));
    }
    let key = &object.meta.key;
    let mut involved = json!({
        "apiVersion": key.api_version(),
        "kind": key.kind,
        "name": key.name,
    });
    // Events about objects without a namespace stand in `default`.
    let namespace = match key.namespace.as_str() {
        "" => "default",
        namespace => {
            involved["namespace"] = json!(namespace);
            namespace
        }
    };
    documents.extend(object.events.iter().map(|message| {
        json!({
            "apiVersion": "v1",
            "kind": "Event",
            "metadata": { "namespace": namespace },
            "involvedObject": involved,
            "type": "Warning",
            "reason": REASON,
            "message": message,
        })
    }));
    documents
}

fn identity(meta: &ObjectMeta) -> Map<String, Value> {
    let key = &meta.key;
    let mut metadata = Map::new();
    metadata.insert("name".to_owned(), json!(key.name));
    if !key.namespace.is_empty() {
        metadata.insert("namespace".to_owned(), json!(key.namespace));
    }
    let mut value = Map::new();
    value.insert("apiVersion".to_owned(), json!(key.api_version()));
    value.insert("kind".to_owned(), json!(key.kind));
    value.insert("metadata".to_owned(), metadata.into());
    value
}

fn status(object: &Described) -> Option<Value> {
    let generation = object.meta.generation;
    let conditions = |own: &[Condition]| -> Value {
        own.iter()
            .map(|condition| self::condition(condition, generation))
            .collect()
    };
    Some(match &object.status {
        Status::None => return None,
        Status::Conditions(own) => json!({ "conditions": conditions(own) }),
        Status::Gateway(own, listeners) => {
            let listeners: Vec<Value> = listeners
                .iter()
                .map(|listener| {
                    let kinds = listener.supported_kinds.iter();
                    let kinds: Vec<Value> = kinds
                        .map(|kind| json!({ "group": GROUP, "kind": kind }))
                        .collect();
                    json!({
                        "name": listener.name,
                        "attachedRoutes": listener.attached_routes,
                        "supportedKinds": kinds,
                        "conditions": conditions(&listener.conditions),
                    })
                })
                .collect();
            json!({ "conditions": conditions(own), "listeners": listeners })
        }
        Status::Route(parents) => {
            json!({ "parents": by_parent(parents, "parentRef", conditions) })
        }
        Status::Policy(ancestors) => {
            json!({ "ancestors": by_parent(ancestors, "ancestorRef", conditions) })
        }
    })
}

fn by_parent(
    parents: &[Parent],
    reference: &str,
    conditions: impl Fn(&[Condition]) -> Value,
) -> Value {
    let parents = parents.iter().map(|parent| {
        let mut named = json!({
            "group": parent.group,
            "kind": parent.kind,
            "namespace": parent.namespace,
            "name": parent.name,
        });
        if let Some(section) = &parent.section {
            named["sectionName"] = json!(section);
        }
        json!({
            reference: named,
            "controllerName": parent.controller_name,
            "conditions": conditions(&parent.conditions),
        })
    });
    parents.collect()
}

/// The generation is only known of manifests that come from a cluster.
fn condition(condition: &Condition, generation: i64) -> Value {
    let mut value = json!({
        "type": condition.kind,
        "status": condition.status.as_str(),
        "reason": condition.reason,
        "message": condition.message,
    });
    if condition.is_of_generation && generation > 0 {
        value["observedGeneration"] = json!(generation);
    }
    value
}
