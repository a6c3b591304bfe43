//! Rules of HTTPRoutes and GRPCRoutes that name no backend and answer nothing themselves.

use super::Context;
use crate::annotations::plugins;
use crate::diag::gateway_routes as problems;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use crate::store::Store;
use gateway_api::apis::experimental::httproutes::{
    HttpRouteRules, HttpRouteRulesFiltersType as FilterType,
};
use std::sync::Arc;

/// Plugins that answer, or choose another upstream, in place of a backend.
const ANSWERING: [&str; 14] = [
    "ai-proxy",
    "ai-proxy-advanced",
    "aws-lambda",
    "azure-functions",
    "confluent",
    "degraphql",
    "forward-proxy",
    "kafka-upstream",
    "mocking",
    "post-function",
    "pre-function",
    "redirect",
    "request-termination",
    "route-by-header",
];

/// Report every such rule.
pub fn lint(context: &mut Context<'_>) {
    let store = context.store;
    for route in &store.http_routes {
        for (index, rule) in route.spec.rules.iter().flatten().enumerate() {
            if rule.backend_refs.iter().flatten().next().is_none()
                && !answers(store, &route.meta, Some(rule))
            {
                report(context, &route.meta, index);
            }
        }
    }
    for route in &store.grpc_routes {
        for (index, rule) in route.spec.rules.iter().flatten().enumerate() {
            if rule.backend_refs.iter().flatten().next().is_none()
                && !answers(store, &route.meta, None)
            {
                report(context, &route.meta, index);
            }
        }
    }
}

fn report(context: &mut Context<'_>, route: &Arc<ObjectMeta>, index: usize) {
    let at = Origin::at(route, FieldPath::of(&["spec", "rules"]).index(index));
    context.diagnostics.push(problems::rule_answers_nothing(at));
}

/// Whether a redirect or a plugin answers the requests of a rule.
fn answers(store: &Store, route: &ObjectMeta, rule: Option<&HttpRouteRules>) -> bool {
    let filters = rule.and_then(|rule| rule.filters.as_deref());
    let filters = filters.unwrap_or_default();
    let redirects = filters
        .iter()
        .any(|filter| filter.r#type == FilterType::RequestRedirect);
    let extensions = filters.iter().filter_map(|filter| {
        let reference = filter.extension_ref.as_ref()?;
        Some((route.namespace().to_owned(), reference.name.clone()))
    });
    redirects
        || extensions
            .chain(plugins::named_by(route))
            .any(|(namespace, name)| {
                let plugin = store.plugin(&namespace, &name);
                plugin.is_some_and(|plugin| ANSWERING.contains(&plugin.spec.plugin.as_str()))
            })
}
