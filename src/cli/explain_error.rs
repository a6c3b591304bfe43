//! `explain-error`: what a gateway or a controller complained of, led back to manifests.

use super::args::{ExplainErrorArgs, ProblemFormat};
use super::exit::Exit;
use super::input::{self, Run};
use super::output::{self, Terminal};
use super::{problems, progress, summary};
use crate::complaint::explain::{self, Manifests};
use crate::complaint::{Complaint, event, refusal, text};
use crate::diag::Diagnostics;
use crate::diag::render::text::{self as render_text, Style};
use crate::diag::render::{Located, github, json, junit, sarif};
use crate::escape::gate::Shown;
use crate::escape::line;
use crate::manifest::discover;
use crate::manifest::source::{Source, Sources};
use crate::manifest::written::Written;
use crate::manifest::yaml;
use crate::manifest::yaml::budget::AliasBudget;
use anyhow::{Context, Result, bail};
use serde_json::Map;
use std::sync::Arc;

/// The most bytes of a file with errors.
const LIMIT: u64 = 64 << 20;

/// Run it. With complaints that count as errors the run fails, as `check` does with its own.
pub(super) fn run(args: &ExplainErrorArgs, terminal: &Terminal) -> Result<Exit> {
    let source = read(args)?;
    let complaints = complaints(&source);
    if complaints.is_empty() {
        bail!(
            "{} holds nothing that a gateway or controller complains of\\n  hint: give what /debug/config/raw-error or POST /config answers, lines of the controller's log, events, or decK's error",
            line::clean(&source.path)
        );
    }
    let mut run = if args.input.is_empty() {
        None
    } else {
        let texts = input::read_work(&args.input)?;
        let asked = (&args.input, &args.controller);
        Some(input::converted(texts, asked, terminal)?)
    };
    let count = run.as_ref().map_or(0, |run| run.sources.0.len());
    let file = u32::try_from(count).unwrap_or(u32::MAX);
    let mut found = Diagnostics::default();
    found.extend(progress::during(
        "looking for the manifests",
        || match &run {
            Some(run) => {
                let manifests = Manifests::of(&run.state, &run.diagnostics);
                explain::explain(&complaints, Some(&manifests), file)
            }
            None => explain::explain(&complaints, None, file),
        },
    ));
    let found = found.into_sorted();
    let mut alone = Sources::default();
    let sources = match &mut run {
        Some(run) => Arc::make_mut(&mut run.sources),
        None => &mut alone,
    };
    sources.0.push(source);
    let unwritten = Written::default();
    let texts = match &run {
        Some(run) => run.texts(),
        None => (&alone, &unwritten),
    };
    let located = problems::locate(&found, texts, &args.problems)?;
    let report = report(&located, run.as_ref(), args, terminal);
    output::write_result(&args.output_file, &report)?;
    Ok(problems::exit(&located, args.problems.fail_on))
}

/// The file with the error.
fn read(args: &ExplainErrorArgs) -> Result<Source> {
    let path = &args.error;
    if path.as_os_str() != "-" {
        let name = line::path(path);
        let text = args.input.border().read(path, LIMIT);
        return Ok(Source {
            path: path.display().to_string(),
            text: text.with_context(|| format!("cannot read {name}"))?,
        });
    }
    if args
        .input
        .all_paths()
        .iter()
        .any(|path| path.as_os_str() == "-")
    {
        bail!(
            "standard input is either the error or the manifests\\n  example: kic2kong explain-error raw-error.json -"
        );
    }
    let (sources, _) = discover::discover(&[path], &args.input.border(), &args.input.excluded()?);
    sources
        .0
        .into_iter()
        .next()
        .context("standard input cannot be read")
}

/// What is complained of: in one document, else line by line.
fn complaints(source: &Source) -> Vec<Complaint> {
    let text = String::from_utf8_lossy(&source.text);
    let parsed = yaml::parse(&text, &AliasBudget::of(text.len()));
    let document = parsed.ok().and_then(|parsed| Some(parsed.root?.plain()));
    let known = document.and_then(|it| refusal::read(&it).or_else(|| event::read(&it)));
    known.unwrap_or_else(|| text::read(&text))
}

fn report(
    located: &[Located<'_>],
    run: Option<&Run>,
    args: &ExplainErrorArgs,
    terminal: &Terminal,
) -> Shown {
    match args.format {
        ProblemFormat::Text => {
            let style = if output::is_stdout(&args.output_file) {
                terminal.result_style()
            } else {
                Style::Plain
            };
            let closing = run.map_or_else(
                || "give the manifests as PATH to see their lines\\n".to_owned(),
                |run| summary::closing(run, terminal),
            );
            let text = render_text::render(located, style, terminal.repeated());
            let summary = render_text::summary(located);
            output::shown(format!("{text}{summary}{closing}"), style)
        }
        ProblemFormat::Json => {
            let summary = run.map_or_else(Map::new, summary::json);
            Shown::json(json::render(located, &summary))
        }
        ProblemFormat::Sarif => Shown::json(sarif::render(located)),
        ProblemFormat::Github => Shown::commands(github::render(located)),
        ProblemFormat::Junit => Shown::xml(junit::render(located)),
    }
}
