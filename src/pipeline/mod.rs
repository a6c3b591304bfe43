//! The only place where the stages are chained.

mod crds;
mod duplicates;
pub mod fallback;
pub mod instances;

use crate::controller::{Controller, Served};
use crate::diag::ignored::Ignored;
use crate::diag::{Diagnostic, Diagnostics, Location, reading, silence, unbuilt};
use crate::k8s::builtin::Release;
use crate::k8s::decode::{self, Admitted, ApiServer, Decoded};
use crate::kong::state::State;
use crate::manifest::document::{self, Document};
use crate::manifest::source::{Source, Sources};
use crate::manifest::yaml::budget::{AliasBudget, may_have_aliases};
use crate::options::{KubernetesVersion, Options};
use crate::origin::ObjectMeta;
use crate::store::{self, Store};
use crate::{enrich, lint, translate, verdict};
use instances::Instances;
use rayon::prelude::*;
use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// What a run makes of its sources.
#[derive(Debug)]
pub struct Conversion {
    /// The configuration, each entity with its origin.
    pub state: State,
    /// Every problem, in input order.
    pub diagnostics: Vec<Diagnostic>,
    /// How many objects were read of the kinds that the controller reads.
    pub objects: usize,
    /// Objects that do not concern the controller, by kind; most of them were not even parsed.
    pub skipped: BTreeMap<String, usize>,
    /// Objects with an annotation that silences problems.
    pub annotated: Vec<Arc<ObjectMeta>>,
    /// Objects that the controller leaves alone, because of their class.
    pub ignored: Vec<Ignored>,
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
    /// Whether a route, a consumer, a plugin or anything else that Kong acts on came out, or would have if it were not too large.
    pub made: bool,
    /// Whether objects have uids: then they come from a cluster.
    pub from_cluster: bool,
}

/// Convert the sources. Pure: no disk, no clock, no environment.
pub fn convert(sources: &Sources, options: &Options) -> Conversion {
    let instances = instances::of(sources, options);
    let chosen = instances::chosen(&instances, options);
    let options = &*chosen;
    let mut diagnostics = Diagnostics::default();
    let all = 0..sources.0.len();
    let mut inputs = load((sources, all), (options, instances), &mut diagnostics);
    store::gateway::admit(&mut inputs.store, options, &mut diagnostics);
    translated(inputs, options, diagnostics)
}

/// What becomes of the objects that the controller sees.
fn translated(inputs: Inputs, options: &Options, mut diagnostics: Diagnostics) -> Conversion {
    let Inputs {
        store,
        objects,
        skipped,
        annotated,
        mut extent,
    } = inputs;
    let (mut state, pending) = translate::translate(&mut translate::Context {
        store: &store,
        options,
        diagnostics: &mut diagnostics,
    });
    if !state.is_too_large {
        enrich::enrich(
            &mut enrich::Context {
                store: &store,
                options,
                diagnostics: &mut diagnostics,
            },
            &mut state,
            pending,
        );
    }
    // What is left of a configuration that is too large would only give problems of its own.
    if !state.is_too_large {
        lint::lint(&mut lint::Context {
            store: &store,
            state: &state,
            options,
            diagnostics: &mut diagnostics,
        });
        verdict::judge(&state, options, &mut diagnostics);
    }
    extent.made = state.is_too_large || !state.is_idle();
    Conversion {
        state,
        diagnostics: spoken(diagnostics, &options.controller),
        objects,
        skipped,
        annotated,
        ignored: store.ignored,
        extent,
    }
}

/// All problems in input order, speaking of the controller that is followed.
fn spoken(diagnostics: Diagnostics, controller: &Controller) -> Vec<Diagnostic> {
    let mut sorted = diagnostics.into_sorted();
    for problem in &mut sorted {
        problem.speak(|text| controller.speak(text));
    }
    sorted
}

/// What Kong would refuse in the file that the controller itself would send, though not in the one that this tool makes.
pub fn refused_as_sent(state: &State, extent: Extent) -> Vec<Diagnostic> {
    let mut diagnostics = Diagnostics::default();
    verdict::judge_as_sent(state, extent.from_cluster, &mut diagnostics);
    diagnostics.into_sorted()
}

