//! What goes with the broken objects, and what comes back (spec 83, 2 and 4).

use super::graph::{Affected, Graph};
use crate::kong::owner::Owner;
use crate::origin::{ObjectKey, ObjectMeta};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// An object of the plan, and why it is there.
#[derive(Debug, Clone)]
pub struct Item {
    /// The object.
    pub object: Arc<ObjectMeta>,
    /// From each cause to this one, both included: of what goes, broken objects; of what comes back, objects that went.
    pub chains: Vec<Vec<ObjectKey>>,
}

/// What a fallback leaves out and puts back.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The broken objects as they were named, in order, and which of the objects they are; those that are none take nothing away.
    pub broken: Vec<(Owner, Option<ObjectKey>)>,
    /// What goes.
    pub excluded: BTreeMap<ObjectKey, Item>,
    /// What comes back in its old version.
    pub backfilled: BTreeMap<ObjectKey, Item>,
}

impl Plan {
    /// The plan for broken objects. With the graph of the objects of the last valid configuration old versions come back: of what goes, and
    /// of what depended on it then.
    pub fn of(broken: Vec<Owner>, current: &Graph, last_valid: Option<&Graph>) -> Self {
        let mut plan = Self::default();
        for owner in broken {
            let key = find(current, &owner).map(|object| object.key.clone());
            if let Some(key) = &key {
                add(&mut plan.excluded, current.affected_by(key));
            }
            plan.broken.push((owner, key));
        }
        if let Some(last_valid) = last_valid {
            // What comes back names what was left out as its cause, not what was broken.
            for key in plan.excluded.keys() {
                add(&mut plan.backfilled, last_valid.affected_by(key));
            }
        }
        plan
    }

    /// The keys of what goes.
    pub fn excluded_keys(&self) -> BTreeSet<ObjectKey> {
        self.excluded.keys().cloned().collect()
    }

    /// The keys of what comes back.
    pub fn backfilled_keys(&self) -> BTreeSet<ObjectKey> {
        self.backfilled.keys().cloned().collect()
    }
}

/// The object that is meant, by group, kind, namespace and name; manifests have no uids to tell it from a former one.
fn find<'g>(graph: &'g Graph, owner: &Owner) -> Option<&'g Arc<ObjectMeta>> {
    let group = Some(owner.group.as_str()).filter(|group| *group != "*");
    graph.find((group, &owner.kind), &owner.namespace, &owner.name)
}

fn add(items: &mut BTreeMap<ObjectKey, Item>, affected: Vec<Affected>) {
    for Affected { object, chain } in affected {
        let item = items.entry(object.key.clone()).or_insert_with(|| Item {
            object,
            chains: Vec::new(),
        });
        item.chains.push(chain);
    }
}
