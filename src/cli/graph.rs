//! `graph`: draw the configuration.

use super::args::{GraphArgs, GraphFormat};
use super::exit::Exit;
use super::input;
use super::output::{self, Terminal};
use super::progress;
use crate::diag::Location;
use crate::graph::{dot, html, mermaid, model};
use crate::manifest::locate::Locator;
use anyhow::Result;

/// The most arrows that GitHub and GitLab draw in one Mermaid chart.
const MERMAID_ARROWS: usize = 500;

/// Run it. Problems are part of the picture, not of the exit status.
pub(super) fn run(args: &GraphArgs, terminal: &Terminal) -> Result<Exit> {
    let run = input::convert(&args.input, &args.controller, terminal)?;
    run.must_be_complete()?;
    let (graph, picture) = progress::during("drawing", || {
        let mut locator = Locator::new(&run.sources);
        let mut locate = |origin: &_| locator.position(&Location::Field(Clone::clone(origin)));
        let graph = model::build(&run.state, &run.diagnostics, &args.select, &mut locate);
        let picture = match args.format {
            GraphFormat::Mermaid => mermaid::render(&graph),
            GraphFormat::Dot => dot::render(&graph),
            GraphFormat::Html => html::render(&graph, &args.link),
        };
        (graph, picture)
    });
    output::write_result(&args.output_file, picture.as_bytes())?;
    let arrows = graph.edges.len();
    if args.format == GraphFormat::Mermaid && arrows > MERMAID_ARROWS {
        terminal.say(format_args!(
            "the chart has {arrows} arrows, and GitHub draws {MERMAID_ARROWS}; choose with --select, or take --format html\n"
        ));
    }
    Ok(Exit::Success)
}
