//! Routes whose protocols the gateway chooses (spec 84, section 1).

use super::Context;
use crate::diag::lint;
use crate::schema::entities::{self, Release};
use serde_json::json;
use std::collections::BTreeSet;

/// Report objects whose routes name no protocols, once each, where the default of the version of Kong is https alone.
pub fn lint(context: &mut Context<'_>) {
    let defaults = entities::defaults("routes", Release::of(context.options));
    if defaults.get("protocols") != Some(&json!(["https"])) {
        return;
    }
    let version = context.options.kong_version.to_string();
    let mut seen = BTreeSet::new();
    let routes = context.state.services.values().flat_map(|it| &it.routes);
    for route in routes.filter(|route| route.protocols.is_empty()) {
        if seen.insert(&route.origin().object.key) {
            let at = route.origin().clone();
            context
                .diagnostics
                .push(lint::https_only_by_default(at, &version));
        }
    }
}
