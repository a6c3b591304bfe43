//! Annotations of other ingress controllers on objects that KIC takes: what is lost, and Kong's counterpart (spec 87).
//!
//! Only Ingresses of the controller's class are looked at, and Services behind routes where the other controller reads Services
//! too. An annotation that leans on another one is told with it, or not at all when the other one is absent or off.

mod defaults;
mod instead;
mod loss;
mod table;
mod value;

use super::Context;
use crate::annotations::table::{FORCE_SSL_REDIRECT, SERVICE_UPSTREAM};
use crate::diag::foreign::{self, Lost};
use crate::diag::{Diagnostic, Diagnostics};
use crate::kong::service::Service;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use instead::Surroundings;
use loss::{Entry, Group, Neighbours};
use std::collections::BTreeSet;
use std::sync::Arc;
use table::Loss;

/// Look at the annotations of every Ingress, and of every Service that a route leads to.
pub fn lint(context: &mut Context<'_>) {
    let store = context.store;
    let global = instead::global_plugins(context);
    for ingress in &store.ingresses {
        let entries = entries_of(&ingress.meta, |_| true);
        if !entries.is_empty() {
            let around = Surroundings::of_ingress(store, &global, &ingress.meta, &ingress.spec);
            let neighbours = Neighbours::of_ingress(&entries, &ingress.spec);
            tell_all(&ingress.meta, &neighbours, &around, context.diagnostics);
        }
    }
    let mut seen = BTreeSet::new();
    let services = context.state.services.values();
    for service in services.flat_map(Service::kubernetes_services) {
        let entries = entries_of(service, |entry| entry.section.services);
        if !entries.is_empty() && seen.insert(&service.key) {
            let around = Surroundings::of_service(store, &global, service);
            let neighbours = Neighbours::of_service(&entries);
            tell_all(service, &neighbours, &around, context.diagnostics);
        }
    }
    defaults::lint(context);
}

/// The annotations of other controllers, those left out that KIC reads somewhere (spec 87, 0.3).
fn entries_of(meta: &ObjectMeta, is_read: impl Fn(&Entry<'_>) -> bool) -> Vec<Entry<'_>> {
    meta.annotations
        .iter()
        .filter(|(key, _)| *key != FORCE_SSL_REDIRECT.name() && *key != SERVICE_UPSTREAM.name())
        .filter_map(|(key, value)| Entry::of(key, value))
        .filter(is_read)
        .collect()
}

fn tell_all(
    meta: &Arc<ObjectMeta>,
    neighbours: &Neighbours<'_>,
    around: &Surroundings<'_>,
    found: &mut Diagnostics,
) {
    found.extend(
        neighbours
            .groups()
            .iter()
            .map(|group| tell(meta, group, neighbours, around)),
    );
}

/// One finding for the annotations of a group, at the one that speaks for them.
fn tell(
    meta: &Arc<ObjectMeta>,
    group: &Group<'_>,
    neighbours: &Neighbours<'_>,
    around: &Surroundings<'_>,
) -> Diagnostic {
    let at = |entry: &Entry<'_>| Origin::at(meta, FieldPath::annotation(entry.key.to_owned()));
    let leader = group.leader;
    let problem = if let Some(there) = leader.row.and_then(|row| around.find(&row.instead)) {
        let keys = group.entries().map(|entry| entry.key).collect::<Vec<_>>();
        foreign::left_over(at(leader), &keys, &there)
    } else {
        let lost = group
            .entries()
            .map(|entry| lost(entry, neighbours))
            .collect::<Vec<_>>();
        let controller = leader.controller();
        let leader = at(leader);
        match group.loss() {
            Loss::Security => foreign::protection_lost(leader, controller, &lost),
            Loss::Behaviour => foreign::behaviour_lost(leader, controller, &lost),
            Loss::Performance | Loss::Nothing => {
                foreign::performance_lost(leader, controller, &lost)
            }
        }
    };
    group
        .others
        .iter()
        .fold(problem, |problem, entry| problem.and(at(entry)))
}

/// An annotation in the words of a finding.
fn lost<'a>(entry: &Entry<'a>, neighbours: &Neighbours<'a>) -> Lost<'a> {
    let Some(row) = entry.row else {
        return Lost {
            key: entry.key,
            name: entry.name,
            lost: "what it asks for does not happen",
            counterpart: String::new(),
            is_counterpart: false,
            note: "it is not among the known annotations of that controller",
            since: "",
        };
    };
    Lost {
        key: entry.key,
        name: entry.name,
        lost: &row.lost,
        counterpart: value::fill(&row.counterpart, neighbours.values(entry)),
        is_counterpart: row.is_counterpart(),
        note: &row.note,
        since: &row.since,
    }
}
