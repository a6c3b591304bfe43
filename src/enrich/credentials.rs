//! Secrets to credentials of consumers (spec 42, 4 and 6).

use super::Context;
use crate::k8s::kong::KongConsumerSpec;
use crate::k8s::object::Object;
use crate::kong::consumer::{Consumer, Credential};

/// The credentials of a consumer, in the order of the KongConsumer.
pub fn of(context: &mut Context<'_>, consumer: &Object<KongConsumerSpec>) -> Vec<Credential> {
    let _ = (context, consumer);
    Vec::new()
}

/// Remove every consumer that shares a credential with another.
pub fn remove_conflicts(context: &mut Context<'_>, consumers: &mut Vec<Consumer>) {
    let _ = (context, consumers);
}
