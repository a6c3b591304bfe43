//! KongConsumer to consumers, with their groups and credentials (spec 42, 1 and 2).

use super::{Context, credentials};
use crate::diag::consumers as problems;
use crate::k8s::kong::KongConsumerSpec;
use crate::k8s::object::Object;
use crate::kong::consumer::{Consumer, GroupReference};
use crate::kong::names::object_tags;
use crate::kong::state::State;
use crate::origin::{FieldPath, Origin};

/// One consumer per KongConsumer that has a username or a custom id.
pub fn apply(context: &mut Context<'_>, state: &mut State) {
    let store = context.store;
    for object in &store.kong_consumers {
        if object.spec.username.is_empty() && object.spec.custom_id.is_empty() {
            context
                .diagnostics
                .push(problems::no_identity(Origin::of(&object.meta)));
            continue;
        }
        let mut consumer = Consumer {
            username: non_empty(&object.spec.username),
            custom_id: non_empty(&object.spec.custom_id),
            tags: object_tags(&object.meta, []),
            groups: groups(context, object),
            source: Origin::of(&object.meta).into(),
            ..Consumer::default()
        };
        for credential in credentials::of(context, object) {
            consumer.add(credential);
        }
        state.consumers.push(consumer);
    }
    credentials::conflicts::remove(context, &mut state.consumers);
    // KIC's `consumer_cmp.go`; equal ones keep the table's order, by namespace and name.
    state
        .consumers
        .sort_by(|a, b| (&a.username, &a.custom_id).cmp(&(&b.username, &b.custom_id)));
    warn_of_repeats(context, &state.consumers);
}

/// Equal usernames stand side by side after sorting.
fn warn_of_repeats(context: &mut Context<'_>, consumers: &[Consumer]) {
    for pair in consumers.windows(2) {
        if let Some(username) = pair[1]
            .username
            .as_deref()
            .filter(|_| pair[0].username == pair[1].username)
        {
            context.diagnostics.push(problems::consumer_name_twice(
                pair[1].origin().clone(),
                username,
                pair[0].origin(),
            ));
        }
    }
}

fn non_empty(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

/// The groups that exist, in written order.
fn groups(context: &mut Context<'_>, consumer: &Object<KongConsumerSpec>) -> Vec<GroupReference> {
    let mut groups = Vec::new();
    for (position, name) in consumer.spec.consumer_groups.iter().enumerate() {
        let namespace = consumer.meta.namespace();
        if context
            .store
            .kong_consumer_groups
            .get(namespace, name)
            .is_some()
        {
            groups.push(GroupReference {
                id: None,
                name: name.clone(),
            });
        } else {
            let path = FieldPath::of(&["consumerGroups"]).index(position);
            let nearest = context.store.kong_consumer_groups.nearest(namespace, name);
            let at = Origin::at(&consumer.meta, path);
            let problem = problems::group_not_found(at, namespace, name);
            context.diagnostics.push(problem.did_you_mean(nearest));
        }
    }
    groups
}
