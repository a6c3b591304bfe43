//! What the API server refuses of the way from one state of the manifests to the other: the problems that `check` and `diff` have only
//! with an old side.

use super::input::Run;
use super::silence::{self, Split, Texts, Unused};
use crate::diag::Diagnostic;
use crate::manifest::source::Sources;
use crate::pipeline::updates;

/// What is refused of objects that both sides have.
pub(super) fn refused(old: &Sources, run: &Run) -> Vec<Diagnostic> {
    updates::refused(old, &run.sources, &run.options)
}

/// The same, put among the problems of a run that knows what its manifests silence.
pub(super) fn add(old: &Sources, run: &mut Run, no_ignores: bool) {
    let refused = refused(old, run);
    if no_ignores || refused.is_empty() {
        run.diagnostics.extend(refused);
        return;
    }
    let texts = Texts {
        sources: &run.sources,
        annotated: &run.annotated,
    };
    let Split { left, silenced } = silence::split(refused, texts, Unused::Untold);
    run.diagnostics.extend(left);
    run.silenced.extend(silenced);
}
