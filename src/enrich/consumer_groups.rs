//! KongConsumerGroup to consumer groups (spec 42, 3). `spec.name` and `spec.tags` do not count.

use super::Context;
use crate::diag::consumers as problems;
use crate::kong::consumer::ConsumerGroup;
use crate::kong::names::object_tags;
use crate::kong::state::State;
use crate::origin::Origin;
use std::collections::BTreeMap;

/// One consumer group per KongConsumerGroup, named after the object.
pub fn apply(context: &mut Context<'_>, state: &mut State) {
    state
        .consumer_groups
        .extend(
            context
                .store
                .kong_consumer_groups
                .iter()
                .map(|group| ConsumerGroup {
                    name: group.meta.name().to_owned(),
                    tags: object_tags(&group.meta, []),
                    source: Origin::of(&group.meta).into(),
                    ..ConsumerGroup::default()
                }),
        );
    let mut first = BTreeMap::new();
    for group in &state.consumer_groups {
        let owner = *first.entry(&group.name).or_insert(group.origin());
        if owner != group.origin() {
            context
                .diagnostics
                .push(problems::consumer_group_name_twice(
                    group.origin().clone(),
                    &group.name,
                    owner,
                ));
        }
    }
}
