//! Several environments: each compared with itself, one report.

use super::sides::{Old, Side};
use super::{Compared, compare, converted, rendered, say};
use crate::cli::args::{Command, DiffArgs, DiffFormat};
use crate::cli::environment::{self, Environment, Past};
use crate::cli::exit::Exit;
use crate::cli::git::Revision;
use crate::cli::invocation::Invocation;
use crate::cli::output::{self, Terminal};
use crate::cli::settings::Settings;
use crate::cli::summary;
use crate::diff::render::markdown;
use crate::escape::gate::Shown;
use crate::escape::{line, markdown::code};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The most characters of a comment on a pull request.
const COMMENT: usize = 65_000;

/// Whether an environment is on both sides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Kept,
    New,
    Gone,
}

/// What became of one environment.
struct Group {
    name: String,
    state: State,
    compared: Compared,
}

/// Compare every environment, and report.
pub(super) fn run(
    args: &DiffArgs,
    environments: &[Environment],
    invocation: &Invocation<'_>,
    terminal: &Terminal,
) -> Result<Exit> {
    if args.sides.against_router_flavor.is_some() {
        bail!(
            "--against-router-flavor looks at one environment; pick it with --environment and name it as PATH, -k or --helm"
        );
    }
    let groups = match &args.sides.against_git {
        Some(revision) => at_revision(revision, environments, invocation, terminal)?,
        None => against(environments, invocation, terminal)?,
    };
    let report = report(&groups, args, terminal)?;
    output::write_result(&args.show.output_file, &report)?;
    let exits = groups.iter().map(|group| group.compared.exit(args));
    Ok(exits.fold(Exit::Success, Exit::worse))
}

/// Every environment with a file or directory of its own.
fn against(
    environments: &[Environment],
    invocation: &Invocation<'_>,
    terminal: &Terminal,
) -> Result<Vec<Group>> {
    let mut groups = Vec::new();
    for environment in environments {
        let (name, args) = named(environment)?;
        let path = args.sides.against.as_deref().unwrap_or("".as_ref());
        let example = "diff --each 'clusters/*' --against 'live/{environment}.yaml'";
        let path = environment::output::own_path(path, environment, "--against", example)?;
        let run = converted(args, terminal).with_context(|| line::clean(name))?;
        let old = Old {
            args,
            options: &run.options,
            invocation,
            terminal,
        };
        let mut old = old.against(&path).with_context(|| line::clean(name))?;
        let exit = say(args, &run, old.problems.take(), Some(environment), terminal)?;
        terminal.say(summary::closing(&run, terminal));
        groups.push(Group {
            name: name.clone(),
            state: State::Kept,
            compared: compare(args, &old, &Side::of(run, args), exit)?,
        });
    }
    Ok(groups)
}

/// Every environment with itself at a revision: its own settings, its own files.
fn at_revision(
    revision: &str,
    environments: &[Environment],
    invocation: &Invocation<'_>,
    terminal: &Terminal,
) -> Result<Vec<Group>> {
    let revision = Revision::resolve(revision)?;
    let past = Past::of(&revision)?;
    let mut notes = Vec::new();
    let config = invocation.config.as_deref();
    let settings = Settings::at(&revision, config, invocation.command(), &mut notes)?;
    for note in notes {
        terminal.say(note);
    }
    let old =
        environment::environments(invocation, settings.as_ref(), &past.tree)?.unwrap_or_default();
    let mut old: BTreeMap<String, Environment> = old
        .into_iter()
        .filter_map(|environment| Some((environment.name.clone()?, environment)))
        .collect();
    let new: BTreeMap<&String, &Environment> = environments
        .iter()
        .filter_map(|environment| Some((environment.name.as_ref()?, environment)))
        .collect();
    let names: BTreeSet<String> = new.keys().copied().chain(old.keys()).cloned().collect();
    let mut groups = Vec::new();
    for name in names {
        let in_context = || line::clean(&name);
        let (new, old) = (new.get(&name).copied(), old.remove(&name));
        let run = match new {
            Some(environment) => {
                Some(converted(named(environment)?.1, terminal).with_context(in_context)?)
            }
            None => None,
        };
        let state = match (&old, new) {
            (None, _) => State::New,
            (_, None) => State::Gone,
            _ => State::Kept,
        };
        let (mut old_side, old) = match old {
            None => (Side::empty(), None),
            Some(mut environment) => {
                let options = run.as_ref().map(|run| &run.options);
                let side = Side::past(&mut environment, new, options, (&past, terminal));
                (side.with_context(in_context)?, Some(environment))
            }
        };
        let environment = new.or(old.as_ref());
        let (_, args) = named(environment.context("an environment has a side")?)?;
        let (new_side, exit) = match run {
            Some(run) => {
                let exit = say(args, &run, old_side.problems.take(), new, terminal)?;
                terminal.say(summary::closing(&run, terminal));
                (Side::of(run, args), exit)
            }
            None => (Side::empty(), Exit::Success),
        };
        groups.push(Group {
            compared: compare(args, &old_side, &new_side, exit)?,
            name,
            state,
        });
    }
    Ok(groups)
}

