//! KongConsumerGroups: only where the gateway is Kong Enterprise (spec 82, 3.2).

use super::{Context, whole};
use crate::diag::webhook as problems;

/// Judge all.
pub(super) fn judge(context: &mut Context<'_>) {
    let store = context.store();
    for group in &store.kong_consumer_groups {
        context.note_without_class(&group.meta);
    }
    if context.options().enterprise {
        return;
    }
    let others = store.others.kong_consumer_groups.iter();
    for group in store.kong_consumer_groups.iter().chain(others) {
        if context.is_of_class(&group.meta) && context.operation(&group.meta).is_some() {
            let (key, at) = whole(&group.meta);
            context.push(
                problems::group_needs_enterprise(at)
                    .refused_by_webhook(key, "consumer group support requires Kong Enterprise"),
            );
        }
    }
}
