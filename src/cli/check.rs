//! `check`: print only the problems.

use super::args::{CheckArgs, ProblemFormat, Target};
use super::exit::Exit;
use super::output::{self, Terminal};
use super::{input, problems};
use crate::deck::dbless;
use crate::diag::render::text::{self, Style};
use crate::diag::render::{github, json, junit, sarif};
use crate::escape::gate::Shown;
use crate::pipeline;
use anyhow::Result;

/// Run it.
pub fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Exit> {
    let mut run = input::convert(&args.input, &args.controller, terminal)?;
    if args.target == Target::Dbless {
        run.diagnostics.extend(dbless::problems(&run.state));
    }
    run.diagnostics
        .extend(pipeline::refused_as_sent(&run.state, run.extent));
    let located = problems::locate(&run.diagnostics, &run.sources, &args.problems)?;
    let report = match args.format {
        ProblemFormat::Text => {
            let style = result_style(args, terminal);
            let text = text::render(&located, style) + &text::summary(&located);
            output::shown(text, style)
        }
        ProblemFormat::Json => Shown::json(json::render(&located)),
        ProblemFormat::Sarif => Shown::json(sarif::render(&located)),
        ProblemFormat::Github => Shown::commands(github::render(&located)),
        ProblemFormat::Junit => Shown::xml(junit::render(&located)),
    };
    output::write_result(&args.output_file, &report)?;
    Ok(problems::exit_of_configuration(
        &located,
        args.problems.fail_on,
    ))
}

/// A file is never coloured.
fn result_style(args: &CheckArgs, terminal: &Terminal) -> Style {
    if output::is_stdout(&args.output_file) {
        terminal.result_style()
    } else {
        Style::Plain
    }
}
