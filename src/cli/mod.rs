//! The command line: reads arguments, runs one subcommand, says how it went. The only room that
//! prints, and the only one that knows clap. One file per subcommand.

#![allow(
    missing_docs,
    reason = "the doc comment of a clap field is its help text; it is there where a reader needs it"
)]

mod args;
mod check;
mod exit;
mod input;
mod options;
mod output;
mod problems;
mod render;

use args::{Arguments, Command};
use clap::Parser;
use std::ffi::OsString;

pub use exit::Exit;

/// Run with the given arguments, the program's name first.
pub fn run(arguments: Vec<OsString>) -> Exit {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let terminal = output::Terminal::new(&arguments.global);
    let result = match &arguments.command {
        Command::Render(args) => render::run(args, &terminal),
        Command::Check(args) => check::run(args, &terminal),
    };
    result.unwrap_or_else(|error| {
        terminal.error(&error);
        Exit::Failure
    })
}

/// Print help or a usage error. clap's own status 2 is not ours: 2 means differences.
fn usage(error: &clap::Error) -> Exit {
    // Nothing can be said about a terminal that cannot be written to.
    let _ = error.print();
    if error.use_stderr() {
        Exit::Failure
    } else {
        Exit::Success
    }
}
