//! What an upgrade does beside changing entities: two sides of one repository, made for other versions of Kong, other controllers or
//! another flavor of the router -> [`Report`].
//!
//! What is refused and what is not read any more comes from the problems of both sides; what behaves otherwise from the tables of
//! [`crate::schema`] and the configuration of the new side (spec 84). [`render`] shows the result. Does no I/O.

mod consequence;
mod entities;
pub mod fix;
mod moved;
mod plugins;
pub mod problems;
pub mod render;

use crate::deck::content::Content;
use crate::diag::Location;
use crate::kong::source::Place;
use crate::options::{Options, RouterFlavor};
use crate::schema::entities::Release;
use fix::{Edit, Fix};
use serde_json::Value;
use std::fmt;

/// A side of the comparison.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// What it makes of the manifests.
    pub content: &'a Content,
    /// How it is made.
    pub options: &'a Options,
}

/// What is told of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// The new side refuses it.
    Refused,
    /// A field of a plugin that is left out has another default.
    PluginDefault,
    /// A field of another entity that is left out has another default.
    EntityDefault,
    /// A plugin runs at another place in the order.
    Order,
    /// A plugin holds code that runs under other rules.
    Code,
    /// A field that is accepted and has a successor.
    Deprecated,
    /// The new side does not read it.
    NotRead,
    /// Only the new side reads it.
    NowRead,
}

impl Kind {
    /// The word for programs.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::PluginDefault => "plugin-default",
            Self::EntityDefault => "entity-default",
            Self::Order => "plugin-order",
            Self::Code => "plugin-code",
            Self::Deprecated => "deprecated-field",
            Self::NotRead => "not-read",
            Self::NowRead => "now-read",
        }
    }
}

/// One thing that an upgrade does, to whatever number of manifests.
#[derive(Debug, Clone)]
pub struct Item {
    /// What sort of thing.
    pub kind: Kind,
    /// The code of the problem, the plugin or the kind of entity.
    pub subject: String,
    /// The field, dotted.
    pub field: Option<String>,
    /// Its default before.
    pub old: Option<Value>,
    /// Its default now.
    pub new: Option<Value>,
    /// One sentence.
    pub message: String,
    /// What it means for who uses the gateway.
    pub consequence: Option<String>,
    /// What to do about it.
    pub hint: Option<String>,
    /// The manifests.
    pub spots: Vec<Spot>,
}

impl Item {
    /// An item without anything but a sentence.
    fn new(kind: Kind, subject: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            kind,
            subject: subject.into(),
            field: None,
            old: None,
            new: None,
            message: message.into(),
            consequence: None,
            hint: None,
            spots: Vec::new(),
        }
    }
}

/// A manifest that an item is about.
#[derive(Debug, Clone)]
pub struct Spot {
    /// Where.
    pub location: Location,
    /// The same for a reader, once somebody has looked it up.
    pub place: Option<Place>,
    /// What keeps today's behaviour.
    pub fix: Fix,
}

impl Spot {
    /// A place of which nothing is to be edited.
    fn at(location: Location) -> Self {
        Self {
            location,
            place: None,
            fix: Fix::None,
        }
    }

    /// A place with its edit, if there is one.
    fn with(location: Location, edit: Option<Edit>) -> Self {
        Self {
            location,
            place: None,
            fix: edit.map_or(Fix::None, Fix::Wanted),
        }
    }
}

/// What the two sides are made for, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Between {
    /// `KIC 3.5.13, Kong 3.9.1, traditional_compatible`.
    pub old: String,
    /// The same of the new side.
    pub new: String,
}

/// Everything that an upgrade does beside changing entities and moving requests.
#[derive(Debug)]
pub struct Report {
    /// What the sides are made for.
    pub between: Between,
    /// What the new side refuses and the old one took.
    pub refused: Vec<Item>,
    /// What behaves otherwise.
    pub behaviour: Vec<Item>,
    /// What the new side does not read.
    pub ignored: Vec<Item>,
    /// What only the new side reads.
    pub read: Vec<Item>,
}

/// How many items there are, in one line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict<'r> {
    report: &'r Report,
    /// Classes of requests that are answered otherwise, where requests were tried.
    requests: Option<usize>,
}

