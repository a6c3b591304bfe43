//! Which environments a run has: one, those of `--each`, or those that the settings name; each with arguments of its own.

use super::glob;
use super::tree::Tree;
use crate::cli::args::{Arguments, BuildArgs, Command, EachArgs};
use crate::cli::invocation::Invocation;
use crate::cli::settings::{Declared, Settings};
use crate::cli::suggest;
use crate::escape::line;
use crate::manifest::disk;
use crate::manifest::exclude::{Exclude, Pattern};
use crate::manifest::kustomization::NAMES;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An environment of a run.
#[derive(Debug)]
pub struct Environment {
    /// Its name; `None` for the one of a run that has no more.
    pub name: Option<String>,
    /// The arguments of the run, with its inputs and options.
    pub arguments: Arguments,
    /// The settings with its own laid over them.
    pub settings: Option<Settings>,
}

impl Environment {
    /// The one environment of a run.
    pub const fn alone(arguments: Arguments) -> Self {
        Self {
            name: None,
            arguments,
            settings: None,
        }
    }

    /// A heading for people, when there are several.
    pub fn heading(&self) -> Option<String> {
        let name = self.name.as_ref()?;
        Some(format!("== {} ==\n", line::clean(name)))
    }
}

/// What a command reads, to be completed.
pub(crate) struct Inputs<'a> {
    pub(crate) paths: &'a mut Vec<PathBuf>,
    pub(crate) build: &'a mut BuildArgs,
    pub(crate) each: &'a mut EachArgs,
    pub(crate) exclude: &'a [Pattern],
    /// Whether PATHs stand among the words.
    pub(crate) has_paths: bool,
}

/// The environments of a side; `None` when the inputs are one. `settings` are those of the side.
///
/// # Errors
/// A pattern without a match, a name that nothing has, an input that a settings file may not name.
pub fn environments(
    invocation: &Invocation<'_>,
    settings: Option<&Settings>,
    tree: &Tree,
) -> Result<Option<Vec<Environment>>> {
    let none = Settings::none();
    let settings = settings.unwrap_or(&none);
    let mut arguments = invocation.with(settings)?;
    let Some(inputs) = arguments.command.inputs_mut() else {
        return Ok(None);
    };
    let is_built = !inputs.build.kustomize.is_empty() || inputs.build.helm.is_some();
    let has_inputs = inputs.has_paths || !inputs.paths.is_empty() || is_built;
    let chosen = std::mem::take(&mut inputs.each.environment);
    let patterns = std::mem::take(&mut inputs.each.each);
    let exclude = Exclude::of(inputs.exclude).context("--exclude")?;
    let found = if !patterns.is_empty() {
        let mut found = of_patterns(&patterns, invocation, settings, tree)?;
        found.retain(|name, _| !exclude.covers(Path::new(name), Path::new("")));
        found
    } else if !settings.environments.is_empty() && !has_inputs {
        of_settings(invocation, settings, tree)?
    } else if chosen.is_empty() || !tree.is_work() {
        return Ok(None);
    } else {
        bail!(
            "--environment picks from those of --each, or without PATH from those of the settings file, and here are none\n  example: kic2kong check --each 'clusters/*' --environment clusters/eu"
        );
    };
    let unknown = chosen.iter().find(|name| !found.contains_key(*name));
    if let Some(name) = unknown.filter(|_| tree.is_work()) {
        bail!(
            "no environment is called `{}`{}",
            line::clean(name),
            suggest::did_you_mean(name, found.keys().map(String::as_str))
        );
    }
    let is_chosen = |name: &String| chosen.is_empty() || chosen.contains(name);
    let environments = found.into_iter().filter(|(name, _)| is_chosen(name));
    Ok(Some(
        environments.map(|(_, environment)| environment).collect(),
    ))
}

/// One environment for each match, beside what PATH names for all of them.
fn of_patterns(
    patterns: &[String],
    invocation: &Invocation<'_>,
    settings: &Settings,
    tree: &Tree,
) -> Result<BTreeMap<String, Environment>> {
    let mut environments = BTreeMap::new();
    for pattern in patterns {
        let (inside, base) = tree.pattern(pattern)?;
        let matches = glob::matches(&inside, &base)?;
        if matches.is_empty() && tree.is_work() {
            bail!(
                "--each: nothing matches `{}`\n  example: kic2kong check --each 'clusters/*'",
                line::clean(pattern)
            );
        }
        for path in matches {
            let named = tree.named(&path);
            let name = disk::lexical(&named).display().to_string();
            let mut arguments = invocation.with(settings)?;
            if let Some(inputs) = arguments.command.inputs_mut() {
                if NAMES.iter().any(|name| path.join(name).is_file()) {
                    inputs.build.kustomize.push(named);
                } else if path.join("Chart.yaml").is_file() && inputs.build.helm.is_none() {
                    inputs.build.helm = Some(named);
                } else {
                    inputs.paths.push(named);
                }
            }
            let environment = Environment {
                name: Some(name.clone()),
                arguments,
                settings: Some(settings.clone()),
            };
            environments.insert(name, environment);
        }
    }
    Ok(environments)
}

