//! Ids and instance names of plugins that stand twice (spec 70, section 3).

use super::subject_of;
use crate::diag::Diagnostics;
use crate::kong::plugin::{Plugin, Scope};
use crate::kong::state::State;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};

/// Report them.
pub(super) fn judge(state: &State, diagnostics: &mut Diagnostics) {
    let mut ids = BTreeMap::new();
    let mut names: BTreeMap<&str, &Plugin> = BTreeMap::new();
    let mut places: BTreeMap<(&str, Scope<'_>), &Plugin> = BTreeMap::new();
    for plugin in &state.plugins {
        let first = plugin
            .instance_name
            .as_deref()
            .and_then(|name| names.insert(name, plugin));
        if let Some(first) = first {
            report(plugin, first, "instance_name", diagnostics);
            continue;
        }
        let first = match &plugin.id {
            Some(id) => ids.insert(id.as_str(), plugin),
            None => places.insert((&plugin.name, plugin.scope()), plugin),
        };
        if let Some(first) = first {
            report(plugin, first, "id", diagnostics);
        }
    }
    for service in state.services.values() {
        nested(&service.plugins, diagnostics);
        for route in &service.routes {
            nested(&route.plugins, diagnostics);
        }
    }
}

/// Which of the two Kong names depends on the order of the file, so both are at fault where their names differ.
fn report(plugin: &Plugin, first: &Plugin, field: &str, diagnostics: &mut Diagnostics) {
    let (second, subject) = (subject_of(plugin), subject_of(first));
    diagnostics.push(second.repeats(field, first.origin()));
    if subject.name != second.name {
        diagnostics.push(subject.repeats(field, plugin.origin()));
    }
}

/// Kong makes the id of a plugin without one from its name and scope, so one may stand in a service or route only once.
fn nested(plugins: &[Plugin], diagnostics: &mut Diagnostics) {
    let mut firsts: HashMap<&str, &Plugin> = HashMap::new();
    for plugin in plugins.iter().filter(|plugin| plugin.id.is_none()) {
        match firsts.entry(&plugin.name) {
            Entry::Occupied(first) => {
                diagnostics.push(subject_of(plugin).repeats("id", first.get().origin()));
            }
            Entry::Vacant(place) => {
                place.insert(plugin);
            }
        }
    }
}
