//! KongConsumers and the Secrets that they list (spec 82, 3.1).

use super::asked::Operation;
use super::credential::{self, FAILED, Fault};
use super::uniqueness::{Clashes, Index};
use super::{Context, Found};
use crate::diag::{Diagnostic, consumers as problems, webhook};
use crate::k8s::kong::KongConsumerSpec;
use crate::k8s::object::Object;
use crate::options::Secrets;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::sync::Arc;

/// Judge all.
pub(super) fn judge<'a>(context: &mut Context<'a>, index: &Index<'a>, clashes: &mut Clashes) {
    let store = context.store();
    let used = store.kong_consumers.iter().map(|consumer| (consumer, true));
    let others = store.others.kong_consumers.iter();
    for (consumer, is_used) in used.chain(others.map(|consumer| (consumer, false))) {
        let meta = &consumer.meta;
        let Some(operation) = context.operation(meta) else {
            continue;
        };
        if let Operation::Update(former) = operation
            && former.username == consumer.spec.username
        {
            if is_used {
                context.push(webhook::unseen_update(meta));
            }
        } else if context.is_of_class(meta) {
            one(context, consumer, index, clashes);
        } else if is_used {
            context.note_without_class(meta);
        }
    }
}

fn one<'a>(
    context: &mut Context<'a>,
    consumer: &'a Object<KongConsumerSpec>,
    index: &Index<'a>,
    clashes: &mut Clashes,
) {
    // Nothing to compare: whatever clashes elsewhere does not matter.
    if consumer.spec.credentials.is_empty() {
        return;
    }
    let namespace = consumer.meta.namespace();
    for (position, name) in consumer.spec.credentials.iter().enumerate() {
        let at = origin(&consumer.meta, position);
        let found = context.secret(namespace, name);
        if matches!(found, Found::Nowhere) {
            // What is not among the inputs may be in the cluster.
            if context.options().secrets == Secrets::Inline {
                let nearest = context.store().secrets.nearest(namespace, name);
                let problem = problems::secret_not_found(at, namespace, name).did_you_mean(nearest);
                let said = format!(
                    "consumer referenced non-existent credentials secret: secrets \"{name}\" not found"
                );
                context.push(problem.refused_by_webhook(&consumer.meta.key, said));
            }
            return;
        }
        if let Some(fault) = credential::fault(found, context.options()) {
            let said = format!("{FAILED}: {}", fault.said());
            let problem = problem(at, found, &fault);
            context.push(problem.refused_by_webhook(&consumer.meta.key, said));
            return;
        }
    }
    let own: Vec<(&str, &str)> = consumer
        .spec
        .credentials
        .iter()
        .map(|name| (namespace, name.as_str()))
        .collect();
    if let Some(refusal) = index.refusal(&own) {
        clashes.add(&consumer.meta, refusal);
    }
}

/// The item of `credentials`.
pub(super) fn origin(consumer: &Arc<ObjectMeta>, position: usize) -> Origin {
    Origin::at(consumer, FieldPath::of(&["credentials"]).index(position))
}

/// What is wrong with a Secret that a consumer lists.
pub(super) fn problem(at: Origin, found: Found<'_>, fault: &Fault) -> Diagnostic {
    let meta = match found {
        Found::Here(secret) => &secret.meta,
        Found::Made(made) => &made.secret.meta,
        Found::Nowhere => &Arc::clone(&at.object),
    };
    match fault {
        Fault::NoType => problems::label_missing(at, meta),
        Fault::Invalid { reason, .. } => problems::credential_invalid(at, meta, reason),
    }
}
