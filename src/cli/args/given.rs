//! Who set the options of a call: the command line, the environment or a settings file. What nobody set may be found in the inputs.

use crate::cli::settings::Settings;
use clap::parser::ValueSource;
use clap::{ArgMatches, Command};
use std::collections::BTreeMap;

/// Every option of the subcommand that somebody set, by its long name.
#[derive(Debug, Clone, Default)]
pub struct Given(BTreeMap<String, Words>);

/// What somebody set.
#[derive(Debug, Clone)]
pub struct Words {
    /// `flag`, `environment`, or file and line of the settings.
    pub from: String,
    /// As it was written.
    pub words: Vec<String>,
}

impl Given {
    /// The options of a call, of which `settings` have given defaults.
    pub fn of(matches: &ArgMatches, command: &Command, settings: Option<&Settings>) -> Self {
        let Some((name, own)) = matches.subcommand() else {
            return Self::default();
        };
        let args = command
            .find_subcommand(name)
            .into_iter()
            .flat_map(Command::get_arguments);
        let given = args.filter_map(|arg| {
            let long = arg.get_long()?;
            let id = arg.get_id().as_str();
            if !own.try_contains_id(id).unwrap_or(false) {
                return None;
            }
            let from = match own.value_source(id)? {
                ValueSource::CommandLine => "flag".to_owned(),
                ValueSource::EnvVariable => "environment".to_owned(),
                _ => settings?.place_of(name, long)?,
            };
            let words = own.get_raw(id).into_iter().flatten();
            let words = words
                .map(|word| word.to_string_lossy().into_owned())
                .collect();
            Some((long.to_owned(), Words { from, words }))
        });
        Self(given.collect())
    }

    /// What somebody set for an option.
    pub fn get(&self, option: &str) -> Option<&Words> {
        self.0.get(option)
    }

    /// The one word of an option, when a person set it: on the command line, in the environment or in the settings.
    pub fn text(&self, option: &str) -> Option<String> {
        self.get(option)?.words.last().cloned()
    }

    /// Let an option count as if somebody had set it.
    pub fn note(&mut self, option: &str, from: &str, words: Vec<String>) {
        let from = from.to_owned();
        self.0.insert(option.to_owned(), Words { from, words });
    }

    /// Let an option have this value as if somebody had set it: one of several has been chosen.
    pub fn choose(&mut self, option: &str, word: String) {
        let words = Words {
            from: "flag".to_owned(),
            words: vec![word],
        };
        self.0.insert(option.to_owned(), words);
    }

    /// Let what an option says count no more.
    pub fn forget(&mut self, option: &str) {
        self.0.remove(option);
    }
}