/// Those that a settings file declares.
fn of_settings(
    invocation: &Invocation<'_>,
    settings: &Settings,
    tree: &Tree,
) -> Result<BTreeMap<String, Environment>> {
    let folder = settings.folder();
    let mut environments = BTreeMap::new();
    for declared in &settings.environments {
        let own = settings.in_environment(declared);
        let mut arguments = invocation.with(&own)?;
        let below = |word: &String| {
            below(&folder, word, tree).with_context(|| {
                let path = line::path(settings.path());
                format!(
                    "{path}:{}: environment `{}`",
                    declared.line,
                    line::clean(&declared.name)
                )
            })
        };
        if let Some(inputs) = arguments.command.inputs_mut() {
            for word in &declared.inputs {
                inputs.paths.push(below(word)?);
            }
            for word in &declared.kustomize {
                inputs.build.kustomize.push(below(word)?);
            }
            if let Some(helm) = &declared.helm {
                inputs.build.helm = Some(below(&helm.chart)?);
                for word in &helm.values {
                    inputs.build.values.push(below(word)?);
                }
                if let Some(release) = &helm.release {
                    inputs.build.release.clone_from(release);
                }
            }
        }
        let environment = Environment {
            name: Some(declared.name.clone()),
            arguments,
            settings: Some(own),
        };
        environments.insert(declared.name.clone(), environment);
    }
    Ok(environments)
}

/// A path of a settings file as the user would name it: below the folder of the file, wherever links lead.
fn below(folder: &Path, word: &str, tree: &Tree) -> Result<PathBuf> {
    let shown = line::clean(word);
    let folder = tree.repository_folder(folder)?;
    let path = disk::lexical(&folder.join(word));
    let is_outside = Path::new(word).is_absolute() || !path.starts_with(&folder);
    // At a revision that did not have it yet it holds nothing.
    if is_outside || !leads_below(&folder, &path)? && tree.is_work() {
        bail!(
            "`{shown}` is outside of the folder of the settings; only the command line can name it"
        );
    }
    Ok(tree.named(&path))
}

/// Whether what is there is below a folder, free of links.
fn leads_below(folder: &Path, path: &Path) -> Result<bool> {
    let top = folder
        .canonicalize()
        .context("the folder of the settings")?;
    let real = match path.canonicalize() {
        Ok(real) => real,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(error.into()),
    };
    Ok(real.starts_with(&top) && !disk::leads_into_git(&top, &real))
}

impl Declared {
    /// Whether a name may stand in paths of outputs and in headings.
    pub(crate) fn is_name(name: &str) -> bool {
        !name.is_empty()
            && name
                .split('/')
                .all(|part| !part.is_empty() && part != "." && part != ".." && !part.contains('\\'))
            && !name.chars().any(char::is_control)
    }
}

impl Command {
    /// What a command that reads manifests reads.
    pub(crate) fn inputs_mut(&mut self) -> Option<Inputs<'_>> {
        let input = match self {
            Self::Render(args) => &mut args.input,
            Self::Check(args) => &mut args.input,
            Self::Diff(args) => &mut args.input,
            Self::Test(args) => &mut args.input,
            Self::Graph(args) => &mut args.input,
            Self::Status(args) => &mut args.input,
            Self::Settings(args) => &mut args.input,
            Self::Route(args) => {
                return Some(Inputs {
                    paths: &mut args.filename,
                    build: &mut args.build,
                    each: &mut args.each,
                    exclude: &args.exclude,
                    // A method and a URL stand there, too.
                    has_paths: args.words.len() > 2,
                });
            }
            Self::ExplainError(_)
            | Self::Explain(_)
            | Self::Completions(_)
            | Self::Man(_)
            | Self::Generate(_)
            | Self::Complete(_) => return None,
        };
        Some(Inputs {
            has_paths: !input.paths.is_empty(),
            paths: &mut input.filename,
            build: &mut input.build,
            each: &mut input.each,
            exclude: &input.exclude,
        })
    }
}