fn named(environment: &Environment) -> Result<(&String, &DiffArgs)> {
    match (&environment.name, &environment.arguments.command) {
        (Some(name), Command::Diff(args)) => Ok((name, args)),
        _ => bail!("an environment of a diff has a name"),
    }
}

impl Group {
    fn is_quiet(&self) -> bool {
        self.compared.diff.is_empty() && self.state == State::Kept
    }

    fn remark(&self) -> &'static str {
        match self.state {
            State::Kept => "",
            State::New => " (new environment)",
            State::Gone => " (environment is gone)",
        }
    }
}

fn report(groups: &[Group], args: &DiffArgs, terminal: &Terminal) -> Result<Shown> {
    let one = |group: &Group| rendered(&group.compared, args, terminal);
    Ok(match args.show.format {
        DiffFormat::Text => {
            let style = super::style(args, terminal);
            let texts = groups.iter().map(|group| {
                let name = line::clean(&group.name);
                let body = if group.is_quiet() {
                    "no changes\n".to_owned()
                } else {
                    one(group)
                };
                format!("== {name}{} ==\n{body}\n", group.remark())
            });
            output::shown(texts.collect(), style)
        }
        DiffFormat::Unified => {
            let texts = groups
                .iter()
                .filter(|group| !group.is_quiet())
                .map(|group| {
                    let name = line::clean(&group.name);
                    format!("# environment {name}{}\n{}", group.remark(), one(group))
                });
            Shown::plain(texts.collect())
        }
        DiffFormat::Json => {
            let values: Result<Vec<Value>> = groups
                .iter()
                .map(|group| as_json(group, &one(group)))
                .collect();
            Shown::json(format!("{:#}\n", json!({"environments": values?})))
        }
        DiffFormat::Markdown => Shown::plain(comment(groups, &one)),
    })
}

fn as_json(group: &Group, text: &str) -> Result<Value> {
    let mut value: Value = serde_json::from_str(text)?;
    value["environment"] = group.name.as_str().into();
    value["state"] = match group.state {
        State::Kept => "kept",
        State::New => "new",
        State::Gone => "gone",
    }
    .into();
    Ok(value)
}

/// A section for each environment with changes, as far as they fit; the others are named.
fn comment(groups: &[Group], one: &dyn Fn(&Group) -> String) -> String {
    let mut page = String::new();
    let mut short = String::new();
    let mut quiet = Vec::new();
    for group in groups {
        let name = code(&group.name);
        if group.is_quiet() {
            quiet.push(name);
            continue;
        }
        let section = format!("## {name}{}\n\n{}\n", group.remark(), one(group));
        if page.len() + short.len() + section.len() < COMMENT - 2000 {
            page.push_str(&section);
        } else if short.len() < COMMENT / 8 {
            let headline = markdown::headline(&group.compared.diff);
            short.push_str(&format!("- {name}{}: {headline}\n", group.remark()));
        }
    }
    if !short.is_empty() {
        page.push_str(&format!("## Too long for this comment\n\n{short}\n"));
    }
    let mut rest = quiet.join(", ");
    if page.len() + rest.len() > COMMENT - 500 {
        rest = format!("{} environments", quiet.len());
    }
    if !quiet.is_empty() {
        page.push_str(&format!("No changes: {rest}\n"));
    }
    page
}
