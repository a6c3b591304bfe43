//! `check`: print only the problems.

use super::args::{CheckArgs, Command, ProblemFormat, Target};
use super::environment::World;
use super::exit::Exit;
use super::input::{self, Run};
use super::output::{self, Terminal};
use super::{problems, progress};
use crate::deck::dbless;
use crate::diag::render::text::{self, Style};
use crate::diag::render::{Located, github, json, junit, sarif};
use crate::escape::gate::Shown;
use crate::escape::line::clean;
use crate::pipeline;
use anyhow::{Context, Result};

/// Run it.
pub fn run(args: &CheckArgs, worlds: &[World], terminal: &Terminal) -> Result<Exit> {
    let mut runs = Vec::new();
    for world in worlds {
        if let Command::Check(own) = &world.arguments.command {
            let name = || world.name.as_deref().map(clean).unwrap_or_default();
            let run = judge(own, terminal);
            let run = match world.name {
                Some(_) => run.with_context(name)?,
                None => run?,
            };
            runs.push((world, own, run));
        }
    }
    let mut groups = Vec::new();
    let mut exit = Exit::Success;
    for (world, own, run) in &runs {
        let mut located = problems::locate(&run.diagnostics, run.texts(), &own.problems)?;
        for problem in &mut located {
            problem.environment = world.name.as_deref();
        }
        exit = exit.worse(problems::exit_of_configuration(
            &located,
            own.problems.fail_on,
        ));
        groups.push((world.heading(), located));
    }
    output::write_result(&args.output_file, &report(args, groups, terminal))?;
    Ok(exit)
}

/// Convert an environment and look for everything that is wrong with it.
fn judge(args: &CheckArgs, terminal: &Terminal) -> Result<Run> {
    let mut run = input::convert(&args.input, &args.controller, terminal)?;
    if args.target == Target::Dbless {
        run.diagnostics.extend(dbless::problems(&run.state));
    }
    let refused = progress::during("checking", || {
        pipeline::refused_as_sent(&run.state, run.extent)
    });
    run.diagnostics.extend(refused);
    Ok(run)
}

/// The report of all environments, for people each under its name.
fn report(
    args: &CheckArgs,
    groups: Vec<(Option<String>, Vec<Located<'_>>)>,
    terminal: &Terminal,
) -> Shown {
    if args.format == ProblemFormat::Text {
        let style = result_style(args, terminal);
        let texts: Vec<String> = groups
            .iter()
            .map(|(heading, located)| {
                let heading = heading.as_deref().unwrap_or_default();
                let (problems, summary) = (text::render(located, style), text::summary(located));
                format!("{heading}{problems}{summary}")
            })
            .collect();
        return output::shown(texts.join("\n"), style);
    }
    let located: Vec<Located<'_>> = groups.into_iter().flat_map(|(_, group)| group).collect();
    match args.format {
        ProblemFormat::Text | ProblemFormat::Json => Shown::json(json::render(&located)),
        ProblemFormat::Sarif => Shown::json(sarif::render(&located)),
        ProblemFormat::Github => Shown::commands(github::render(&located)),
        ProblemFormat::Junit => Shown::xml(junit::render(&located)),
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
