//! The only place where the stages are chained.

mod crds;
mod duplicates;
pub mod fallback;
mod former;
pub mod instances;
pub mod updates;

use crate::admission::{self, Judgement};
use crate::controller::Controller;
use crate::diag::ignored::Ignored;
use crate::diag::{Diagnostic, Diagnostics, Location, reading, silence, unbuilt};
use crate::k8s::decode::{self, Admitted, Decoded};
use crate::kong::state::State;
use crate::manifest::document::{self, Document};
use crate::manifest::source::{Source, Sources};
use crate::manifest::yaml::budget::{AliasBudget, may_have_aliases};
use crate::options::{Options, Webhook};
use crate::origin::ObjectMeta;
use crate::status::{self, Described};
use crate::store::context::Context;
use crate::store::{self, Others, Store};
use crate::{enrich, lint, translate, verdict};
use crds::Cluster;
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
    run((None, sources), options, |_| ()).0
}

/// The same where the cluster holds the objects of `before`, so that the webhook is asked about what changes.
pub fn convert_after(before: Option<&Sources>, sources: &Sources, options: &Options) -> Conversion {
    run((before, sources), options, |_| ()).0
}

/// The same, with what the controller would write into the status of each object.
pub fn describe(sources: &Sources, options: &Options) -> (Conversion, Vec<Described>) {
    run((None, sources), options, status::describe)
}

/// Convert the sources, and ask something of what is known in the end.
fn run<T>(
    (before, sources): (Option<&Sources>, &Sources),
    options: &Options,
    ask: impl FnOnce(status::Facts<'_>) -> T,
) -> (Conversion, T) {
    let instances = instances::of(sources, options);
    let chosen = instances::chosen(&instances, options);
    let options = &*chosen;
    let mut diagnostics = Diagnostics::default();
    let all = 0..sources.0.len();
    let mut inputs = load((sources, all), (options, instances), &mut diagnostics);
    let judgement = answers((sources, before), &mut inputs.store, options);
    store::gateway::admit(&mut inputs.store, options, &mut diagnostics);
    translated((inputs, judgement), options, diagnostics, ask)
}

/// What becomes of the objects that the controller sees.
fn translated<T>(
    (inputs, judgement): (Inputs, Judgement),
    options: &Options,
    mut diagnostics: Diagnostics,
    ask: impl FnOnce(status::Facts<'_>) -> T,
) -> (Conversion, T) {
    let Inputs {
        store,
        objects,
        skipped,
        annotated,
        mut extent,
    } = inputs;
    let mut context = Context {
        store: &store,
        options,
        diagnostics: &mut diagnostics,
    };
    let (mut state, pending) = translate::translate(&mut context);
    if !state.is_too_large {
        enrich::enrich(&mut context, &mut state, pending);
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
    judgement.tell(options, &mut diagnostics);
    extent.made = state.is_too_large || !state.is_idle();
    let diagnostics = spoken(diagnostics, &options.controller);
    let answer = ask(status::Facts {
        store: &store,
        state: &state,
        diagnostics: &diagnostics,
        options,
    });
    let conversion = Conversion {
        state,
        diagnostics,
        objects,
        skipped,
        annotated,
        ignored: store.ignored,
        extent,
    };
    (conversion, answer)
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
    /// Where documents begin that are no manifests.
    others: Vec<Location>,
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
    let mut cluster = crds::cluster(sources, options);
    diagnostics.extend(std::mem::take(&mut cluster.installed.diagnostics));
    let start = files.start;
    let own = &sources.0[files];
    let aliases = AliasBudget::of(own.iter().map(|source| source.text.len()).sum());
    // Sources without aliases draw on no budget, so they need not wait for each other.
    let loaded: Vec<Option<Loaded>> = own
        .par_iter()
        .enumerate()
        .map(|(file, source)| {
            let load =
                |aliases: &_| load_source(start + file, source, (options, &cluster), aliases);
            (!may_have_aliases(&source.text)).then(|| load(&AliasBudget::of(0)))
        })
        .collect();
    let mut objects = Vec::new();
    let mut skipped = BTreeMap::new();
    let mut templates = HashSet::new();
    let mut others = Vec::new();
    let mut count = 0;
    for (file, (source, loaded)) in own.iter().zip(loaded).enumerate() {
        let load = || load_source(start + file, source, (options, &cluster), &aliases);
        let source = loaded.unwrap_or_else(load);
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

/// What the webhook answers, when it is asked.
fn answers(
    (sources, before): (&Sources, Option<&Sources>),
    store: &mut Store,
    options: &Options,
) -> Judgement {
    if options.webhook == Webhook::Off {
        return Judgement::default();
    }
    store::gateway::fill_defaults(store);
    let former = before.map(|before| former::of(before, sources, &options.default_namespace));
    let judgement = admission::judge(admission::Inputs {
        store,
        options,
        former: former.as_ref(),
    });
    store.others = Others::default();
    judgement
}

/// The folder of the file that a problem is about.
fn folder<'s>(problem: &Diagnostic, sources: &'s Sources) -> Option<&'s Path> {
    let source = sources.get(problem.locations.first().map(Location::file)?)?;
    Path::new(&source.path).parent()
}

/// The objects of one source. The tree of a document is gone before the next one is read.
fn load_source(
    file: usize,
    source: &Source,
    (options, cluster): (&Options, &Cluster),
    aliases: &AliasBudget,
) -> Loaded {
    let mut objects = Vec::new();
    let mut diagnostics = Vec::new();
    let mut irrelevant = Vec::new();
    let file = u32::try_from(file).unwrap_or(u32::MAX);
    let api_server = cluster.api_server(options);
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
        others: reading.others,
    }
}
