//! Secrets: credentials by their label, and what plugins take from them (spec 82, 3.3 to 3.5).

use super::credential::{self, FAILED, Fault};
use super::plugin::Faulty;
use super::uniqueness::{Clashes, Index};
use super::{Context, Found, consumer};
use crate::annotations::table::CREDENTIAL;
use crate::diag::consumers as problems;
use crate::k8s::object::Object;
use crate::origin::Origin;
use k8s_openapi::api::core::v1::Secret;

/// Judge all.
pub(super) fn judge<'a>(
    context: &mut Context<'a>,
    (index, clashes): (&Index<'a>, &mut Clashes),
    plugins: &Faulty,
) {
    for secret in &context.store().secrets {
        let meta = &secret.meta;
        if context.operation(meta).is_none() {
            continue;
        }
        if CREDENTIAL.written(meta).is_some() && is_refused(context, secret, (index, &mut *clashes))
        {
            continue;
        }
        if let Some((problem, said)) = plugins.of_secret(meta.namespace(), meta.name()) {
            let problem = problem.and(Origin::of(meta));
            context.push(problem.refused_by_webhook(&meta.key, said));
        }
    }
}

/// Whether it is no credential, or one that another consumer has.
fn is_refused<'a>(
    context: &mut Context<'a>,
    secret: &'a Object<Secret>,
    (index, clashes): (&Index<'a>, &mut Clashes),
) -> bool {
    let meta = &secret.meta;
    let name = (meta.namespace(), meta.name());
    let found = Found::Here(secret);
    let listed = index.first_listing(name);
    if let Some(fault) = credential::fault(found, context.options()) {
        let said = format!("{FAILED}: {}", fault.said());
        let problem = match (listed, fault) {
            // The translation tells it where the consumer lists it.
            (Some((by, position)), fault) => {
                consumer::problem(consumer::origin(by, position), found, &fault)
            }
            (None, Fault::Invalid { reason, path }) => {
                problems::secret_invalid(Origin::at(meta, path), &reason)
            }
            // It has the label.
            (None, Fault::NoType) => return false,
        };
        context.push(problem.refused_by_webhook(&meta.key, said));
        return true;
    }
    if listed.is_none() {
        return false;
    }
    match index.refusal(&[name]) {
        Some(refusal) => {
            clashes.add(meta, refusal);
            true
        }
        None => false,
    }
}
