//! Consumers with their credentials, and consumer groups.

use super::Context;
use crate::kong::consumer::{Consumer, ConsumerGroup};
use crate::kong::secret::Form;

/// By name, then by the KongConsumerGroup: two of one name in two namespaces are both written (spec 42, 3).
pub(super) fn consumer_groups(mut groups: Vec<ConsumerGroup>) -> Vec<ConsumerGroup> {
    groups.sort_by_cached_key(|group| {
        (
            group.name.clone(),
            group.origin().object.key.qualified_name(),
        )
    });
    groups
}

/// Those without username first, then by username and custom id (spec 42, 1). Credentials and groups keep the order of the
/// KongConsumer.
pub(super) fn consumers(ctx: &Context, mut consumers: Vec<Consumer>) -> Vec<Consumer> {
    consumers.sort_by(|a, b| (&a.username, &a.custom_id).cmp(&(&b.username, &b.custom_id)));
    for secret in consumers.iter_mut().flat_map(Consumer::secrets_mut) {
        ctx.conceal(secret, Form::Quoted);
    }
    consumers
}
