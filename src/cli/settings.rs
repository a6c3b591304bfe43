//! `.kic2kong.yaml`: settings of a repository. A key is the long name of an option; below the name
//! of a command, it counts for that command only. A flag beats the environment, which beats the file.

use super::suggest;
use crate::escape::line;
use crate::manifest::discover;
use crate::manifest::document;
use crate::manifest::node::{Node, Number, Value};
use crate::manifest::source::Source;
use anyhow::{Context, Result, bail};
use clap::Command;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Name of the file.
const FILE: &str = discover::SETTINGS_FILE;

/// Options that make no sense in the file.
const NOT_IN_FILE: [&str; 3] = ["config", "help", "version"];

/// Options that the file must not have: it may come with a pull request, whose author is nobody to say which manifests are read,
/// what is written, and what is shown of secrets.
const NOT_FOR_REPOSITORIES: [&str; 4] = ["filename", "output-file", "secrets-map", "show-secrets"];

/// Values by the long name of their option.
type Values = BTreeMap<String, Vec<String>>;

/// What a file says.
#[derive(Debug)]
pub struct Settings {
    path: PathBuf,
    every: Values,
    by_command: BTreeMap<String, Values>,
}

impl Settings {
    /// The settings in force: those of `explicit`, else of the nearest file upwards from the working directory, if any.
    pub fn find(explicit: Option<&Path>, command: &Command) -> Result<Option<Self>> {
        let path = match explicit {
            Some(path) => Some(path.to_owned()),
            None => nearest(&std::env::current_dir().context("the working directory")?),
        };
        path.map(|path| {
            let text = std::fs::read(&path)
                .with_context(|| format!("cannot read {}", line::path(&path)))?;
            Self::parse(path, text, command)
        })
        .transpose()
    }

    fn parse(path: PathBuf, text: Vec<u8>, command: &Command) -> Result<Self> {
        let source = Source {
            path: path.display().to_string(),
            text,
        };
        let mut settings = Self {
            path,
            every: Values::new(),
            by_command: BTreeMap::new(),
        };
        if source.text.iter().all(u8::is_ascii_whitespace) {
            return Ok(settings);
        }
        let Some(root) = document::parse(&source, 0) else {
            bail!("{}: not YAML", line::clean(&source.path));
        };
        match &root.value {
            Value::Null => {}
            Value::Mapping(_) => settings.read(&source.path, &root, command)?,
            _ => bail!(
                "{}: expected options and their values",
                line::clean(&source.path)
            ),
        }
        Ok(settings)
    }

    fn read(&mut self, path: &str, root: &Node<'_>, command: &Command) -> Result<()> {
        for (key, line, node) in entries(root) {
            match command.find_subcommand(key) {
                Some(sub) if matches!(node.value, Value::Mapping(_)) => {
                    let mut own = Values::new();
                    for (key, line, node) in entries(node) {
                        known(key, sub).with_context(|| format!("{}:{line}", line::clean(path)))?;
                        own.insert(key.to_owned(), values(node));
                    }
                    self.by_command.insert(key.to_owned(), own);
                }
                _ => {
                    known(key, command).with_context(|| format!("{}:{line}", line::clean(path)))?;
                    self.every.insert(key.to_owned(), values(node));
                }
            }
        }
        Ok(())
    }

    /// Make the values the defaults of their options, so that flags and the environment beat them.
    pub fn apply(&self, command: Command) -> Command {
        let set = |arg: clap::Arg, own: Option<&Values>| {
            let long = arg.get_long().unwrap_or_default();
            match own
                .and_then(|own| own.get(long))
                .or_else(|| self.every.get(long))
            {
                // clap wants defaults that live as long as the process.
                Some(values) => {
                    arg.default_values(values.iter().map(|value| &*value.clone().leak()))
                }
                None => arg,
            }
        };
        command
            .mut_args(|arg| set(arg, None))
            .mut_subcommands(|sub| {
                let own = self.by_command.get(sub.get_name());
                sub.mut_args(|arg| set(arg, own))
            })
    }

    /// Where they come from.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

/// The nearest file upwards.
fn nearest(directory: &Path) -> Option<PathBuf> {
    directory
        .ancestors()
        .map(|directory| directory.join(FILE))
        .find(|path| path.is_file())
}

/// Keys of a map with their line and value.
fn entries<'n>(node: &'n Node<'_>) -> impl Iterator<Item = (&'n str, u32, &'n Node<'n>)> {
    let entries = match &node.value {
        Value::Mapping(entries) => entries.as_slice(),
        _ => &[],
    };
    entries
        .iter()
        .map(|entry| (&*entry.key, entry.key_mark.line, &entry.node))
}

/// Whether the command or one below it has an option of this name.
fn known(key: &str, command: &Command) -> Result<()> {
    if NOT_FOR_REPOSITORIES.contains(&key) {
        bail!("`{key}` can be set only on the command line or in the environment");
    }
    let names: Vec<&str> = command
        .get_arguments()
        .chain(command.get_subcommands().flat_map(Command::get_arguments))
        .filter_map(|arg| arg.get_long())
        .filter(|name| !NOT_IN_FILE.contains(name))
        .collect();
    if names.contains(&key) {
        return Ok(());
    }
    bail!(
        "no option is called `{}`{}",
        line::clean(key),
        suggest::did_you_mean(key, names)
    )
}

/// A value as words of the command line: a list gives several, a map `key=value` each.
fn values(node: &Node<'_>) -> Vec<String> {
    match &node.value {
        Value::Sequence(items) => items.iter().map(scalar).collect(),
        Value::Mapping(_) => entries(node)
            .map(|(key, _, value)| format!("{key}={}", scalar(value)))
            .collect(),
        _ => vec![scalar(node)],
    }
}

fn scalar(node: &Node<'_>) -> String {
    match &node.value {
        Value::Bool(value) => value.to_string(),
        Value::Number(Number::Int(value)) => value.to_string(),
        Value::Number(Number::UInt(value)) => value.to_string(),
        Value::Number(Number::Float(value)) => value.to_string(),
        Value::String(text) => text.to_string(),
        Value::Null | Value::Sequence(_) | Value::Mapping(_) => String::new(),
    }
}
