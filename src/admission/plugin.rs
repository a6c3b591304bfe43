//! KongPlugins and KongClusterPlugins of whatever class, and the Secrets that they take configuration from (spec 82, 3.5 and 3.6).

use super::Context;
use crate::diag::Diagnostic;
use crate::enrich::plugins::alone::{self, Budget};
use crate::k8s::kong::{KongPluginSpec, SecretKeySelector};
use crate::k8s::object::Object;
use crate::origin::ObjectKey;
use std::collections::HashMap;

/// The plugins whose configuration cannot be put together, by the Secrets that they name.
#[derive(Default)]
pub(super) struct Faulty {
    faults: Vec<Fault>,
    /// By namespace and name of the Secret; the first one counts.
    of_secret: HashMap<(String, String), usize>,
}

struct Fault {
    plugin: ObjectKey,
    problem: Diagnostic,
    said: String,
}

/// Judge all.
pub(super) fn judge(context: &mut Context<'_>) -> Faulty {
    let store = context.store();
    let mut faulty = Faulty::default();
    let mut budget = Budget::default();
    let used = store.kong_plugins.iter().chain(&store.kong_cluster_plugins);
    for plugin in used {
        one(context, plugin, &mut budget, Some(&mut faulty));
    }
    // Those of other classes are judged all the same, but nothing knows which Secrets they name.
    for plugin in &store.others.kong_cluster_plugins {
        one(context, plugin, &mut budget, None);
    }
    faulty
}

fn one(
    context: &mut Context<'_>,
    plugin: &Object<KongPluginSpec>,
    budget: &mut Budget,
    faulty: Option<&mut Faulty>,
) {
    let key = &plugin.meta.key;
    let is_asked = context.operation(&plugin.meta).is_some();
    match alone::refusal(context.store(), context.options(), plugin, budget) {
        Some((problem, said)) => {
            if let Some(faulty) = faulty {
                faulty.add(plugin, problem.clone(), said.clone());
            }
            if is_asked {
                context.push(problem.refused_by_webhook(key, said));
            }
        }
        None if is_asked => context.asks_gateway(&plugin.meta),
        None => {}
    }
}

impl Faulty {
    fn add(&mut self, plugin: &Object<KongPluginSpec>, problem: Diagnostic, said: String) {
        let own = plugin.meta.namespace();
        let of = |selector: &SecretKeySelector| {
            let namespace = if own.is_empty() {
                selector.namespace.clone()
            } else {
                own.to_owned()
            };
            (namespace, selector.name.clone())
        };
        let spec = &plugin.spec;
        let from = spec.config_from.iter().map(|from| &from.secret_key_ref);
        let patches = spec.config_patches.iter().flatten();
        let patches = patches.map(|patch| &patch.value_from.secret_key_ref);
        for selector in from.chain(patches) {
            let position = self.faults.len();
            self.of_secret.entry(of(selector)).or_insert(position);
        }
        self.faults.push(Fault {
            plugin: plugin.meta.key.clone(),
            problem,
            said,
        });
    }

    /// The problem of a plugin that names a Secret, and what the webhook says of the Secret.
    pub(super) fn of_secret(&self, namespace: &str, name: &str) -> Option<(Diagnostic, String)> {
        let key = (namespace.to_owned(), name.to_owned());
        let Fault {
            plugin,
            problem,
            said,
        } = &self.faults[*self.of_secret.get(&key)?];
        let said =
            format!("Change on secret will generate invalid configuration for {plugin}: {said}");
        Some((problem.clone(), said))
    }
}
