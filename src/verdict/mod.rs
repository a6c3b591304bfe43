//! What Kong itself would refuse in the finished state: `State` -> problems with a verdict. Changes nothing.
//!
//! The rules are those of Kong 3.9's schemas (spec 70); where they changed between versions the schema
//! of the plugin decides. Each file judges one entity; `text` holds the forms of texts.
//! Does no I/O.

mod blame;
mod certificates;
mod consumers;
mod custom_entities;
mod expressions;
mod hashing;
mod names;
pub mod plugins;
mod protocols;
mod regex;
mod routes;
mod services;
mod tags;
mod text;
mod upstreams;

use crate::diag::Diagnostics;
use crate::kong::state::State;
use crate::options::Options;
use std::sync::Arc;

/// The edition of the gateway.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edition {
    OpenSource,
    Enterprise,
}

impl Edition {
    fn of(options: &Options) -> Self {
        if options.enterprise {
            Self::Enterprise
        } else {
            Self::OpenSource
        }
    }
}

/// Report what Kong would refuse.
pub fn judge(state: &State, options: &Options, diagnostics: &mut Diagnostics) {
    services::judge(state, Edition::of(options), diagnostics);
    let budget = Arc::default();
    routes::judge(state, options, &budget, diagnostics);
    expressions::judge(state, &budget, diagnostics);
    upstreams::judge(state, diagnostics);
    consumers::judge(state, diagnostics);
    certificates::judge(state, options, diagnostics);
    custom_entities::judge(state, diagnostics);
    plugins::judge(state, options, diagnostics);
    names::judge(state, diagnostics);
}

/// Report what Kong would refuse in the file that the controller itself would send, though not in the one that is rendered here.
/// `from_cluster` says whether the objects have uids.
pub fn judge_as_sent(state: &State, from_cluster: bool, diagnostics: &mut Diagnostics) {
    certificates::without_uid(state, from_cluster, diagnostics);
}
