//! Events about translation failures (spec 88, 6).

use super::{Context, Described, Status};
use crate::diag::Diagnostic;
use crate::origin::{ObjectKey, ObjectMeta};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// The messages of the failures by the objects that get them, each once.
pub(super) fn by_object(
    diagnostics: &[Diagnostic],
) -> BTreeMap<&ObjectKey, (&Arc<ObjectMeta>, Vec<String>)> {
    let mut found: BTreeMap<&ObjectKey, (&Arc<ObjectMeta>, BTreeSet<&str>)> = BTreeMap::new();
    for failure in diagnostics.iter().flat_map(|problem| &problem.failures) {
        for object in &failure.objects {
            let (_, messages) = found
                .entry(&object.key)
                .or_insert_with(|| (object, BTreeSet::new()));
            messages.insert(&failure.message);
        }
    }
    let owned = |messages: BTreeSet<&str>| messages.into_iter().map(str::to_owned).collect();
    found
        .into_iter()
        .map(|(key, (object, messages))| (key, (object, owned(messages))))
        .collect()
}

/// Give every object its events; those that have nothing else come along.
pub(super) fn lay_under(context: &Context<'_>, found: &mut Vec<Described>) {
    let mut left = context.events.clone();
    for described in &mut *found {
        if let Some((_, messages)) = left.remove(&described.meta.key) {
            described.events = messages;
        }
    }
    found.extend(left.into_values().map(|(meta, events)| Described {
        meta: Arc::clone(meta),
        status: Status::None,
        events,
        notes: Vec::new(),
    }));
}
