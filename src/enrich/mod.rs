//! Passes that complete the translated state: overrides, consumers, plugins, certificates, ids. One pass, one file; the order here is KIC's.

use crate::diag::Diagnostics;
use crate::kong::state::State;
use crate::options::Options;
use crate::store::Store;

pub mod overrides;

/// What every pass reads and where it reports.
pub struct Context<'a> {
    /// The admitted objects.
    pub store: &'a Store,
    /// The options of the run.
    pub options: &'a Options,
    /// Where problems go.
    pub diagnostics: &'a mut Diagnostics,
}

/// Run all passes.
pub fn enrich(context: &mut Context<'_>, state: &mut State) {
    overrides::apply(context, state);
}
