//! `check`: print only the problems.

use super::args::{CheckArgs, ProblemFormat};
use super::exit::Exit;
use super::output::{self, Terminal};
use super::{input, options, problems};
use crate::diag::Diagnostics;
use crate::diag::render::json;
use crate::pipeline;
use anyhow::Result;

/// Run it.
pub fn run(args: &CheckArgs, terminal: &Terminal) -> Result<Exit> {
    let mut diagnostics = Diagnostics::default();
    let sources = input::read(&args.input, &mut diagnostics)?;
    let options = options::conversion_options(&args.input, &args.controller);
    let conversion = pipeline::convert(&sources, &options);
    let located = problems::locate(&conversion.diagnostics, &sources, &args.problems);
    let report = match args.format {
        ProblemFormat::Text => {
            problems::say(&located, &sources, terminal);
            String::new()
        }
        _ => json::render(&located),
    };
    output::write_result(&args.output_file, report.as_bytes())?;
    Ok(problems::exit(&located, args.problems.fail_on))
}
