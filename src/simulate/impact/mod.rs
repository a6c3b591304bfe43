//! What two gateways answer differently: requests at every boundary of both, put to both.

pub(super) mod ask;
mod cause;
mod change;
mod flavor;
mod listed;
pub mod render;
mod side;
mod verdict;

pub use cause::Cause;
pub use change::Change;
pub use listed::Listed;
pub use side::Side;
pub use verdict::{Difference, Verdict};

use super::derive;
use super::request::Request;
use crate::engine::Subsystem;
use crate::kong::source::{Place, Source};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, HashSet};

/// The outcome of a comparison.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Impact {
    /// How many requests were tried.
    pub requests: usize,
    /// How many more were not, or not even made up, because it would have been too much work; at least so many.
    pub not_tried: usize,
    /// What changes, class by class.
    pub changes: Vec<Change>,
    /// Routes of the new side that no request reached.
    pub shadowed: Vec<Unreached>,
}

/// A route that no request reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    /// Its name.
    pub route: String,
    /// Where it is written, once somebody has looked it up.
    pub place: Option<Place>,
}

impl Unreached {
    /// The route and where it is written.
    pub fn sentence(&self) -> String {
        match &self.place {
            Some(place) => format!("{} [{place}]", self.route),
            None => self.route.clone(),
        }
    }
}

impl Impact {
    /// Look up where the routes were written; the flag says whether a source belongs to the new side.
    pub fn locate(
        &mut self,
        old: &Side,
        new: &Side,
        mut find: impl FnMut(bool, &Source) -> Option<Place>,
    ) {
        let mut slots: Vec<(bool, &Source, &mut Option<Place>)> = Vec::new();
        for change in &mut self.changes {
            if let Some(route) = old.route_of(&change.before) {
                slots.push((false, &route.source, &mut change.before_place));
            }
            if let Some(route) = new.route_of(&change.after) {
                slots.push((true, &route.source, &mut change.after_place));
            }
        }
        for unreached in &mut self.shadowed {
            if let Some(route) = new.route(&unreached.route) {
                slots.push((true, &route.source, &mut unreached.place));
            }
        }
        // What stands together is looked up together.
        slots.sort_by_key(|(is_new, source, _)| (*is_new, source.document()));
        for (is_new, source, place) in slots {
            *place = find(is_new, source);
        }
    }
}

/// Put the requests of both sides to both. When the sides differ in flavor, that is what is taken for the cause.
pub fn compare(old: &Side, new: &Side) -> Impact {
    let mut derived = derive::requests(&old.router);
    derived.extend(derive::requests(&new.router));
    let mut classes = Classes::default();
    let mut reached: HashSet<&str> = HashSet::new();
    let requests = derived.requests.iter();
    let not_tried = ask::both((old, new), requests, |asked| {
        let answering = asked.after.iter();
        reached.extend(answering.map(|hit| new.gateway.routes[hit.entry.route].name.as_str()));
        classes.add(old, new, asked);
    });
    Impact {
        requests: derived.requests.len() - not_tried,
        not_tried: not_tried + derived.left_out,
        changes: classes.into_changes(old, new),
        shadowed: unreached(new, &reached),
    }
}

/// Requests by what is different, who answered and answers, and why.
#[derive(Default)]
struct Classes {
    found: BTreeMap<ClassKey, Class>,
    differences: verdict::Differences,
}

type ClassKey = (
    Vec<Difference>,
    (Option<String>, Option<String>),
    Option<&'static str>,
);

impl Classes {
    fn add(&mut self, old: &Side, new: &Side, asked: ask::Asked<'_>) {
        let request = asked.request;
        let before = old.verdict_of(request, asked.before.into_iter().next());
        let after = new.verdict_of(request, asked.after.into_iter().next());
        let differences = self.differences.between(&before, &after);
        if differences.is_empty() {
            return;
        }
        let routes = (
            before.route().map(str::to_owned),
            after.route().map(str::to_owned),
        );
        let cause = (old.flavor != new.flavor)
            .then(|| flavor::between(old, new, request, (&before, &after)));
        let key = (differences, routes, cause.as_ref().map(|cause| cause.kind));
        let found = Class {
            example: request.clone(),
            requests: 1,
            verdicts: (before, after),
            cause,
        };
        match self.found.entry(key) {
            Entry::Vacant(entry) => {
                entry.insert(found);
            }
            Entry::Occupied(mut entry) => entry.get_mut().add(found),
        }
    }

