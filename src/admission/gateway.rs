//! What only the gateway would say when the webhook asks it (spec 82, 4): our own verdicts on plugins, routes, vaults and custom
//! entities stand in for it. They stay what they are, with the answer added.

use super::ingress::SCHEMA;
use crate::controller::Switch;
use crate::diag::{Answer, Diagnostic, Diagnostics, Location};
use crate::options::Options;
use crate::origin::{Origin, Place};
use std::collections::HashSet;

/// Problems that an entity has only among others, or because of what it is bound to: the webhook shows it alone.
const OF_OTHERS: [&str; 3] = ["kong-duplicate", "kong-plugin-scope", "kong-bad-reference"];

/// Add the gateway's answers about the objects that the webhook asks it about.
pub(super) fn answer(asked: &HashSet<Place>, options: &Options, diagnostics: &mut Diagnostics) {
    for problem in diagnostics.iter_mut() {
        let Some(Location::Field(at)) = problem.locations.first() else {
            continue;
        };
        if asked.contains(&at.object.place)
            && let Some(prefix) = prefix(problem, at, options)
        {
            let object = at.object.key.clone();
            let message = format!("{prefix}: {}", violation(problem));
            problem.webhook.push(Answer {
                object,
                refused: true,
                message,
                gateway: true,
            });
        }
    }
}

/// What the webhook puts before the gateway's text; `None` where the gateway has nothing against the object itself.
fn prefix(problem: &Diagnostic, at: &Origin, options: &Options) -> Option<&'static str> {
    let entity = problem.kong.as_ref()?.entity.as_str();
    if OF_OTHERS.contains(&problem.code.id) {
        return None;
    }
    let is_annotation = at
        .path
        .segments()
        .get(1)
        .is_some_and(|it| it.is_key("annotations"));
    match (entity, &*at.object.key.kind) {
        ("route", "Ingress" | "HTTPRoute")
            if is_annotation && !options.has(Switch::WebhookAppliesAnnotations) =>
        {
            None
        }
        ("route", "Ingress") => Some(SCHEMA),
        ("route", "HTTPRoute") => Some("HTTPRoute failed schema validation"),
        ("plugin", "KongPlugin" | "KongClusterPlugin") => Some("plugin failed schema validation"),
        ("vault", "KongVault") => Some("vault configuration in invalid"),
        (_, "KongCustomEntity") => Some("failed to get schema of Kong entity type"),
        _ => None,
    }
}

/// The violation in our words.
fn violation(problem: &Diagnostic) -> String {
    let field = problem.kong.as_ref().map_or("", |verdict| &verdict.field);
    if field.is_empty() {
        format!("schema violation ({})", problem.message)
    } else {
        format!("schema violation ({field}: {})", problem.message)
    }
}
