//! What the old side is made from: a configuration, or manifests with the options that held for them.

use super::against;
use super::options::Asked;
use super::sides::{self, Judged, Side};
use super::upgrade::Upgrade;
use crate::cli::args::{Command, ControllerArgs, DiffArgs, InputArgs, ProblemArgs, Target};
use crate::cli::environment::{Environment, Past};
use crate::cli::found::{self, Settled};
use crate::cli::git::Revision;
use crate::cli::input::{self, Read};
use crate::cli::instance::{self, Instance, Listed};
use crate::cli::invocation::Invocation;
use crate::cli::options::conversion_options;
use crate::cli::output::Terminal;
use crate::cli::progress;
use crate::cli::settings::{self, Settings as SettingsFile};
use crate::deck::content::Content;
use crate::diag::{Diagnostics, Severity};
use crate::diff::setting::SettingChange;
use crate::escape::line;
use crate::manifest::discover;
use crate::manifest::source::Sources;
use crate::manifest::written::Written;
use crate::options::Options;
use crate::schema::entities::Release;
use crate::schema::plugins::Given;
use crate::upgrade::problems::Said;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The new side, as far as the old one depends on it.
#[derive(Debug, Clone, Copy)]
pub(super) struct New<'a> {
    pub(super) texts: &'a Read,
}

/// The old side, read and not yet converted.
pub(super) enum Old {
    /// A configuration.
    Configuration(Box<Configuration>),
    /// Manifests.
    Manifests(Box<Manifests>),
}

/// A configuration with its text.
pub(super) struct Configuration {
    content: Content,
    sources: Sources,
    asked: Asked,
}

/// Manifests with what was said of their options.
pub(super) struct Manifests {
    texts: Read,
    asked: Asked,
    problems: ProblemArgs,
    /// What became of the settings file since.
    changes: Vec<SettingChange>,
    /// Whether the new side's controller is theirs where they do not say anything of one.
    is_of_today: bool,
    /// For whom configurations are compared.
    target: Target,
    /// The file that they are, which must make something.
    file: Option<PathBuf>,
}

/// What is read for the old side.
pub(super) struct Reader<'a> {
    pub(super) args: &'a DiffArgs,
    pub(super) invocation: &'a Invocation<'a>,
    pub(super) terminal: &'a Terminal,
}

