//! Why the other routes do not answer a request.

use super::compat::Factors;
use super::gateway::Gateway;
use super::request::Request;
use super::router::{Entry, Router};
use crate::engine::Values;
use crate::secrecy::{MASK, expression};
use std::collections::BTreeSet;

/// A route that does not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loser<'a> {
    /// Its name.
    pub route: &'a str,
    /// Why it does not answer.
    pub reason: Reason,
}

/// Why a route does not answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// It matches as well, but ranks lower.
    RanksLower(String),
    /// These conditions are not met.
    Lacks(Vec<String>),
}

/// What a route asks for that the request does not have, in words; values of headers and queries are masked.
pub(super) fn lacking(entry: &Entry, values: &mut Values) -> Vec<String> {
    let failures = entry.condition.failures(values).into_iter();
    failures
        .map(|failure| expression::masked(&failure, |_| MASK.to_owned()))
        .collect()
}

/// Routes that match but rank lower, best first, then those that lack least; at most `limit` of each.
pub fn losers<'a>(
    router: &Router,
    gateway: &'a Gateway,
    request: &Request,
    limit: usize,
) -> Vec<Loser<'a>> {
    let (entries, mut values) = router.entries(request);
    let mut winner: Option<&Entry> = None;
    let mut lower = Vec::new();
    let mut near: Vec<(usize, Vec<String>)> = Vec::new();
    for entry in entries {
        let failures = lacking(entry, &mut values);
        if !failures.is_empty() {
            near.push((entry.route, failures));
        } else if let Some(winner) = winner {
            lower.push((entry.route, why_lower(winner, entry, gateway)));
        } else {
            winner = Some(entry);
        }
    }
    near.sort_by_key(|(_, failures)| failures.len());
    let mut seen: BTreeSet<usize> = winner.iter().map(|entry| entry.route).collect();
    let mut losers = Vec::new();
    for (route, why) in lower {
        if seen.insert(route) && losers.len() < limit {
            losers.push(Loser {
                route: &gateway.routes[route].name,
                reason: Reason::RanksLower(why),
            });
        }
    }
    let most = losers.len() + limit;
    for (route, failures) in near {
        if seen.insert(route) && losers.len() < most {
            losers.push(Loser {
                route: &gateway.routes[route].name,
                reason: Reason::Lacks(failures),
            });
        }
    }
    losers
}

/// Why an entry ranks below another one that matches as well.
pub(super) fn why_lower(winner: &Entry, loser: &Entry, gateway: &Gateway) -> String {
    if winner.priority.compiled == loser.priority.compiled {
        let known = gateway.routes[winner.route].has_id && gateway.routes[loser.route].has_id;
        let doubt = if known {
            ""
        } else {
            "; the file gives no ids, so a gateway may decide otherwise"
        };
        return format!("same priority, and the greater id wins{doubt}");
    }
    match (&winner.factors, &loser.factors) {
        (Some(winner), Some(loser)) => compare_factors(winner, loser),
        _ => format!("priority {} < {}", shown(loser), shown(winner)),
    }
}

/// An expression's own priority, without what the router puts in front.
const fn shown(entry: &Entry) -> u64 {
    if entry.factors.is_none() {
        entry.priority.compiled & 0x00ff_ffff_ffff_ffff
    } else {
        entry.priority.compiled
    }
}

fn compare_factors(winner: &Factors, loser: &Factors) -> String {
    if winner.fields.max(loser.fields) < 4 {
        if winner.plain_hosts != loser.plain_hosts {
            return "the winner has hosts without a wildcard".to_owned();
        }
        if winner.regex != loser.regex {
            return "the winner's path is a regular expression, which goes before a prefix"
                .to_owned();
        }
    }
    if winner.fields != loser.fields {
        return format!(
            "it uses fewer conditions: {} < {}",
            loser.fields, winner.fields
        );
    }
    if winner.headers != loser.headers {
        return format!(
            "it has fewer headers: {} < {}",
            loser.headers, winner.headers
        );
    }
    if winner.regex_priority != loser.regex_priority {
        return format!(
            "its regex_priority is lower: {} < {}",
            loser.regex_priority, winner.regex_priority
        );
    }
    if winner.length == loser.length {
        "the winner ranks higher".to_owned()
    } else {
        format!("its path is shorter: {} < {}", loser.length, winner.length)
    }
}

#[cfg(test)]
mod tests {
    use super::super::gateway;
    use super::super::router::Flavor;
    use super::*;
    use serde_json::json;

    #[test]
    fn runners_up_rank_lower_and_near_misses_lack_something() {
        let gateway = gateway::written(&json!({"services": [{"name": "s", "routes": [
            {"name": "long", "paths": ["/cart/"]}, {"name": "short", "paths": ["/"]},
            {"name": "posts", "paths": ["/cart/"], "methods": ["POST"]}]}]}));
        let router = Router::new(&gateway, Flavor::TraditionalCompatible);
        let request = Request {
            target: "/cart/1".to_owned(),
            ..Request::default()
        };
        let found = losers(&router, &gateway, &request, 3);
        assert_eq!(
            found,
            [
                Loser {
                    route: "short",
                    reason: Reason::RanksLower("its path is shorter: 1 < 6".to_owned())
                },
                Loser {
                    route: "posts",
                    reason: Reason::Lacks(vec!["http.method == \"POST\"".to_owned()])
                }
            ]
        );
    }
}
