//! The only place where the stages are chained.

mod duplicates;

use crate::diag::{Diagnostic, Diagnostics, Location, reading};
use crate::k8s::decode::{self, Admitted, Decoded};
use crate::kong::state::State;
use crate::manifest::document::{self, Document};
use crate::manifest::source::{Source, Sources};
use crate::options::Options;
use crate::store::{self, Store};
use crate::{enrich, lint, translate, verdict};
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// What a run makes of its sources.
#[derive(Debug)]
pub struct Conversion {
    /// The configuration, each entity with its origin.
    pub state: State,
    /// Every problem, in input order.
    pub diagnostics: Vec<Diagnostic>,
    /// Objects that do not concern the controller, by kind; most of them were not even parsed.
    pub skipped: BTreeMap<String, usize>,
}

/// Convert the sources. Pure: no disk, no clock, no environment.
pub fn convert(sources: &Sources, options: &Options) -> Conversion {
    let mut diagnostics = Diagnostics::default();
    let (store, skipped) = load(sources, options, &mut diagnostics);
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
    Conversion {
        state,
        diagnostics: diagnostics.into_sorted(),
        skipped,
    }
}

/// What Kong would refuse in the file that the controller itself would send, though not in the one that this tool makes.
pub fn refused_as_sent(state: &State) -> Vec<Diagnostic> {
    let mut diagnostics = Diagnostics::default();
    verdict::judge_as_sent(state, &mut diagnostics);
    diagnostics.into_sorted()
}

/// What one source gave.
struct Loaded {
    objects: Vec<Admitted>,
    diagnostics: Vec<Diagnostic>,
    skipped: BTreeMap<String, usize>,
}

/// Read, decode and admit all objects. Sources are read in parallel and merged in their order.
fn load(
    sources: &Sources,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> (Store, BTreeMap<String, usize>) {
    let loaded: Vec<Loaded> = sources
        .0
        .par_iter()
        .enumerate()
        .map(|(file, source)| load_source(file, source, options))
        .collect();
    let mut objects = Vec::new();
    let mut skipped = BTreeMap::new();
    let mut templates = HashSet::new();
    for source in loaded {
        objects.extend(source.objects);
        let problems = source.diagnostics.into_iter();
        diagnostics.extend(problems.filter(|problem| {
            !reading::is_template(problem) || templates.insert(folder(problem, sources))
        }));
        for (kind, count) in source.skipped {
            *skipped.entry(kind).or_default() += count;
        }
    }
    let mut store = store::build::build(objects, options, diagnostics);
    duplicates::judge(diagnostics.iter_mut(), sources);
    store::gateway::admit(&mut store, options, diagnostics);
    (store, skipped)
}

/// The folder of the file that a problem is about.
fn folder<'s>(problem: &Diagnostic, sources: &'s Sources) -> Option<&'s Path> {
    let source = sources.get(problem.locations.first().map(Location::file)?)?;
    Path::new(&source.path).parent()
}

/// The objects of one source. The tree of a document is gone before the next one is read.
fn load_source(file: usize, source: &Source, options: &Options) -> Loaded {
    let mut objects = Vec::new();
    let mut diagnostics = Vec::new();
    let mut irrelevant = Vec::new();
    let file = u32::try_from(file).unwrap_or(u32::MAX);
    let mut take =
        |document: Document<'_>| match decode::decode(&document, &options.default_namespace) {
            Decoded::Object(mut admitted) => {
                diagnostics.append(&mut admitted.diagnostics);
                objects.push(*admitted);
            }
            Decoded::Irrelevant { kind } => irrelevant.push(kind),
            Decoded::Refused(problems) => diagnostics.extend(problems),
        };
    let mut reading = document::read(file, source, &decode::is_read, &mut take);
    for kind in irrelevant {
        *reading.skipped.entry(kind).or_default() += 1;
    }
    reading.diagnostics.append(&mut diagnostics);
    Loaded {
        objects,
        diagnostics: reading.diagnostics,
        skipped: reading.skipped,
    }
}
