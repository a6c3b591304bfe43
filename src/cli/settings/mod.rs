//! `.kic2kong.yaml`: settings of a repository. A key is the long name of an option; below the name
//! of a command, it counts for that command only. A flag beats the environment, which beats the file.
//!
//! The file may come with a pull request: `class` says what it may set, `place` which file it is.

mod changes;
mod class;
mod environments;
mod file;
mod place;

pub use changes::between;
pub use environments::Declared;

use super::git::Revision;
use crate::escape::line;
use crate::manifest::discover;
use crate::manifest::disk;
use anyhow::{Context, Result, bail};
use clap::parser::ValueSource;
use clap::{Arg, ArgMatches, Command};
use class::{Class, class};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Values by the long name of their option.
type Values = BTreeMap<String, Setting>;

/// What a file says of one option.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Setting {
    line: u32,
    values: Vec<String>,
}

/// What a file says.
#[derive(Debug, Clone)]
pub struct Settings {
    path: PathBuf,
    every: Values,
    by_command: BTreeMap<String, Values>,
    /// The environments that it declares, by name.
    pub environments: Vec<Declared>,
    /// Where the file stands from the top of the repository, when it is one of a revision.
    inside: Option<PathBuf>,
    /// Whether this is how they were at a revision.
    is_past: bool,
}

impl Settings {
    /// Those of a file that is not there.
    pub const fn none() -> Self {
        Self::empty(PathBuf::new())
    }

    const fn empty(path: PathBuf) -> Self {
        Self {
            path,
            every: Values::new(),
            by_command: BTreeMap::new(),
            environments: Vec::new(),
            inside: None,
            is_past: false,
        }
    }

    /// The settings in force: those of `explicit`, else of the nearest file upwards from the working directory, if any. The notes
    /// say which files were passed over.
    pub fn find(
        explicit: Option<&Path>,
        command: &Command,
        notes: &mut Vec<String>,
    ) -> Result<Option<Self>> {
        let found = match explicit {
            Some(path) => Some(place::named(path)?),
            None => place::nearest(
                &std::env::current_dir().context("the working directory")?,
                notes,
            )?,
        };
        let Some(found) = found else {
            return Ok(None);
        };
        let (settings, mistakes) = file::parse(found.path, found.text, command);
        match mistakes.first() {
            Some(mistake) => bail!("{}{mistake}", line::path(&settings.path)),
            None => Ok(Some(settings)),
        }
    }

    /// The settings as they were at a revision. What they say and may not say does not count, with a note.
    pub(super) fn at(
        revision: &Revision,
        explicit: Option<&Path>,
        command: &Command,
        notes: &mut Vec<String>,
    ) -> Result<Option<Self>> {
        for inside in inside(revision.root(), explicit)? {
            let Some(text) = revision.file(&inside, place::LIMIT)? else {
                continue;
            };
            let name = format!("{}:{}", revision.name(), inside.display());
            let (mut settings, mistakes) = file::parse(PathBuf::from(name), text, command);
            settings.is_past = true;
            settings.inside = Some(inside);
            notes.extend(
                mistakes
                    .iter()
                    .map(|mistake| format!("{}{mistake}\n", line::path(&settings.path))),
            );
            return Ok(Some(settings));
        }
        Ok(None)
    }

    /// Make the values the defaults of their options, so that flags and the environment beat them. `given` are those of the command
    /// line and the environment: what excludes one of them does not count.
    ///
    /// # Errors
    /// A path that a repository may not name.
    pub fn apply(&self, command: Command, given: &ArgMatches) -> Result<Command> {
        let mut built = command.clone();
        built.build();
        let Some((name, given)) = given.subcommand() else {
            return Ok(command);
        };
        let Some(sub) = built.find_subcommand(name) else {
            return Ok(command);
        };
        let mut defaults: BTreeMap<String, Vec<&'static str>> = BTreeMap::new();
        for arg in sub.get_arguments() {
            if let Some(words) = self.words(arg, sub, given)? {
                // clap wants defaults that live as long as the process.
                let words = words.into_iter().map(|word| &*word.leak()).collect();
                defaults.insert(arg.get_id().to_string(), words);
            }
        }
        let set = |arg: Arg| match defaults.get(arg.get_id().as_str()) {
            Some(words) => arg.default_values(words.iter().copied()),
            None => arg,
        };
        Ok(command
            .mut_args(set)
            .mut_subcommand(name, |sub| sub.mut_args(set)))
    }

