//! One call of the tool: the words of its command line, completed by the environment and by a settings file, and read again
//! with other settings for the old side of a diff.

use super::args::format::Asked;
use super::args::given::Given;
use super::args::{self, Arguments};
use super::settings::Settings;
use super::usage;
use crate::escape::line;
use anyhow::{Result, anyhow};
use clap::parser::ValueSource;
use clap::{ArgMatches, Command, FromArgMatches};
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// Name of the binary when kubectl calls it as a plugin.
const KUBECTL_PLUGIN: &str = "kubectl-kic2kong";

/// A call.
#[derive(Debug)]
pub struct Invocation<'w> {
    words: &'w [OsString],
    command: Command,
    /// What the words and the environment say.
    given: ArgMatches,
    /// The settings file that was named.
    pub config: Option<PathBuf>,
    /// The settings in force.
    pub settings: Option<Settings>,
    /// What is to be said of settings files that do not count.
    pub notes: Vec<String>,
}

impl<'w> Invocation<'w> {
    /// The call with these words, the program's name first; and its arguments.
    pub fn read(words: &'w [OsString]) -> Result<(Self, Arguments)> {
        let command = named_as_called(args::command(), words.first());
        let given = command.clone().try_get_matches_from(words)?;
        let first = Arguments::from_arg_matches(&given)?;
        let mut notes = Vec::new();
        let config = first.global.config.clone();
        let settings = Settings::find(config.as_deref(), &command, &mut notes)?;
        let call = Self {
            words,
            command,
            given,
            config,
            settings,
            notes,
        };
        let arguments = if let Some(settings) = &call.settings {
            call.with(settings)?
        } else {
            let mut arguments = settled(first, &call.given)?;
            call.note_given(&mut arguments, &call.given, None);
            arguments
        };
        Ok((call, arguments))
    }

    /// The arguments of the same words with these settings.
    ///
    /// # Errors
    /// Values that an option does not take. Without the file the same words were right, so the file is at fault.
    pub fn with(&self, settings: &Settings) -> Result<Arguments> {
        let completed = settings.apply(self.command.clone(), &self.given)?;
        let matches = completed
            .try_get_matches_from(self.words)
            .map_err(|error| fault(settings.path(), error))?;
        let mut arguments =
            Arguments::from_arg_matches(&matches).map_err(|error| fault(settings.path(), error))?;
        if let Some(controller) = arguments.command.controller_mut() {
            controller.plugin_schema_is_of_repository = is_default(&matches, "plugin_schema");
        }
        self.note_given(&mut arguments, &matches, Some(settings));
        settled(arguments, &matches)
    }

    /// Note who set which option: what nobody set may be found in the inputs.
    fn note_given(
        &self,
        arguments: &mut Arguments,
        matches: &ArgMatches,
        settings: Option<&Settings>,
    ) {
        if let Some(controller) = arguments.command.controller_mut() {
            controller.given = Given::of(matches, &self.command, settings);
        }
    }

    /// The definition of the command line.
    pub const fn command(&self) -> &Command {
        &self.command
    }
}

/// The arguments with the form of the output that the name of its file tells. A settings file gives a default only.
fn settled(mut arguments: Arguments, matches: &ArgMatches) -> Result<Arguments> {
    let has_format = matches
        .subcommand()
        .is_some_and(|(_, sub)| sub.try_contains_id("format").is_ok());
    let asked = if has_format && !is_default(matches, "format") {
        Asked::Yes
    } else {
        Asked::No
    };
    arguments.command.settle_format(asked)?;
    Ok(arguments)
}

/// Whether an option of the subcommand has a value that nobody gave.
fn is_default(matches: &ArgMatches, id: &str) -> bool {
    matches
        .subcommand()
        .is_some_and(|(_, sub)| sub.value_source(id) == Some(ValueSource::DefaultValue))
}

fn fault(path: &Path, error: clap::Error) -> anyhow::Error {
    let text = usage::cleaned(error).to_string();
    let first_line = text.lines().next().unwrap_or_default();
    let reason = first_line.strip_prefix("error: ").unwrap_or(first_line);
    anyhow!("{}: {}", line::path(path), line::clean(reason))
}

/// `kubectl kic2kong` in usage texts, when kubectl called.
fn named_as_called(command: Command, program: Option<&OsString>) -> Command {
    let stem = program.and_then(|name| Path::new(name).file_stem());
    if stem.is_some_and(|stem| stem == KUBECTL_PLUGIN) {
        command.bin_name("kubectl kic2kong")
    } else {
        command.bin_name("kic2kong")
    }
}
