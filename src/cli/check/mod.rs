//! `check`: print only the problems.

mod configuration;
mod radius;
mod report;

use super::args::{CheckArgs, Command, ProblemFormat, Target};
use super::baseline::{self, Baseline, Former};
use super::environment::Environment;
use super::exit::Exit;
use super::input::{self, Run};
use super::instance::{self, Instance, Of, Part};
use super::invocation::Invocation;
use super::options::conversion_options;
use super::output::{self, Terminal};
use super::silence::{self, Texts, Unused};
use super::{problems, progress, summary};
use crate::deck::{dbless, refusals};
use crate::diag::{Diagnostic, Diagnostics};
use crate::escape::line::clean;
use crate::kong::state::State;
use crate::options::{Options, Webhook};
use crate::pipeline::{self, Extent, updates};
use anyhow::{Context, Result};
use radius::Radius;

/// What an environment gave.
struct Judged {
    /// It, or each of its instances.
    parts: Vec<Part>,
    /// What is known of each beside its problems.
    besides: Vec<Besides>,
}

/// What is known of a part beside its problems.
struct Besides {
    /// Its problems of before, when something is compared with.
    before: Option<Baseline>,
    /// What KIC would fall back to, when that was asked for.
    fallback: Option<Radius>,
}

/// Run it. With something to compare with, only new problems count. Of several environments each is compared with itself.
pub fn run(
    args: &CheckArgs,
    environments: &[Environment],
    invocation: &Invocation<'_>,
    terminal: &Terminal,
) -> Result<Exit> {
    let named =
        environments
            .iter()
            .filter_map(|environment| match &environment.arguments.command {
                Command::Check(own) => Some((environment, own)),
                _ => None,
            });
    let named: Vec<(&Environment, &CheckArgs)> = named.collect();
    let former = Former::of(args, &named, invocation, terminal)?;
    let mut all = Vec::new();
    for (environment, own) in named {
        let name = || environment.name.as_deref().map(clean).unwrap_or_default();
        let judged = judge((environment, own), former.as_ref(), terminal);
        let judged = match environment.name {
            Some(_) => judged.with_context(name)?,
            None => judged?,
        };
        all.push((environment, own, judged));
    }
    let mut groups = Vec::new();
    let mut exit = Exit::Success;
    for (environment, own, Judged { parts, besides }) in &mut all {
        let (own_exit, found) = grouped((environment, own), parts, besides, terminal)?;
        exit = exit.worse(own_exit);
        groups.extend(found);
    }
    let is_said = !matches!(args.format, ProblemFormat::Text | ProblemFormat::Json);
    let closings: Vec<String> = groups
        .iter()
        .filter(|group| is_said && group.run.is_some())
        .map(|group| group.heading.clone().unwrap_or_default() + &group.closing)
        .collect();
    let report = report::render(groups, args, terminal);
    output::write_result(&args.output_file, &report)?;
    for closing in closings {
        terminal.say(closing);
    }
    Ok(exit)
}

/// The problems of an environment: what all of its instances have, then what each has besides.
fn grouped<'p>(
    (environment, args): (&'p Environment, &CheckArgs),
    parts: &'p [Part],
    besides: &'p mut [Besides],
    terminal: &Terminal,
) -> Result<(Exit, Vec<report::Group<'p>>)> {
    let mut exit = Exit::Success;
    let mut each = Vec::new();
    let mut closings = Vec::new();
    for (part, Besides { before, .. }) in parts.iter().zip(&mut *besides) {
        let run = &part.run;
        let mut located = problems::locate(&run.diagnostics, run.texts(), &args.problems)?;
        for problem in &mut located {
            problem.environment = environment.name.as_deref();
        }
        let counts = before
            .take()
            .map(|before| before.mark(&mut located, &run.silenced, &run.sources));
        exit = exit.worse(problems::exit_of_configuration(
            &located,
            args.problems.fail_on,
        ));
        let closing = summary::closing(run, terminal);
        closings.push(match counts {
            Some(counts) => format!("{counts}\n{closing}"),
            None => closing,
        });
        each.push(located);
    }
    let (common, each) = instance::split(each);
    let mut groups = Vec::new();
    if !common.is_empty() {
        groups.push(report::Group {
            environment,
            heading: instance::heading(environment, Of::All),
            part: None,
            run: None,
            located: common,
            closing: String::new(),
            fallback: None,
        });
    }
    let with_besides = parts.iter().zip(&*besides);
    for (((part, besides), mut located), closing) in with_besides.zip(each).zip(closings) {
        for problem in &mut located {
            problem.control_plane = part.name();
        }
        groups.push(report::Group {
            environment,
            heading: instance::heading(environment, Of::maybe(part.instance.as_ref())),
            part: part.instance.as_ref(),
            run: Some(&part.run),
            located,
            closing,
            fallback: besides.fallback.as_ref(),
        });
    }
    Ok((exit, groups))
}

