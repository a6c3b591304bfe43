//! `check`: print only the problems.

use super::args::{CheckArgs, ProblemFormat, Target};
use super::baseline::{self, Baseline};
use super::exit::Exit;
use super::input::Run;
use super::output::{self, Terminal, Verbosity};
use super::silence::{self, Texts, Unused};
use super::{input, problems, progress, summary};
use crate::deck::dbless;
use crate::diag::render::text::{self, Style};
use crate::diag::render::{Located, github, json, junit, sarif};
use crate::diag::{Diagnostic, Diagnostics};
use crate::escape::gate::Shown;
use crate::kong::state::State;
use crate::options::Options;
use crate::pipeline;
use anyhow::Result;

/// Run it. With something to compare with, only new problems count.
pub fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Exit> {
    let mut run = input::convert(&args.input, &args.controller, terminal)?;
    let refused = refused(&run.state, args);
    run.diagnostics.extend(refused);
    let before = before(args, &run.options)?;
    if !args.problems.no_ignores {
        silence::apply(&mut run, Unused::Told);
    }
    let mut located = problems::locate(&run.diagnostics, &run.sources, &args.problems)?;
    let counts = before.map(|before| before.mark(&mut located, &run.silenced, &run.sources));
    let exit = problems::exit(&located, args.problems.fail_on);
    let mut closing = summary::closing(&run, terminal);
    if let Some(counts) = counts {
        closing = format!("{counts}\n{closing}");
    }
    let report = report(located, &run, &closing, args, terminal);
    output::write_result(&args.output_file, &report)?;
    if !matches!(args.format, ProblemFormat::Text | ProblemFormat::Json) {
        terminal.say(closing);
    }
    Ok(exit)
}

/// What the reader of the file and Kong behind the controller would refuse.
fn refused(state: &State, args: &CheckArgs) -> Vec<Diagnostic> {
    let mut refused = Vec::new();
    if args.target == Target::Dbless {
        refused.extend(dbless::problems(state));
    }
    refused.extend(progress::during("checking", || {
        pipeline::refused_as_sent(state)
    }));
    refused
}

/// The problems of the side that is compared with, if any.
fn before(args: &CheckArgs, options: &Options) -> Result<Option<Baseline>> {
    let Some(before) = baseline::before(&args.baseline, &args.input)? else {
        return Ok(None);
    };
    let conversion = progress::during("translating the other side", || {
        pipeline::convert(&before.sources, options)
    });
    let mut problems = Diagnostics::default();
    problems.append(before.found);
    problems.extend(conversion.diagnostics);
    let mut problems = problems.into_sorted();
    problems.extend(refused(&conversion.state, args));
    let texts = Texts {
        sources: &before.sources,
        annotated: &conversion.annotated,
    };
    let baseline = baseline::of(problems, texts, Unused::Told, &args.problems);
    Ok(Some(baseline))
}

/// The report. What programs keep apart themselves is complete; everything else shows what is new.
fn report(
    located: Vec<Located<'_>>,
    run: &Run,
    closing: &str,
    args: &CheckArgs,
    terminal: &Terminal,
) -> Shown {
    match args.format {
        ProblemFormat::Text => {
            let style = result_style(args, terminal);
            let shown = if terminal.verbosity == Verbosity::Verbose {
                located
            } else {
                problems::new(located)
            };
            let text = text::render(&shown, style, terminal.repeated()) + &text::summary(&shown);
            output::shown(text + closing, style)
        }
        ProblemFormat::Json => Shown::json(json::render(&located, &summary::json(run))),
        ProblemFormat::Sarif => Shown::json(sarif::render(&located)),
        ProblemFormat::Github => Shown::commands(github::render(&problems::new(located))),
        ProblemFormat::Junit => Shown::xml(junit::render(&problems::new(located))),
    }
}

/// A file is never coloured.
fn result_style(args: &CheckArgs, terminal: &Terminal) -> Style {
    if output::is_stdout(&args.output_file) {
        terminal.result_style()
    } else {
        Style::Plain
    }
}
