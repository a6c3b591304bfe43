//! The command line: reads arguments, runs one subcommand, says how it went. The only room that
//! prints, and the only one that knows clap. One file per subcommand.

#![allow(
    missing_docs,
    reason = "the doc comment of a clap field is its help text; it is there where a reader needs it"
)]

pub mod args;
pub mod check;
pub mod diff;
pub mod exit;
pub mod explain;
pub mod gateway;
pub mod generated;
mod graph;
pub mod input;
pub mod options;
pub mod output;
pub mod plugin_schemas;
pub mod problems;
pub mod progress;
pub mod render;
pub mod route;
pub mod settings;
pub mod suggest;
pub mod test;

use anyhow::Result;
use args::{Arguments, Command};
use clap::FromArgMatches;
use settings::Settings;
use std::ffi::OsString;
use std::path::Path;

pub use exit::Exit;

/// Name of the binary when kubectl calls it as a plugin.
const KUBECTL_PLUGIN: &str = "kubectl-kic2kong";

/// Run with the given arguments, the program's name first.
pub fn run(words: &[OsString]) -> Exit {
    let arguments = match parse(words) {
        Ok(arguments) => arguments,
        Err(error) => {
            return match error.downcast::<clap::Error>() {
                Ok(usage) => explain_usage(&usage),
                Err(error) => fail(&output::Terminal::unconfigured(), &error),
            };
        }
    };
    let terminal = output::Terminal::new(&arguments.global);
    let result = match &arguments.command {
        Command::Render(args) => render::run(args, &terminal),
        Command::Check(args) => check::run(args, &terminal),
        Command::Diff(args) => diff::run(args, &terminal),
        Command::Route(args) => route::run(args, &terminal),
        Command::Graph(args) => graph::run(args, &terminal),
        Command::Test(args) => test::run(args, &terminal),
        Command::Explain(args) => explain::run(args),
        Command::Completions(args) => generated::completions(args),
        Command::Man(args) => generated::man(args),
        Command::Generate(args) => generated::generate(args),
        Command::Complete(args) => generated::complete(&args.words),
    };
    result
        .and_then(complete)
        .unwrap_or_else(|error| fail(&terminal, &error))
}

/// Fails when an answer may be wrong because some regular expressions were not compiled.
fn complete(exit: Exit) -> Result<Exit> {
    if crate::simulate::is_incomplete() {
        anyhow::bail!(
            "the regular expressions of the routes need more than 256 MB when compiled, so the answers about requests do not count\n  hint: repeat less inside of them, such as {{120}} behind \\w"
        );
    }
    Ok(exit)
}

/// The arguments, completed by the environment and by the settings file.
fn parse(words: &[OsString]) -> Result<Arguments> {
    let command = named_as_called(args::command(), words.first());
    let first = Arguments::from_arg_matches(&command.clone().try_get_matches_from(words)?)?;
    let Some(settings) = Settings::find(first.global.config.as_deref(), &command)? else {
        return Ok(first);
    };
    let complete = settings
        .apply(command)
        .try_get_matches_from(words)
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    // Without the file the same words were right, so the file is at fault.
    complete.map_err(|error| {
        let text = error.to_string();
        let first_line = text.lines().next().unwrap_or_default();
        let reason = first_line.strip_prefix("error: ").unwrap_or(first_line);
        anyhow::anyhow!("{}: {reason}", settings.path().display())
    })
}

/// `kubectl kic2kong` in usage texts, when kubectl called.
fn named_as_called(command: clap::Command, program: Option<&OsString>) -> clap::Command {
    let stem = program.and_then(|name| Path::new(name).file_stem());
    if stem.is_some_and(|stem| stem == KUBECTL_PLUGIN) {
        command.bin_name("kubectl kic2kong")
    } else {
        command.bin_name("kic2kong")
    }
}

/// Print help or a usage error. clap's own status 2 is not ours: 2 means differences.
fn explain_usage(error: &clap::Error) -> Exit {
    // Nothing can be said about a terminal that cannot be written to.
    let _ = error.print();
    if error.use_stderr() {
        Exit::Failure
    } else {
        Exit::Success
    }
}

fn fail(terminal: &output::Terminal, error: &anyhow::Error) -> Exit {
    terminal.error(error);
    Exit::Failure
}
