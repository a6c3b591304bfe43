//! What was found against the values of an object, and the problem that becomes of it.

use crate::diag::Diagnostic;
use crate::diag::builtin_hints::Hint;
use crate::diag::builtin_kinds::{self, Fault};
use crate::k8s::schema::walk::Trail;
use crate::origin::{FieldPath, Origin};
use std::borrow::Cow;

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

/// What has been found.
pub(super) struct Findings<'w> {
    refusals: Vec<Refusal>,
    wrong: &'w [FieldPath],
}

impl<'w> Findings<'w> {
    /// Nothing yet; `wrong` are the fields that do not decode.
    pub(super) fn new(wrong: &'w [FieldPath]) -> Self {
        Self {
            refusals: Vec::new(),
            wrong,
        }
    }

    /// Whether the value at the end of `trail`, or what holds it, does not decode: then it is unknown what was meant.
    pub(super) fn is_wrong(&self, trail: &Trail<'_>) -> bool {
        !self.wrong.is_empty() && {
            let path = trail.path();
            self.wrong.iter().any(|wrong| path.starts_with(wrong))
        }
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
        let path = trail.path();
        let may_be_due_to = |wrong: &FieldPath| path.starts_with(wrong) || wrong.starts_with(&path);
        if !self.wrong.iter().any(may_be_due_to) {
            self.refusals.push(Refusal {
                path,
                field,
                fault,
                hint,
            });
        }
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
