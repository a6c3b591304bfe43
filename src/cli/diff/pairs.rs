//! Both sides of an environment, compared: as a whole, or instance by instance where both sides have instances and one of them has several.

use super::old::{New, Old, Reader};
use super::sides::Side;
use super::{Compared, compare};
use crate::cli::args::DiffArgs;
use crate::cli::environment::Environment;
use crate::cli::exit::Exit;
use crate::cli::input::Read;
use crate::cli::instance::{self, Instance, Listed, Of, Part};
use crate::cli::output::Terminal;
use crate::cli::silence::{self, Unused};
use crate::cli::{input, problems, summary};
use crate::diag::render::{Located, Since};
use crate::diag::{Diagnostic, Severity};
use crate::options::Options;
use crate::pipeline::updates;
use anyhow::Result;
use std::collections::BTreeSet;

/// Whether something is on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Kept,
    New,
    Gone,
}

/// What became of an environment, or of one of its instances.
pub(super) struct Pair {
    pub(super) instance: Option<Instance>,
    pub(super) state: State,
    pub(super) compared: Compared,
}

/// What is compared: the environment on the side that has it, its manifests, and what they are compared with.
pub(super) struct Sides<'a> {
    pub(super) environment: &'a Environment,
    pub(super) args: &'a DiffArgs,
    pub(super) new: Option<Read>,
    pub(super) old: Option<Old>,
}

/// An instance, with what the new side makes of it and the old side.
struct Half {
    instance: Option<Instance>,
    old: Option<Side>,
    /// Its position among the parts of the new side.
    part: Option<usize>,
}

/// Compare, and say the problems of the new side. The answer ends with what was read, made and left out.
pub(super) fn pairs(sides: &Sides<'_>, terminal: &Terminal) -> Result<(Vec<Pair>, String)> {
    let args = sides.args;
    let asked = (&args.input, &args.controller);
    let new = sides.new.as_ref().map(|texts| New { texts });
    let names = match (&new, &sides.old) {
        (Some(new), Some(old)) => {
            together(instance::listed(new.texts, asked)?, old.listed(Some(*new))?)
        }
        _ => Vec::new(),
    };
    let mut parts = Vec::new();
    let mut halves = Vec::new();
    if names.is_empty() {
        if let Some(new) = new {
            let run = input::converted(new.texts.clone(), asked, terminal)?;
            parts.push(Part {
                instance: None,
                run,
            });
        }
        halves.push((None, true, true));
    }
    for (instance, is_new, is_old) in names {
        if let Some(new) = new.filter(|_| is_new) {
            let run = instance::one(new.texts.clone(), asked, &instance, terminal)?;
            parts.push(Part {
                instance: Some(instance.clone()),
                run,
            });
        }
        halves.push((Some(instance), is_new, is_old));
    }
    let options: Option<Options> = parts.first().map(|part| part.run.options.clone());
    let mut found = Vec::new();
    let mut position = 0;
    for (instance, is_new, is_old) in halves {
        let part = (is_new && position < parts.len()).then_some(position);
        position += usize::from(part.is_some());
        let old = sides.old.as_ref().filter(|_| is_old);
        let old = old.map(|old| old.side(instance.as_ref(), (new, options.as_ref()), terminal));
        found.push(Half {
            instance,
            old: old.transpose()?,
            part,
        });
    }
    conclude(parts, found, (sides.environment, args), terminal)
}

