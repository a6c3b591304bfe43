//! Where the results and the messages of a run go: standard output, a file replaced in one step,
//! and standard error.

mod replace;
mod temporary;

use super::args::{ColorArg, GlobalArgs};
use crate::diag::render::text::{Repeated, Style};
use crate::escape::gate::Shown;
use crate::escape::line;
use anyhow::{Context, Result, anyhow};
use clap::builder::StyledStr;
use std::collections::BTreeSet;
use std::fmt::Display;
use std::io::{self, ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;

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
    /// What is not to be said again.
    said: Mutex<BTreeSet<String>>,
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
            said: Mutex::default(),
        }
    }

    /// Before the options are known.
    pub fn unconfigured() -> Self {
        Self {
            verbosity: Verbosity::Normal,
            color: ColorArg::Auto,
            said: Mutex::default(),
        }
    }

    /// What becomes of notes that repeat each other.
    pub fn repeated(&self) -> Repeated {
        if self.verbosity == Verbosity::Verbose {
            Repeated::Each
        } else {
            Repeated::Counted
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

    /// Say something that holds for the whole run, once.
    pub fn say_once(&self, text: impl Display) {
        let text = text.to_string();
        let is_new = self
            .said
            .lock()
            .is_ok_and(|mut said| said.insert(text.clone()));
        if is_new {
            self.say(text);
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
    stream_out(shown.as_str().as_bytes())
}

/// Bytes that passed the gate, to standard output.
fn stream_out(text: &[u8]) -> Result<()> {
    let mut stdout = io::stdout().lock();
    match stdout.write_all(text).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            Err(error).context("standard output")
        }
        _ => Ok(()),
    }
}

/// Replace `path` by `text` in one step: a reader sees the old file or the new one, never half of
/// one. The new file keeps the permissions of the old one; without one it is for its owner alone, since it may hold secrets.
pub fn replace_file(path: &Path, text: &[u8]) -> Result<()> {
    replace::replace(path, text).with_context(|| format!("cannot write {}", line::path(path)))
}

/// Write the result where `-o` says.
pub fn write_result(path: &Path, shown: &Shown) -> Result<()> {
    if is_stdout(path) {
        to_stdout(shown)
    } else {
        replace_file(path, shown.as_str().as_bytes())
    }
}

/// Write several files, all or none: nothing is put in its place before everything is written beside it.
pub fn write_all(files: &[(PathBuf, Shown)]) -> Result<()> {
    let mut staged = Vec::new();
    for (path, shown) in files {
        let file = replace::make_folders(path)
            .and_then(|()| replace::stage(path, shown.as_str().as_bytes()));
        staged.push((
            path,
            file.with_context(|| format!("cannot write {}", line::path(path)))?,
        ));
    }
    for (path, file) in staged {
        file.take_its_place()
            .with_context(|| format!("cannot write {}", line::path(path)))?;
    }
    Ok(())
}

/// Whether `-o` means standard output.
pub fn is_stdout(path: &Path) -> bool {
    path == Path::new("-")
}
