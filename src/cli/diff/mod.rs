//! `diff`: what changes at the gateway between two configurations.

mod against;
mod groups;
mod impact;
mod old;
mod options;
mod pairs;
mod sides;
mod upgrade;

use super::args::{DiffArgs, DiffFormat, Target};
use super::environment::Environment;
use super::exit::Exit;
use super::input::{self, Read};
use super::instance;
use super::invocation::Invocation;
use super::output::{self, Terminal};
use super::progress;
use crate::deck::content::{Content, Maker};
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
use std::path::Path;

/// What two sides gave.
struct Compared {
    diff: Diff,
    impact: Option<Impact>,
    /// What is reported of an upgrade, when the sides are made for different gateways or controllers.
    upgrade: Option<upgrade::Reported>,
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
    let Some(environment) = environments.first() else {
        return Ok(Exit::Success);
    };
    if let Some(flavor) = args.sides.only_flavor() {
        return impact::against_flavor((args, environment), flavor, terminal);
    }
    let reader = old::Reader {
        args,
        invocation,
        terminal,
    };
    let (mut pairs, closing) = match &args.sides.against {
        Some(path) => against(path, (environment, &reader))?,
        None => otherwise((environment, &reader))?,
    };
    let all: Vec<&Compared> = pairs.iter().map(|pair| &pair.compared).collect();
    upgrade::say(&all, args, terminal);
    if pairs.iter().all(|pair| pair.instance.is_none())
        && let Some(pairs::Pair { compared, .. }) = pairs.pop()
    {
        let report = progress::during("writing", || rendered(&compared, args, terminal));
        let report = match args.show.format {
            DiffFormat::Text => output::shown(report, style(args, terminal)),
            DiffFormat::Unified | DiffFormat::Markdown => Shown::plain(report),
            DiffFormat::Json => Shown::json(report),
            DiffFormat::Patch => upgrade::shown(report)?,
        };
        output::write_result(&args.show.output_file, &report)?;
        terminal.say(closing);
        return Ok(compared.exit(args));
    }
    let groups = groups::Group::all(environment, pairs);
    let report = groups::report(&groups, args, terminal)?;
    output::write_result(&args.show.output_file, &report)?;
    terminal.say(closing);
    Ok(groups::exit(&groups, args))
}

/// The manifests of the new side.
fn texts(args: &DiffArgs) -> Result<Read> {
    input::must_be_given(&args.input)?;
    input::read_work(&args.input)
}

/// An environment compared with itself at a revision or under other options.
fn otherwise(
    (environment, reader): (&Environment, &old::Reader<'_>),
) -> Result<(Vec<pairs::Pair>, String)> {
    let texts = texts(reader.args)?;
    let old = reader.read(&texts)?;
    let sides = pairs::Sides {
        environment,
        args: reader.args,
        new: Some(texts),
        old: Some(old),
    };
    pairs::pairs(&sides, reader.terminal)
}

/// An environment compared with a file or directory, or each of its instances with a file of its own.
fn against(
    path: &Path,
    (environment, reader): (&Environment, &old::Reader<'_>),
) -> Result<(Vec<pairs::Pair>, String)> {
    let texts = texts(reader.args)?;
    if path.to_string_lossy().contains(instance::PLACEHOLDER) {
        return pairs::each_with_a_file(&texts, (environment, reader), path);
    }
    let sides = pairs::Sides {
        environment,
        args: reader.args,
        new: Some(texts),
        old: Some(reader.against(path)?),
    };
    pairs::pairs(&sides, reader.terminal)
}

fn compare(
    args: &DiffArgs,
    old: &sides::Side,
    new: &sides::Side,
    said: &pairs::Said,
) -> Result<Compared> {
    let is_dump = matches!(old.content.maker, Maker::Gateway | Maker::Controller);
    let settings = Settings {
        ids: args.sides.ids,
        ignore_unknown: args.sides.ignore_unknown.unwrap_or(is_dump),
        old_is_dump: is_dump,
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
    let upgrade = upgrade::between(args, old, new, &said.refused);
    Ok(Compared {
        diff,
        impact,
        upgrade,
        exit: said.exit,
    })
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
fn content(state: State, options: &Options, target: Target) -> Content {
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
    if let Some(upgrade) = &compared.upgrade {
        return upgrade::rendered(compared, upgrade, args, (style(args, terminal), detail));
    }
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
        // Nothing is upgraded, so nothing need be kept.
        DiffFormat::Patch => String::new(),
    }
}