impl PartialEq for Report {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Report {}

/// Whether two sides are made for different gateways or controllers, so that their comparison is one of an upgrade.
pub fn is_between(old: &Options, new: &Options) -> bool {
    Release::of(old) != Release::of(new)
        || old.controller != new.controller
        || old.router_flavor != new.router_flavor
}

/// Compare two sides. Problems are what [`problems`] made of those of both sides.
pub fn compare(old: Side<'_>, new: Side<'_>, problems: problems::Changed) -> Report {
    let mut behaviour = plugins::compare(old, new);
    behaviour.extend(entities::compare(old, new));
    behaviour.sort_by(|a, b| (a.kind, &a.subject, &a.field).cmp(&(b.kind, &b.subject, &b.field)));
    Report {
        between: Between {
            old: made_for(old.options),
            new: made_for(new.options),
        },
        refused: problems.refused,
        behaviour,
        ignored: problems.ignored,
        read: problems.read,
    }
}

fn made_for(options: &Options) -> String {
    let edition = if options.enterprise {
        " Enterprise"
    } else {
        ""
    };
    let flavor = match options.router_flavor {
        RouterFlavor::Traditional => "traditional_compatible",
        RouterFlavor::Expressions => "expressions",
    };
    let (controller, kong) = (options.controller.release(), options.kong_version);
    format!("{controller}, Kong {kong}{edition}, {flavor}")
}

impl Report {
    /// The verdict, with how many classes of requests are answered otherwise.
    pub const fn verdict(&self, requests: Option<usize>) -> Verdict<'_> {
        Verdict {
            report: self,
            requests,
        }
    }

    /// Every item.
    pub fn items(&self) -> impl Iterator<Item = &Item> {
        let parts = [&self.refused, &self.behaviour, &self.ignored, &self.read];
        parts.into_iter().flatten()
    }

    /// Every item, to be completed.
    pub fn items_mut(&mut self) -> impl Iterator<Item = &mut Item> {
        let parts = [
            &mut self.refused,
            &mut self.behaviour,
            &mut self.ignored,
            &mut self.read,
        ];
        parts.into_iter().flatten()
    }

    /// Look up where everything is written. What stands together is looked up together.
    pub fn locate(&mut self, mut find: impl FnMut(&Location, bool) -> Option<Place>) {
        let mut slots: Vec<(bool, &mut Spot)> = Vec::new();
        for item in self.items_mut() {
            let is_new = item.kind != Kind::NowRead;
            slots.extend(item.spots.iter_mut().map(|spot| (is_new, spot)));
        }
        slots.sort_by_key(|(is_new, spot)| (*is_new, document(&spot.location)));
        for (is_new, spot) in slots {
            if spot.place.is_none() {
                spot.place = find(&spot.location, is_new);
            }
        }
    }
}

/// File and document of a location.
fn document(location: &Location) -> (u32, u32) {
    match location {
        Location::Field(origin) => (origin.object.place.file, origin.object.place.document),
        Location::Text { file, .. } => (*file, 0),
    }
}

impl fmt::Display for Verdict<'_> {
    /// `2 refusals, 14 classes of requests, 3 defaults`, and more where there is more.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let report = self.report;
        let of = |kinds: &[Kind]| {
            let all = report.behaviour.iter().chain(&report.ignored);
            all.filter(|item| kinds.contains(&item.kind)).count()
        };
        let counted = |count: usize, one: &str, many: &str| {
            format!("{count} {}", if count == 1 { one } else { many })
        };
        let mut parts = vec![counted(report.refused.len(), "refusal", "refusals")];
        if let Some(requests) = self.requests {
            parts.push(counted(
                requests,
                "class of requests",
                "classes of requests",
            ));
        }
        let defaults = of(&[Kind::PluginDefault, Kind::EntityDefault]);
        parts.push(counted(defaults, "default", "defaults"));
        for (kind, one, many) in [
            (
                Kind::Order,
                "plugin elsewhere in the order",
                "plugins elsewhere in the order",
            ),
            (Kind::Code, "plugin with code", "plugins with code"),
            (Kind::Deprecated, "deprecated field", "deprecated fields"),
            (
                Kind::NotRead,
                "thing not read any more",
                "things not read any more",
            ),
        ] {
            let count = of(&[kind]);
            if count > 0 {
                parts.push(counted(count, one, many));
            }
        }
        f.write_str(&parts.join(", "))
    }
}
