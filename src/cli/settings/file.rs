//! The text of a settings file: a map from options, and from commands to maps of options.

use super::class::{Class, class};
use super::environments;
use super::{Setting, Settings, Values};
use crate::cli::suggest;
use crate::escape::line;
use crate::manifest::document;
use crate::manifest::node::{Node, Number, Value};
use crate::manifest::source::Source;
use clap::Command;
use std::path::PathBuf;

/// What a file says, and what is wrong with it: `line: what`, or the text alone when nothing of it can be read.
pub(super) fn parse(path: PathBuf, text: Vec<u8>, command: &Command) -> (Settings, Vec<String>) {
    let source = Source {
        path: path.display().to_string(),
        text,
    };
    let mut settings = Settings::empty(path);
    if source.text.iter().all(u8::is_ascii_whitespace) {
        return (settings, Vec::new());
    }
    let Some(root) = document::parse(&source, 0) else {
        return (settings, vec![": not YAML".to_owned()]);
    };
    let mut mistakes = Vec::new();
    match &root.value {
        Value::Null => {}
        Value::Mapping(_) => read(&root, command, &mut settings, &mut mistakes),
        _ => mistakes.push(": expected options and their values".to_owned()),
    }
    (settings, mistakes)
}

fn read(root: &Node<'_>, command: &Command, settings: &mut Settings, mistakes: &mut Vec<String>) {
    for (key, line, node) in entries(root) {
        if key == environments::KEY {
            settings.environments = environments::read(node, line, command, mistakes);
            continue;
        }
        let (of, into, inner) = match command.find_subcommand(key) {
            Some(sub) if matches!(node.value, Value::Mapping(_)) => {
                let own = settings.by_command.entry(key.to_owned()).or_default();
                (sub, own, entries(node).collect())
            }
            _ => (command, &mut settings.every, vec![(key, line, node)]),
        };
        for (key, line, node) in inner {
            match admitted(key, &values(node), of) {
                Ok(()) => insert(into, key, line, node),
                Err(mistake) => mistakes.push(format!(":{line}: {mistake}")),
            }
        }
    }
}

/// Note what the file says of an option.
pub(super) fn insert(into: &mut Values, key: &str, line: u32, node: &Node<'_>) {
    let setting = Setting {
        line,
        values: values(node),
    };
    into.insert(key.to_owned(), setting);
}

/// Whether the command, or for the tool as a whole one below it, has an option of this name that a repository may set to this.
pub(super) fn admitted(key: &str, values: &[String], command: &Command) -> Result<(), String> {
    let commands: Vec<&Command> = std::iter::once(command)
        .chain(command.get_subcommands())
        .collect();
    let has = |command: &Command| option_names(command).any(|name| name == key);
    let mut classes = commands
        .iter()
        .filter(|command| has(command))
        .map(|command| class(command.get_name(), key))
        .peekable();
    if classes.peek().is_none() {
        let known = commands.iter().copied().flat_map(option_names);
        return Err(format!(
            "no option is called `{}`{}",
            line::clean(key),
            suggest::did_you_mean(key, known)
        ));
    }
    match classes.find(|class| *class != Class::NotForRepositories) {
        None => Err(format!(
            "`{key}` can be set only on the command line or in the environment"
        )),
        Some(Class::OnlyStricter(allowed)) => {
            let is_allowed = |value: &String| allowed.contains(&value.as_str());
            if values.iter().all(is_allowed) {
                return Ok(());
            }
            Err(format!(
                "`{key}` can be {} here; anything else can be set only on the command line or in the environment",
                allowed.join(" or ")
            ))
        }
        Some(_) => Ok(()),
    }
}

fn option_names(command: &Command) -> impl Iterator<Item = &str> {
    command.get_arguments().filter_map(clap::Arg::get_long)
}

/// Keys of a map with their line and value.
pub(super) fn entries<'n>(
    node: &'n Node<'_>,
) -> impl Iterator<Item = (&'n str, u32, &'n Node<'n>)> {
    let entries = match &node.value {
        Value::Mapping(entries) => entries.as_slice(),
        _ => &[],
    };
    entries
        .iter()
        .map(|entry| (&*entry.key, entry.key_mark.line, &entry.node))
}

/// A value as words of the command line: a list gives several, a map `key=value` each.
pub(super) fn values(node: &Node<'_>) -> Vec<String> {
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
