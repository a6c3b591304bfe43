//! `render`: print the declarative configuration.

use super::args::RenderArgs;
use super::exit::Exit;
use super::output::{self, Terminal};
use super::{input, options, problems};
use crate::diag::Diagnostics;
use crate::pipeline;
use anyhow::Result;
use std::path::Path;

/// Run it. What KIC would have sent is printed even when there are errors, but then it does not
/// replace a file.
pub fn run(args: &RenderArgs, terminal: &Terminal) -> Result<Exit> {
    let mut diagnostics = Diagnostics::default();
    let sources = input::read(&args.input, &mut diagnostics)?;
    let options = options::conversion_options(&args.input, &args.controller);
    let conversion = pipeline::convert(&sources, &options);
    let located = problems::locate(&conversion.diagnostics, &sources, &args.problems);
    problems::say(&located, &sources, terminal);
    let exit = problems::exit(&located, args.problems.fail_on);
    if exit == Exit::Success || args.write.output_file == Path::new("-") {
        output::write_result(&args.write.output_file, b"{}\n")?;
    }
    Ok(exit)
}
