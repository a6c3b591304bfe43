//! From the paths of the command line to a conversion: what every command that reads manifests does first.

use super::args::{ControllerArgs, InputArgs};
use super::options::conversion_options;
use super::output::{Terminal, Verbosity};
use super::progress;
use crate::diag::{Diagnostic, Diagnostics, Location, Severity, reading};
use crate::escape::line;
use crate::kong::state::State;
use crate::manifest::discover;
use crate::manifest::source::Sources;
use crate::options::Options;
use crate::pipeline::{self, Extent};
use anyhow::{Result, bail};

/// What the manifests of a run gave.
#[derive(Debug)]
pub struct Run {
    /// Their texts.
    pub sources: Sources,
    /// The options they were converted with.
    pub options: Options,
    /// What the controller makes of them.
    pub state: State,
    /// Every problem, in input order.
    pub diagnostics: Vec<Diagnostic>,
    /// How much there was.
    pub extent: Extent,
}

/// Read all manifests that the arguments name, and convert them. What cannot be read is a problem, not an error.
pub fn convert(input: &InputArgs, controller: &ControllerArgs, terminal: &Terminal) -> Result<Run> {
    let paths = input.all_paths();
    if paths.is_empty() {
        bail!(
            "no manifests given\n  example: kic2kong render deploy/\n  example: kubectl get ingresses,services,endpointslices -A -o yaml | kic2kong render -"
        );
    }
    let options = conversion_options(input, controller)?;
    let border = input.border();
    let excluded = input.excluded()?;
    let (sources, found, conversion) = progress::during("translating", || {
        let (sources, found) = discover::discover(&paths, &border, &excluded);
        let conversion = pipeline::convert(&sources, &options);
        (sources, found, conversion)
    });
    let mut diagnostics = Diagnostics::default();
    diagnostics.append(found);
    diagnostics.extend(conversion.diagnostics);
    if let Some(problem) = emptiness(conversion.extent, &diagnostics) {
        diagnostics.push(problem);
    }
    let diagnostics = diagnostics.into_sorted();
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
    Ok(Run {
        sources,
        options,
        state: conversion.state,
        diagnostics,
        extent: conversion.extent,
    })
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
