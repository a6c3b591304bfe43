//! `diff`: what changes at the gateway between two configurations.

mod against;
mod groups;
mod impact;
mod sides;

use super::args::{DiffArgs, DiffFormat, Target};
use super::baseline::Baseline;
use super::environment::Environment;
use super::exit::Exit;
use super::input::Run;
use super::invocation::Invocation;
use super::output::{self, Terminal};
use super::silence::{self, Unused};
use super::{input, problems, progress, summary};
use crate::deck::content::Content;
use crate::deck::generate;
use crate::diag::render::text::Style;
use crate::diff::defaults::Defaults;
use crate::diff::render::{Detail, json, markdown, text, unified};
use crate::diff::{self, Diff, Settings};
use crate::escape::gate::Shown;
use crate::kong::state::State;
use crate::options::{Options, Secrets};
use crate::secrecy::fingerprint::Key;
use crate::simulate::impact::{Impact, render as requests};
use anyhow::{Result, anyhow};

/// What two sides gave.
struct Compared {
    diff: Diff,
    impact: Option<Impact>,
    /// What the problems of the new side mean.
    exit: Exit,
}

/// Run it. The output is complete before the exit status is chosen.
pub fn run(
    args: &DiffArgs,
    environments: &[Environment],
    invocation: &Invocation<'_>,
    terminal: &Terminal,
) -> Result<Exit> {
    if environments
        .iter()
        .any(|environment| environment.name.is_some())
    {
        return groups::run(args, environments, invocation, terminal);
    }
    let run = converted(args, terminal)?;
    if let Some(flavor) = args.sides.against_router_flavor {
        let exit = say(args, &run, None, None, terminal)?;
        let closing = summary::closing(&run, terminal);
        let report = progress::during("asking both flavors for requests", || {
            impact::against_flavor(args, flavor, &run)
        })?;
        output::write_result(&args.show.output_file, &report)?;
        terminal.say(closing);
        return Ok(exit);
    }
    let old = sides::Old {
        args,
        options: &run.options,
        invocation,
        terminal,
    };
    let mut old = old.side()?;
    let exit = say(args, &run, old.problems.take(), None, terminal)?;
    let closing = summary::closing(&run, terminal);
    let compared = compare(args, &old, &sides::Side::of(run, args), exit)?;
    let report = progress::during("writing", || rendered(&compared, args, terminal));
    let report = match args.show.format {
        DiffFormat::Text => output::shown(report, style(args, terminal)),
        DiffFormat::Unified | DiffFormat::Markdown => Shown::plain(report),
        DiffFormat::Json => Shown::json(report),
    };
    output::write_result(&args.show.output_file, &report)?;
    terminal.say(closing);
    Ok(compared.exit(args))
}

/// The manifests of the new side, converted.
fn converted(args: &DiffArgs, terminal: &Terminal) -> Result<Run> {
    let mut run = input::convert(&args.input, &args.controller, terminal)?;
    if !args.problems.no_ignores {
        silence::apply(&mut run, Unused::Untold);
    }
    Ok(run)
}

/// Say the problems of the new side that were not there before, under the name of its environment, and what they mean.
fn say(
    args: &DiffArgs,
    run: &Run,
    before: Option<Baseline>,
    environment: Option<&Environment>,
    terminal: &Terminal,
) -> Result<Exit> {
    let mut located = problems::locate(&run.diagnostics, run.texts(), &args.problems)?;
    let counts = before.map(|before| before.mark(&mut located, &run.silenced, &run.sources));
    // What was there before is nobody's task in this change.
    let exit = problems::exit(&located, args.problems.fail_on);
    problems::say_of(environment, &problems::new(located), terminal);
    if let Some(counts) = counts.filter(|counts| !counts.is_zero()) {
        terminal.say(format_args!("problems: {counts}\n"));
    }
    Ok(exit)
}

fn compare(args: &DiffArgs, old: &sides::Side, new: &sides::Side, exit: Exit) -> Result<Compared> {
    let settings = Settings {
        ids: args.sides.ids,
        ignore_unknown: args.sides.ignore_unknown.unwrap_or(old.is_dump),
        old_is_dump: old.is_dump,
        show_secrets: args.show.show_secrets,
        key: fingerprint_key()?,
        select_tags: args.sides.select_tag.clone(),
        old_defaults: Defaults::of(old.release).with_schemas(&new.schemas),
        new_defaults: Defaults::of(new.release).with_schemas(&new.schemas),
    };
    let diff = progress::during("comparing", || {
        let mut diff = diff::diff(&old.content, &new.content, &settings);
        diff.settings.clone_from(&old.settings);
        let mut old_places = sides::Places::new(&old.sources, &old.written);
        let mut new_places = sides::Places::new(&new.sources, &new.written);
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
        impact::between(args, old, new)
    })?;
    Ok(Compared { diff, impact, exit })
}

impl Compared {
    /// How the run ends with this.
    fn exit(&self, args: &DiffArgs) -> Exit {
        match self.exit {
            Exit::Success if args.show.fail_on_danger && !self.diff.dangers.is_empty() => {
                Exit::Failure
            }
            Exit::Success if args.show.exit_code && !self.diff.is_empty() => Exit::Differences,
            other => other,
        }
    }
}

/// A key for the fingerprints of this run, from the random bytes of the system.
fn fingerprint_key() -> Result<Key> {
    let mut key = Key::default();
    getrandom::fill(&mut key.0)
        .map_err(|error| anyhow!("the system gives no random bytes: {error}"))?;
    Ok(key)
}

/// The configuration with its secrets in clear: they are compared, and masked when they are shown.
fn content(state: &State, options: &Options, target: Target) -> Content {
    let options = Options {
        secrets: Secrets::Inline,
        ..options.clone()
    };
    let content = generate::generate(state, &options);
    match target {
        Target::Deck => content,
        Target::Dbless => content.into_dbless(),
    }
}

/// Whether the report is coloured: a file never is.
fn style(args: &DiffArgs, terminal: &Terminal) -> Style {
    if output::is_stdout(&args.show.output_file) {
        terminal.result_style()
    } else {
        Style::Plain
    }
}

/// The report, not yet through the gate.
fn rendered(compared: &Compared, args: &DiffArgs, terminal: &Terminal) -> String {
    let (diff, impact) = (&compared.diff, compared.impact.as_ref());
    let detail = if args.show.full {
        Detail::Full
    } else {
        Detail::Changes
    };
    match args.show.format {
        DiffFormat::Text => {
            let requests = impact.map(|impact| format!("\n{}", requests::text(impact)));
            text::render(diff, style(args, terminal), detail) + &requests.unwrap_or_default()
        }
        DiffFormat::Unified => {
            unified::render(diff) + &impact.map(impact::commented).unwrap_or_default()
        }
        DiffFormat::Json => json::render(diff, impact.map(requests::json)),
        DiffFormat::Markdown => {
            let requests = impact.map(requests::markdown).unwrap_or_default();
            markdown::render(diff, &requests)
        }
    }
}
