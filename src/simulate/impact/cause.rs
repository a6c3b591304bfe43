//! Why a request is answered differently after a change of the configuration.

use super::side::{MatchResult, Side};
use super::verdict::Verdict;
use crate::simulate::explain;
use crate::simulate::request::Request;

/// Why a request is answered differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cause {
    /// A word for programs.
    pub kind: &'static str,
    /// For people.
    pub message: String,
}

impl Cause {
    pub(super) fn new(kind: &'static str, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
        }
    }
}

/// Why the answers of two versions of a configuration differ.
pub(super) fn between(
    old: &Side,
    new: &Side,
    request: &Request,
    (before, after): (&Verdict, &Verdict),
) -> Cause {
    match (before.route(), after.route()) {
        (Some(before), Some(after)) if before == after => {
            other_protocols(old, new, before).unwrap_or_else(|| changed(before))
        }
        (Some(before), Some(after)) => handed_over(old, new, request, (before, after)),
        (Some(before), None) => match new.match_of(before, request) {
            MatchResult::Lacks(conditions) => no_longer_matches(before, &conditions),
            MatchResult::Absent | MatchResult::Matches(_) => {
                Cause::new("route-deleted", format!("route {before} deleted"))
            }
        },
        (None, Some(after)) if old.has(after) => {
            Cause::new("conditions-changed", format!("route {after} now matches"))
        }
        (None, Some(after)) => Cause::new("route-added", format!("route {after} added")),
        (None, None) => changed(""),
    }
}

/// The same route takes other protocols, by its own words or by the default of another version of Kong (spec 84, 1).
fn other_protocols(old: &Side, new: &Side, route: &str) -> Option<Cause> {
    let protocols = |side: &Side| {
        let mut protocols = side.route(route)?.protocols.clone();
        if protocols.is_empty() {
            protocols = ["http", "https"].map(str::to_owned).to_vec();
        }
        Some(protocols)
    };
    let (before, after) = (protocols(old)?, protocols(new)?);
    let lost: Vec<&str> = before
        .iter()
        .filter(|protocol| !after.contains(protocol))
        .map(String::as_str)
        .collect();
    if lost.is_empty() {
        return None;
    }
    let (lost, left) = (lost.join(" and "), after.join(" and "));
    Some(Cause::new(
        "protocols-changed",
        format!("route {route} takes {left}, and no longer {lost}"),
    ))
}

/// The same route answers, but its service, plugins or settings are others.
fn changed(route: &str) -> Cause {
    Cause::new(
        "route-changed",
        format!("what hangs on route {route} changed"),
    )
}

fn no_longer_matches(route: &str, conditions: &[String]) -> Cause {
    Cause::new(
        "conditions-changed",
        format!("route {route} now needs {}", conditions.join("; ")),
    )
}

/// One route answered, and now another one does.
fn handed_over(old: &Side, new: &Side, request: &Request, (before, after): (&str, &str)) -> Cause {
    match new.match_of(before, request) {
        MatchResult::Absent => {
            let path = new
                .router
                .find(request)
                .and_then(|hit| hit.matched.path)
                .map(|path| format!(" (`{path}`)"))
                .unwrap_or_default();
            Cause::new(
                "route-deleted",
                format!("route {before} deleted, caught by {after}{path}"),
            )
        }
        MatchResult::Lacks(conditions) => no_longer_matches(before, &conditions),
        MatchResult::Matches(loser) => {
            let why = match new.match_of(after, request) {
                MatchResult::Matches(winner) => {
                    format!(": {}", explain::why_lower(winner, loser, &new.gateway))
                }
                MatchResult::Absent | MatchResult::Lacks(_) => String::new(),
            };
            let (kind, what) = if !old.has(after) {
                ("route-added", "the new route")
            } else if matches!(old.match_of(after, request), MatchResult::Matches(_)) {
                ("order-changed", "route")
            } else {
                ("conditions-changed", "now also matching, route")
            };
            Cause::new(kind, format!("{what} {after} goes before {before}{why}"))
        }
    }
}
