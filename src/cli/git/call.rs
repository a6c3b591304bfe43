//! The one place that starts Git. Nothing of the tree that is looked at decides what runs: no hooks, filters, pagers,
//! prompts or transports, no repository but the one whose `.git` was found, nothing from the environment.

use crate::cli::child::{self, Answer};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Settings that beat those of every configuration file of Git.
const SETTINGS: [&str; 10] = [
    // A bare repository inside of the tree is data (git 2.38).
    "safe.bareRepository=explicit",
    // Nothing is fetched, by whatever transport.
    "protocol.allow=never",
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "core.pager=cat",
    "core.askPass=",
    "credential.helper=",
    "core.untrackedCache=false",
    // Said of the file of grafts that is no file.
    "advice.graftFileDeprecated=false",
];

/// What Git reads from the environment; nothing else of the name `GIT_*` reaches it.
const ENVIRONMENT: [(&str, &str); 10] = [
    // A missing object of a partial clone is an error (git 2.45); older ones meet the transports that are not allowed.
    ("GIT_NO_LAZY_FETCH", "1"),
    ("GIT_ALLOW_PROTOCOL", "none"),
    ("GIT_TERMINAL_PROMPT", "0"),
    ("GIT_OPTIONAL_LOCKS", "0"),
    ("GIT_NO_REPLACE_OBJECTS", "1"),
    ("GIT_GRAFT_FILE", "/dev/null"),
    ("GIT_ATTR_NOSYSTEM", "1"),
    ("GIT_PAGER", "cat"),
    // Messages that are the same everywhere.
    ("LC_ALL", "C"),
    ("LANGUAGE", "C"),
];

/// Git, ready to be called on one repository.
#[derive(Debug)]
pub(super) struct Git {
    program: PathBuf,
    root: PathBuf,
}

impl Git {
    /// For the repository with this top.
    ///
    /// # Errors
    /// When there is no Git on the `PATH`.
    pub(super) fn of(root: &Path) -> Result<Self> {
        let program = child::on_path("git", Some(root))
            .context("cannot run git, which --against-git needs: there is none on the PATH")?;
        Ok(Self {
            program,
            root: root.to_owned(),
        })
    }

    /// A call, to be started.
    pub(super) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        for (name, _) in std::env::vars_os() {
            if name.as_encoded_bytes().starts_with(b"GIT_") {
                command.env_remove(name);
            }
        }
        for setting in SETTINGS {
            command.args(["-c", setting]);
        }
        command
            .args(["--no-pager", "--literal-pathspecs"])
            .args(arguments)
            .envs(ENVIRONMENT)
            // Git looks for a repository from here upwards, and finds `.git` before anything else.
            .current_dir(&self.root)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Call it and wait.
    ///
    /// # Errors
    /// When it cannot be started, or says more than `limit` bytes.
    pub(super) fn ask(&self, arguments: &[&str], limit: u64) -> Result<Answer> {
        let mut git = self.command(arguments).spawn().context("cannot run git")?;
        let (output, message) = std::thread::scope(|scope| {
            let errors = git.stderr.take();
            let message = scope.spawn(move || errors.map(child::message_of).unwrap_or_default());
            let output = git.stdout.take().map(|out| child::up_to(out, limit + 1));
            (output, message.join().unwrap_or_default())
        });
        let output = output.transpose().context("git")?.unwrap_or_default();
        if output.len() as u64 > limit {
            child::end(&mut git);
            bail!("git {} says more than {limit} bytes", arguments.join(" "));
        }
        let status = git.wait().context("git")?;
        Ok(Answer {
            output: status.success().then_some(output),
            message,
        })
    }
}
