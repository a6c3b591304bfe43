//! `graph`: draw the configuration.

use super::args::{Command, GraphArgs, GraphFormat};
use super::environment::Environment;
use super::environment::output::own_path;
use super::exit::Exit;
use super::input;
use super::output::{self, Terminal};
use super::{problems, progress, summary};
use crate::diag::Location;
use crate::escape::gate::Shown;
use crate::escape::line;
use crate::graph::{dot, html, mermaid, model};
use crate::manifest::locate::Locator;
use anyhow::{Context, Result, bail};

/// The most arrows that GitHub and GitLab draw in one Mermaid chart.
const MERMAID_ARROWS: usize = 500;

/// Run it. Problems are part of the picture, not of the exit status. Of several environments each has a picture of its own.
pub(super) fn run(
    args: &GraphArgs,
    environments: &[Environment],
    terminal: &Terminal,
) -> Result<Exit> {
    // Any file and line will do to see whether the template leads to where a page may lead.
    if !args.link.is_empty() && html::address(&args.link, "a.yaml", 1).is_none() {
        bail!(
            "--link leads neither to http nor to https nor to an address below the page: {}\n  example: --link 'https://github.com/example/shop/blob/main/{{file}}#L{{line}}'",
            line::clean(&args.link)
        );
    }
    let mut pictures = Vec::new();
    // Of several environments each ends under its name.
    let mut last = String::new();
    for environment in environments {
        if let Command::Graph(own) = &environment.arguments.command {
            let example = "graph --each 'clusters/*' --format html -o 'out/{environment}.html'";
            let path = own_path(&own.output_file, environment, "-o", example)?;
            problems::head(environment, terminal);
            let (picture, closing) = match &environment.name {
                Some(name) => picture(own, terminal).with_context(|| line::clean(name))?,
                None => picture(own, terminal)?,
            };
            pictures.push((path, picture));
            if environment.name.is_some() {
                terminal.say(closing);
            } else {
                last = closing;
            }
        }
    }
    match pictures.as_slice() {
        [(path, picture)]
            if environments
                .iter()
                .all(|environment| environment.name.is_none()) =>
        {
            output::write_result(path, picture)?;
        }
        pictures => output::write_all(pictures)?,
    }
    terminal.say(last);
    Ok(Exit::Success)
}

/// The picture of one environment; and what was read, made and left out.
fn picture(args: &GraphArgs, terminal: &Terminal) -> Result<(Shown, String)> {
    let run = input::convert(&args.input, &args.controller, terminal)?;
    run.must_be_complete()?;
    let (graph, picture) = progress::during("drawing", || {
        let mut locator = Locator::with(&run.sources, &run.written);
        let mut locate = |origin: &_| locator.position(&Location::Field(Clone::clone(origin)));
        let graph = model::build(&run.state, &run.diagnostics, &args.select, &mut locate);
        let picture = match args.format {
            GraphFormat::Mermaid => mermaid::render(&graph),
            GraphFormat::Dot => dot::render(&graph),
            GraphFormat::Html => html::render(&graph, &args.link),
        };
        (graph, picture)
    });
    let closing = summary::closing(&run, terminal);
    let arrows = graph.edges.len();
    if args.format == GraphFormat::Mermaid && arrows > MERMAID_ARROWS {
        terminal.say(format_args!(
            "the chart has {arrows} arrows, and GitHub draws {MERMAID_ARROWS}; choose with --select, or take --format html\n"
        ));
    }
    Ok((Shown::plain(picture), closing))
}
