//! How a run ends: what was read, made and left out, in one line for people, and as an object for programs.

use super::input::Run;
use super::output::{Terminal, Verbosity};
use crate::diag::Location;
use crate::diag::ignored::{Ignored, Reason};
use crate::escape::line::clean;
use crate::kong::state::State;
use crate::manifest::locate::Locator;
use crate::origin::Origin;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::fmt::Write;

/// How many groups of objects that were left out the line names.
const GROUPS: usize = 5;

/// What a run made.
#[derive(Debug, Clone, Copy)]
pub struct Made {
    /// Routes.
    pub routes: usize,
    /// Services.
    pub services: usize,
    /// Consumers.
    pub consumers: usize,
}

impl Made {
    /// What the controller makes.
    pub fn of(state: &State) -> Self {
        let services = state.services.values();
        let mut made = Self {
            routes: 0,
            services: 0,
            consumers: state.consumers.len(),
        };
        for service in services {
            made.services += 1;
            made.routes += service.routes.len();
        }
        made
    }
}

/// How many files were read; of what was built, those that it was made from. Paths that gave no text, such as an empty directory,
/// are sources for the sake of their problems only.
fn files(run: &Run) -> usize {
    let sources = run.sources.0.iter();
    let own = sources.filter(|source| !source.text.is_empty()).count();
    own.saturating_sub(run.written.authors.len()) + run.written.files.len()
}

/// `86 files, 61 objects: 31 routes, 14 services, 9 consumers. Left out: 2 Ingresses of class nginx`, a line; all objects that
/// were left out on lines of their own when the user wants to know everything.
pub fn closing(run: &Run, terminal: &Terminal) -> String {
    let made = run.made;
    let mut line = format!(
        "{}, {}: {}, {}, {}",
        counted(files(run), "file"),
        counted(run.objects, "object"),
        counted(made.routes, "route"),
        counted(made.services, "service"),
        counted(made.consumers, "consumer"),
    );
    if !run.ignored.is_empty() {
        line.push_str(". Left out: ");
        line.push_str(&left_out(&run.ignored));
    }
    if !run.silenced.is_empty() {
        line.push_str(". Silenced: ");
        line.push_str(&counted(run.silenced.len(), "problem"));
    }
    line.push('\n');
    if terminal.verbosity == Verbosity::Verbose {
        let mut locator = Locator::with(&run.sources, &run.written);
        for object in &run.ignored {
            let at = locator.position(&Location::Field(Origin::of(&object.meta)));
            // Writing to a String cannot fail.
            let _ = writeln!(
                line,
                "left out: {} at {}:{}:{}: {}",
                clean(&object.meta.key.to_string()),
                clean(&at.file),
                at.line,
                at.column,
                clean(&object.reason.to_string()),
            );
        }
        for problem in &run.silenced {
            let Some(location) = problem.locations.first() else {
                continue;
            };
            let at = locator.position(location);
            let _ = writeln!(
                line,
                "silenced: {} at {}:{}:{}: {}",
                problem.code.id,
                clean(&at.file),
                at.line,
                at.column,
                clean(&problem.message),
            );
        }
    }
    line
}

/// `2 Ingresses of class nginx, 1 KongConsumer without a class`: the largest groups first.
fn left_out(ignored: &[Ignored]) -> String {
    let mut counts: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for object in ignored {
        let group = (object.meta.key.kind.as_ref(), reason(&object.reason));
        *counts.entry(group).or_default() += 1;
    }
    let mut groups: Vec<_> = counts.into_iter().collect();
    groups.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let rest: usize = groups.iter().skip(GROUPS).map(|(_, count)| count).sum();
    let mut words: Vec<String> = groups
        .into_iter()
        .take(GROUPS)
        .map(|((kind, reason), count)| format!("{} {}", counted(count, kind), clean(&reason)))
        .collect();
    if rest > 0 {
        words.push(format!("{rest} others"));
    }
    words.join(", ")
}

/// What tells a group of objects that were left out.
fn reason(reason: &Reason) -> String {
    match reason {
        Reason::NoClass => "without a class".to_owned(),
        Reason::EmptyClass => "with an empty class".to_owned(),
        Reason::OtherClass(class) => format!("of class {class}"),
        Reason::OtherControlPlane => "of another control plane".to_owned(),
    }
}

/// `1 file`, `2 files`, `2 Ingresses`, `2 KongUpstreamPolicies`.
pub fn counted(count: usize, noun: &str) -> String {
    if count == 1 {
        return format!("1 {noun}");
    }
    let plural = match noun.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None if noun.ends_with('s') => format!("{noun}es"),
        None => format!("{noun}s"),
    };
    format!("{count} {plural}")
}

/// The same for programs, every object that was left out with its place.
pub fn json(run: &Run) -> Map<String, Value> {
    let made = run.made;
    let mut locator = Locator::with(&run.sources, &run.written);
    let left_out: Vec<Value> = run
        .ignored
        .iter()
        .map(|object| {
            let key = &object.meta.key;
            let at = locator.position(&Location::Field(Origin::of(&object.meta)));
            json!({
                "apiVersion": key.api_version(), "kind": key.kind, "namespace": key.namespace, "name": key.name,
                "reason": object.reason.to_string(), "file": at.file, "line": at.line, "column": at.column,
            })
        })
        .collect();
    let silenced: Vec<Value> = run
        .silenced
        .iter()
        .filter_map(|problem| {
            let at = locator.position(problem.locations.first()?);
            Some(json!({
                "code": problem.code.id, "severity": problem.severity.as_str(), "message": problem.message,
                "file": at.file, "line": at.line, "column": at.column,
            }))
        })
        .collect();
    let summary = json!({
        "files": files(run),
        "objects": run.objects,
        "routes": made.routes,
        "services": made.services,
        "consumers": made.consumers,
        "skipped": run.skipped,
        "leftOut": left_out,
        "silenced": silenced,
    });
    match summary {
        Value::Object(summary) => summary,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_have_their_plurals() {
        assert_eq!(counted(1, "Ingress"), "1 Ingress");
        assert_eq!(counted(2, "Ingress"), "2 Ingresses");
        assert_eq!(counted(0, "route"), "0 routes");
        assert_eq!(counted(3, "KongUpstreamPolicy"), "3 KongUpstreamPolicies");
    }
}
