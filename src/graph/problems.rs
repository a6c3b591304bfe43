//! Which problems belong to which box: those of a rule or path to the routes made of it, the others to the whole object.

use crate::diag::{Diagnostic, Location, Severity};
use crate::kong::state::State;
use crate::origin::{FieldPath, ObjectKey, ObjectMeta, Origin, Segment};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A problem as a box shows it: severity, code and message.
pub type Shown = (Severity, &'static str, String);

/// Problems by the object concerned, and the parts of objects that routes were made of.
#[derive(Debug)]
pub struct Problems<'a> {
    by_object: BTreeMap<&'a ObjectKey, Vec<(&'a Origin, &'a Diagnostic)>>,
    parts: BTreeMap<&'a ObjectKey, BTreeSet<&'a [Segment]>>,
    drawn: BTreeSet<&'a ObjectKey>,
}

impl<'a> Problems<'a> {
    /// Sort the problems of a run.
    pub fn of(state: &'a State, diagnostics: &'a [Diagnostic]) -> Self {
        let mut problems = Self {
            by_object: BTreeMap::new(),
            parts: BTreeMap::new(),
            drawn: state
                .plugins
                .iter()
                .map(|plugin| &plugin.origin.object.key)
                .collect(),
        };
        for diagnostic in diagnostics {
            for location in &diagnostic.locations {
                if let Location::Field(origin) = location {
                    let at = problems.by_object.entry(&origin.object.key).or_default();
                    at.push((origin, diagnostic));
                }
            }
        }
        for service in state.services.values() {
            let services = service.kubernetes_services();
            problems.drawn.extend(services.map(|object| &object.key));
            for route in &service.routes {
                let object = &route.origin.object.key;
                problems.drawn.insert(object);
                let parts = problems.parts.entry(object).or_default();
                parts.insert(part(&route.origin.path));
            }
        }
        problems
    }

    /// All problems of some objects.
    pub fn of_objects<'k>(&self, keys: impl IntoIterator<Item = &'k ObjectKey>) -> Vec<Shown> {
        let found = keys.into_iter().filter_map(|key| self.by_object.get(key));
        shown(found.flatten().map(|(_, diagnostic)| *diagnostic))
    }

    /// The problems of an object that are not of one of its routes.
    pub fn of_whole(&self, object: &ObjectMeta) -> Vec<Shown> {
        let parts = self.parts.get(&object.key);
        let is_of_route = |origin: &Origin| {
            parts.is_some_and(|parts| parts.iter().any(|part| is_within(&origin.path, part)))
        };
        let found = self.by_object.get(&object.key).into_iter().flatten();
        shown(
            found
                .filter(|(origin, _)| !is_of_route(origin))
                .map(|(_, diagnostic)| *diagnostic),
        )
    }

    /// The problems of the rule or path that a route was made of.
    pub fn of_part(&self, route: &Origin) -> Vec<Shown> {
        let part = part(&route.path);
        let found = self.by_object.get(&route.object.key).into_iter().flatten();
        shown(
            found
                .filter(|(origin, _)| is_within(&origin.path, part))
                .map(|(_, diagnostic)| *diagnostic),
        )
    }

    /// Objects with more than a note that stand behind no box at all, since nothing of them reaches Kong.
    pub fn objects_without_box(&self) -> impl Iterator<Item = &'a Arc<ObjectMeta>> {
        let hidden = self.by_object.iter().filter(|(key, problems)| {
            !self.drawn.contains(*key)
                && problems
                    .iter()
                    .any(|(_, problem)| problem.severity > Severity::Info)
        });
        hidden.filter_map(|(_, problems)| Some(&problems.first()?.0.object))
    }
}

/// A rule of a Gateway API route stands for all of its matches.
fn part(path: &FieldPath) -> &[Segment] {
    match path.segments() {
        [rule @ .., Segment::Key(matches), Segment::Index(_)] if matches == "matches" => rule,
        whole => whole,
    }
}

/// Whether a path leads into a part of an object; the whole object is no part.
fn is_within(path: &FieldPath, part: &[Segment]) -> bool {
    !part.is_empty() && path.segments().starts_with(part)
}

/// Worst first, each once.
fn shown<'a>(problems: impl Iterator<Item = &'a Diagnostic>) -> Vec<Shown> {
    let mut shown: Vec<Shown> = problems
        .map(|problem| (problem.severity, problem.code.id, problem.message.clone()))
        .collect();
    shown.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| (a.1, &a.2).cmp(&(b.1, &b.2))));
    shown.dedup();
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_of_a_backend_is_one_of_all_matches_of_its_rule() {
        let rule = FieldPath::of(&["spec", "rules"]).index(1);
        let route = rule.clone().key("matches").index(0);
        let backend = rule.key("backendRefs").index(0);
        assert!(is_within(&backend, part(&route)));
        let other = FieldPath::of(&["spec", "rules"]).index(10).key("name");
        assert!(!is_within(&other, part(&route)));
        assert!(!is_within(&backend, part(&FieldPath::root())));
    }
}
