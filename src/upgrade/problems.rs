//! What the new side refuses and does not read, from the problems of both sides.

use super::fix::Edit;
use super::{Item, Kind, Spot};
use crate::diag::ignored::Ignored;
use crate::diag::labels::OBJECT_WITHOUT_LABEL;
use crate::diag::{Diagnostic, Location, Severity};
use crate::options::{LabelSelector, Options};
use crate::origin::{ObjectKey, Origin};
use std::collections::{BTreeMap, BTreeSet};

/// Problems that say that a controller does not read an object, or a part of it.
const OF_READING: &[&str] = &[
    "annotation-value-ignored",
    "class-missing",
    "class-parameters-ignored",
    "consumer-ref-ignored",
    "control-plane-other",
    "controller-switched-off",
    "default-backend-ignored",
    "empty-class-annotation",
    "expression-annotation-ignored",
    "feature-gate-off",
    "gateway-of-another-controller",
    "gateway-of-konnect",
    "kind-given-up",
    "kind-not-read",
    "object-without-label",
    "route-filters-ignored",
    "route-of-other-instance",
    "sticky-sessions-lost",
    "stream-route-parent-port-ignored",
    "unknown-annotation",
    "unknown-kind",
    "unknown-version",
];

/// What a side says of its manifests.
#[derive(Debug, Default)]
pub struct Said {
    /// Problems that [`is_of_reading`].
    pub unread: Vec<Diagnostic>,
    /// Objects of another class.
    pub ignored: Vec<Ignored>,
}

/// What changes between the problems of two sides.
#[derive(Debug, Default)]
pub struct Changed {
    /// What the new side refuses.
    pub refused: Vec<Item>,
    /// What it does not read.
    pub ignored: Vec<Item>,
    /// What only it reads.
    pub read: Vec<Item>,
}

/// Whether a problem says that an object, or a part of it, is not read.
pub fn is_of_reading(problem: &Diagnostic) -> bool {
    OF_READING.contains(&problem.code.id)
}

/// An object whatever version a controller reads it in.
type Who = (String, String, String, String);

fn who(key: &ObjectKey) -> Who {
    let text = |it: &str| it.to_owned();
    (
        text(&key.group),
        text(&key.kind),
        text(&key.namespace),
        text(&key.name),
    )
}

/// What makes two problems of reading the same one.
fn identity(problem: &Diagnostic) -> (&'static str, Option<Who>, String) {
    match problem.locations.first() {
        Some(Location::Field(origin)) => (
            problem.code.id,
            Some(who(&origin.object.key)),
            origin.path.to_string(),
        ),
        Some(Location::Text { file, line, .. }) => {
            (problem.code.id, None, format!("{file}:{line}"))
        }
        None => (problem.code.id, None, String::new()),
    }
}

/// Compare what both sides say. `new_errors` are the errors of the new side that the old one does not have.
pub fn changed<'d>(
    new_errors: impl IntoIterator<Item = &'d Diagnostic>,
    (old, new): (&Said, &Said),
    options: &Options,
) -> Changed {
    let refused = new_errors.into_iter().map(refusal).collect();
    let beyond = |own: &Said, other: &Said, kind: Kind| -> Vec<Item> {
        let known: BTreeSet<_> = other.unread.iter().map(identity).collect();
        let mut items: Vec<Item> = own
            .unread
            .iter()
            .filter(|problem| !known.contains(&identity(problem)))
            .map(|problem| unread(problem, kind, options))
            .collect();
        let told: BTreeSet<Who> = items
            .iter()
            .flat_map(|item| &item.spots)
            .filter_map(|spot| match &spot.location {
                Location::Field(origin) => Some(who(&origin.object.key)),
                Location::Text { .. } => None,
            })
            .collect();
        let left_alone: BTreeMap<Who, &Ignored> = own
            .ignored
            .iter()
            .map(|it| (who(&it.meta.key), it))
            .collect();
        let known: BTreeSet<Who> = other.ignored.iter().map(|it| who(&it.meta.key)).collect();
        for (who, ignored) in left_alone {
            if !told.contains(&who) && !known.contains(&who) {
                items.push(of_other_class(ignored, kind));
            }
        }
        items
    };
    Changed {
        refused,
        ignored: beyond(new, old, Kind::NotRead),
        read: beyond(old, new, Kind::NowRead),
    }
}

fn refusal(problem: &Diagnostic) -> Item {
    Item {
        field: Some(by(problem).to_owned()),
        hint: problem.hint.clone(),
        spots: problem
            .locations
            .iter()
            .take(1)
            .cloned()
            .map(Spot::at)
            .collect(),
        ..Item::new(Kind::Refused, problem.code.id, problem.message.clone())
    }
}

/// Who refuses.
fn by(problem: &Diagnostic) -> &'static str {
    if problem.kong.is_some() {
        "kong"
    } else if problem.api_server.is_some() {
        "api-server"
    } else {
        "controller"
    }
}

fn unread(problem: &Diagnostic, kind: Kind, options: &Options) -> Item {
    let edit = labels(problem, options).filter(|_| kind == Kind::NotRead);
    let spots = problem.locations.iter().take(1).cloned();
    Item {
        hint: problem.hint.clone().filter(|_| kind == Kind::NotRead),
        spots: spots.map(|at| Spot::with(at, edit.clone())).collect(),
        ..Item::new(kind, problem.code.id, problem.message.clone())
    }
}

/// The label that an object lacks.
fn labels(problem: &Diagnostic, options: &Options) -> Option<Edit> {
    if problem.code.id != OBJECT_WITHOUT_LABEL.id {
        return None;
    }
    let object = problem.objects().next()?;
    let selector: &LabelSelector = match &*object.key.kind {
        "Secret" => &options.secret_label_selector,
        _ => &options.configmap_label_selector,
    };
    let (key, value) = selector.lacking(&object.labels).next()?;
    Some(Edit::label(object, key, value))
}

fn of_other_class(ignored: &Ignored, kind: Kind) -> Item {
    let (object, reason) = (&ignored.meta.key, &ignored.reason);
    let message = match kind {
        Kind::NowRead => format!("{object} was not read before: {reason}"),
        _ => format!("{object} is not read: {reason}"),
    };
    Item {
        spots: vec![Spot::at(Location::Field(Origin::of(&ignored.meta)))],
        ..Item::new(kind, "other-class", message)
    }
}

/// Whether a problem counts among the refusals.
pub fn is_refusal(problem: &Diagnostic) -> bool {
    problem.severity == Severity::Error
}
