//! The only place where the stages are chained.

use crate::diag::{Diagnostic, Diagnostics, reading};
use crate::k8s::decode::{self, Admitted, Decoded};
use crate::kong::state::State;
use crate::manifest::document::{self, Document};
use crate::manifest::source::{Source, Sources};
use crate::options::Options;
use crate::store::{self, Store};
use crate::{enrich, lint, translate, verdict};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What a run makes of its sources.
#[derive(Debug)]
pub struct Conversion {
    /// The configuration, each entity with its origin.
    pub state: State,
    /// Every problem, in input order.
    pub diagnostics: Vec<Diagnostic>,
    /// Objects that do not concern the controller, by kind; most of them were not even parsed.
    pub skipped: BTreeMap<String, usize>,
    /// How much there was.
    pub extent: Extent,
}

/// How much a run read and made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Extent {
    /// Objects of any kind, refused ones included.
    pub objects: usize,
    /// Whether any object, refused or of another class as it may be, is of a kind that the controller makes something of.
    pub seen: bool,
    /// Whether a route, a consumer, a plugin or anything else that Kong acts on came out.
    pub made: bool,
    /// Whether objects have uids: then they come from a cluster.
    pub from_cluster: bool,
}

/// Convert the sources. Pure: no disk, no clock, no environment.
pub fn convert(sources: &Sources, options: &Options) -> Conversion {
    let mut diagnostics = Diagnostics::default();
    let (store, skipped, mut extent) = load(sources, options, &mut diagnostics);
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
    lint::lint(&mut lint::Context {
        store: &store,
        state: &state,
        diagnostics: &mut diagnostics,
    });
    verdict::judge(&state, options, &mut diagnostics);
    extent.made = !state.is_idle();
    Conversion {
        state,
        diagnostics: diagnostics.into_sorted(),
        skipped,
        extent,
    }
}

/// What Kong would refuse in the file that the controller itself would send, though not in the one that this tool makes.
pub fn refused_as_sent(state: &State, extent: Extent) -> Vec<Diagnostic> {
    let mut diagnostics = Diagnostics::default();
    verdict::judge_as_sent(state, extent.from_cluster, &mut diagnostics);
    diagnostics.into_sorted()
}

/// What one source gave.
struct Loaded {
    objects: Vec<Admitted>,
    /// Objects that were wanted, refused ones included.
    count: usize,
    diagnostics: Vec<Diagnostic>,
    skipped: BTreeMap<String, usize>,
    /// Where documents begin that are no manifests: file, line and column.
    others: Vec<(u32, u32, u32)>,
}

/// Read, decode and admit all objects. Sources are read in parallel and merged in their order.
fn load(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> (Store, BTreeMap<String, usize>, Extent) {
    let loaded: Vec<Loaded> = sources
        .0
        .par_iter()
        .enumerate()
        .map(|(file, source)| load_source(file, source, options))
        .collect();
    let mut objects = Vec::new();
    let mut skipped = BTreeMap::new();
    let mut others = Vec::new();
    let mut count = 0;
    for source in loaded {
        objects.extend(source.objects);
        others.extend(source.others);
        diagnostics.extend(source.diagnostics);
        count += source.count;
        for (kind, count) in source.skipped {
            *skipped.entry(kind).or_default() += count;
        }
    }
    diagnostics.extend(reading::not_manifests(&others));
    let from_cluster = objects
        .iter()
        .any(|admitted| admitted.object.meta().uid.is_some());
    let looked_up = objects
        .iter()
        .filter(|admitted| admitted.object.is_only_looked_up())
        .count();
    let mut store = store::build::build(objects, options, diagnostics);
    let extent = Extent {
        objects: count + skipped.values().sum::<usize>(),
        seen: count > looked_up,
        made: false,
        from_cluster,
    };
    store::gateway::admit(&mut store, options, diagnostics);
    (store, skipped, extent)
}

/// The objects of one source. The tree of a document is gone before the next one is read.
fn load_source(file: usize, source: &Source, options: &Options) -> Loaded {
    let mut objects = Vec::new();
    let mut diagnostics = Vec::new();
    let mut irrelevant = Vec::new();
    let file = u32::try_from(file).unwrap_or(u32::MAX);
    let mut count = 0;
    let mut take = |document: Document<'_>| {
        count += 1;
        match decode::decode(&document, &options.default_namespace) {
            Decoded::Object(mut admitted) => {
                diagnostics.append(&mut admitted.diagnostics);
                objects.push(*admitted);
            }
            Decoded::Irrelevant { kind } => irrelevant.push(kind),
            Decoded::Refused(problems) => diagnostics.extend(problems),
        }
    };
    let mut reading = document::read(file, source, &decode::is_read, &mut take);
    count -= irrelevant.len();
    for kind in irrelevant {
        *reading.skipped.entry(kind).or_default() += 1;
    }
    reading.diagnostics.append(&mut diagnostics);
    Loaded {
        objects,
        count,
        diagnostics: reading.diagnostics,
        skipped: reading.skipped,
        others: reading
            .others
            .iter()
            .map(|mark| (file, mark.line, mark.column))
            .collect(),
    }
}
