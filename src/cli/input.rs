//! From the paths of the command line to a conversion: what every command that reads manifests does first.

use super::args::{ControllerArgs, InputArgs};
use super::baseline::Before;
use super::environment::{Tree, build};
use super::found::{self, Settled};
use super::instance::Instance;
use super::options::conversion_options;
use super::output::{Terminal, Verbosity};
use super::progress;
use super::summary::Made;
use crate::diag::growth::CONFIGURATION_TOO_LARGE;
use crate::diag::ignored::Ignored;
use crate::diag::{Diagnostic, Diagnostics, Location, Severity, operator, reading};
use crate::escape::line;
use crate::kong::state::State;
use crate::manifest::discover;
use crate::manifest::source::Sources;
use crate::manifest::written::Written;
use crate::options::Options;
use crate::origin::ObjectMeta;
use crate::pipeline::{self, Conversion, Extent};
use anyhow::{Result, bail};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

/// What the manifests of a run gave.
#[derive(Debug)]
pub struct Run {
    /// Their texts.
    pub sources: Arc<Sources>,
    /// Where what was built stands.
    pub written: Written,
    /// The options they were converted with.
    pub options: Options,
    /// What the controller makes of them.
    pub state: State,
    /// Every problem, in input order.
    pub diagnostics: Vec<Diagnostic>,
    /// How many objects were read of the kinds that the controller reads.
    pub objects: usize,
    /// Objects of other kinds, by kind.
    pub skipped: BTreeMap<String, usize>,
    /// Objects with an annotation that silences problems.
    pub annotated: Vec<Arc<ObjectMeta>>,
    /// Problems that the manifests themselves silence, once that was asked for.
    pub silenced: Vec<Diagnostic>,
    /// Objects that the controller leaves alone.
    pub ignored: Vec<Ignored>,
    /// How much there was.
    pub extent: Extent,
    /// What came of it.
    pub made: Made,
    /// What the cluster held before, when it was asked for.
    pub(super) before: Option<Before>,
}

impl Run {
    /// Go on with another conversion of the same sources.
    pub(super) fn falls_back_to(&mut self, conversion: Conversion) {
        self.made = Made::of(&conversion.state);
        self.state = conversion.state;
        self.diagnostics = conversion.diagnostics;
        self.annotated = conversion.annotated;
        self.ignored = conversion.ignored;
        self.extent.made = conversion.extent.made;
    }

    /// Fails when the configuration is incomplete because it would be too large: nothing may be made of it.
    pub fn must_be_complete(&self) -> Result<()> {
        must_be_complete(&self.state, &self.diagnostics)
    }
}

/// The same for a state and the problems that came with it.
pub fn must_be_complete(state: &State, problems: &[Diagnostic]) -> Result<()> {
    if state.is_too_large {
        let found = problems
            .iter()
            .find(|problem| problem.code == &CONFIGURATION_TOO_LARGE);
        let reason = found.map_or("", |problem| problem.message.as_str());
        bail!(
            "the configuration would be too large: {}",
            line::clean(reason)
        );
    }
    Ok(())
}

impl Run {
    /// The texts, and where those that were built were written.
    pub fn texts(&self) -> (&Sources, &Written) {
        (&self.sources, &self.written)
    }
}

/// The texts of an environment.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub(super) sources: Arc<Sources>,
    pub(super) written: Written,
    /// What is wrong with the inputs themselves.
    pub(super) found: Diagnostics,
}

/// Read the paths of the arguments, then what is built.
pub(super) fn read(input: &InputArgs, tree: &Tree) -> Result<Read> {
    let mut paths = Vec::new();
    for path in input.all_paths() {
        if tree.is_work() {
            paths.push(path);
            continue;
        }
        if path.as_os_str() == "-" {
            bail!(
                "--against-git cannot read standard input at a revision; name files or directories"
            );
        }
        // What does not exist there yet holds nothing.
        paths.extend(Some(tree.path(&path)?).filter(|path| path.exists()));
    }
    let excluded = tree.excluded(input)?;
    let (mut sources, found) = discover::discover(&paths, tree.border(), &excluded);
    if !tree.is_work() {
        for source in &mut sources.0 {
            source.path = tree.label(Path::new(&source.path));
        }
    }
    let mut written = Written::default();
    build::add(input, tree, &mut sources, &mut written)?;
    Ok(Read {
        sources: Arc::new(sources),
        written,
        found,
    })
}

/// Fails when there is nothing to read.
pub(super) fn must_be_given(input: &InputArgs) -> Result<()> {
    if input.is_empty() {
        bail!(
            "no manifests given\n  example: kic2kong render deploy/\n  example: kubectl get ingresses,services,endpointslices -A -o yaml | kic2kong render -"
        );
    }
    Ok(())
}

/// Read all manifests that the arguments name, and convert them, with whatever else a conversion can give. What cannot be read is a
/// problem, not an error.
pub(super) fn convert_by<T>(
    input: &InputArgs,
    controller: &ControllerArgs,
    terminal: &Terminal,
    convert: impl FnOnce(&Sources, &Options) -> (Conversion, T),
) -> Result<(Run, T)> {
    must_be_given(input)?;
    let texts = read_work(input)?;
    let settled = found::settle(input, controller, (&texts.sources, &texts.written))?;
    let convert = |_: Option<&_>, sources: &_, options: &_| convert(sources, options);
    settled_by(
        texts,
        (input, settled, None),
        &UNPREPARED,
        terminal,
        convert,
    )
}

