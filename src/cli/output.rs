//! Where the results and the messages of a run go: standard output, a file replaced in one step,
//! and standard error.

use super::args::{ColorArg, GlobalArgs};
use crate::diag::render::text::Style;
use crate::escape::gate::Shown;
use crate::escape::line;
use anyhow::{Context, Result, anyhow};
use clap::builder::StyledStr;
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
            self.print(text.to_string());
        }
    }

    /// Say why the run failed; quiet does not silence this.
    pub fn error(&self, error: &anyhow::Error) {
        let label = match self.message_style() {
            Style::Colored => "\u{1b}[1;31merror\u{1b}[0m",
            Style::Plain => "error",
        };
        self.print(format!("{label}: {}\n", reason(&format!("{error:#}"))));
    }

    /// Say what is wrong with the words of the command line.
    pub fn usage(&self, text: &StyledStr) {
        self.print(styled(text, self.message_style()));
    }

    /// Through the gate. Nothing can be done about a standard error that is gone.
    fn print(&self, text: String) {
        let shown = shown(text, self.message_style());
        let _ = write!(io::stderr().lock(), "{}", shown.as_str());
    }
}

/// Write help to standard output, coloured where that is wanted.
pub fn help_to_stdout(text: &StyledStr) -> Result<()> {
    let style = Terminal::unconfigured().result_style();
    to_stdout(&shown(styled(text, style), style))
}

/// A text of clap's, with its colours or without.
fn styled(text: &StyledStr, style: Style) -> String {
    match style {
        Style::Colored => text.ansi().to_string(),
        Style::Plain => text.to_string(),
    }
}

/// A report that is coloured or not.
pub fn shown(text: String, style: Style) -> Shown {
    match style {
        Style::Colored => Shown::colored(text),
        Style::Plain => Shown::plain(text),
    }
}

/// A configuration or a tests file, which cannot be changed to be harmless.
pub fn yaml(text: String) -> Result<Shown> {
    Shown::yaml(text).map_err(|_| {
        anyhow!("the YAML has a line that a CI system would take for a command; this is a fault of kic2kong's\n  hint: --format json")
    })
}

/// Why a run failed, with hints and examples on lines of their own, and no other text.
fn reason(message: &str) -> String {
    let mut lines = Vec::new();
    for (number, line) in message.split('\n').enumerate() {
        let line = line::clean(line);
        let is_ours = line.starts_with("  hint: ") || line.starts_with("  example: ");
        match lines.last_mut() {
            Some(last) if number > 0 && !is_ours => *last = format!("{last}\\n{line}"),
            _ => lines.push(line),
        }
    }
    lines.join("\n")
}

/// Write the result to standard output. A reader that has seen enough is not an error.
pub fn to_stdout(shown: &Shown) -> Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout
        .write_all(shown.as_str().as_bytes())
        .and_then(|()| stdout.flush())
    {
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
pub fn write_result(path: &Path, shown: &Shown) -> Result<()> {
    if is_stdout(path) {
        to_stdout(shown)
    } else {
        replace_file(path, shown.as_str().as_bytes())
    }
}

/// Whether `-o` means standard output.
pub fn is_stdout(path: &Path) -> bool {
    path == Path::new("-")
}
