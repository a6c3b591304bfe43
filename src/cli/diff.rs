//! `diff`: what changes at the gateway between two configurations.

mod impact;
mod sides;

use super::args::{DiffArgs, DiffFormat};
use super::exit::Exit;
use super::invocation::Invocation;
use super::output::{self, Terminal};
use super::silence::{self, Unused};
use super::{input, problems, progress, summary};
use crate::deck::content::Content;
use crate::deck::generate;
use crate::diag::render::text::Style;
use crate::diff::render::{Detail, json, markdown, text, unified};
use crate::diff::{self, Diff, Settings};
use crate::escape::gate::Shown;
use crate::kong::state::State;
use crate::options::{Options, Secrets};
use crate::secrecy::fingerprint::Key;
use crate::simulate::impact::{Impact, render as requests};
use anyhow::{Result, anyhow};

/// Run it. The output is complete before the exit status is chosen.
pub fn run(args: &DiffArgs, invocation: &Invocation<'_>, terminal: &Terminal) -> Result<Exit> {
    let mut run = input::convert(&args.input, &args.controller, terminal)?;
    if !args.problems.no_ignores {
        silence::apply(&mut run, Unused::Untold);
    }
    let mut located = problems::locate(&run.diagnostics, &run.sources, &args.problems)?;
    if let Some(flavor) = args.sides.against_router_flavor {
        problems::say(&located, terminal);
        terminal.say(summary::closing(&run, terminal));
        let report = progress::during("asking both flavors for requests", || {
            impact::against_flavor(args, flavor, &run)
        });
        output::write_result(&args.show.output_file, &report)?;
        return Ok(problems::exit(&located, args.problems.fail_on));
    }
    let old = sides::Old {
        args,
        options: &run.options,
        invocation,
        terminal,
    };
    let mut old = old.side()?;
    let before = old.problems.take();
    let counts = before.map(|before| before.mark(&mut located, &run.silenced, &run.sources));
    // What was there before is nobody's task in this change.
    let exit = problems::exit(&located, args.problems.fail_on);
    let located = problems::new(located);
    problems::say(&located, terminal);
    if let Some(counts) = counts.filter(|counts| !counts.is_zero()) {
        terminal.say(format_args!("problems: {counts}\n"));
    }
    let closing = summary::closing(&run, terminal);
    let new = sides::Side {
        content: content(&run.state, &run.options),
        sources: run.sources,
        is_dump: false,
        settings: Vec::new(),
        problems: None,
    };
    let settings = Settings {
        ids: args.sides.ids,
        ignore_unknown: args.sides.ignore_unknown.unwrap_or(old.is_dump),
        old_is_dump: old.is_dump,
        show_secrets: args.show.show_secrets,
        key: fingerprint_key()?,
        select_tags: args.sides.select_tag.clone(),
    };
    let diff = progress::during("comparing", || {
        let mut diff = diff::diff(&old.content, &new.content, &settings);
        diff.settings.clone_from(&old.settings);
        let mut old_places = sides::Places::new(&old.sources);
        let mut new_places = sides::Places::new(&new.sources);
        diff.locate(|is_new, source| {
            if is_new {
                new_places.find(source)
            } else {
                old_places.find(source)
            }
        });
        diff
    });
    let impact = progress::during("asking both sides for requests", || {
        impact::between(args, &old, &new)
    });
    let report = progress::during("writing", || render(&diff, impact.as_ref(), args, terminal));
    output::write_result(&args.show.output_file, &report)?;
    terminal.say(closing);
    Ok(match exit {
        Exit::Success if args.show.fail_on_danger && !diff.dangers.is_empty() => Exit::Failure,
        Exit::Success if args.show.exit_code && !diff.is_empty() => Exit::Differences,
        other => other,
    })
}

/// A key for the fingerprints of this run, from the random bytes of the system.
fn fingerprint_key() -> Result<Key> {
    let mut key = Key::default();
    getrandom::fill(&mut key.0)
        .map_err(|error| anyhow!("the system gives no random bytes: {error}"))?;
    Ok(key)
}

/// The configuration with its secrets in clear: they are compared, and masked when they are shown.
fn content(state: &State, options: &Options) -> Content {
    let options = Options {
        secrets: Secrets::Inline,
        ..options.clone()
    };
    generate::generate(state, &options)
}

fn render(diff: &Diff, impact: Option<&Impact>, args: &DiffArgs, terminal: &Terminal) -> Shown {
    let style = if output::is_stdout(&args.show.output_file) {
        terminal.result_style()
    } else {
        Style::Plain
    };
    let detail = if args.show.full {
        Detail::Full
    } else {
        Detail::Changes
    };
    match args.show.format {
        DiffFormat::Text => {
            let requests = impact.map(|impact| format!("\n{}", requests::text(impact)));
            let text = text::render(diff, style, detail) + &requests.unwrap_or_default();
            output::shown(text, style)
        }
        DiffFormat::Unified => {
            Shown::plain(unified::render(diff) + &impact.map(impact::commented).unwrap_or_default())
        }
        DiffFormat::Json => Shown::json(json::render(diff, impact.map(requests::json))),
        DiffFormat::Markdown => {
            let requests = impact.map(requests::markdown).unwrap_or_default();
            Shown::plain(markdown::render(diff, &requests))
        }
    }
}
