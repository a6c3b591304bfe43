//! What Kong itself would refuse in the finished state: `State` -> problems with a verdict. Changes nothing.
//!
//! The rules are those of the schemas of the version of Kong asked for (spec 70 and 84), which [`crate::schema`] knows. Each file shows
//! one kind of entity to them, and holds the rules that Kong writes as code. Does no I/O.

mod blame;
mod certificates;
mod consumers;
mod custom_entities;
mod entity;
mod expressions;
pub mod file;
pub mod place;
pub mod plugins;
mod protocols;
mod regex;
mod report;
mod routes;
mod services;
mod upstreams;

use crate::diag::Diagnostics;
use crate::engine::go;
use crate::engine::regex::Budget;
use crate::kong::state::State;
use crate::options::Options;
use crate::schema::entities::Release;
use entity::Judge;
use std::sync::Arc;

/// Report what Kong would refuse.
pub fn judge(state: &State, options: &Options, diagnostics: &mut Diagnostics) {
    let mut judge = Judge::of(Release::of(options));
    services::judge(state, &mut judge, diagnostics);
    let budget = Arc::default();
    routes::judge(state, options, (&mut judge, &budget), diagnostics);
    expressions::judge(state, &budget, diagnostics);
    upstreams::judge(state, &mut judge, diagnostics);
    consumers::judge(state, &mut judge, diagnostics);
    certificates::judge(state, options.enterprise, &mut judge, diagnostics);
    custom_entities::judge(state, diagnostics);
    plugins::judge(state, options, &mut judge, diagnostics);
}

/// Paths that are regular expressions, as the router's engine reads them, all within one budget.
#[derive(Debug, Default)]
pub struct Patterns(Budget);

impl Patterns {
    /// Why the engine does not take a path, without its `~`; `None` when it does.
    pub fn fault(&self, path: &str) -> Option<String> {
        regex::compiles_as_path(path, &self.0).err()
    }
}

/// Why Go does not take a regular expression, in its own words; `None` when it does.
pub fn refused_by_go(pattern: &str) -> Option<String> {
    go::refusal(pattern)
}

/// Report what Kong would refuse in the file that the controller itself would send, though not in the one that is rendered here.
/// `from_cluster` says whether the objects have uids.
pub fn judge_as_sent(state: &State, from_cluster: bool, diagnostics: &mut Diagnostics) {
    certificates::without_uid(state, from_cluster, diagnostics);
}
