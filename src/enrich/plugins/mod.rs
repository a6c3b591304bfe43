//! KongPlugin and KongClusterPlugin to plugins (spec 41).
//!
//! `references` finds who names which plugin, `combinations` what that binds it to, `build` makes the plugin
//! itself, with its configuration from `config` and `patch`; `global` adds those that apply everywhere,
//! `unused` keeps the others for those who judge them.

pub mod alone;
mod build;
pub(in crate::enrich) mod combinations;
mod config;
mod global;
mod part;
mod patch;
pub mod references;
mod told;
mod unused;

use super::Context;
use crate::diag::{growth as growth_problems, plugin_bindings, plugins as problems};
use crate::k8s::kong::KongPluginSpec;
use crate::k8s::object::Object;
use crate::kong::growth::{self, ENTITY, Growth, ITEM, TooLarge};
use crate::kong::pending::ExtensionPlugins;
use crate::kong::plugin::{Plugin, Scope};
use crate::kong::state::State;
use crate::store::Store;
use combinations::{Combination, Counts, combinations};
use patch::Fillers;
use references::{Referrers, Relations};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Add the plugins that something references, then the global ones. What references which is told to those who need it too.
pub fn apply(
    context: &mut Context<'_>,
    state: &mut State,
    extension_plugins: &ExtensionPlugins,
) -> Relations {
    let relations = references::collect(context, state, extension_plugins);
    let mut limits = Limits::default();
    let mut elsewhere = Elsewhere::default();
    for ((namespace, name), referrers) in &relations {
        if let Some(object) = context.store.plugin(namespace, name) {
            bind(context, state, object, referrers, &mut limits);
        } else {
            let meant = elsewhere.meant(context.store, namespace, name);
            report_missing(context, (namespace, name), &meant, referrers);
        }
    }
    global::apply(context, state, &mut limits);
    unused::collect(context, state, &relations, &mut limits.fillers);
    state.plugins.shrink_to_fit();
    warn_of_repeats(context, &state.plugins);
    relations
}

/// Where plugins stand, by name; built when the first one is missing.
#[derive(Default)]
struct Elsewhere<'s>(Option<BTreeMap<&'s str, &'s str>>);

