//! Plugins that nothing references and that are not global: never written, but worth judging before somebody attaches them.

use super::build;
use super::patch::Fillers;
use super::references::Relations;
use crate::diag::Diagnostics;
use crate::enrich::Context;
use crate::kong::state::State;
use crate::origin::ObjectKey;
use std::collections::BTreeSet;

/// Keep what KIC would make of them. What keeps KIC from making one concerns nobody yet.
pub(super) fn collect(
    context: &mut Context<'_>,
    state: &mut State,
    relations: &Relations,
    fillers: &mut Fillers,
) {
    let store = context.store;
    let referenced: BTreeSet<&ObjectKey> = relations
        .keys()
        .filter_map(|(namespace, name)| store.plugin(namespace, name))
        .map(|plugin| &plugin.meta.key)
        .collect();
    let everywhere = store
        .kong_cluster_plugins
        .iter()
        .filter(|plugin| plugin.meta.label("global") != Some("true"));
    let plugins = store.kong_plugins.iter().chain(everywhere);
    let mut unheard = Diagnostics::default();
    let mut context = Context {
        store,
        options: context.options,
        diagnostics: &mut unheard,
    };
    for plugin in plugins.filter(|plugin| !referenced.contains(&plugin.meta.key)) {
        if let Ok(built) = build::build(&mut context, plugin, fillers) {
            state.unused_plugins.push(built);
        }
    }
}
