//! The only place where the stages are chained.

use crate::diag::{Diagnostic, Diagnostics};
use crate::kong::state::State;
use crate::manifest::source::Sources;
use crate::options::Options;
use crate::store::Store;
use crate::{enrich, translate};

/// What a run makes of its sources.
#[derive(Debug)]
pub struct Conversion {
    /// The configuration, each entity with its origin.
    pub state: State,
    /// Every problem, in input order.
    pub diagnostics: Vec<Diagnostic>,
}

/// Convert the sources. Pure: no disk, no clock, no environment.
pub fn convert(sources: &Sources, options: &Options) -> Conversion {
    let mut diagnostics = Diagnostics::default();
    let store = load(sources, options, &mut diagnostics);
    let mut state = translate::translate(&mut translate::Context {
        store: &store,
        options,
        diagnostics: &mut diagnostics,
    });
    enrich::enrich(
        &mut enrich::Context {
            store: &store,
            options,
            diagnostics: &mut diagnostics,
        },
        &mut state,
    );
    Conversion {
        state,
        diagnostics: diagnostics.into_sorted(),
    }
}

/// Read, decode and admit all objects.
fn load(sources: &Sources, options: &Options, diagnostics: &mut Diagnostics) -> Store {
    let _ = (sources, options, diagnostics);
    Store::default()
}