impl Reader<'_> {
    /// The old side that the arguments name; the manifests of the new one under other options when they name nothing else.
    pub(super) fn read(&self, new: &Read) -> Result<Old> {
        let sides = &self.args.sides;
        match (&sides.against, &sides.against_git) {
            (Some(path), _) => self.against(path),
            (None, Some(revision)) => self.at_revision(revision),
            (None, None) if !sides.other_options().is_empty() => {
                Ok(Old::Manifests(Box::new(Manifests {
                    texts: new.clone(),
                    asked: Asked::of(&self.args.input, &self.args.controller, sides)?,
                    problems: self.args.problems.clone(),
                    changes: Vec::new(),
                    is_of_today: false,
                    target: sides.target,
                    file: None,
                })))
            }
            (None, None) => {
                bail!(
                    "nothing to compare with\n  example: kic2kong diff deploy/ --against kong.yaml"
                )
            }
        }
    }

    /// A file or directory: a configuration when it looks like one, else manifests.
    pub(super) fn against(&self, path: &Path) -> Result<Old> {
        let input = &self.args.input;
        let excluded = input.excluded()?;
        let (sources, found) = progress::during("reading the other side", || {
            discover::discover(&[path], &input.border(), &excluded)
        });
        let found = found.into_sorted();
        if let Some(problem) = found
            .iter()
            .find(|problem| problem.severity == Severity::Error)
        {
            bail!("{}", line::clean(&problem.message));
        }
        let asked = Asked::of(input, &self.args.controller, &self.args.sides)?;
        let is_file = path.is_file();
        let read = progress::during("reading the other side", || {
            against::configuration(&sources, is_file, &asked.controller.kong_workspace)
        })?;
        if let Some((position, reading)) = read {
            let mut sources = sources;
            let sources = Sources(vec![sources.0.swap_remove(position)]);
            let content = against::content(&sources, reading, &self.args.problems, self.terminal)?;
            let configuration = Configuration {
                content,
                sources,
                asked,
            };
            return Ok(Old::Configuration(Box::new(configuration)));
        }
        if is_file {
            against::refuse_others(path, &sources)?;
        }
        Ok(Old::Manifests(Box::new(Manifests {
            texts: Read {
                sources: Arc::new(sources),
                written: Written::default(),
                found: Diagnostics::default(),
            },
            asked,
            problems: self.args.problems.clone(),
            changes: Vec::new(),
            is_of_today: true,
            target: self.args.sides.target,
            file: path.is_file().then(|| path.to_owned()),
        })))
    }

    /// The manifests at a revision, with the settings of that revision.
    fn at_revision(&self, revision: &str) -> Result<Old> {
        let revision = Revision::resolve(revision)?;
        let settings = self.settings_at(&revision)?;
        let new = self.invocation.settings.as_ref();
        let changes = match &settings {
            // The one file that was named governs both sides.
            None if self.invocation.config.is_some() => Vec::new(),
            _ => settings::between(settings.as_ref(), new),
        };
        let (asked, controller) = if changes.is_empty() {
            (self.args.input.clone(), self.args.controller.clone())
        } else {
            self.asked_with(settings.as_ref())?
        };
        let input = &self.args.input;
        let texts = progress::during("reading the revision", || -> Result<_> {
            if input.build.kustomize.is_empty() && input.build.helm.is_none() {
                let sources = revision.sources(&input.all_paths(), &input.excluded()?)?;
                return Ok(Read {
                    sources: Arc::new(sources),
                    written: Written::default(),
                    found: Diagnostics::default(),
                });
            }
            let past = Past::of(&revision)?;
            input::read(input, &past.tree)
                .with_context(|| format!("at {}", line::clean(revision.name())))
        })?;
        Ok(Old::Manifests(Box::new(Manifests {
            texts,
            asked: Asked::of(&asked, &controller, &self.args.sides)?,
            problems: self.args.problems.clone(),
            changes,
            is_of_today: false,
            target: self.args.sides.target,
            file: None,
        })))
    }

    fn settings_at(&self, revision: &Revision) -> Result<Option<SettingsFile>> {
        let mut notes = Vec::new();
        let config = self.invocation.config.as_deref();
        let command = self.invocation.command();
        let settings = SettingsFile::at(revision, config, command, &mut notes)?;
        for note in notes {
            self.terminal.say(note);
        }
        Ok(settings)
    }

    /// What the call asks for with the settings of the revision.
    fn asked_with(&self, settings: Option<&SettingsFile>) -> Result<(InputArgs, ControllerArgs)> {
        let none = SettingsFile::none();
        let settings = settings.unwrap_or(&none);
        let arguments = self.invocation.with(settings).or_else(|error| {
            // Nobody can put them right any more.
            self.terminal.say(format_args!(
                "{error:#}; the old side is made without its settings\n"
            ));
            self.invocation.with(&none)
        });
        let arguments = arguments?;
        let Command::Diff(args) = arguments.command else {
            bail!("the command line is no diff with other settings");
        };
        Ok((args.input, args.controller))
    }
}

/// An environment of a revision, with its own options.
pub(super) fn past(
    environment: &Environment,
    new: Option<&Environment>,
    past: &Past,
) -> Result<Old> {
    let Command::Diff(args) = &environment.arguments.command else {
        bail!("the command line is no diff with other settings");
    };
    let mut problems = args.problems.clone();
    if let Some(Command::Diff(new)) = new.map(|new| &new.arguments.command) {
        // What is reported is the wish of today on both sides.
        problems.disable.clone_from(&new.problems.disable);
        problems.only.clone_from(&new.problems.only);
        problems.no_ignores = new.problems.no_ignores;
    }
    let changes = match new {
        Some(new) => settings::between(environment.settings.as_ref(), new.settings.as_ref()),
        None => Vec::new(),
    };
    Ok(Old::Manifests(Box::new(Manifests {
        texts: input::read(&args.input, &past.tree)?,
        asked: Asked::of(&args.input, &args.controller, &args.sides)?,
        problems,
        changes,
        is_of_today: false,
        target: args.sides.target,
        file: None,
    })))
}

