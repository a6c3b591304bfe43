//! What translation and the passes after it have in common.

use super::Store;
use crate::diag::Diagnostics;
use crate::options::Options;

/// What every translator and every pass reads, and where it reports.
pub struct Context<'a> {
    /// The admitted objects.
    pub store: &'a Store,
    /// The options of the run.
    pub options: &'a Options,
    /// Where problems go.
    pub diagnostics: &'a mut Diagnostics,
}
