//! Kong routes of the traditional flavor (spec 20, B.5).

use super::filters::{self, Translation};
use super::grouping::{Group, unordered};
use super::matches::{self, Match};
use super::ranks::Ranks;
use super::{Failure, Rule};
use crate::diag::gateway_routes as problems;
use crate::kong::names::{RouteName, object_tags};
use crate::kong::pending::ExtensionPlugins;
use crate::kong::protocol::Protocol;
use crate::kong::route::Route;
use crate::translate::Context;
use std::collections::HashMap;

/// The routes of a group, and what their filters ask for.
pub(super) fn build(
    context: &mut Context<'_>,
    group: &Group<'_>,
    (protocols, ranks): (&[Protocol], Option<&Ranks>),
    asked: &mut ExtensionPlugins,
) -> Result<Vec<Route>, Failure> {
    let mut routes = Vec::new();
    for rules in by_filters(&group.rules) {
        for rule in &rules {
            if rule.spec.matches.iter().flatten().next().is_none() {
                routes.push(without_matches(context, rule, protocols));
            }
        }
        for matches in matches::shared(&rules) {
            // The filters of the first rule are those translated; the others' are equal but for their order.
            let filters = filters::Filters::of(rules[0]);
            let mut made = if filters.redirects() {
                redirects(context, &filters, &matches, (protocols, asked))?
            } else {
                vec![merged(context, &filters, &matches, (protocols, asked))?]
            };
            for route in &mut made {
                route.regex_priority = ranks.and_then(|ranks| ranks.highest(&matches));
            }
            routes.append(&mut made);
        }
    }
    Ok(routes)
}

/// The rules by their filters, whatever the order of these, in order of first appearance.
fn by_filters<'a>(rules: &[Rule<'a>]) -> Vec<Vec<Rule<'a>>> {
    let mut positions: HashMap<Vec<String>, usize> = HashMap::new();
    let mut groups: Vec<Vec<Rule<'a>>> = Vec::new();
    for rule in rules {
        let key = unordered(rule.spec.filters.as_deref().unwrap_or_default());
        let position = *positions.entry(key).or_insert(groups.len());
        match groups.get_mut(position) {
            Some(group) => group.push(*rule),
            None => groups.push(vec![*rule]),
        }
    }
    groups
}

/// The route of a rule whose list of matches is empty; KIC drops its filters.
fn without_matches(context: &mut Context<'_>, rule: &Rule<'_>, protocols: &[Protocol]) -> Route {
    let mut origin = rule.origin();
    let mut route = Route::new(name(rule, 0), origin.clone());
    route.hosts = rule.hostnames().to_vec();
    route.protocols = protocols.to_vec();
    route.preserve_host = Some(true);
    route.tags = object_tags(&rule.route.meta, []);
    if rule.spec.filters.iter().flatten().next().is_some() {
        origin.path = origin.path.key("filters");
        context.diagnostics.push(problems::filters_ignored(origin));
    }
    route
}

/// The one route of matches that differ in their paths only.
fn merged(
    context: &mut Context<'_>,
    filters: &filters::Filters<'_>,
    matches: &[Match<'_>],
    (protocols, asked): (&[Protocol], &mut ExtensionPlugins),
) -> Result<Route, Failure> {
    let mut route = without_paths(context, matches, protocols)?;
    route.paths = matches.iter().flat_map(Match::traditional_paths).collect();
    let translation = filters.translate(context.options, matches[0].path())?;
    if let Some(paths) = &translation.paths {
        if matches.len() > 1 {
            context.diagnostics.push(problems::rewrite_loses_paths(
                matches[1].origin(),
                route.name.as_str(),
            ));
        }
        route.paths.clone_from(paths);
    }
    apply(&mut route, translation, asked);
    Ok(route)
}

/// One route per match of rules with a redirect. KIC adds each match to one and the same route and takes a copy of it, so that
/// all have one name, and each has the paths and plugins of the matches before it too.
fn redirects(
    context: &mut Context<'_>,
    filters: &filters::Filters<'_>,
    matches: &[Match<'_>],
    (protocols, asked): (&[Protocol], &mut ExtensionPlugins),
) -> Result<Vec<Route>, Failure> {
    let mut route = without_paths(context, matches, protocols)?;
    if let [_, second, ..] = matches {
        context.diagnostics.push(problems::duplicate_route_names(
            second.origin(),
            route.name.as_str(),
        ));
    }
    let mut routes = Vec::new();
    for item in matches {
        route.paths.extend(item.traditional_paths());
        let mut translation = filters.translate(context.options, item.path())?;
        if let Some(paths) = translation.paths.take() {
            route.paths = paths;
        }
        // What filters ask for is kept by name, so that all copies have all of it.
        apply(&mut route, translation, asked);
        routes.push(route.clone());
    }
    Ok(routes)
}

/// A route for matches, named after the first, without its paths and filters.
fn without_paths(
    context: &Context<'_>,
    matches: &[Match<'_>],
    protocols: &[Protocol],
) -> Result<Route, Failure> {
    let first = &matches[0];
    let mut route = Route::new(name(&first.rule, first.index), first.origin());
    route.hosts = first.rule.hostnames().to_vec();
    route.methods = first.method().map(str::to_owned).into_iter().collect();
    route.headers = first.traditional_headers(context.options)?;
    route.protocols = protocols.to_vec();
    route.preserve_host = Some(true);
    route.strip_path = Some(false);
    let rule_names = matches
        .iter()
        .filter_map(|item| item.rule.spec.name.as_deref());
    route.tags = object_tags(&first.rule.route.meta, rule_names);
    Ok(route)
}

/// Give a route its plugins, and note which others its filters ask for.
pub(super) fn apply(route: &mut Route, translation: Translation, asked: &mut ExtensionPlugins) {
    // Most routes have one or two, and a growing vector begins with room for four.
    route.plugins.reserve_exact(translation.plugins.len());
    route
        .plugins
        .extend(translation.plugins.into_iter().map(|mut plugin| {
            plugin.tags.clone_from(&route.tags);
            plugin
        }));
    if !translation.extension_plugins.is_empty() {
        let of_route = asked.entry(route.name.clone()).or_default();
        of_route.extend(translation.extension_plugins);
    }
}

fn name(rule: &Rule<'_>, match_index: usize) -> RouteName {
    let meta = &rule.route.meta;
    RouteName::from(format!(
        "httproute.{}.{}.{}.{match_index}",
        meta.namespace(),
        meta.name(),
        rule.index
    ))
}
