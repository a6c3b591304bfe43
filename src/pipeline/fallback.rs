//! The configuration that KIC would fall back to when a gateway refuses the regular one (spec 83, A).

use super::{Conversion, instances, load, translated};
use crate::admission::Judgement;
use crate::diag::Diagnostics;
use crate::fallback::graph::Graph;
use crate::fallback::plan::Plan;
use crate::kong::owner::Owner;
use crate::manifest::source::Sources;
use crate::options::{Gateways, Options};
use crate::origin::ObjectKey;
use crate::store::{self, Store};
use std::collections::BTreeSet;

/// What a fallback gives.
#[derive(Debug)]
pub struct Fallback {
    /// The configuration without the broken objects and what depends on them.
    pub conversion: Conversion,
    /// What was left out, and what was put back.
    pub plan: Plan,
}

/// Convert the first `current` of the sources without the broken objects; the other sources hold the objects of the last valid configuration,
/// of which old versions are put back. Pure.
pub fn convert(
    (sources, current): (&Sources, usize),
    broken: Vec<Owner>,
    options: &Options,
) -> Fallback {
    let of_current = instances::of(sources, options);
    let chosen = instances::chosen(&of_current, options);
    let options = &*chosen;
    let has_last_valid = current < sources.0.len();
    let read = |files, diagnostics: &mut Diagnostics| {
        load((sources, files), (options, of_current.clone()), diagnostics)
    };
    // What the controller knows now, and what it knew then.
    let known = |files| {
        let mut unsaid = Diagnostics::default();
        let mut inputs = read(files, &mut unsaid);
        store::gateway::admit(&mut inputs.store, options, &mut unsaid);
        inputs.store
    };
    let now = known(0..current);
    let graph = Graph::of(&now);
    let then = has_last_valid.then(|| known(current..sources.0.len()));
    let plan = Plan::of(broken, &graph, then.as_ref().map(Graph::of).as_ref());
    // Routes attached before, whatever becomes of their Gateways.
    let mut attached: BTreeSet<ObjectKey> = now.metas().map(|meta| meta.key.clone()).collect();
    let mut diagnostics = Diagnostics::default();
    let mut inputs = read(0..current, &mut diagnostics);
    let excluded = plan.excluded_keys();
    inputs.store.remove(&excluded);
    if then.is_some() {
        let keys = plan.backfilled_keys();
        let mut unsaid = Diagnostics::default();
        let old = read(current..sources.0.len(), &mut unsaid).store;
        inputs.store.take_over(old, &keys);
        attached.extend(keys);
    }
    inputs.store.retain_routes(&attached);
    let options = with_lenient_gateways(options, &excluded, &now);
    store::gateway::admit(&mut inputs.store, &options, &mut diagnostics);
    Fallback {
        conversion: translated(
            (inputs, Judgement::default()),
            &options,
            diagnostics,
            |_| (),
        )
        .0,
        plan,
    }
}

/// The options under which routes stay although a Gateway, or its class, is left out.
fn with_lenient_gateways(
    options: &Options,
    excluded: &BTreeSet<ObjectKey>,
    now: &Store,
) -> Options {
    let is_left_out = now
        .gateways
        .iter()
        .any(|it| excluded.contains(&it.meta.key))
        || now
            .gateway_classes
            .iter()
            .any(|it| excluded.contains(&it.meta.key));
    let mut options = options.clone();
    if is_left_out {
        options.gateways = Gateways::Assume;
    }
    options
}
