//! Problems as data: what is wrong, how badly, where, and what to do about it.
//!
//! Stages push [`Diagnostic`]s and go on; nothing here prints. Message texts live in one file per
//! family of problems, beside their [`Code`]s; translation code holds none.

pub mod admission;
pub mod api_server;
pub mod backends;
pub mod builtin_hints;
pub mod builtin_kinds;
mod ca_words;
pub mod called;
pub mod certificates;
pub mod charts;
pub mod code;
pub mod complaints;
pub mod consumers;
pub mod controllers;
pub mod custom_entities;
pub mod deck_file;
pub mod deck_refusals;
pub mod expressions;
pub mod failure;
pub mod fallback;
pub mod foreign;
pub mod gateway;
pub mod gateway_admission;
pub mod gateway_routes;
pub mod growth;
pub mod ignored;
pub mod ingress;
pub mod ingress_backends;
pub mod kong_editions;
pub mod kong_entities;
pub mod kong_plugins;
pub mod labels;
pub mod lint;
pub mod lookalikes;
pub mod operator;
pub mod overrides;
pub mod plugin_bindings;
pub mod plugins;
pub mod policies;
pub mod reading;
pub mod render;
mod restated;
pub mod secrets;
pub mod settings;
pub mod shown;
pub mod silence;
pub mod similar;
pub mod unbuilt;
pub mod unread;
pub mod webhook;

use crate::origin::{FieldPath, ObjectMeta, Origin};
use crate::secrecy::text::without_secrets;
use std::borrow::Cow;
use std::sync::Arc;

pub use code::{Code, Severity};
pub use failure::Failure;
pub use webhook::Answer;

/// Where a problem stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A field of an object that was read.
    Field(Origin),
    /// A position in a source that gave no object there. Line and column count from 1; line 0 means the file as a whole.
    Text {
        /// Index of the file among the sources.
        file: u32,
        /// Line.
        line: u32,
        /// Column, in characters.
        column: u32,
    },
}

impl Location {
    /// A file as a whole.
    pub const fn whole(file: u32) -> Self {
        Self::Text {
            file,
            line: 0,
            column: 0,
        }
    }

    /// Index of its file among the sources.
    pub fn file(&self) -> u32 {
        match self {
            Self::Field(origin) => origin.object.place.file,
            Self::Text { file, .. } => *file,
        }
    }
}

/// The Kong entity that Kong itself would refuse (spec 70).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KongVerdict {
    /// Entity type, such as `route` or `plugin`.
    pub entity: String,
    /// Name of the entity, when it has one.
    pub name: Option<String>,
    /// Field at fault, such as `paths.1`; empty for the entity as a whole.
    pub field: String,
}

/// The API server itself says so when the object is created (spec 86).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApiServerVerdict {
    /// The field as it calls it, where that is not the path of the value: `spec.LoadBalancerSourceRanges[0]`.
    pub field: Option<String>,
}

/// One problem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// What kind of problem.
    pub code: &'static Code,
    /// How bad; normally the code's own severity.
    pub severity: Severity,
    /// One sentence, lower case at the start, without a full stop. Holds no secret value.
    pub message: String,
    /// Where; the first one is primary, and there is always one.
    pub locations: Vec<Location>,
    /// What to do about it.
    pub hint: Option<String>,
    /// Set when Kong itself would refuse the rendered entity.
    pub kong: Option<KongVerdict>,
    /// Set when the API server itself refuses the object, or warns of it.
    pub api_server: Option<ApiServerVerdict>,
    /// What the controller's webhook answers for this reason, object by object.
    pub webhook: Vec<Answer>,
    /// What the controller itself says of it, when it fails to translate something.
    pub failures: Vec<Failure>,
    /// The text of the event that the controller records for the primary object, when a running one has.
    pub controller_message: Option<String>,
}

impl Diagnostic {
    /// A problem of `code` at `at`.
    pub fn new(code: &'static Code, at: Origin, message: impl Into<String>) -> Self {
        Self::located(code, Location::Field(at), message)
    }

    /// A problem of `code` in text that gave no object.
    pub fn located(code: &'static Code, at: Location, message: impl Into<String>) -> Self {
        Self {
            code,
            severity: code.severity,
            message: message.into(),
            locations: vec![at],
            hint: None,
            kong: None,
            api_server: None,
            webhook: Vec::new(),
            failures: Vec::new(),
            controller_message: None,
        }
    }

    /// The same problem, with another object concerned.
    #[must_use]
    pub fn and(mut self, also: Origin) -> Self {
        self.locations.push(Location::Field(also));
        self
    }