    /// What the file says of an option of a command, unless that does not count.
    fn words(
        &self,
        arg: &Arg,
        command: &Command,
        given: &ArgMatches,
    ) -> Result<Option<Vec<String>>> {
        let name = command.get_name();
        let long = arg.get_long().unwrap_or_default();
        let own = self.by_command.get(name).and_then(|own| own.get(long));
        let Some(setting) = own.or_else(|| self.every.get(long)) else {
            return Ok(None);
        };
        let class = class(name, long);
        if class == Class::NotForRepositories || is_beaten(arg, command, given) {
            return Ok(None);
        }
        if class == Class::PathBelowSettings {
            // What the paths of another revision lead to is not on the disk.
            return (!self.is_past)
                .then(|| self.paths(arg, setting))
                .transpose();
        }
        Ok(Some(setting.values.clone()))
    }

    /// Paths of the file, from its folder: regular files below it, links resolved.
    fn paths(&self, arg: &Arg, setting: &Setting) -> Result<Vec<String>> {
        let folder = match self.path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        // clap takes them apart later, so each part is looked at.
        let words = setting.values.iter().flat_map(|value| {
            let delimiter = arg.get_value_delimiter().unwrap_or('\0');
            value.split(delimiter)
        });
        words
            .map(|word| {
                below(folder, word)
                    .with_context(|| format!("{}:{}", line::path(&self.path), setting.line))
            })
            .collect()
    }

    /// File and line of what the file says of an option.
    pub fn place_of(&self, command: &str, option: &str) -> Option<String> {
        let own = self.by_command.get(command).and_then(|own| own.get(option));
        let setting = own.or_else(|| self.every.get(option))?;
        Some(format!("{}:{}", self.path.display(), setting.line))
    }

    /// The folder of the file; from the top of the repository, when it is one of a revision.
    pub fn folder(&self) -> PathBuf {
        let path = self.inside.as_deref().unwrap_or(&self.path);
        match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ if self.is_past => PathBuf::new(),
            _ => PathBuf::from("."),
        }
    }

    /// Where they come from.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// Whether the command line or the environment gives the option itself, or one that excludes it.
fn is_beaten(arg: &Arg, command: &Command, given: &ArgMatches) -> bool {
    let is_given = |id: &str| {
        given.try_contains_id(id).unwrap_or(false)
            && given.value_source(id) > Some(ValueSource::DefaultValue)
    };
    let id = arg.get_id();
    let groups = command.get_groups().filter(|group| {
        !(*group).clone().is_multiple() && group.get_args().any(|member| member == id)
    });
    is_given(id.as_str())
        || command
            .get_arg_conflicts_with(arg)
            .iter()
            .any(|other| is_given(other.get_id().as_str()))
        || groups
            .flat_map(clap::ArgGroup::get_args)
            .any(|member| is_given(member.as_str()))
}

/// A path of a settings file, as a path of the command line.
fn below(folder: &Path, word: &str) -> Result<String> {
    let shown = line::clean(word);
    let path = folder.join(word);
    let top = folder
        .canonicalize()
        .context("the folder of the settings")?;
    let real = path
        .canonicalize()
        .with_context(|| format!("cannot read `{shown}`"))?;
    let is_inside = real.starts_with(&top) && !disk::leads_into_git(&top, &real);
    if Path::new(word).is_absolute() || !is_inside {
        bail!(
            "`{shown}` is outside of the folder of the settings; only the command line or the environment can name it"
        );
    }
    if !real.metadata().is_ok_and(|metadata| metadata.is_file()) {
        bail!("`{shown}` is no regular file");
    }
    Ok(path.to_string_lossy().into_owned())
}

/// Where the settings may stand from the top of a repository, the one that counts first.
fn inside(root: &Path, explicit: Option<&Path>) -> Result<Vec<PathBuf>> {
    if let Some(path) = explicit {
        // A pipe of the shell has no path.
        let real = path.canonicalize().ok();
        let inside = real.and_then(|real| real.strip_prefix(root).ok().map(Path::to_owned));
        return Ok(inside.into_iter().collect());
    }
    let here = std::env::current_dir().context("the working directory")?;
    let here = here.canonicalize()?;
    let folders = here
        .ancestors()
        .map_while(|folder| folder.strip_prefix(root).ok());
    Ok(folders
        .map(|folder| folder.join(discover::SETTINGS_FILE))
        .collect())
}
