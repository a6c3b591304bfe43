//! Doors left open: routes without authentication beside routes that have it, and consumers that no ACL lets in.

use super::Context;
use crate::diag::lint;
use crate::kong::names::{RouteName, ServiceName};
use crate::kong::plugin::{AUTHENTICATION, Plugin};
use serde_json::Value;
use std::collections::BTreeSet;

/// Report open routes whose siblings are closed, and consumers outside of every allowed group.
pub fn lint(context: &mut Context<'_>) {
    open_routes(context);
    consumers_outside_acls(context);
}

fn authenticates(plugin: &Plugin) -> bool {
    plugin.enabled != Some(false) && AUTHENTICATION.contains(&plugin.name.as_str())
}

fn open_routes(context: &mut Context<'_>) {
    let plugins: Vec<&Plugin> = context
        .state
        .plugins
        .iter()
        .filter(|plugin| authenticates(plugin))
        .collect();
    if plugins.iter().any(|plugin| plugin.scope().is_global()) {
        return;
    }
    let closed_routes: BTreeSet<&RouteName> = plugins
        .iter()
        .filter_map(|plugin| plugin.route.as_ref())
        .collect();
    let closed_services: BTreeSet<&ServiceName> = plugins
        .iter()
        .filter_map(|plugin| plugin.service.as_ref())
        .collect();
    for service in context
        .state
        .services
        .values()
        .filter(|service| !closed_services.contains(&service.name))
    {
        let Some(closed) = service
            .routes
            .iter()
            .find(|route| closed_routes.contains(&route.name))
        else {
            continue;
        };
        for open in service
            .routes
            .iter()
            .filter(|route| !closed_routes.contains(&route.name))
        {
            context.diagnostics.push(lint::route_without_authentication(
                open.origin().clone(),
                open.name.as_str(),
                closed.origin(),
                closed.name.as_str(),
            ));
        }
    }
}

/// Only when every `acl` plugin of the configuration has an allow list, so that no group means no way in.
fn consumers_outside_acls(context: &mut Context<'_>) {
    let acls: Vec<&Plugin> = context
        .state
        .plugins
        .iter()
        .filter(|plugin| plugin.name == "acl" && plugin.enabled != Some(false))
        .collect();
    let allowed = |plugin: &&Plugin| {
        plugin
            .config
            .values
            .get("allow")
            .and_then(Value::as_array)
            .filter(|groups| !groups.is_empty())
            .cloned()
    };
    let Some(lists) = acls
        .iter()
        .map(allowed)
        .collect::<Option<Vec<_>>>()
        .filter(|lists| !lists.is_empty())
    else {
        return;
    };
    let groups: BTreeSet<&str> = lists.iter().flatten().filter_map(Value::as_str).collect();
    for consumer in &context.state.consumers {
        let mut memberships = consumer.acls.iter().map(|acl| acl.group.as_str());
        let by_group = consumer
            .groups
            .iter()
            .any(|group| groups.contains(group.name.as_str()));
        if !by_group && !memberships.any(|group| groups.contains(group)) {
            context.diagnostics.push(lint::consumer_outside_acls(
                consumer.origin().clone(),
                consumer.reference(),
            ));
        }
    }
}