    /// The same problem, with more objects concerned.
    #[must_use]
    pub fn and_all<'a>(mut self, also: impl IntoIterator<Item = &'a Arc<ObjectMeta>>) -> Self {
        self.locations.extend(
            also.into_iter()
                .map(|object| Location::Field(Origin::of(object))),
        );
        self
    }

    /// The same problem, with advice.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same problem, with the name that was probably meant before the advice.
    #[must_use]
    pub fn did_you_mean(mut self, name: Option<&str>) -> Self {
        if let Some(name) = name {
            self.hint = Some(match self.hint {
                Some(hint) => format!("did you mean {name}? Otherwise {hint}"),
                None => format!("did you mean {name}?"),
            });
        }
        self
    }

    /// The same problem, marked as one that Kong itself would have.
    #[must_use]
    pub fn refused_by_kong(mut self, verdict: KongVerdict) -> Self {
        self.kong = Some(verdict);
        self
    }

    /// The same problem, marked as the API server's own.
    #[must_use]
    pub fn said_by_api_server(mut self, verdict: ApiServerVerdict) -> Self {
        self.api_server = Some(verdict);
        self
    }

    /// Say the same in other words: those that `speak` gives for the message and the advice.
    pub fn speak(&mut self, speak: impl Fn(&str) -> Cow<'_, str>) {
        for text in [Some(&mut self.message), self.hint.as_mut()]
            .into_iter()
            .flatten()
        {
            if let Cow::Owned(spoken) = speak(text) {
                *text = spoken;
            }
        }
    }

    /// Mask the words that hold a secret by themselves: URLs with a user or a query, tokens, keys.
    fn mask_secrets(&mut self) {
        let answers = self.webhook.iter_mut().map(|answer| &mut answer.message);
        let told = self.failures.iter_mut().map(|failure| &mut failure.message);
        let texts = [
            Some(&mut self.message),
            self.hint.as_mut(),
            self.controller_message.as_mut(),
        ];
        for text in texts.into_iter().flatten().chain(answers).chain(told) {
            if let Cow::Owned(shown) = without_secrets(text) {
                *text = shown;
            }
        }
    }

    /// The objects concerned, primary first.
    pub fn objects(&self) -> impl Iterator<Item = &Arc<ObjectMeta>> {
        self.locations.iter().filter_map(|location| match location {
            Location::Field(origin) => Some(&origin.object),
            Location::Text { .. } => None,
        })
    }

    /// Whether the API server refuses the object for this.
    pub fn is_api_server_refusal(&self) -> bool {
        self.api_server.is_some() && self.severity == Severity::Error
    }

    /// The place that orders problems: file, document, place in the document, field.
    fn place(&self) -> (u32, u32, u32, Option<(&FieldPath, &FieldPath)>) {
        match self.locations.first() {
            Some(Location::Field(origin)) => {
                let place = &origin.object.place;
                (
                    place.file,
                    place.document,
                    0,
                    Some((&place.within, &origin.path)),
                )
            }
            Some(Location::Text { file, line, .. }) => (*file, u32::MAX, *line, None),
            None => (u32::MAX, u32::MAX, 0, None),
        }
    }
}

/// The problems of a run, in no particular order until [`Diagnostics::into_sorted`].
#[derive(Debug, Clone, Default)]
pub struct Diagnostics(Vec<Diagnostic>);

impl Diagnostics {
    /// Note a problem and go on.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.0.push(diagnostic);
    }

    /// Take over all problems of `other`.
    pub fn append(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// The problems so far.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.iter()
    }

    /// The problems so far, to be judged again.
    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Diagnostic> {
        self.0.iter_mut()
    }

    /// Take over what the webhook answers: to the problem that says the same of the same field, else as a problem of its own.
    pub fn answer(&mut self, answers: Vec<Diagnostic>) {
        webhook::attach(&mut self.0, answers);
    }

    /// All problems in input order (file, document, field), equal ones once, and those of KIC and Kong that only restate what the
    /// API server refuses left out. No word that holds a secret by itself passes, whatever was forgotten where it was told.
    pub fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.0 = restated::merge(self.0);
        self.0.iter_mut().for_each(Diagnostic::mask_secrets);
        self.0.sort_by(|a, b| {
            (a.place(), a.code.id, &a.message).cmp(&(b.place(), b.code.id, &b.message))
        });
        self.0.dedup();
        self.0
    }
}

impl Extend<Diagnostic> for Diagnostics {
    fn extend<T: IntoIterator<Item = Diagnostic>>(&mut self, iter: T) {
        self.0.extend(iter);
    }
}
