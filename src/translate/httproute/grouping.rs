//! Which rules share a Kong service (spec 20, B.2; KIC: `subtranslator/httproute.go`).

use super::{Rule, timeouts};
use crate::controller::Switch;
use crate::k8s::object::Object;
use crate::options::Options;
use gateway_api::apis::experimental::httproutes::{HttpRouteRulesBackendRefs, HttpRouteSpec};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write;

/// Longest name of a combined service that is not shortened.
const LONGEST_NAME: usize = 511;

/// Rules that share a Kong service; never empty.
pub(super) struct Group<'a> {
    /// Name of the service.
    pub(super) name: String,
    /// Its rules, ordered by the text `<namespace>/<name>.<index>`: index 10 stands before 2.
    pub(super) rules: Vec<Rule<'a>>,
}

impl<'a> Group<'a> {
    /// The rule that gives the service its backends and its tags.
    pub(super) fn first(&self) -> Rule<'a> {
        self.rules[0]
    }
}

/// What makes rules share a service.
#[derive(Debug, Clone, Copy)]
pub(super) struct By {
    /// Rules of different HTTPRoutes of a namespace with the same backends do.
    pub(super) is_combined: bool,
    /// Rules with different timeouts do not (spec 80, S8).
    pub(super) is_split: bool,
    /// What a timeout of zero is sent as.
    pub(super) zero: i64,
}

impl By {
    /// As the options say.
    pub(super) fn of(options: &Options, zero: i64) -> Self {
        Self {
            is_combined: options.combined_services,
            is_split: options.has(Switch::TimeoutSplit),
            zero,
        }
    }
}

/// The groups of all routes.
pub(super) fn groups<'a>(routes: &[&'a Object<HttpRouteSpec>], by: By) -> Vec<Group<'a>> {
    let mut groups: BTreeMap<String, Vec<Rule<'a>>> = BTreeMap::new();
    if by.is_combined {
        for rule in routes.iter().copied().flat_map(Rule::all_of) {
            let name = combined_name(&rule, None);
            groups.entry(name).or_default().push(rule);
        }
        if by.is_split {
            groups = split(groups, by.zero);
        }
    } else {
        groups.extend(routes.iter().flat_map(|route| groups_of(route, by)));
    }
    groups
        .into_iter()
        .map(|(name, mut rules)| {
            if rules.len() > 1 {
                rules.sort_by_cached_key(|rule| {
                    let meta = &rule.route.meta;
                    format!("{}/{}.{}", meta.namespace(), meta.name(), rule.index)
                });
            }
            Group { name, rules }
        })
        .collect()
}

/// Combined groups, those with several timeouts in parts: a timeout of its own is part of the name.
fn split<'a>(
    groups: BTreeMap<String, Vec<Rule<'a>>>,
    zero: i64,
) -> BTreeMap<String, Vec<Rule<'a>>> {
    let mut parts: BTreeMap<String, Vec<Rule<'a>>> = BTreeMap::new();
    for (name, rules) in groups {
        let timeouts: BTreeSet<Option<i64>> = rules
            .iter()
            .map(|rule| timeouts::of_rule(rule, zero))
            .collect();
        if timeouts.len() == 1 {
            parts.entry(name).or_default().extend(rules);
            continue;
        }
        for rule in rules {
            let name = combined_name(&rule, timeouts::of_rule(&rule, zero));
            parts.entry(name).or_default().push(rule);
        }
    }
    parts
}

/// The groups inside one route, each named after its lowest rule index.
fn groups_of<'a>(
    route: &'a Object<HttpRouteSpec>,
    by: By,
) -> impl Iterator<Item = (String, Vec<Rule<'a>>)> {
    let mut positions: HashMap<(Vec<String>, Option<i64>), usize> = HashMap::new();
    let mut groups: Vec<Vec<Rule<'a>>> = Vec::new();
    for rule in Rule::all_of(route) {
        let backends = unordered(rule.spec.backend_refs.as_deref().unwrap_or_default());
        let timeout = timeouts::of_rule(&rule, by.zero).filter(|_| by.is_split);
        let key = (backends, timeout);
        let position = *positions.entry(key).or_insert(groups.len());
        match groups.get_mut(position) {
            Some(group) => group.push(rule),
            None => groups.push(vec![rule]),
        }
    }
    groups.into_iter().map(|rules| {
        let meta = &rules[0].route.meta;
        let name = format!(
            "httproute.{}.{}.{}",
            meta.namespace(),
            meta.name(),
            rules[0].index
        );
        (name, rules)
    })
}

/// The items of a list as texts in an order of their own, to compare lists whatever their order.
pub(super) fn unordered<T: Serialize>(items: &[T]) -> Vec<String> {
    let mut texts: Vec<String> = items
        .iter()
        // The API types are plain data, whose serialization cannot fail.
        .map(|item| serde_json::to_string(item).unwrap_or_default())
        .collect();
    texts.sort_unstable();
    texts
}

/// Name of the combined service of a rule, with the timeout that sets it apart.
fn combined_name(rule: &Rule<'_>, timeout: Option<i64>) -> String {
    let suffix = timeout.map_or_else(String::new, |timeout| format!(".timeout.{timeout}"));
    let home = rule.route.meta.namespace();
    let mut parts: Vec<String> = rule
        .spec
        .backend_refs
        .iter()
        .flatten()
        .map(|backend| name_part(home, backend))
        .collect();
    parts.sort_unstable();
    let Some(first) = parts.first() else {
        return format!("httproute.{home}.svc._{suffix}");
    };
    let name = format!("httproute.{home}.svc.{}{suffix}", parts.join("_"));
    if name.len() <= LONGEST_NAME {
        return name;
    }
    let hash = Sha256::digest(&name)
        .iter()
        .fold(String::new(), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        });
    format!("httproute.{home}.svc.{first}_combined.{hash}")
}

fn name_part(home: &str, backend: &HttpRouteRulesBackendRefs) -> String {
    let namespace = backend.namespace.as_deref().unwrap_or(home);
    let mut part = format!("{namespace}.{}", backend.name);
    for number in [backend.port, backend.weight].into_iter().flatten() {
        let _ = write!(part, ".{number}");
    }
    part
}
