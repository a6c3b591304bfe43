//! KongConsumerGroup to consumer groups (spec 42, 3). `spec.name` and `spec.tags` do not count.

use super::Context;
use crate::kong::consumer::ConsumerGroup;
use crate::kong::names::object_tags;
use crate::kong::state::State;
use crate::origin::Origin;

/// One consumer group per KongConsumerGroup, named after the object.
pub fn apply(context: &Context<'_>, state: &mut State) {
    state
        .consumer_groups
        .extend(
            context
                .store
                .kong_consumer_groups
                .iter()
                .map(|group| ConsumerGroup {
                    id: None,
                    name: group.meta.name().to_owned(),
                    tags: object_tags(&group.meta, []),
                    origin: Origin::of(&group.meta),
                }),
        );
}
