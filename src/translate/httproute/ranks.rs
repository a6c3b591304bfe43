//! Numbers that rank the matches of all HTTPRoutes for the traditional router (spec 80, S9).
//!
//! A match counts by what it asks for, its class: exact before regular expression before prefix, longer paths, a method, more
//! headers. Host names, ages and names of the objects play no part, so that equal matches of two HTTPRoutes rank equally.

use super::matches::Match;
use super::{Rule, expressions};
use crate::k8s::object::Object;
use gateway_api::apis::experimental::httproutes::HttpRouteSpec;
use std::collections::{BTreeMap, HashMap};

/// Room for the matches of one class in one HTTPRoute.
const STEP: i64 = 1024;

/// Namespace and name of an HTTPRoute, index of the rule, index of the match.
type Place<'a> = (&'a str, &'a str, usize, usize);

/// The numbers, by the place of the match.
pub(super) struct Ranks(HashMap<(String, String, usize, usize), i64>);

impl Ranks {
    /// The ranks of these routes among each other.
    pub(super) fn of(routes: &[&Object<HttpRouteSpec>]) -> Self {
        let mut by_class: BTreeMap<u64, Vec<Match<'_>>> = BTreeMap::new();
        let rules = routes.iter().copied().flat_map(Rule::all_of);
        for item in rules.flat_map(Match::all_of) {
            let class = expressions::class(&item);
            by_class.entry(class).or_default().push(item);
        }
        let mut numbers = HashMap::new();
        for (rank, matches) in by_class.into_values().enumerate() {
            let base = i64::try_from(rank).unwrap_or(i64::MAX).saturating_mul(STEP);
            // The matches of one HTTPRoute stand together, the first one ahead.
            for of_route in matches.chunk_by(|a, b| std::ptr::eq(a.rule.route, b.rule.route)) {
                for (offset, item) in (0..).zip(of_route.iter().rev()) {
                    let (namespace, name, rule, index) = place(item);
                    let key = (namespace.to_owned(), name.to_owned(), rule, index);
                    numbers.insert(key, base.saturating_add(offset));
                }
            }
        }
        Self(numbers)
    }

    /// The number of a Kong route that these matches share; 0 is not written.
    pub(super) fn highest(&self, matches: &[Match<'_>]) -> Option<i64> {
        let numbers = matches.iter().filter_map(|item| {
            let (namespace, name, rule, index) = place(item);
            let key = (namespace.to_owned(), name.to_owned(), rule, index);
            self.0.get(&key).copied()
        });
        numbers.max().filter(|&number| number != 0)
    }
}

fn place<'a>(item: &Match<'a>) -> Place<'a> {
    let meta = &item.rule.route.meta;
    (meta.namespace(), meta.name(), item.rule.index, item.index)
}
