//! What is legal but surely not meant: warnings about manifests that KIC translates without a word.
//!
//! One subject, one file. Lints read the admitted objects and the finished state and push warnings or notes, never errors.

pub mod annotations;
pub mod authentication;
pub mod backendless;
pub mod balancing;
pub mod claims;
pub mod deprecated;
pub mod expressions;
pub mod foreign;
pub mod ignored;
pub mod labels;
pub mod lookalikes;
pub mod protocols;
pub mod shadowed;
pub mod unused;

use crate::diag::Diagnostics;
use crate::kong::state::State;
use crate::options::Options;
use crate::store::Store;

/// What every lint reads and where it reports.
pub struct Context<'a> {
    /// The admitted objects.
    pub store: &'a Store,
    /// The finished configuration.
    pub state: &'a State,
    /// What was asked for.
    pub options: &'a Options,
    /// Where findings go.
    pub diagnostics: &'a mut Diagnostics,
}

/// Run all lints.
pub fn lint(context: &mut Context<'_>) {
    annotations::lint(context);
    foreign::lint(context);
    ignored::lint(context);
    labels::lint(context);
    lookalikes::lint(context);
    protocols::lint(context);
    backendless::lint(context);
    balancing::lint(context);
    deprecated::lint(context);
    claims::lint(context);
    unused::lint(context);
    authentication::lint(context);
    shadowed::lint(context);
    expressions::lint(context);
}
