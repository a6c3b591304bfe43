//! One fact, one finding: what the API server refuses at a field is not told again by what KIC and Kong make of it.
//!
//! The API server's finding stays, since it stands at the field itself. A verdict of Kong that it explains goes over to it, and so does what the
//! webhook would answer if it were asked.

use super::{Answer, Diagnostic, KongVerdict, Location};
use crate::origin::{FieldPath, Origin, Place};
use std::collections::BTreeMap;

/// The refusals of the API server, by place.
type Refusals<'a> = BTreeMap<(&'a Place, &'a FieldPath), usize>;

/// Leave out what restates a refusal of the API server.
pub(super) fn merge(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let refusals: Refusals<'_> = problems
        .iter()
        .enumerate()
        .filter(|(_, problem)| problem.is_api_server_refusal())
        .filter_map(|(index, problem)| primary(problem).map(|at| (key(at), index)))
        .collect();
    if refusals.is_empty() {
        return problems;
    }
    let explained: Vec<Option<usize>> = problems
        .iter()
        .map(|problem| explanation(problem, &problems, &refusals))
        .collect();
    let mut said: Vec<(usize, Option<KongVerdict>, Vec<Answer>)> = Vec::new();
    for (problem, by) in problems.iter_mut().zip(&explained) {
        if let Some(by) = by {
            let answers = std::mem::take(&mut problem.webhook);
            said.push((*by, problem.kong.clone(), answers));
        }
    }
    for (index, verdict, answers) in said {
        if let Some(verdict) = verdict {
            problems[index].kong.get_or_insert(verdict);
        }
        problems[index].webhook.extend(answers);
    }
    let mut explained = explained.into_iter();
    problems.retain(|_| explained.next().flatten().is_none());
    problems
}

fn primary(problem: &Diagnostic) -> Option<&Origin> {
    match problem.locations.first() {
        Some(Location::Field(origin)) => Some(origin),
        _ => None,
    }
}

fn key(at: &Origin) -> (&Place, &FieldPath) {
    (&at.object.place, &at.path)
}

/// The refusal that says the same as a problem of KIC or Kong.
fn explanation(
    problem: &Diagnostic,
    problems: &[Diagnostic],
    refusals: &Refusals<'_>,
) -> Option<usize> {
    if problem.api_server.is_some() {
        return None;
    }
    let at = primary(problem)?;
    let refusal = |path: &FieldPath| refusals.get(&(&at.object.place, path)).copied();
    match &problem.kong {
        None => refusal(&at.path).filter(|&index| problems[index].code == problem.code),
        Some(verdict) => match verdict.field.split('.').next()? {
            // Aliases follow the host of the rule.
            "hosts" if verdict.field == "hosts.1" => refusal(&rule_of(&at.path)?.key("host")),
            "name" | "host" => parts_of_a_name(&at.path).iter().find_map(refusal),
            // The paths of a route are in the order of the Ingress, and the route stands at the first one.
            "paths" if verdict.field == "paths.1" => refusal(&at.path.clone().key("path")),
            _ => None,
        },
    }
}

/// `spec.rules[i]` of a path below it.
fn rule_of(path: &FieldPath) -> Option<FieldPath> {
    let rule = path.up_to(3);
    rule.starts_with(&FieldPath::of(&["spec", "rules"]))
        .then_some(rule)
}

/// The fields that names of routes, services and upstreams are made of, for one that stands at `path`.
fn parts_of_a_name(path: &FieldPath) -> Vec<FieldPath> {
    let backend = match path.segments().last() {
        Some(last) if last.is_key("backend") || last.is_key("defaultBackend") => path.clone(),
        _ => path.clone().key("backend"),
    };
    let service = backend.clone().key("service");
    let mut parts = vec![
        service.clone().key("name"),
        service.key("port").key("name"),
        FieldPath::of(&["metadata", "name"]),
        FieldPath::of(&["metadata", "namespace"]),
    ];
    parts.extend(rule_of(path).map(|rule| rule.key("host")));
    parts
}
