//! `graph`: draw the configuration.

use super::args::{Command, GraphArgs, GraphFormat};
use super::environment::Environment;
use super::environment::output::own_path;
use super::exit::Exit;
use super::input::{self, Run};
use super::instance::{self, Of};
use super::output::{self, Terminal};
use super::{problems, progress, summary};
use crate::diag::Location;
use crate::escape::gate::Shown;
use crate::escape::line;
use crate::graph::model::{self, Graph};
use crate::graph::{dot, html, mermaid};
use crate::manifest::locate::Locator;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

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
            let drawn = drawn((own, environment), &path, terminal);
            let (drawn, closing) = match &environment.name {
                Some(name) => drawn.with_context(|| line::clean(name))?,
                None => drawn?,
            };
            pictures.extend(drawn);
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
                .all(|environment| environment.name.is_none())
                && !has_placeholder(&args.output_file) =>
        {
            output::write_result(path, picture)?;
        }
        pictures => output::write_all(pictures)?,
    }
    terminal.say(last);
    Ok(Exit::Success)
}

fn has_placeholder(path: &Path) -> bool {
    path.to_string_lossy().contains(instance::PLACEHOLDER)
}

/// The pictures of an environment with their files: one in which each instance has a part, or one for each where the path asks for
/// that; and what was read, made and left out.
fn drawn(
    (args, environment): (&GraphArgs, &Environment),
    path: &Path,
    terminal: &Terminal,
) -> Result<(Vec<(PathBuf, Shown)>, String)> {
    input::must_be_given(&args.input)?;
    let texts = input::read_work(&args.input)?;
    let asked = (&args.input, &args.controller);
    let mut drawn = Vec::new();
    let mut closing = String::new();
    if has_placeholder(path) {
        let instances = instance::listed(&texts, asked)?.with_files(
            "graph deploy/ --controller kong-operator-2.3 -o 'out/{control_plane}.html'",
        )?;
        for instance in instances {
            let run = instance::one(texts.clone(), asked, &instance, terminal)?;
            let heading = instance::heading(environment, Of::One(&instance));
            closing.push_str(&heading.unwrap_or_default());
            closing.push_str(&summary::closing(&run, terminal));
            let picture = shown(&graph(&run, args)?, args, terminal);
            drawn.push((
                instance::own_path(path.to_owned(), Some(&instance)),
                picture,
            ));
        }
        return Ok((drawn, closing));
    }
    let (parts, _) = instance::parts(texts, asked, terminal)?;
    let mut whole = Graph::default();
    let mut pictures = Vec::new();
    for part in parts {
        let graph = graph(&part.run, args)?;
        if let Some(instance) = &part.instance {
            let heading = instance::heading(environment, Of::One(instance));
            closing.push_str(&heading.unwrap_or_default());
            pictures.push((instance.title(), graph));
        } else {
            whole = graph;
        }
        closing.push_str(&summary::closing(&part.run, terminal));
    }
    if !pictures.is_empty() {
        whole = Graph::together(pictures);
    }
    let picture = shown(&whole, args, terminal);
    Ok((vec![(path.to_owned(), picture)], closing))
}

/// The boxes and arrows of a run.
fn graph(run: &Run, args: &GraphArgs) -> Result<Graph> {
    run.must_be_complete()?;
    Ok(progress::during("drawing", || {
        let mut locator = Locator::with(&run.sources, &run.written);
        let mut locate = |origin: &_| locator.position(&Location::Field(Clone::clone(origin)));
        model::build(&run.state, &run.diagnostics, &args.select, &mut locate)
    }))
}

/// The picture in the format that is wanted.
fn shown(graph: &Graph, args: &GraphArgs, terminal: &Terminal) -> Shown {
    let picture = match args.format {
        GraphFormat::Mermaid => mermaid::render(graph),
        GraphFormat::Dot => dot::render(graph),
        GraphFormat::Html => html::render(graph, &args.link),
    };
    let arrows = graph.edges.len();
    if args.format == GraphFormat::Mermaid && arrows > MERMAID_ARROWS {
        terminal.say(format_args!(
            "the chart has {arrows} arrows, and GitHub draws {MERMAID_ARROWS}; choose with --select, or take --format html\n"
        ));
    }
    Shown::plain(picture)
}