/// The same with a file for each instance: `--against 'live/{control_plane}.yaml'`.
pub(super) fn each_with_a_file(
    texts: &Read,
    (environment, reader): (&Environment, &Reader<'_>),
    path: &std::path::Path,
) -> Result<(Vec<Pair>, String)> {
    let (args, terminal) = (reader.args, reader.terminal);
    let asked = (&args.input, &args.controller);
    let instances = instance::listed(texts, asked)?.with_files(
        "diff deploy/ --controller kong-operator-2.3 --against 'live/{control_plane}.yaml'",
    )?;
    let mut parts = Vec::new();
    let mut halves = Vec::new();
    for instance in instances {
        let run = instance::one(texts.clone(), asked, &instance, terminal)?;
        let old = reader.against(&instance::own_path(path.to_owned(), Some(&instance)))?;
        let new = New { texts };
        halves.push(Half {
            old: Some(old.side(Some(&instance), (Some(new), Some(&run.options)), terminal)?),
            part: Some(parts.len()),
            instance: Some(instance.clone()),
        });
        parts.push(Part {
            instance: Some(instance),
            run,
        });
    }
    conclude(parts, halves, (environment, args), terminal)
}

/// The instances of both sides, and on which each is. None: both sides are compared as a whole, since one of them knows of no instance,
/// or neither has several, or one was chosen.
fn together(new: Listed, old: Listed) -> Vec<(Instance, bool, bool)> {
    let are_several = new.each().is_some() || old.each().is_some();
    let is_whole = new.is_chosen || new.all.is_empty() || old.all.is_empty();
    if is_whole || !are_several {
        return Vec::new();
    }
    let new: BTreeSet<Instance> = new.all.into_iter().collect();
    let old: BTreeSet<Instance> = old.all.into_iter().collect();
    let all = new.union(&old).cloned();
    all.map(|instance| {
        let (is_new, is_old) = (new.contains(&instance), old.contains(&instance));
        (instance, is_new, is_old)
    })
    .collect()
}

/// Say the problems of the new side that were not there before, and compare.
fn conclude(
    mut parts: Vec<Part>,
    mut halves: Vec<Half>,
    (environment, args): (&Environment, &DiffArgs),
    terminal: &Terminal,
) -> Result<(Vec<Pair>, String)> {
    for half in &halves {
        let old = half.old.as_ref().filter(|old| old.problems.is_some());
        if let (Some(old), Some(part)) = (old, half.part.and_then(|at| parts.get_mut(at))) {
            let run = &mut part.run;
            let refused = updates::refused(&old.sources, &run.sources, &run.options);
            run.diagnostics.extend(refused);
        }
    }
    if !args.problems.no_ignores {
        for part in &mut parts {
            silence::apply(&mut part.run, Unused::Untold);
        }
    }
    instance::own(&mut parts);
    let mut said = say(&parts, &mut halves, (environment, args), terminal)?;
    let mut closing = String::new();
    for part in &parts {
        if let Some(instance) = &part.instance {
            let heading = instance::heading(environment, Of::One(instance));
            closing.push_str(&heading.unwrap_or_default());
        }
        closing.push_str(&summary::closing(&part.run, terminal));
    }
    let mut new: Vec<Option<Side>> = parts
        .into_iter()
        .map(|part| Some(Side::of(part.run, args.sides.target)))
        .collect();
    let mut pairs = Vec::new();
    for half in halves {
        let position = half.part;
        let new = position.and_then(|position| new.get_mut(position)?.take());
        let said = position.and_then(|position| Some(std::mem::take(said.get_mut(position)?)));
        let state = match (&half.old, &new) {
            (None, _) => State::New,
            (_, None) => State::Gone,
            _ => State::Kept,
        };
        let (old, new) = (
            half.old.unwrap_or_else(Side::empty),
            new.unwrap_or_else(Side::empty),
        );
        pairs.push(Pair {
            instance: half.instance,
            state,
            compared: compare(args, &old, &new, &said.unwrap_or_default())?,
        });
    }
    Ok((pairs, closing))
}

/// What the problems of the new side mean.
pub(super) struct Said {
    pub(super) exit: Exit,
    /// The errors that were not there before.
    pub(super) refused: Vec<Diagnostic>,
}

impl Default for Said {
    fn default() -> Self {
        Self {
            exit: Exit::Success,
            refused: Vec::new(),
        }
    }
}

/// Say the problems of each part, those of all first, and what they mean.
fn say(
    parts: &[Part],
    halves: &mut [Half],
    (environment, args): (&Environment, &DiffArgs),
    terminal: &Terminal,
) -> Result<Vec<Said>> {
    let mut said = Vec::new();
    let mut each = Vec::new();
    let mut counts = Vec::new();
    for (position, part) in parts.iter().enumerate() {
        let run = &part.run;
        let mut located = problems::locate(&run.diagnostics, run.texts(), &args.problems)?;
        let half = halves.iter_mut().find(|half| half.part == Some(position));
        let before = half.and_then(|half| half.old.as_mut()?.problems.take());
        let of_part = before.map(|before| before.mark(&mut located, &run.silenced, &run.sources));
        counts.push(of_part.filter(|counts| !counts.is_zero()));
        // What was there before is nobody's task in this change.
        let is_refusal = |problem: &&Located<'_>| {
            problem.since == Some(Since::Now) && problem.diagnostic.severity == Severity::Error
        };
        let refused = located.iter().filter(is_refusal);
        said.push(Said {
            exit: problems::exit(&located, args.problems.fail_on),
            refused: refused.map(|it| it.diagnostic.clone()).collect(),
        });
        each.push(problems::new(located));
    }
    let (common, each) = instance::split(each);
    if !common.is_empty() {
        let heading = instance::heading(environment, Of::All);
        problems::say_under(heading, &common, terminal);
    }
    for ((part, located), counts) in parts.iter().zip(each).zip(counts) {
        let heading = instance::heading(environment, Of::maybe(part.instance.as_ref()));
        problems::say_under(heading, &located, terminal);
        if let Some(counts) = counts {
            terminal.say(format_args!("problems: {counts}\n"));
        }
    }
    Ok(said)
}