/// What Kong would refuse in a configuration file, with places that `locate` knows.
pub fn judge_configuration(
    root: &serde_json::Value,
    options: &Options,
    locate: &dyn Fn(&[String], &str) -> Location,
) -> verdict::file::Judged {
    verdict::file::judge(root, options, locate)
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

/// What all sources gave.
struct Inputs {
    store: Store,
    objects: usize,
    skipped: BTreeMap<String, usize>,
    annotated: Vec<Arc<ObjectMeta>>,
    extent: Extent,
}

/// Read and decode the objects of some of the sources, as far as the API server takes them. Sources are read in parallel and merged in their
/// order.
fn load(
    (sources, files): (&Sources, Range<usize>),
    (options, instances): (&Options, Instances),
    diagnostics: &mut Diagnostics,
) -> Inputs {
    let served = crds::served(sources, options);
    let start = files.start;
    let own = &sources.0[files];
    let aliases = AliasBudget::of(own.iter().map(|source| source.text.len()).sum());
    // Sources without aliases draw on no budget, so they need not wait for each other.
    let loaded: Vec<Option<Loaded>> = own
        .par_iter()
        .enumerate()
        .map(|(file, source)| {
            (!may_have_aliases(&source.text)).then(|| {
                load_source(
                    start + file,
                    source,
                    (options, &served),
                    &AliasBudget::of(0),
                )
            })
        })
        .collect();
    let mut objects = Vec::new();
    let mut skipped = BTreeMap::new();
    let mut templates = HashSet::new();
    let mut others = Vec::new();
    let mut count = 0;
    for (file, (source, loaded)) in own.iter().zip(loaded).enumerate() {
        let source = loaded
            .unwrap_or_else(|| load_source(start + file, source, (options, &served), &aliases));
        objects.extend(source.objects);
        others.extend(source.others);
        count += source.count;
        let problems = source.diagnostics.into_iter();
        diagnostics.extend(problems.filter(|problem| {
            !unbuilt::is_template(problem) || templates.insert(folder(problem, sources))
        }));
        for (kind, count) in source.skipped {
            *skipped.entry(kind).or_default() += count;
        }
    }
    diagnostics.extend(reading::not_manifests(&others));
    let read = objects.len();
    let metas = || objects.iter().map(|admitted| admitted.object.meta());
    let annotated = metas()
        .filter(|meta| meta.annotation(silence::ANNOTATION).is_some())
        .map(Arc::clone)
        .collect();
    let from_cluster = metas().any(|meta| meta.uid.is_some());
    let looked_up = objects
        .iter()
        .filter(|admitted| admitted.is_only_looked_up)
        .count();
    let mut store = store::build::build(objects, options, diagnostics);
    store.hybrid_gateways = instances.hybrid;
    duplicates::judge(diagnostics.iter_mut(), sources);
    let extent = Extent {
        objects: count + skipped.values().sum::<usize>(),
        seen: count > looked_up,
        made: false,
        from_cluster,
    };
    Inputs {
        store,
        objects: read,
        skipped,
        annotated,
        extent,
    }
}

/// The folder of the file that a problem is about.
fn folder<'s>(problem: &Diagnostic, sources: &'s Sources) -> Option<&'s Path> {
    let source = sources.get(problem.locations.first().map(Location::file)?)?;
    Path::new(&source.path).parent()
}

/// The release whose rules an API server of this version follows.
fn release(version: KubernetesVersion) -> Release {
    if version >= KubernetesVersion::new(1, 36) {
        Release::V1_36
    } else {
        Release::V1_33
    }
}

/// The objects of one source. The tree of a document is gone before the next one is read.
fn load_source(
    file: usize,
    source: &Source,
    (options, served): (&Options, &Served),
    aliases: &AliasBudget,
) -> Loaded {
    let mut objects = Vec::new();
    let mut diagnostics = Vec::new();
    let mut irrelevant = Vec::new();
    let file = u32::try_from(file).unwrap_or(u32::MAX);
    let api_server = ApiServer {
        default_namespace: &options.default_namespace,
        release: release(options.kubernetes_version),
        served,
    };
    let mut count = 0;
    let mut take = |document: Document<'_>| {
        count += 1;
        match decode::decode(&document, api_server) {
            Decoded::Object(mut admitted) => {
                diagnostics.append(&mut admitted.diagnostics);
                objects.push(*admitted);
            }
            Decoded::Irrelevant { kind } => irrelevant.push(kind),
            Decoded::Refused(problems) => diagnostics.extend(problems),
        }
    };
    let order = document::Order {
        file,
        wanted: &decode::is_read,
        aliases,
    };
    let mut reading = document::read(&order, source, &mut take);
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
