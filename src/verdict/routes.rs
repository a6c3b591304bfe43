//! Routes: their fields, the conditions that their protocols demand and forbid, and what the router's engine reads (spec 70, 5.2 to 5.4).

use super::blame::Blame;
use super::entity::{Entity, Judge, tags};
use super::protocols;
use super::regex::{compiles, compiles_as_path};
use crate::diag::Diagnostics;
use crate::diag::kong_entities::Subject;
use crate::engine::regex::Budget;
use crate::kong::path::normalize;
use crate::kong::protocol::Protocol;
use crate::kong::route::Route;
use crate::kong::state::State;
use crate::options::{Options, RouterFlavor};
use crate::schema::text;
use crate::schema::validate::Step;
use crate::schema::written::Given;
use crate::secrecy::MASK;

/// Report what Kong would refuse in the routes.
pub(super) fn judge<'s>(
    state: &'s State,
    options: &Options,
    (judge, budget): (&mut Judge<'s>, &Budget),
    diagnostics: &mut Diagnostics,
) {
    let collection = collection(options);
    let default = default_protocols(judge, collection);
    for service in state.services.values() {
        for route in &service.routes {
            let entity = Entity {
                collection,
                subject: Subject {
                    entity: "route",
                    name: Some(route.name.as_str()),
                    origin: route.origin(),
                },
                blame: Blame::Route(route),
            };
            judge.judge(entity, &given(route), diagnostics);
            protocols::judge(route, (options, &default), entity.subject, diagnostics);
            engine(route, entity, budget, diagnostics);
        }
    }
}

/// Report what the router's engine would refuse, and paths that it would never see.
pub(super) fn engine(
    route: &Route,
    entity: Entity<'_>,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) {
    headers(route, entity, budget, diagnostics);
    for (index, path) in route.paths.iter().enumerate() {
        judge_path(index, path, entity.subject, budget, diagnostics);
    }
}

/// The schema of routes depends on the router.
pub(super) const fn collection(options: &Options) -> &'static str {
    match options.router_flavor {
        RouterFlavor::Traditional => "routes",
        RouterFlavor::Expressions => "routes/expressions",
    }
}

/// The protocols of a route that names none (spec 84, section 1).
pub(super) fn default_protocols(judge: &mut Judge<'_>, collection: &'static str) -> Vec<Protocol> {
    let schema = judge.schema(collection);
    let field = schema.as_ref().and_then(|it| it.fields.get("protocols"));
    let default = field.and_then(|it| it.default.as_ref()?.as_array());
    let names = default.into_iter().flatten().filter_map(|it| it.as_str());
    names.map(Protocol::from).collect()
}

/// Paths are not among it: they are read by code.
fn given(route: &Route) -> Given<'_> {
    let headers: Vec<(&str, Given<'_>)> = route
        .headers
        .iter()
        .map(|(name, values)| {
            let values = values.iter().map(|it| Given::Text(it)).collect();
            (name.as_str(), Given::List(values))
        })
        .collect();
    Given::record([
        ("name", Some(Given::Text(route.name.as_str()))),
        ("protocols", Given::texts(&route.protocols)),
        ("hosts", Given::texts(&route.hosts)),
        ("methods", Given::texts(&route.methods)),
        ("snis", Given::texts(&route.snis)),
        (
            "headers",
            (!headers.is_empty()).then_some(Given::Map(headers)),
        ),
        ("path_handling", Given::text(&route.path_handling)),
        (
            "https_redirect_status_code",
            Given::integer(route.https_redirect_status_code),
        ),
        ("tags", tags(&route.tags)),
    ])
}

/// Header values that are regular expressions.
fn headers(route: &Route, entity: Entity<'_>, budget: &Budget, diagnostics: &mut Diagnostics) {
    for (name, values) in &route.headers {
        let regexes = values.iter().filter_map(|value| value.strip_prefix("~*"));
        for regex in regexes {
            // Kong lowers the case of the whole value before it reads the expression.
            if let Err(reason) = compiles(&regex.to_lowercase(), budget) {
                let path = [Step::Field("headers".to_owned()), Step::Key(name.clone())];
                let at = entity.blame.at(route.origin(), &path);
                diagnostics.push(
                    entity
                        .subject
                        .at(&at)
                        .has_bad_regex("headers", MASK, &reason),
                );
            }
        }
    }
}

/// One path, a prefix or a regular expression behind `~`; counted from 0.
fn judge_path(
    index: usize,
    path: &str,
    subject: Subject<'_>,
    budget: &Budget,
    diagnostics: &mut Diagnostics,
) {
    const FORM: &str = "a path that starts with `/` or `~/`";
    let field = || format!("paths.{}", index + 1);
    let regex = path.strip_prefix('~');
    let form = if !regex.unwrap_or(path).starts_with('/') {
        Some(FORM)
    } else if path.contains("//") {
        Some("a path without `//`")
    } else if regex.is_none() && text::has_url_characters(path) && !text::has_whole_escapes(path) {
        Some("a path with `%` only before two hexadecimal digits")
    } else {
        None
    };
    if let Some(form) = form {
        diagnostics.push(subject.has_bad_format(&field(), form));
    } else if let Some(regex) = regex {
        if let Err(reason) = compiles_as_path(regex, budget) {
            diagnostics.push(subject.has_bad_regex(&field(), regex, &reason));
        }
    } else {
        let normal = normalize(path);
        if normal != path {
            diagnostics.push(subject.has_abnormal_path(&field(), path, &normal));
        }
    }
}