    fn into_changes(self, old: &Side, new: &Side) -> Vec<Change> {
        self.found
            .into_iter()
            .map(|((differences, ..), class)| class.into_change(differences, old, new))
            .collect()
    }
}

/// Requests that change hands alike, as they are collected.
struct Class {
    example: Request,
    requests: usize,
    verdicts: (Verdict, Verdict),
    /// Between flavors each request has a cause of its own; between versions they share one, and it is found at the end.
    cause: Option<Cause>,
}

impl Class {
    /// A plain GET says more to a reader than an exotic method.
    fn add(&mut self, other: Self) {
        let requests = self.requests + other.requests;
        if self.example.method != "GET" && other.example.method == "GET" {
            *self = other;
        }
        self.requests = requests;
    }

    fn into_change(self, differences: Vec<Difference>, old: &Side, new: &Side) -> Change {
        let (before, after) = self.verdicts;
        let cause = self
            .cause
            .unwrap_or_else(|| cause::between(old, new, &self.example, (&before, &after)));
        Change {
            example: self.example,
            requests: self.requests,
            differences,
            cause,
            before,
            after,
            before_place: None,
            after_place: None,
        }
    }
}

/// HTTP routes of a side that are not among those that some request reached, by name.
fn unreached(side: &Side, reached: &HashSet<&str>) -> Vec<Unreached> {
    let mut names: Vec<&str> = side
        .gateway
        .routes
        .iter()
        .filter(|route| route.subsystem() == Subsystem::Http)
        .map(|route| route.name.as_str())
        .filter(|name| !reached.contains(name))
        .collect();
    names.sort_unstable();
    names
        .into_iter()
        .map(|route| Unreached {
            route: route.to_owned(),
            place: None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::gateway;
    use super::super::router::Flavor;
    use super::*;
    use serde_json::{Value, json};

    fn side(routes: &Value) -> Side {
        let document = json!({"services": [
            {"name": "web", "host": "web.up", "routes": [{"name": "root", "paths": ["/"]}]},
            {"name": "cart", "host": "cart.up", "plugins": [{"name": "key-auth"}], "routes": routes}]});
        Side::new(gateway::written(&document), Flavor::TraditionalCompatible)
    }

    #[test]
    fn a_deleted_route_hands_its_requests_to_the_one_below() {
        let old = side(&json!([{"name": "cart", "paths": ["/cart/"]}]));
        let new = side(&json!([]));
        let impact = compare(&old, &new);
        assert_eq!(impact.changes.len(), 1);
        let sentence = impact.changes[0].sentence();
        assert!(
            sentence.contains("was cart (route cart), is now web (route root)"),
            "{sentence}"
        );
        assert!(sentence.contains("now without key-auth"), "{sentence}");
    }

    #[test]
    fn a_gateway_does_not_differ_from_itself() {
        let old = side(&json!([{"name": "cart", "paths": ["/cart/"], "hosts": ["*.example.com"]}]));
        let impact = compare(&old, &old);
        assert!(impact.changes.is_empty() && impact.shadowed.is_empty());
    }

    #[test]
    fn a_route_behind_a_stronger_equal_is_shadowed() {
        let old = side(&json!([
            {"name": "a", "id": "00000000-0000-0000-0000-000000000001", "paths": ["/cart/"]},
            {"name": "b", "id": "00000000-0000-0000-0000-000000000002", "paths": ["/cart/"]}]));
        let impact = compare(&old, &old);
        assert_eq!(impact.shadowed[0].route, "a");
        assert_eq!(impact.shadowed.len(), 1);
    }
}
