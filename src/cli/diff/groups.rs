//! Several environments, or several instances of one: each compared with itself, one report.

use super::old::{self, Reader};
use super::pairs::{self, Pair, Sides, State};
use super::{Compared, rendered, upgrade};
use crate::cli::args::{Command, DiffArgs, DiffFormat};
use crate::cli::environment::{self, Environment, Past};
use crate::cli::exit::Exit;
use crate::cli::git::Revision;
use crate::cli::input::{self, Read};
use crate::cli::instance::{self, Instance};
use crate::cli::invocation::Invocation;
use crate::cli::output::{self, Terminal};
use crate::cli::settings::Settings;
use crate::diff::render::markdown;
use crate::escape::gate::Shown;
use crate::escape::{line, markdown::code};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The most characters of a comment on a pull request.
const COMMENT: usize = 65_000;

/// What became of one environment, or of one of its instances.
pub(super) struct Group {
    /// Its name, when there are several.
    environment: Option<String>,
    instance: Option<Instance>,
    state: State,
    compared: Compared,
}

impl Group {
    /// The pairs of an environment.
    pub(super) fn all(environment: &Environment, pairs: Vec<Pair>) -> Vec<Self> {
        let pairs = pairs.into_iter();
        let groups = pairs.map(|pair| Self {
            environment: environment.name.clone(),
            instance: pair.instance,
            state: pair.state,
            compared: pair.compared,
        });
        groups.collect()
    }
}

/// Compare every environment, and report.
pub(super) fn run(
    args: &DiffArgs,
    environments: &[Environment],
    invocation: &Invocation<'_>,
    terminal: &Terminal,
) -> Result<Exit> {
    if args.sides.only_flavor().is_some() {
        bail!(
            "--against-router-flavor looks at one environment; pick it with --environment and name it as PATH, -k or --helm"
        );
    }
    let groups = match &args.sides.against_git {
        Some(revision) => at_revision(revision, environments, invocation, terminal)?,
        None => against(environments, invocation, terminal)?,
    };
    let all: Vec<&Compared> = groups.iter().map(|group| &group.compared).collect();
    upgrade::say(&all, args, terminal);
    let report = report(&groups, args, terminal)?;
    output::write_result(&args.show.output_file, &report)?;
    Ok(exit(&groups, args))
}

/// How a run ends with these.
pub(super) fn exit(groups: &[Group], args: &DiffArgs) -> Exit {
    let exits = groups.iter().map(|group| group.compared.exit(args));
    exits.fold(Exit::Success, Exit::worse)
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
        let reader = Reader {
            args,
            invocation,
            terminal,
        };
        let pairs = match args.sides.against.as_deref() {
            Some(path) => {
                let example = "diff --each 'clusters/*' --against 'live/{environment}.yaml'";
                let path = environment::output::own_path(path, environment, "--against", example)?;
                super::against(&path, (environment, &reader))
            }
            None => super::otherwise((environment, &reader)),
        };
        let (pairs, closing) = pairs.with_context(|| line::clean(name))?;
        terminal.say(closing);
        groups.extend(Group::all(environment, pairs));
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
        let texts = match new {
            Some(environment) => Some(read(environment).with_context(in_context)?),
            None => None,
        };
        let before = match &old {
            Some(old) => Some(old::past(old, new, &past).with_context(in_context)?),
            None => None,
        };
        let Some(environment) = new.or(old.as_ref()) else {
            continue;
        };
        let sides = Sides {
            environment,
            args: named(environment)?.1,
            new: texts,
            old: before,
        };
        let (pairs, closing) = pairs::pairs(&sides, terminal).with_context(in_context)?;
        terminal.say(closing);
        groups.extend(Group::all(environment, pairs));
    }
    Ok(groups)
}

fn read(environment: &Environment) -> Result<Read> {
    let (_, args) = named(environment)?;
    input::must_be_given(&args.input)?;
    input::read_work(&args.input)
}

fn named(environment: &Environment) -> Result<(&String, &DiffArgs)> {
    match (&environment.name, &environment.arguments.command) {
        (Some(name), Command::Diff(args)) => Ok((name, args)),
        _ => bail!("an environment of a diff has a name"),
    }
}

impl Group {
    fn is_quiet(&self) -> bool {
        self.compared.diff.is_empty()
            && self.compared.upgrade.is_none()
            && self.state == State::Kept
    }

    fn remark(&self) -> &'static str {
        match (self.state, &self.instance) {
            (State::Kept, _) => "",
            (State::New, None) => " (new environment)",
            (State::Gone, None) => " (environment is gone)",
            (State::New, Some(_)) => " (new instance)",
            (State::Gone, Some(_)) => " (instance is gone)",
        }
    }

    /// Environment and instance, as far as there are several.
    fn name(&self) -> String {
        let instance = self.instance.as_ref().map(Instance::title);
        let parts: Vec<String> = [self.environment.clone(), instance]
            .into_iter()
            .flatten()
            .collect();
        parts.join(", ")
    }
}

/// The report of several groups.
pub(super) fn report(groups: &[Group], args: &DiffArgs, terminal: &Terminal) -> Result<Shown> {
    let one = |group: &Group| rendered(&group.compared, args, terminal);
    Ok(match args.show.format {
        DiffFormat::Text => {
            let style = super::style(args, terminal);
            let texts = groups.iter().map(|group| {
                let name = line::clean(&group.name());
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
                    let what = match group.instance {
                        Some(_) if group.environment.is_none() => "",
                        _ => "environment ",
                    };
                    let name = line::clean(&group.name());
                    format!("# {what}{name}{}\n{}", group.remark(), one(group))
                });
            Shown::plain(texts.collect())
        }
        DiffFormat::Json => {
            let values: Result<Vec<_>> = groups
                .iter()
                .map(|group| {
                    let value = as_json(group, &one(group))?;
                    Ok((group.environment.as_deref(), group.instance.as_ref(), value))
                })
                .collect();
            let value = Value::Object(instance::nested(values?));
            Shown::json(format!("{value:#}\n"))
        }
        DiffFormat::Markdown => Shown::plain(comment(groups, &one)),
        DiffFormat::Patch => upgrade::shown(groups.iter().map(one).collect())?,
    })
}

fn as_json(group: &Group, text: &str) -> Result<Value> {
    let mut value: Value = serde_json::from_str(text)?;
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
        let name = code(&group.name());
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
        let are_instances = groups.iter().any(|group| group.instance.is_some());
        let what = if are_instances {
            "instances"
        } else {
            "environments"
        };
        rest = format!("{} {what}", quiet.len());
    }
    if !quiet.is_empty() {
        page.push_str(&format!("No changes: {rest}\n"));
    }
    page
}
