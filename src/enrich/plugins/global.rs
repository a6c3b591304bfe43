//! Global plugins: KongClusterPlugins with the label `global: "true"` (spec 41, 7).

use super::build::build;
use super::{Limits, is_within};
use crate::diag::{Severity, plugin_bindings as problems, plugins};
use crate::enrich::Context;
use crate::kong::state::State;
use crate::origin::{FieldPath, Origin};
use std::collections::BTreeMap;

/// The label; its value must be `true` to the letter.
const GLOBAL: &str = "global";

/// Add every global plugin. KIC only logs what keeps one out, so all problems here are warnings.
pub(super) fn apply(context: &mut Context<'_>, state: &mut State, limits: &mut Limits) {
    let store = context.store;
    for plugin in &store.kong_plugins {
        if plugin.meta.label(GLOBAL) == Some("true") {
            let at = Origin::at(&plugin.meta, label_path());
            context
                .diagnostics
                .push(problems::global_on_kong_plugin(at));
        }
    }
    let mut by_type: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for plugin in &store.kong_cluster_plugins {
        if plugin.meta.label(GLOBAL) == Some("true") {
            by_type.entry(&plugin.spec.plugin).or_default().push(plugin);
        }
    }
    for (name, plugins) in by_type {
        match plugins.as_slice() {
            _ if name.is_empty() => context.diagnostics.extend(plugins.iter().map(|plugin| {
                problems::global_without_type(Origin::at(&plugin.meta, FieldPath::of(&["plugin"])))
            })),
            [plugin] => match build(context, plugin, &mut limits.fillers) {
                Ok(plugin) => {
                    if is_within(context, limits, &plugin, 1) {
                        state.plugins.push(plugin);
                    } else {
                        state.is_too_large = true;
                    }
                }
                Err(mut problem) => {
                    problem.failures.clear();
                    // A limit of this tool is no failure that KIC goes on after.
                    if problem.code != &plugins::PLUGIN_PATCH_TOO_LARGE {
                        problem.severity = problem.severity.min(Severity::Warning);
                    }
                    context.diagnostics.push(problem);
                }
            },
            [first, others @ ..] => {
                let at = Origin::at(&first.meta, label_path());
                let others = others.iter().map(|plugin| &plugin.meta);
                context
                    .diagnostics
                    .push(problems::global_twice(at, name).and_all(others));
            }
            [] => {}
        }
    }
}

fn label_path() -> FieldPath {
    FieldPath::of(&["metadata", "labels"]).key(GLOBAL)
}
