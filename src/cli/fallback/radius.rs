//! `check --fallback`: which objects, routes, plugins and targets go with a broken object.

use crate::cli::input::Run;
use crate::deck::content::Content;
use crate::deck::generate;
use crate::diag::{Diagnostic, fallback as problems};
use crate::diff::danger;
use crate::fallback::plan::Plan;
use crate::kong::plugin::Plugin;
use crate::kong::route::Route;
use crate::kong::source::Source;
use crate::kong::state::State;
use crate::options::{Options, Secrets};
use crate::origin::{ObjectKey, Origin};
use crate::pipeline::fallback::Fallback;
use std::collections::BTreeMap;

/// The regular configuration and the one that KIC falls back to, with secrets in clear: they are compared, not shown.
pub(in crate::cli) fn both(run: &Run, fallback: &Fallback) -> (Content, Content) {
    let options = Options {
        secrets: Secrets::Inline,
        ..run.options.clone()
    };
    let of = |state: &State| generate::generate(state.clone(), &options);
    (of(&run.state), of(&fallback.conversion.state))
}

/// Everything that goes, stays open or comes back.
pub(in crate::cli) fn problems(
    options: &Options,
    plan: &Plan,
    (before, after): (&Content, &Content),
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (_, key) in &plan.broken {
        let object = key.as_ref().and_then(|key| plan.excluded.get(key));
        if let Some(item) = object
            && !options.feature_gates.fallback_configuration
        {
            found.push(problems::switched_off(Origin::of(&item.object)));
        }
    }
    for item in plan.excluded.values() {
        for chain in item.chains.iter().filter(|chain| chain.len() > 1) {
            let broken = chain.first().and_then(|key| plan.excluded.get(key));
            let broken = broken.map_or(&item.object, |broken| &broken.object);
            found.push(problems::leaves_out(
                Origin::of(&item.object),
                &told(chain),
                Origin::of(broken),
            ));
        }
    }
    for item in plan.backfilled.values() {
        let chain = item
            .chains
            .first()
            .map(|chain| told(chain))
            .unwrap_or_default();
        found.push(problems::puts_back(Origin::of(&item.object), &chain));
    }
    routes(before, after, &mut found);
    found
}

/// `Secret shop/token <- KongPlugin shop/auth <- Ingress shop/web`
fn told(chain: &[ObjectKey]) -> String {
    let names: Vec<String> = chain.iter().map(ToString::to_string).collect();
    names.join(" <- ")
}

/// Routes of one side by name, with what holds for each.
struct Served<'c> {
    route: &'c Route,
    /// Names of plugins, with one that has the name.
    plugins: BTreeMap<&'c str, &'c Plugin>,
    targets: usize,
}

fn served(content: &Content) -> BTreeMap<&str, Served<'_>> {
    let mut by_route: BTreeMap<&str, Vec<&Plugin>> = BTreeMap::new();
    let mut by_service: BTreeMap<&str, Vec<&Plugin>> = BTreeMap::new();
    let mut global = Vec::new();
    for plugin in &content.plugins {
        let scope = plugin.scope();
        match (
            scope.route,
            scope.service,
            scope.consumer.or(scope.consumer_group),
        ) {
            (Some(route), ..) => by_route.entry(route).or_default().push(plugin),
            (None, Some(service), _) => by_service.entry(service).or_default().push(plugin),
            (None, None, None) => global.push(plugin),
            (None, None, Some(_)) => {}
        }
    }
    let targets: BTreeMap<&str, usize> = content
        .upstreams
        .iter()
        .map(|upstream| (upstream.name.as_str(), upstream.targets.len()))
        .collect();
    let mut found = BTreeMap::new();
    for service in &content.services {
        let of_service = by_service
            .get(service.name.as_str())
            .into_iter()
            .flatten()
            .copied();
        let of_service: Vec<&Plugin> = service.plugins.iter().chain(of_service).collect();
        for route in &service.routes {
            let own = by_route
                .get(route.name.as_str())
                .into_iter()
                .flatten()
                .copied();
            let all = route
                .plugins
                .iter()
                .chain(own)
                .chain(of_service.iter().copied());
            let all = all.chain(global.iter().copied());
            found.insert(
                route.name.as_str(),
                Served {
                    route,
                    plugins: all.map(|plugin| (plugin.name.as_str(), plugin)).collect(),
                    targets: targets
                        .get(service.host.as_str())
                        .copied()
                        .unwrap_or_default(),
                },
            );
        }
    }
    found
}

/// What becomes of the routes.
fn routes(before: &Content, after: &Content, found: &mut Vec<Diagnostic>) {
    let (before, after) = (served(before), served(after));
    for (name, was) in &before {
        let at = was.route.origin().clone();
        let Some(is) = after.get(name) else {
            found.push(problems::route_lost(at, name, &requests(was.route)));
            continue;
        };
        for (plugin, one) in &was.plugins {
            if !is.plugins.contains_key(plugin) {
                let of = match &one.source {
                    Source::Manifest(origin) => Some(origin.clone()),
                    Source::Unknown | Source::File { .. } => None,
                };
                let guards = danger::is_guard(plugin);
                found.push(problems::plugin_lost(at.clone(), name, plugin, guards, of));
            }
        }
        if is.targets < was.targets {
            found.push(problems::target_lost(at, name, is.targets));
        }
    }
}

/// What a route answers, in words.
fn requests(route: &Route) -> String {
    const MOST: usize = 4;
    let some = |items: &[String], all: &str| match items {
        [] => all.to_owned(),
        items => {
            let mut shown = items
                .iter()
                .take(MOST)
                .cloned()
                .collect::<Vec<_>>()
                .join(", ");
            if items.len() > MOST {
                shown.push_str(", ...");
            }
            shown
        }
    };
    match &route.expression {
        Some(_) => "what its expression says".to_owned(),
        None => format!(
            "{} of {}",
            some(&route.paths, "every path"),
            some(&route.hosts, "every host")
        ),
    }
}