/// Read the paths of the arguments where they are.
pub(super) fn read_work(input: &InputArgs) -> Result<Read> {
    let tree = Tree::work(input.border());
    progress::during("reading", || read(input, &tree))
}

/// Convert what was read, under what the arguments say and what the texts say of their own controller.
pub(super) fn converted(
    texts: Read,
    (input, controller): (&InputArgs, &ControllerArgs),
    terminal: &Terminal,
) -> Result<Run> {
    let settled = found::settle(input, controller, (&texts.sources, &texts.written))?;
    self::settled(texts, (input, settled, None), &UNPREPARED, terminal)
}

/// What has its say about the options of a conversion, of one instance or of everything, and tells what the cluster held before.
pub(super) type Prepare<'p> = &'p dyn Fn(Option<&Instance>, &mut Options) -> Result<Option<Before>>;

/// Nothing to say, and nothing was there before.
pub(super) const UNPREPARED: fn(Option<&Instance>, &mut Options) -> Result<Option<Before>> =
    |_, _| Ok(None);

/// Convert what was read under the options that hold for it, once `prepare` has had its say about them.
pub(super) fn settled(
    texts: Read,
    of: (&InputArgs, Settled, Option<&Instance>),
    prepare: Prepare<'_>,
    terminal: &Terminal,
) -> Result<Run> {
    let convert = |before: Option<&_>, sources: &_, options: &_| {
        (pipeline::convert_after(before, sources, options), ())
    };
    Ok(settled_by(texts, of, prepare, terminal, convert)?.0)
}

fn settled_by<T>(
    texts: Read,
    (input, mut settled, whose): (&InputArgs, Settled, Option<&Instance>),
    prepare: Prepare<'_>,
    terminal: &Terminal,
    convert: impl FnOnce(Option<&Sources>, &Sources, &Options) -> (Conversion, T),
) -> Result<(Run, T)> {
    let Read {
        sources,
        mut written,
        found,
    } = texts;
    written.files.append(&mut settled.texts);
    if let Some(line) = settled.line((&sources, &written), whose.map(Instance::title).as_deref()) {
        terminal.say(line);
    }
    // What is to be said of a controller that was given has been said.
    for note in settled.controller.notes() {
        terminal.say_once(format_args!("{note}\n"));
    }
    let mut options = conversion_options(input, &settled.controller)?;
    let before = prepare(whose, &mut options)?;
    let (conversion, answer) = progress::during("translating", || {
        let former = before.as_ref().map(|it| &*it.sources);
        convert(former, &sources, &options)
    });
    let mut diagnostics = Diagnostics::default();
    diagnostics.append(found);
    diagnostics.append(settled.problems);
    diagnostics.extend(conversion.diagnostics);
    if let Some(problem) = emptiness(conversion.extent, &diagnostics) {
        diagnostics.push(problem);
    }
    let mut diagnostics = diagnostics.into_sorted();
    operator::told_once(&mut diagnostics);
    speak(&mut diagnostics, &options);
    if terminal.verbosity == Verbosity::Verbose {
        terminal.say(format_args!("read {} files\n", sources.0.len()));
        for (kind, count) in &conversion.skipped {
            terminal.say(format_args!(
                "skipped {count} of kind {}\n",
                line::clean(kind)
            ));
        }
        say_others(&diagnostics, &sources, terminal);
    }
    let run = Run {
        made: Made::of(&conversion.state),
        sources,
        written,
        options,
        state: conversion.state,
        diagnostics,
        objects: conversion.objects,
        skipped: conversion.skipped,
        annotated: conversion.annotated,
        silenced: Vec::new(),
        ignored: conversion.ignored,
        extent: conversion.extent,
        before,
    };
    Ok((run, answer))
}

/// Let problems speak of the controller in use.
pub(super) fn speak(diagnostics: &mut [Diagnostic], options: &Options) {
    for problem in diagnostics {
        problem.speak(|text| options.controller.speak(text));
    }
}

/// That nothing was read, unless a problem says why; or that nothing came of it.
fn emptiness(extent: Extent, problems: &Diagnostics) -> Option<Diagnostic> {
    let is_told = || problems.iter().any(|it| it.severity == Severity::Error);
    match extent {
        Extent { made: true, .. } => None,
        Extent { objects: 0, .. } => (!is_told()).then(|| reading::no_objects(0)),
        Extent { objects, seen, .. } => Some(reading::nothing_for_kong(0, objects, seen)),
    }
}

/// Name the documents that are no manifests.
fn say_others(diagnostics: &[Diagnostic], sources: &Sources, terminal: &Terminal) {
    let notes = diagnostics
        .iter()
        .filter(|it| reading::is_not_a_manifest(it));
    for location in notes.flat_map(|note| &note.locations) {
        if let Location::Text { file, line: at, .. } = location
            && let Some(source) = sources.get(*file)
        {
            terminal.say(format_args!(
                "no manifest: {}:{at}\n",
                line::clean(&source.path)
            ));
        }
    }
}