impl Old {
    /// The instances that the old side asked for.
    pub(super) fn listed(&self, new: Option<New<'_>>) -> Result<Listed> {
        match self {
            Self::Configuration(_) => Ok(Listed::default()),
            Self::Manifests(manifests) => {
                let settled = manifests.settled(None, new)?;
                let asked = (&manifests.asked.input, &manifests.asked.controller);
                instance::listed_under(&manifests.texts, asked, &settled)
            }
        }
    }

    /// The old side as a configuration, of one instance or of everything. Files of schemas and the clock are those of the new side: they
    /// are about problems, and those of the old side are nobody's task any more.
    pub(super) fn side(
        &self,
        instance: Option<&Instance>,
        (new, options): (Option<New<'_>>, Option<&Options>),
        terminal: &Terminal,
    ) -> Result<Side> {
        let manifests = match self {
            Self::Manifests(manifests) => manifests,
            Self::Configuration(it) => {
                return it.side(options);
            }
        };
        let mut settled = manifests.settled(instance, new)?;
        let mut written = manifests.texts.written.clone();
        written.files.append(&mut settled.texts);
        let asked = &manifests.asked;
        let has_schemas = asked.names("plugin-schema");
        if !has_schemas {
            settled.controller.plugin_schema.clear();
        }
        let mut own = conversion_options(&asked.input, &settled.controller)?;
        if let Some(options) = options {
            if !has_schemas {
                own.plugin_schemas.clone_from(&options.plugin_schemas);
                own.plugin_schemas_only_add = options.plugin_schemas_only_add;
            }
            if !asked.names("now") {
                own.now = options.now;
            }
        }
        let upgrade = options.and_then(|new| Upgrade::between(!asked.others.is_empty(), &own, new));
        let texts = (Arc::clone(&manifests.texts.sources), written);
        let side = sides::render(
            texts,
            (&manifests.problems, manifests.target),
            (&own, upgrade),
            terminal,
        )?;
        if let Some(path) = manifests.file.as_ref().filter(|_| instance.is_none())
            && side.content.is_empty()
        {
            bail!(
                "{} gives nothing to compare with: expected a configuration or manifests that make one",
                line::path(path)
            );
        }
        Ok(Side {
            settings: manifests.changes.clone(),
            ..side
        })
    }
}

impl Configuration {
    fn side(&self, new: Option<&Options>) -> Result<Side> {
        let side = Side {
            content: self.content.clone(),
            sources: Arc::new(self.sources.clone()),
            release: new.map(Release::of).unwrap_or_default(),
            schemas: new.map(Given::of).unwrap_or_default(),
            ..Side::empty()
        };
        if self.asked.others.is_empty() {
            return Ok(side);
        }
        let options = conversion_options(&self.asked.input, &self.asked.controller)?;
        Ok(Side {
            release: Release::of(&options),
            schemas: Given::of(&options),
            upgrade: Some(Judged {
                options,
                said: Said::default(),
            }),
            ..side
        })
    }
}

impl Manifests {
    /// The options that held: what was said, over what the manifests said of their own controller, which may have been something else
    /// than today.
    fn settled(&self, instance: Option<&Instance>, new: Option<New<'_>>) -> Result<Settled> {
        let chosen = |controller: &ControllerArgs| match instance {
            Some(instance) => instance.chosen(controller),
            None => controller.clone(),
        };
        let texts = (&*self.texts.sources, &self.texts.written);
        let asked = &self.asked;
        let settled = found::settle(&asked.input, &chosen(&asked.controller), texts)?;
        match new {
            Some(new) if self.is_of_today && settled.found.is_empty() => {
                let texts = (&*new.texts.sources, &new.texts.written);
                let controller = chosen(&asked.controller);
                let mut settled = found::settle(&asked.input, &controller, texts)?;
                settled.texts.clear();
                Ok(settled)
            }
            _ => Ok(settled),
        }
    }
}
