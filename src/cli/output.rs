//! Where the results and the messages of a run go: standard output, a file replaced in one step,
//! and standard error.

use super::args::{ColorArg, GlobalArgs};
use crate::diag::render::text::Style;
use anyhow::{Context, Result};
use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::Path;

/// How much is said on standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Nothing but failures of the run itself.
    Quiet,
    /// Problems and a summary.
    Normal,
    /// What was read and skipped, too.
    Verbose,
}

/// Standard error as the user wants it.
#[derive(Debug)]
pub struct Terminal {
    /// How much is said.
    pub verbosity: Verbosity,
    color: ColorArg,
}

impl Terminal {
    /// From the global options.
    pub fn new(args: &GlobalArgs) -> Self {
        let verbosity = match (args.quiet, args.verbose) {
            (true, _) => Verbosity::Quiet,
            (false, true) => Verbosity::Verbose,
            (false, false) => Verbosity::Normal,
        };
        Self {
            verbosity,
            color: args.color,
        }
    }

    /// Before the options are known.
    pub fn unconfigured() -> Self {
        Self {
            verbosity: Verbosity::Normal,
            color: ColorArg::Auto,
        }
    }

    /// Whether standard error is coloured.
    pub fn message_style(&self) -> Style {
        self.style(io::stderr().is_terminal())
    }

    /// Whether standard output is coloured.
    pub fn result_style(&self) -> Style {
        self.style(io::stdout().is_terminal())
    }

    fn style(&self, is_terminal: bool) -> Style {
        let colored = match self.color {
            ColorArg::Always => true,
            ColorArg::Never => false,
            ColorArg::Auto => {
                is_terminal
                    && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
                    && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
            }
        };
        if colored {
            Style::Colored
        } else {
            Style::Plain
        }
    }

    /// Say something, unless the user wants quiet.
    pub fn say(&self, text: impl Display) {
        if self.verbosity > Verbosity::Quiet {
            print_message(&text);
        }
    }

    /// Say why the run failed; quiet does not silence this.
    pub fn error(&self, error: &anyhow::Error) {
        let label = match self.message_style() {
            Style::Colored => "\u{1b}[1;31merror\u{1b}[0m",
            Style::Plain => "error",
        };
        print_message(&format_args!("{label}: {error:#}\n"));
    }
}

/// Nothing can be done about a standard error that is gone.
fn print_message(text: &impl Display) {
    let _ = write!(io::stderr().lock(), "{text}");
}

/// Write the result to standard output. A reader that has seen enough is not an error.
pub fn to_stdout(text: &[u8]) -> Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("standard output")
        }
        _ => Ok(()),
    }
}

/// Replace `path` by `text` in one step: a reader sees the old file or the new one, never half of
/// one. The new file keeps the permissions of the old one.
pub fn replace_file(path: &Path, text: &[u8]) -> Result<()> {
    replace(path, text).with_context(|| format!("cannot write {}", path.display()))
}

fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    // What is written through a link lands where the link points.
    let path = &path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let old = std::fs::metadata(path).ok();
    if old.as_ref().is_some_and(|old| !old.is_file()) {
        // A device or a pipe cannot be replaced.
        return std::fs::OpenOptions::new()
            .write(true)
            .open(path)
            .and_then(|mut file| file.write_all(text));
    }
    let directory = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kic2kong-");
    let mut file = builder.tempfile_in(directory)?;
    file.write_all(text)?;
    // A new file stays readable by its owner alone, for it may hold secrets.
    if let Some(old) = old {
        file.as_file().set_permissions(old.permissions())?;
    }
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// Write the result where `-o` says.
pub fn write_result(path: &Path, text: &[u8]) -> Result<()> {
    if is_stdout(path) {
        to_stdout(text)
    } else {
        replace_file(path, text)
    }
}

/// Whether `-o` means standard output.
pub fn is_stdout(path: &Path) -> bool {
    path == Path::new("-")
}
