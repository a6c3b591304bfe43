//! The command line: reads arguments, runs one subcommand, says how it went. The only room that
//! prints, and the only one that knows clap. One file per subcommand.

#![allow(
    missing_docs,
    reason = "the doc comment of a clap field is its help text; it is there where a reader needs it"
)]

pub mod args;
pub mod baseline;
pub mod check;
mod child;
pub mod diff;
pub mod environment;
pub mod exit;
pub mod explain;
mod explain_error;
mod fallback;
pub mod found;
pub mod gateway;
pub mod generated;
mod git;
mod graph;
pub mod in_force;
pub mod input;
mod instance;
pub mod invocation;
pub mod options;
pub mod output;
pub mod plugin_schemas;
pub mod problems;
pub mod progress;
pub mod render;
pub mod repository;
pub mod route;
pub mod settings;
pub mod silence;
pub mod status;
pub mod suggest;
pub mod summary;
pub mod test;
pub mod usage;

use crate::manifest::disk::Border;
use anyhow::Result;
use args::{Arguments, Command, ControllerArgs};
use environment::{Environment, Tree};
use invocation::Invocation;
use std::collections::BTreeSet;
use std::ffi::OsString;

pub use exit::Exit;

/// Run with the given arguments, the program's name first.
pub fn run(words: &[OsString]) -> Exit {
    let (invocation, arguments) = match Invocation::read(words) {
        Ok(read) => read,
        Err(error) => {
            return match error.downcast::<clap::Error>() {
                Ok(usage) => usage::explain(usage),
                Err(error) => fail(&output::Terminal::unconfigured(), &error),
            };
        }
    };
    let terminal = output::Terminal::new(&arguments.global);
    for note in &invocation.notes {
        terminal.say(note);
    }
    dispatch(&invocation, arguments, &terminal).unwrap_or_else(|error| fail(&terminal, &error))
}

/// Run the command, with the environments that it has.
fn dispatch(
    invocation: &Invocation<'_>,
    arguments: Arguments,
    terminal: &output::Terminal,
) -> Result<Exit> {
    let tree = Tree::work(Border::default());
    let environments = environment::environments(invocation, invocation.settings.as_ref(), &tree)?;
    let environments = environments.unwrap_or_else(|| vec![Environment::alone(arguments)]);
    let Some(first) = environments.first() else {
        return Ok(Exit::Success);
    };
    for note in controller_notes(&environments) {
        terminal.say_once(format_args!("{note}\n"));
    }
    match &first.arguments.command {
        Command::Render(args) => render::run(args, &environments, terminal),
        Command::Check(args) => check::run(args, &environments, invocation, terminal),
        Command::Diff(args) => diff::run(args, &environments, invocation, terminal),
        Command::Route(args) => route::run(args, &environments, terminal),
        Command::Graph(args) => graph::run(args, &environments, terminal),
        Command::Test(args) => test::run(args, &environments, terminal),
        Command::Status(args) => status::run(args, &environments, terminal),
        Command::Settings(args) => in_force::run(args, &environments, terminal),
        Command::ExplainError(args) => explain_error::run(args, terminal),
        Command::Explain(args) => explain::run(args),
        Command::Completions(args) => generated::completions(args),
        Command::Man(args) => generated::man(args),
        Command::Generate(args) => generated::generate(args),
        Command::Complete(args) => generated::complete(&args.words),
    }
}

/// What is to be said of the controllers of all environments, each thing once.
fn controller_notes(environments: &[Environment]) -> BTreeSet<String> {
    let controllers = environments
        .iter()
        .filter_map(|environment| environment.arguments.command.controller());
    controllers.flat_map(ControllerArgs::notes).collect()
}

fn fail(terminal: &output::Terminal, error: &anyhow::Error) -> Exit {
    terminal.error(error);
    Exit::Failure
}
