//! What is let through with a warning: `KongIngress` objects with `upstream`, and Services that name one (spec 82, 3.11).

use super::{Context, whole};
use crate::annotations::table::{OVERRIDE, UPSTREAM_POLICY};
use crate::diag::lint;

const UPSTREAM: &str = "'upstream' is DEPRECATED and will be removed in a future version. Use a KongUpstreamPolicy resource instead.";

/// Judge all.
pub(super) fn judge(context: &mut Context<'_>) {
    let store = context.store();
    for settings in &store.kong_ingresses {
        if settings.spec.upstream.is_some() && context.operation(&settings.meta).is_some() {
            let (key, at) = whole(&settings.meta);
            let problem = lint::deprecated_kind(at, "KongUpstreamPolicy");
            context.push(problem.warned_by_webhook(key, UPSTREAM));
        }
    }
    for service in &store.services {
        let meta = &service.meta;
        if OVERRIDE.text(meta).is_some() && context.operation(meta).is_some() {
            let (old, new) = (OVERRIDE.name(), UPSTREAM_POLICY.name());
            let problem = lint::deprecated_annotation(OVERRIDE.at(meta), old, new);
            let said = format!(
                "{old} is deprecated and will be removed in a future release. Use Service annotations for the 'proxy' section and {new} with a KongUpstreamPolicy resource instead."
            );
            context.push(problem.warned_by_webhook(&meta.key, said));
        }
    }
}
