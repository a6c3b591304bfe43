//! The manifests that `check` compares with: those of a path, read with the options of this run, or those of a revision, with the
//! settings, the environments and the inputs that it had, as `diff` takes them.

use crate::cli::args::{CheckArgs, Command};
use crate::cli::environment::output::own_path;
use crate::cli::environment::{self, Environment, Past};
use crate::cli::git::Revision;
use crate::cli::instance::Instance;
use crate::cli::invocation::Invocation;
use crate::cli::options::conversion_options;
use crate::cli::output::Terminal;
use crate::cli::settings::{self, Settings};
use crate::cli::{found, input, progress};
use crate::diag::Diagnostics;
use crate::escape::line;
use crate::manifest::discover;
use crate::manifest::source::Sources;
use crate::manifest::written::Written;
use crate::options::Options;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Manifests of before.
#[derive(Debug)]
pub(in crate::cli) struct Before {
    /// Their texts.
    pub(in crate::cli) sources: Arc<Sources>,
    /// What was wrong with reading them.
    pub(in crate::cli) found: Diagnostics,
    /// How they were converted.
    pub(in crate::cli) options: Options,
}

/// What all environments of a run are compared with.
pub(in crate::cli) enum Former {
    /// A file or directory; of several environments each has its own.
    Path(PathBuf),
    /// A revision.
    Revision(Box<AtRevision>),
}

/// A revision, with what its settings make of the call.
pub(in crate::cli) struct AtRevision {
    revision: Revision,
    /// Its files, where they are more than texts: something is built, or environments are looked for.
    past: Option<Past>,
    /// The environments that it had; under no name the one of a run that has no more, unless its settings are those of today.
    environments: BTreeMap<Option<String>, Environment>,
}

impl Former {
    /// The former state, when there is something to compare with.
    pub(in crate::cli) fn of(
        args: &CheckArgs,
        environments: &[(&Environment, &CheckArgs)],
        invocation: &Invocation<'_>,
        terminal: &Terminal,
    ) -> Result<Option<Self>> {
        if let Some(path) = &args.baseline.against {
            return Ok(Some(Self::Path(path.clone())));
        }
        let Some(revision) = &args.baseline.against_git else {
            return Ok(None);
        };
        let former = AtRevision::of(revision, environments, invocation, terminal)?;
        Ok(Some(Self::Revision(Box::new(former))))
    }

    /// The manifests of an environment as they were. What was not there yet is nothing.
    pub(in crate::cli) fn before(
        &self,
        args: &CheckArgs,
        options: &Options,
        (environment, instance): (&Environment, Option<&Instance>),
    ) -> Result<Before> {
        match self {
            Self::Path(path) => at_path(path, args, options, environment),
            Self::Revision(former) => {
                let former = || former.before(args, options, (environment, instance));
                progress::during("reading the revision", former)
            }
        }
    }
}

fn at_path(
    path: &Path,
    args: &CheckArgs,
    options: &Options,
    environment: &Environment,
) -> Result<Before> {
    let example = "check --each 'clusters/*' --against 'old/{environment}'";
    let path = own_path(path, environment, "--against", example)?;
    if !path.exists() {
        bail!("{}: no such file or directory", line::path(&path));
    }
    let exclude = args.input.excluded()?;
    let read = || discover::discover(&[&path], &args.input.border(), &exclude);
    let (sources, found) = progress::during("reading the other side", read);
    Ok(Before {
        sources: Arc::new(sources),
        found,
        options: options.clone(),
    })
}

impl AtRevision {
    fn of(
        revision: &str,
        environments: &[(&Environment, &CheckArgs)],
        invocation: &Invocation<'_>,
        terminal: &Terminal,
    ) -> Result<Self> {
        let revision = Revision::resolve(revision)?;
        let config = invocation.config.as_deref();
        let mut notes = Vec::new();
        let settings = Settings::at(&revision, config, invocation.command(), &mut notes)?;
        for note in notes {
            terminal.say(note);
        }
        let has_names = environments
            .iter()
            .any(|(environment, _)| environment.name.is_some());
        if has_names {
            let past = Past::of(&revision)?;
            let old = environment::environments(invocation, settings.as_ref(), &past.tree)?;
            let old = old.unwrap_or_default().into_iter();
            let old =
                old.map(|environment| (environment.name.clone(), without_schemas(environment)));
            return Ok(Self {
                revision,
                past: Some(past),
                environments: old.collect(),
            });
        }
        // The one file that was named governs both sides.
        let is_given = settings.is_none() && invocation.config.is_some();
        let new = invocation.settings.as_ref();
        let is_other = !is_given && !settings::between(settings.as_ref(), new).is_empty();
        let old = is_other.then(|| alone(settings, invocation, terminal));
        let is_built = environments.iter().any(|(_, args)| {
            let build = &args.input.build;
            !build.kustomize.is_empty() || build.helm.is_some()
        });
        Ok(Self {
            past: is_built.then(|| Past::of(&revision)).transpose()?,
            revision,
            environments: old
                .transpose()?
                .map(|old| (None, without_schemas(old)))
                .into_iter()
                .collect(),
        })
    }

    fn before(
        &self,
        args: &CheckArgs,
        options: &Options,
        (environment, instance): (&Environment, Option<&Instance>),
    ) -> Result<Before> {
        let own = self.environments.get(&environment.name);
        let args = match own.map(|old| &old.arguments.command) {
            Some(Command::Check(own)) => own,
            Some(_) => bail!("the command line is no check with other settings"),
            None if environment.name.is_some() => {
                return Ok(Before {
                    sources: Arc::default(),
                    found: Diagnostics::default(),
                    options: options.clone(),
                });
            }
            None => args,
        };
        let (sources, written, found) = if let Some(past) = &self.past {
            let read = input::read(&args.input, &past.tree);
            let read = read.with_context(|| format!("at {}", line::clean(self.revision.name())))?;
            (read.sources, read.written, read.found)
        } else {
            let exclude = args.input.excluded()?;
            let sources = self.revision.sources(&args.input.all_paths(), &exclude)?;
            (
                Arc::new(sources),
                Written::default(),
                Diagnostics::default(),
            )
        };
        let mut controller = match instance {
            Some(instance) => instance.chosen(&args.controller),
            None => args.controller.clone(),
        };
        controller.plugin_schema.clear();
        // What the manifests said of their controller may have been something else.
        let settled = found::settle(&args.input, &controller, (&sources, &written))?;
        let options = Options {
            plugin_schemas: options.plugin_schemas.clone(),
            plugin_schemas_only_add: options.plugin_schemas_only_add,
            now: options.now,
            ..conversion_options(&args.input, &settled.controller)?
        };
        Ok(Before {
            sources,
            found,
            options,
        })
    }
}

/// Files of schemas, as the clock, are those of today: they are about problems, and today's are what is asked for.
fn without_schemas(mut environment: Environment) -> Environment {
    if let Some(controller) = environment.arguments.command.controller_mut() {
        controller.plugin_schema.clear();
    }
    environment
}

/// The one environment of a run under other settings. Nobody can put those right any more.
fn alone(
    settings: Option<Settings>,
    invocation: &Invocation<'_>,
    terminal: &Terminal,
) -> Result<Environment> {
    let none = Settings::none();
    let arguments = match &settings {
        None => invocation.with(&none),
        Some(settings) => invocation.with(settings).or_else(|error| {
            terminal.say(format_args!(
                "{error:#}; the old side is made without its settings\n"
            ));
            invocation.with(&none)
        }),
    };
    Ok(Environment {
        settings,
        ..Environment::alone(arguments?)
    })
}
