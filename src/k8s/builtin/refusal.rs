//! What was found against the values of an object, and the problem that becomes of it.

use crate::diag::Diagnostic;
use crate::diag::builtin_hints::Hint;
use crate::diag::builtin_kinds::{self, Fault};
use crate::k8s::schema::walk::Trail;
use crate::origin::{FieldPath, Origin};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A field of an object that the API server refuses or warns of.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The field at fault.
    pub path: FieldPath,
    /// How the API server calls it, where that is another path.
    field: Option<String>,
    /// What is wrong with it.
    pub fault: Fault,
    hint: Option<Hint>,
}

impl Refusal {
    /// The problem, once the object is known.
    pub fn into_diagnostic(self, at: impl FnOnce(FieldPath) -> Origin) -> Diagnostic {
        builtin_kinds::refused(at(self.path), self.field, &self.fault, self.hint.as_ref())
    }
}

/// Most faults that are told of one object; an object with more is nothing that people mend fault by fault.
const MAX_REFUSALS: usize = 1000;

/// The fields of an object whose values do not decode.
#[derive(Debug, Default)]
pub struct Undecodable(BTreeSet<FieldPath>);

impl FromIterator<FieldPath> for Undecodable {
    fn from_iter<T: IntoIterator<Item = FieldPath>>(paths: T) -> Self {
        Self(paths.into_iter().collect())
    }
}

impl Undecodable {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the value at `path`, or what holds it, is one.
    pub fn has(&self, path: &FieldPath) -> bool {
        !self.0.is_empty()
            && (0..=path.segments().len()).any(|steps| self.0.contains(&path.up_to(steps)))
    }

    /// Whether one stands below `path`. Paths are ordered step by step, so those below it follow it.
    fn is_below(&self, path: &FieldPath) -> bool {
        let next = self.0.range(path..).next();
        next.is_some_and(|next| next.starts_with(path))
    }
}

/// What has been found.
pub(in crate::k8s) struct Findings<'w> {
    refusals: Vec<Refusal>,
    wrong: &'w Undecodable,
}

impl<'w> Findings<'w> {
    /// Nothing yet; `wrong` are the fields that do not decode.
    pub(super) fn new(wrong: &'w Undecodable) -> Self {
        Self {
            refusals: Vec::new(),
            wrong,
        }
    }

    /// Whether the value at the end of `trail`, or what holds it, does not decode: then it is unknown what was meant.
    pub(super) fn is_wrong(&self, trail: &Trail<'_>) -> bool {
        !self.wrong.is_empty() && self.wrong.has(&trail.path())
    }

    /// Note a fault.
    pub(super) fn note(&mut self, trail: &Trail<'_>, fault: Fault) {
        self.push(trail, None, fault, None);
    }

    /// Note a fault, with advice.
    pub(super) fn note_with(&mut self, trail: &Trail<'_>, fault: Fault, hint: Hint) {
        self.push(trail, None, fault, Some(hint));
    }

    /// Note a fault of a field that the API server calls otherwise.
    pub(super) fn note_as(&mut self, trail: &Trail<'_>, called: impl Into<String>, fault: Fault) {
        self.push(trail, Some(called.into()), fault, None);
    }

    /// Note a fault of a field that the API server calls otherwise, with advice.
    pub(super) fn note_as_with(
        &mut self,
        trail: &Trail<'_>,
        called: impl Into<String>,
        fault: Fault,
        hint: Hint,
    ) {
        self.push(trail, Some(called.into()), fault, Some(hint));
    }

    /// Note that a value is not valid, for each of the reasons.
    pub(super) fn invalid<T: Into<Cow<'static, str>>>(
        &mut self,
        trail: &Trail<'_>,
        details: impl IntoIterator<Item = T>,
        hint: impl Fn() -> Hint,
    ) {
        for detail in details {
            self.push(trail, None, Fault::Invalid(detail.into()), Some(hint()));
        }
    }

    /// Note that a text is none of those supported.
    pub(super) fn one_of(
        &mut self,
        trail: &Trail<'_>,
        found: &str,
        supported: &'static [&'static str],
    ) {
        if !supported.contains(&found) {
            let found = found.to_owned();
            self.note(trail, Fault::NotSupported { found, supported });
        }
    }

    /// Note a warning. The API server sends it only when it refuses nothing.
    pub(super) fn warn(&mut self, trail: &Trail<'_>, text: impl Into<String>) {
        self.note(trail, Fault::Warning(text.into()));
    }

    fn push(&mut self, trail: &Trail<'_>, field: Option<String>, fault: Fault, hint: Option<Hint>) {
        if self.refusals.len() > MAX_REFUSALS {
            return;
        }
        let path = trail.path();
        if self.wrong.has(&path) || self.wrong.is_below(&path) {
            return;
        }
        let is_last = self.refusals.len() == MAX_REFUSALS;
        self.refusals.push(if is_last {
            Refusal {
                path: FieldPath::root(),
                field: None,
                fault: Fault::TooManyFaults(MAX_REFUSALS),
                hint: None,
            }
        } else {
            Refusal {
                path,
                field,
                fault,
                hint,
            }
        });
    }

    /// The refusals, or the warnings when there are none.
    pub(super) fn into_refusals(mut self) -> Vec<Refusal> {
        let refuses = |refusal: &Refusal| refusal.fault.refuses();
        if !self.wrong.is_empty() || self.refusals.iter().any(refuses) {
            self.refusals.retain(refuses);
        }
        self.refusals
    }
}