/// Convert an environment and look for everything that is wrong with it, and was before.
fn judge(
    (environment, args): (&Environment, &CheckArgs),
    former: Option<&Former>,
    terminal: &Terminal,
) -> Result<Judged> {
    input::must_be_given(&args.input)?;
    let asked = (&args.input, &args.controller);
    let texts = input::read_work(&args.input)?;
    let before = |instance: Option<&Instance>, options: &Options| {
        let former = former.map(|former| former.before(args, options, (environment, instance)));
        former.transpose()
    };
    let prepare = |instance: Option<&Instance>, options: &mut Options| {
        // The other side is in the cluster: nothing asks about it any more.
        let before = before(instance, options)?;
        options.webhook = Webhook::from(&args.admission);
        Ok(before)
    };
    let mut parts = match configuration::of(&args.input, &texts)? {
        Some(documents) => {
            let options = conversion_options(asked.0, asked.1)?;
            let before = before(None, &options)?;
            vec![Part {
                instance: None,
                run: Run {
                    before,
                    ..configuration::judged(documents, texts, options)
                },
            }]
        }
        None => instance::parts_after(texts, asked, &prepare, terminal)?.0,
    };
    let mut besides = Vec::new();
    for part in &mut parts {
        let run = &mut part.run;
        let refused = refused((&run.state, run.extent), args);
        run.diagnostics.extend(refused);
        let before = run.before.take();
        if let Some(before) = &before {
            let refused = updates::refused(&before.sources, &run.sources, &run.options);
            run.diagnostics.extend(refused);
        }
        input::speak(&mut run.diagnostics, &run.options);
        let is_part = part.instance.is_some();
        let fallback = if args.fallback.fallback {
            let radius = Radius::of(run, args)?;
            run.diagnostics.extend(radius.problems.clone());
            run.diagnostics = sorted(std::mem::take(&mut run.diagnostics));
            Some(radius)
        } else {
            None
        };
        besides.push(Besides {
            before: before.map(|before| problems_of(before, args, is_part)),
            fallback,
        });
        if !args.problems.no_ignores {
            silence::apply(run, Unused::Told);
        }
    }
    instance::own(&mut parts);
    Ok(Judged { parts, besides })
}

fn sorted(problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut all = Diagnostics::default();
    all.extend(problems);
    all.into_sorted()
}

/// What the reader of the file and Kong behind the controller would refuse.
fn refused((state, extent): (&State, Extent), args: &CheckArgs) -> Vec<Diagnostic> {
    let mut refused = Vec::new();
    match args.target {
        Target::Dbless => refused.extend(dbless::problems(state)),
        Target::Deck => refused.extend(refusals::problems(state)),
    }
    refused.extend(progress::during("checking", || {
        pipeline::refused_as_sent(state, extent)
    }));
    refused
}

/// The problems of the side that is compared with.
fn problems_of(before: baseline::Before, args: &CheckArgs, is_part: bool) -> Baseline {
    let conversion = progress::during("translating the other side", || {
        pipeline::convert(&before.sources, &before.options)
    });
    let mut problems = Diagnostics::default();
    problems.append(before.found);
    problems.extend(conversion.diagnostics);
    let mut problems = problems.into_sorted();
    problems.extend(refused((&conversion.state, conversion.extent), args));
    input::speak(&mut problems, &before.options);
    if is_part {
        instance::without_others(&mut problems);
    }
    let texts = Texts {
        sources: &before.sources,
        annotated: &conversion.annotated,
    };
    baseline::of(problems, texts, Unused::Told, &args.problems)
}
