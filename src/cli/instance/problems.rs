//! Which problems are those of one instance, and which of all.

use super::{Kind, Part};
use crate::diag::render::Located;
use crate::diag::{Diagnostic, Location, admission, controllers, operator, reading, silence};
use std::collections::{BTreeMap, BTreeSet};

/// The group whose kinds no ControlPlane beside a DataPlane reads.
const GATEWAY_API: &str = "gateway.networking.k8s.io";

/// Where a problem is, so that it is known again in another instance.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Place(&'static str, String);

impl Place {
    fn of(problem: &Diagnostic) -> Self {
        let at = match problem.locations.first() {
            Some(Location::Field(origin)) => {
                format!(
                    "{} {:?} {}",
                    origin.object.key, origin.object.place, origin.path
                )
            }
            Some(Location::Text { file, line, column }) => format!("{file}:{line}:{column}"),
            None => String::new(),
        };
        Self(problem.code.id, at)
    }
}

/// Whether a problem says that something is no part of an instance: it is none when another instance has it.
fn is_about_absence(problem: &Diagnostic, kind: Kind) -> bool {
    operator::is_of_other_instance(problem)
        || reading::is_emptiness(problem)
        || problem.code.id == silence::UNUSED_IGNORE.id
        || is_off_beside_data_plane(problem, kind)
}

/// What the manifests of the Gateway API are to a ControlPlane beside a DataPlane.
fn is_off_beside_data_plane(problem: &Diagnostic, kind: Kind) -> bool {
    kind == Kind::ControlPlane
        && problem.code.id == admission::SWITCHED_OFF
        && problem
            .objects()
            .next()
            .is_some_and(|object| object.key.group == GATEWAY_API)
}

/// Leave out of each part what it says of objects that another part has: a route of another Gateway, an ignored problem that is one
/// there. What no part has is said of all.
pub(in crate::cli) fn own(parts: &mut [Part]) {
    let gateways = parts
        .iter()
        .filter(|part| part.is_of(Kind::Gateway))
        .count();
    let mut sayers: BTreeMap<Place, usize> = BTreeMap::new();
    for part in parts.iter() {
        let Some(kind) = part.kind() else { return };
        let about_absence = part.run.diagnostics.iter();
        let places: BTreeSet<Place> = about_absence
            .filter(|problem| is_about_absence(problem, kind))
            .map(Place::of)
            .collect();
        for place in places {
            *sayers.entry(place).or_default() += 1;
        }
    }
    let all = parts.len();
    let mut of_none: Vec<Diagnostic> = Vec::new();
    for part in parts.iter_mut() {
        let Some(kind) = part.kind() else { return };
        part.run.diagnostics.retain(|problem| {
            if !is_about_absence(problem, kind) {
                return true;
            }
            let sayers = sayers.get(&Place::of(problem)).copied().unwrap_or_default();
            if operator::is_of_other_instance(problem) {
                if sayers == gateways && kind == Kind::Gateway {
                    of_none.push(operator::route_of_no_instance(problem));
                }
                return false;
            }
            sayers == all
        });
    }
    // Every Gateway has said it; every part is to have it once.
    of_none.sort_by_key(Place::of);
    of_none.dedup_by_key(|problem| Place::of(problem));
    // Each says it at its own place.
    let is_of_run = |problem: &Diagnostic| controllers::is_operator_assumed(problem);
    let of_run = parts.first().into_iter();
    let of_run = of_run.flat_map(|part| part.run.diagnostics.iter());
    of_none.extend(of_run.filter(|problem| is_of_run(problem)).cloned());
    for part in parts {
        part.run.diagnostics.retain(|problem| !is_of_run(problem));
        part.run.diagnostics.extend(of_none.iter().cloned());
    }
}

/// The same for problems of before, which are compared with those of one part.
pub(in crate::cli) fn without_others(problems: &mut Vec<Diagnostic>) {
    problems.retain(|problem| {
        !operator::is_of_other_instance(problem) && !reading::is_emptiness(problem)
    });
}

impl Part {
    fn kind(&self) -> Option<Kind> {
        self.instance.as_ref().map(|instance| instance.kind)
    }

    fn is_of(&self, kind: Kind) -> bool {
        self.kind() == Some(kind)
    }
}

/// The problems that all parts have, and those that each has besides. Of one part all are its own.
pub(in crate::cli) fn split(
    parts: Vec<Vec<Located<'_>>>,
) -> (Vec<Located<'_>>, Vec<Vec<Located<'_>>>) {
    let count = parts.len();
    if count < 2 {
        return (Vec::new(), parts);
    }
    let identity = |problem: &Located<'_>| {
        let found = problem.diagnostic;
        let positions: Vec<_> = problem.positions.clone();
        let since = problem.since.map(|since| since as u8);
        (found.code.id, found.message.clone(), positions, since)
    };
    let mut sayers: BTreeMap<_, usize> = BTreeMap::new();
    for part in &parts {
        let each: BTreeSet<_> = part.iter().map(identity).collect();
        for problem in each {
            *sayers.entry(problem).or_default() += 1;
        }
    }
    let mut common = Vec::new();
    let mut own = Vec::new();
    for (position, part) in parts.into_iter().enumerate() {
        let is_common = |problem: &Located<'_>| sayers.get(&identity(problem)) == Some(&count);
        let (of_all, of_one): (Vec<_>, Vec<_>) = part.into_iter().partition(is_common);
        if position == 0 {
            common = of_all;
        }
        own.push(of_one);
    }
    (common, own)
}
