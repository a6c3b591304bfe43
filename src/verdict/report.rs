//! Faults of an entity or of a plugin's configuration as problems.

use super::blame::Blame;
use super::entity::Entity;
use crate::diag::kong_entities::Subject;
use crate::diag::shown::unless_secret;
use crate::diag::similar::similar;
use crate::diag::{Diagnostic, kong_editions};
use crate::schema::field::Field;
use crate::schema::validate::{Fault, Finding, LENGTH, Step};
use crate::secrecy::UNSHOWN;
use crate::secrecy::field::Field as Place;

/// A fault of an entity.
pub(super) fn of_entity(entity: &Entity<'_>, schema: &Field, finding: Finding) -> Diagnostic {
    // The configuration of a vault has a schema of its own.
    let base: Vec<Step> = match entity.collection {
        "vaults/env" => vec![Step::Field("config".to_owned())],
        _ => Vec::new(),
    };
    // What is missing has no place of its own.
    let at = if finding.fault == Fault::Missing {
        entity.subject.origin.clone()
    } else {
        let named = named(&finding.fault).map(|name| [Step::Field(name.to_owned())]);
        let path = named.as_ref().map_or(&finding.path[..], |path| &path[..]);
        entity
            .blame
            .at(entity.subject.origin, &[&base, path].concat())
    };
    let place = place_of(entity.collection, &finding.path);
    let is_websocket =
        matches!(&finding.fault, Fault::NotInList(found, _) if found == "ws" || found == "wss");
    let telling = Telling {
        whose: if entity.subject.entity.contains('_') {
            "the credential"
        } else {
            "the entity"
        },
        text: &|value| match entity.blame {
            Blame::File if !place.shows_text(value) => UNSHOWN.to_owned(),
            _ => unless_secret(&at, &format!("{value:?}")).to_owned(),
        },
        number: &|value| match entity.blame {
            Blame::File if !place.shows_number() && !value.ends_with(LENGTH) => UNSHOWN.to_owned(),
            _ => value,
        },
        in_plugin: false,
    };
    let field = kong_path(&[&base[..], &finding.path].concat());
    let known = schema.at(&finding.path[..finding.path.len().saturating_sub(1)]);
    let subject = entity.subject.at(&at);
    let problem = problem(&subject, (&field, known), finding, &telling);
    if is_websocket {
        kong_editions::websocket_protocol(problem)
    } else {
        problem
    }
}

/// A field among those whose values may be shown, or not.
fn place_of(collection: &str, path: &[Step]) -> Place {
    let list = collection.split('/').next().unwrap_or_default();
    path.iter()
        .fold(Place::of_entity(list), |place, step| match step {
            Step::Field(name) | Step::Key(name) => place.key(name),
            Step::Item(_) => place.item(),
        })
}

/// The field that a fault of the whole entity is about.
fn named(fault: &Fault) -> Option<&str> {
    match fault {
        Fault::NotWith { field, .. } | Fault::BadKey(Some(field)) => Some(field),
        _ => None,
    }
}

/// A path in Kong's words: dots, and list positions from 1.
fn kong_path(path: &[Step]) -> String {
    let steps = path.iter().map(|step| match step {
        Step::Field(name) | Step::Key(name) => name.clone(),
        Step::Item(index) => (index + 1).to_string(),
    });
    steps.collect::<Vec<String>>().join(".")
}

/// How a problem speaks of what it is about.
pub(super) struct Telling<'t> {
    /// `the plugin`
    pub whose: &'static str,
    /// A text in quotes, or words in its place.
    pub text: &'t dyn Fn(&str) -> String,
    /// A number or a length, or words in its place.
    pub number: &'t dyn Fn(String) -> String,
    /// Whether this is the configuration of a plugin, of whose values rules do not tell.
    pub in_plugin: bool,
}

/// A rule knows few values; a text of another kind is not told.
fn with(other: &str, value: &str) -> String {
    let is_word = |byte: u8| byte.is_ascii_alphanumeric() || b"-_, ".contains(&byte);
    if value.len() < 64 && value.bytes().all(is_word) {
        format!("with `{other}: {value}`")
    } else {
        format!("with this `{other}`")
    }
}

/// A finding as a problem at a field, which stands in the record `known`.
pub(super) fn problem(
    subject: &Subject<'_>,
    (field, known): (&str, Option<&Field>),
    finding: Finding,
    telling: &Telling<'_>,
) -> Diagnostic {
    let below = |name: &String| {
        if field.is_empty() {
            name.clone()
        } else {
            format!("{field}.{name}")
        }
    };
    let all_below = |names: &[String]| -> Vec<String> { names.iter().map(below).collect() };
    let whole = if field.is_empty() { "config" } else { field };
    match finding.fault {
        Fault::Unknown => {
            let names = known.into_iter().flat_map(|known| known.fields.keys());
            let similar = match finding.path.last() {
                Some(Step::Field(name)) => similar(name, names.map(String::as_str)),
                _ => None,
            };
            subject.has_unknown(field, similar)
        }
        Fault::WrongType(expected, found) => subject.has_wrong_type(field, expected, found),
        Fault::NotInList(found, allowed) => {
            let allowed: Vec<&str> = allowed.iter().map(String::as_str).collect();
            subject.not_among(field, &(telling.text)(&found), &allowed)
        }
        Fault::Excluded(found) if found == "false" => kong_editions::unverified(subject, field),
        Fault::Excluded(found) => {
            let why = if telling.in_plugin {
                let found = (telling.text)(&found);
                format!("to be {found}, which the plugin writes itself")
            } else {
                // It stands in the schema.
                format!("to be {found:?}")
            };
            subject.conflicts(field, &why)
        }
        Fault::OutOfRange(found, bounds) => {
            subject.out_of_range(field, (telling.number)(found), &bounds)
        }
        Fault::Empty => subject.is_empty(field),
        Fault::BadFormat(form) => subject.has_bad_format(field, &form),
        Fault::BadKey(name) => {
            subject.has_bad_key(&name.as_ref().map_or_else(|| field.to_owned(), below))
        }
        Fault::Missing => subject.lacks(&[field], telling.whose),
        Fault::NoneOf(names) => {
            let names = all_below(&names);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            subject.lacks(&names, telling.whose)
        }
        Fault::NotOneOf(names) => {
            let names = all_below(&names);
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            subject.wants_exactly_one(&names)
        }
        Fault::NotWith { field, other, .. } if telling.in_plugin => {
            let why = format!("like this: {field} does not go together with {other}");
            subject.conflicts(whole, &why)
        }
        Fault::NotWith {
            field: name,
            other,
            value,
        } => subject.conflicts(&below(&name), &with(&other, &value)),
        Fault::Conflict(_, why) if telling.in_plugin => {
            subject.conflicts(whole, &format!("like this: {why}"))
        }
        Fault::Conflict(fields, why) => {
            subject.conflicts(&all_below(&fields).join("|"), &format!("like this: {why}"))
        }
    }
}
