//! Whom Kong's refusal makes broken: the objects that the tags of the refused entities name (spec 83, 5).

use crate::diag::{Diagnostic, KongVerdict, Severity, kong_entities};
use crate::kong::names::Tag;
use crate::kong::owner::Owner;
use crate::kong::state::State;
use crate::origin::ObjectMeta;
use std::collections::BTreeSet;

/// The objects that Kong's verdicts on a state blame, in order. What Kong compares between entities it only looks at when every entity is
/// sound by itself (spec 70, 3).
pub fn broken(state: &State, problems: &[Diagnostic]) -> Vec<Owner> {
    let refusals = || {
        problems.iter().filter_map(|problem| {
            let verdict = problem.kong.as_ref()?;
            (problem.severity == Severity::Error).then_some((problem, verdict))
        })
    };
    let is_second_step = |problem: &Diagnostic| kong_entities::is_found_between_entities(problem);
    let has_first_step = refusals().any(|(problem, _)| !is_second_step(problem));
    let counted = refusals().filter(|(problem, _)| !(has_first_step && is_second_step(problem)));
    let blamed = counted.filter_map(|(problem, verdict)| blamed(state, problem, verdict));
    blamed.collect::<BTreeSet<Owner>>().into_iter().collect()
}

/// The object that the tags of one refused entity name.
pub fn blamed(state: &State, problem: &Diagnostic, verdict: &KongVerdict) -> Option<Owner> {
    let name = verdict.name.as_deref().unwrap_or_default();
    let primary = problem.objects().next();
    match verdict.entity.as_str() {
        "service" => of_tags(&state.services.get(&name.into())?.tags),
        "upstream" => of_tags(&state.upstreams.get(&name.into())?.tags),
        "route" => {
            let routes = state.services.values().flat_map(|service| &service.routes);
            of_tags(
                &routes
                    .into_iter()
                    .find(|route| route.name.as_str() == name)?
                    .tags,
            )
        }
        "certificate" => {
            let mut certificates = state.certificates.iter();
            let certificate =
                certificates.find(|it| Some(&it.origin().object.key) == primary.map(|it| &it.key));
            of_tags(&certificate?.tags)
        }
        // These have no tags.
        "target" | "sni" | "file" => None,
        _ => primary.map(|object| of_object(object)),
    }
}

fn of_tags(tags: &[Tag]) -> Option<Owner> {
    Owner::of(tags.iter().map(Tag::as_str))
}

/// An object as the tags of what was made from it name it.
pub fn of_object(object: &ObjectMeta) -> Owner {
    let key = &object.key;
    Owner {
        group: key.group.to_string(),
        version: key.version.to_string(),
        kind: key.kind.to_string(),
        namespace: key.namespace.clone(),
        name: key.name.clone(),
        uid: object.uid.clone(),
    }
}
