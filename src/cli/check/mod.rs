//! `check`: print only the problems.

mod configuration;
mod report;

use super::args::{CheckArgs, Command, ProblemFormat, Target};
use super::baseline::{self, Baseline, Former};
use super::environment::Environment;
use super::exit::Exit;
use super::input::{self, Run};
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
use crate::pipeline::{self, Extent};
use anyhow::{Context, Result};

/// What an environment gave.
struct Judged {
    run: Run,
    /// Its problems of before, when something is compared with.
    before: Option<Baseline>,
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
    for (environment, own, Judged { run, before }) in &mut all {
        let run = &*run;
        let mut located = problems::locate(&run.diagnostics, run.texts(), &own.problems)?;
        for problem in &mut located {
            problem.environment = environment.name.as_deref();
        }
        let counts = before
            .take()
            .map(|before| before.mark(&mut located, &run.silenced, &run.sources));
        exit = exit.worse(problems::exit_of_configuration(
            &located,
            own.problems.fail_on,
        ));
        let closing = summary::closing(run, terminal);
        let closing = match counts {
            Some(counts) => format!("{counts}\n{closing}"),
            None => closing,
        };
        groups.push(report::Group {
            environment,
            run,
            located,
            closing,
        });
    }
    let is_said = !matches!(args.format, ProblemFormat::Text | ProblemFormat::Json);
    let closings: Vec<String> = groups
        .iter()
        .filter(|_| is_said)
        .map(|group| group.environment.heading().unwrap_or_default() + &group.closing)
        .collect();
    let report = report::render(groups, args, terminal);
    output::write_result(&args.output_file, &report)?;
    for closing in closings {
        terminal.say(closing);
    }
    Ok(exit)
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
    let other_side = |options: &Options| {
        let former = former.map(|former| former.before(args, options, environment));
        former.transpose()
    };
    let (mut run, former) = if let Some(documents) = configuration::of(&args.input, &texts)? {
        let options = conversion_options(asked.0, asked.1)?;
        let former = other_side(&options)?;
        (configuration::judged(documents, texts, options), former)
    } else {
        let prepare = |options: &mut Options| {
            // The other side is in the cluster: nothing asks about it any more.
            let former = other_side(options)?;
            options.webhook = Webhook::from(&args.admission);
            Ok(former)
        };
        input::converted_after(texts, asked, terminal, prepare)?
    };
    let refused = refused((&run.state, run.extent), args);
    run.diagnostics.extend(refused);
    let before = former.map(|former| before(former, args));
    if !args.problems.no_ignores {
        silence::apply(&mut run, Unused::Told);
    }
    Ok(Judged { run, before })
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
fn before(before: baseline::Before, args: &CheckArgs) -> Baseline {
    let conversion = progress::during("translating the other side", || {
        pipeline::convert(&before.sources, &before.options)
    });
    let mut problems = Diagnostics::default();
    problems.append(before.found);
    problems.extend(conversion.diagnostics);
    let mut problems = problems.into_sorted();
    problems.extend(refused((&conversion.state, conversion.extent), args));
    let texts = Texts {
        sources: &before.sources,
        annotated: &conversion.annotated,
    };
    baseline::of(problems, texts, Unused::Told, &args.problems)
}