impl<'s> Elsewhere<'s> {
    /// The plugin that a reference without answer probably means.
    fn meant(&mut self, store: &'s Store, namespace: &str, name: &str) -> problems::Meant<'s> {
        let namespaces = self.0.get_or_insert_with(|| {
            let plugins = store.kong_plugins.iter();
            plugins
                .map(|plugin| (plugin.meta.name(), plugin.meta.namespace()))
                .collect()
        });
        if let Some(other) = namespaces.get(name) {
            return problems::Meant::InNamespace(other);
        }
        let plugins = &store.kong_plugins;
        let nearest = plugins
            .nearest(namespace, name)
            .or_else(|| store.kong_cluster_plugins.nearest("", name));
        nearest.map_or(problems::Meant::Nothing, problems::Meant::Named)
    }
}

/// What the plugins of a run may use up together.
#[derive(Debug, Default)]
struct Limits {
    fillers: Fillers,
    growth: Growth,
}

/// One plugin per combination of referrers.
fn bind(
    context: &mut Context<'_>,
    state: &mut State,
    object: &Object<KongPluginSpec>,
    referrers: &Referrers,
    limits: &mut Limits,
) {
    let base = match build::build(context, object, &mut limits.fillers) {
        Ok(plugin) => plugin,
        Err(problem) => {
            context.diagnostics.push(problem);
            return;
        }
    };
    let counts = counts(referrers);
    if !is_within(context, limits, &base, counts.combinations()) {
        state.is_too_large = true;
        return;
    }
    let mut instance_names = BTreeSet::new();
    let combinations = combinations(counts);
    let plugins = std::iter::repeat_n(base, combinations.len());
    for (combination, mut plugin) in combinations.into_iter().zip(plugins) {
        attach(&mut plugin, state, referrers, combination);
        if let Some(name) = plugin.instance_name.take() {
            let name = instance_name(&name, plugin.scope(), &mut instance_names);
            plugin.instance_name = Some(name);
        }
        state.plugins.push(plugin);
    }
}

/// Whether so many copies of a plugin are within the limits; reported when not.
fn is_within(
    context: &mut Context<'_>,
    limits: &mut Limits,
    plugin: &Plugin,
    copies: usize,
) -> bool {
    let added = limits.growth.add(copies, ENTITY + size(plugin));
    if let Err(TooLarge) = added {
        let problem = growth_problems::bound_too_often(plugin.origin().clone(), copies);
        context.diagnostics.push(problem);
    }
    added.is_ok()
}

/// What every copy of a plugin holds, roughly in bytes.
fn size(plugin: &Plugin) -> usize {
    let tags: usize = plugin
        .tags
        .iter()
        .map(|tag| ITEM + tag.as_str().len())
        .sum();
    let protocols = plugin.protocols.iter().map(|it| ITEM + it.len());
    growth::size(&plugin.config.values) + tags + protocols.sum::<usize>()
}

fn counts(referrers: &Referrers) -> Counts {
    Counts {
        services: referrers.services.len(),
        routes: referrers.routes.len(),
        consumers: referrers.consumers.len(),
        consumer_groups: referrers.consumer_groups.len(),
    }
}

fn attach(plugin: &mut Plugin, state: &State, referrers: &Referrers, combination: Combination) {
    plugin.service = combination
        .service
        .map(|position| referrers.services[position].0.clone());
    plugin.route = combination
        .route
        .map(|position| referrers.routes[position].0.clone());
    plugin.consumer = combination.consumer.map(|position| {
        let (consumer, _) = referrers.consumers[position];
        state.consumers[consumer].reference().to_owned()
    });
    plugin.consumer_group = combination
        .consumer_group
        .map(|position| referrers.consumer_groups[position].0.clone());
}

/// `<name>-<nine digits of the hash of the scope>`, all digits when that is taken among the plugins of one object
/// (spec 41, 5).
fn instance_name(name: &str, scope: Scope<'_>, used: &mut BTreeSet<String>) -> String {
    let mut text = String::new();
    for (field, scoped) in scope.members() {
        let kind = if field == "consumer_group" {
            "group"
        } else {
            field
        };
        // Writing to a String cannot fail.
        let _ = write!(text, "_{kind}-{scoped}");
    }
    let mut hash = String::with_capacity(64);
    for byte in Sha256::digest(text.as_bytes()) {
        // Writing to a String cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    let short = format!("{name}-{}", &hash[..9]);
    if used.insert(short.clone()) {
        short
    } else {
        format!("{name}-{hash}")
    }
}

/// Blame everything that a plugin which does not exist would have been bound to (spec 41, 4.2). What the combinations
/// hide, such as a group beside a consumer, is not blamed.
fn report_missing(
    context: &mut Context<'_>,
    (namespace, name): (&str, &str),
    meant: &problems::Meant<'_>,
    referrers: &Referrers,
) {
    let has_consumers = !referrers.consumers.is_empty();
    let groups = referrers.consumer_groups.iter().filter(|_| !has_consumers);
    let blamed = (referrers.consumers.iter().map(|(_, at)| at))
        .chain(groups.map(|(_, at)| at))
        .chain(referrers.routes.iter().map(|(_, _, at)| at))
        .chain(referrers.services.iter().map(|(_, at)| at));
    for at in blamed {
        let problem = problems::plugin_not_found(at.clone(), namespace, name, meant);
        context.diagnostics.push(problem);
    }
}

/// Two plugins of one type in one scope have one id, which Kong refuses (spec 41, 8).
fn warn_of_repeats(context: &mut Context<'_>, plugins: &[Plugin]) {
    let mut first: BTreeMap<(&str, Scope<'_>), &Plugin> = BTreeMap::new();
    for plugin in plugins {
        let owner = *first
            .entry((&plugin.name, plugin.scope()))
            .or_insert(plugin);
        if !std::ptr::eq(owner, plugin) {
            context
                .diagnostics
                .push(plugin_bindings::plugin_bound_twice(
                    plugin.origin().clone(),
                    owner.origin(),
                    &plugin.name,
                    &describe(plugin.scope()),
                ));
        }
    }
}

/// The scope in words.
fn describe(scope: Scope<'_>) -> String {
    let words: Vec<_> = scope
        .members()
        .map(|(field, name)| format!("{} {name}", field.replace('_', " ")))
        .collect();
    words.join(" and ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instance_names_end_in_the_hash_of_their_scope_and_never_repeat() {
        let scope = Scope {
            route: Some("store.shop.cart.shop.example.com.80"),
            ..Scope::default()
        };
        let mut used = BTreeSet::new();
        assert_eq!(instance_name("limit", scope, &mut used), "limit-977c30d40");
        let second = instance_name("limit", scope, &mut used);
        assert!(second.starts_with("limit-977c30d40") && second.len() == "limit-".len() + 64);
    }
}
