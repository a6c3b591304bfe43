//! Derived ids (spec 45, 1; go-kong `kong/ids.go`): the last pass, since names are final by then.

use crate::controller::Switch;
use crate::kong::ids::{EntityType, derive};
use crate::kong::plugin::Plugin;
use crate::kong::state::State;
use crate::options::Options;

/// Give every service, route, consumer, group, vault and top-level plugin the id of its name.
pub fn apply(options: &Options, state: &mut State) {
    let workspace = options.kong_workspace.as_str();
    for service in state.services.values_mut() {
        let id = derive(EntityType::Service, workspace, service.name.as_str());
        service.id = Some(id.to_string());
        for route in &mut service.routes {
            let id = derive(EntityType::Route, workspace, route.name.as_str());
            route.id = Some(id.to_string());
        }
    }
    for consumer in &mut state.consumers {
        // A consumer known by its custom_id alone has nothing to derive an id from.
        consumer.id = consumer
            .username
            .as_deref()
            .map(|username| derive(EntityType::Consumer, workspace, username).to_string());
    }
    for group in &mut state.consumer_groups {
        let id = derive(EntityType::ConsumerGroup, workspace, &group.name);
        group.id = Some(id.to_string());
    }
    for vault in &mut state.vaults {
        vault.id = Some(derive(EntityType::Vault, workspace, &vault.prefix).to_string());
    }
    if !options.has(Switch::PluginIds) {
        return;
    }
    for plugin in &mut state.plugins {
        // Go-kong derives none from an empty name.
        if !plugin.name.is_empty() {
            let id = derive(EntityType::Plugin, workspace, &plugin_key(plugin));
            plugin.id = Some(id.to_string());
        }
    }
}

/// `<type>[:service/<name>][:route/<name>][:consumer/<name>][:consumer_group/<name>]`
fn plugin_key(plugin: &Plugin) -> String {
    let mut key = plugin.name.clone();
    for (field, name) in plugin.scope().members() {
        key.push(':');
        key.push_str(field);
        key.push('/');
        key.push_str(name);
    }
    key
}
