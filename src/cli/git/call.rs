//! The one place that starts Git. Nothing of the tree that is looked at decides what runs: no hooks, filters, pagers,
//! prompts or transports, no repository but the one whose `.git` was found, nothing from the environment.

use anyhow::{Context, Result, bail};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

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

/// The most bytes of a message of Git that are kept.
const MESSAGE_LIMIT: u64 = 4096;

/// Git, ready to be called on one repository.
#[derive(Debug)]
pub(super) struct Git {
    program: PathBuf,
    root: PathBuf,
}

/// What Git said.
pub(super) struct Answer {
    /// Its standard output, when it succeeded.
    pub(super) output: Option<Vec<u8>>,
    /// Its standard error.
    pub(super) message: String,
}

impl Git {
    /// For the repository with this top.
    ///
    /// # Errors
    /// When there is no Git on the `PATH`.
    pub(super) fn of(root: &Path) -> Result<Self> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        let program = find(std::env::split_paths(&path), root)
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
        let mut child = self.command(arguments).spawn().context("cannot run git")?;
        let (output, message) = std::thread::scope(|scope| {
            let errors = child.stderr.take();
            let message = scope.spawn(move || errors.map(message_of).unwrap_or_default());
            let output = child.stdout.take().map(|out| up_to(out, limit + 1));
            (output, message.join().unwrap_or_default())
        });
        let output = output.transpose().context("git")?.unwrap_or_default();
        if output.len() as u64 > limit {
            end(&mut child);
            bail!("git {} says more than {limit} bytes", arguments.join(" "));
        }
        let status = child.wait().context("git")?;
        Ok(Answer {
            output: status.success().then_some(output),
            message,
        })
    }
}

/// End a child whose answer nobody wants any more.
pub(super) fn end(child: &mut Child) {
    // It may have ended by itself.
    let _ = child.kill();
    let _ = child.wait();
}

/// The first lines of what a child says on standard error; the rest is read, so that it never waits, and forgotten.
pub(super) fn message_of(mut errors: impl Read) -> String {
    let mut text = up_to(&mut errors, MESSAGE_LIMIT).unwrap_or_default();
    // A child that is gone says nothing.
    let _ = std::io::copy(&mut errors, &mut std::io::sink());
    text.truncate(text.trim_ascii_end().len());
    String::from_utf8_lossy(&text).into_owned()
}

fn up_to(from: impl Read, limit: u64) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    from.take(limit).read_to_end(&mut text)?;
    Ok(text)
}

/// The first `git` on the `PATH`, by folders that no pull request fills: neither relative ones nor those of the repository.
fn find(mut folders: impl Iterator<Item = PathBuf>, root: &Path) -> Option<PathBuf> {
    folders.find_map(|folder| {
        let program = folder.join(format!("git{}", std::env::consts::EXE_SUFFIX));
        // In a repository of the whole machine every folder is inside.
        let is_ours = |path: &Path| {
            let real = path.canonicalize();
            root.parent().is_some() && real.is_ok_and(|real| real.starts_with(root))
        };
        (folder.is_absolute() && is_program(&program) && !is_ours(&folder) && !is_ours(&program))
            .then_some(program)
    })
}

#[cfg(unix)]
fn is_program(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata()
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_program(path: &Path) -> bool {
    path.is_file()
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn git_is_never_a_program_of_the_tree() {
        let machine = tempfile::tempdir().expect("a directory");
        let root = machine.path().canonicalize().expect("is there");
        for folder in ["repository/bin", "usr/bin", "data"] {
            let folder = root.join(folder);
            std::fs::create_dir_all(&folder).expect("is made");
            std::fs::write(folder.join("git"), "").expect("is written");
            let mode = if folder.ends_with("data") {
                0o644
            } else {
                0o755
            };
            let permissions = std::fs::Permissions::from_mode(mode);
            std::fs::set_permissions(folder.join("git"), permissions).expect("is set");
        }
        let inside = root.join("repository");
        let found = |folders: &[PathBuf]| find(folders.iter().cloned(), &inside);
        let real = root.join("usr/bin");
        for wrong in [
            PathBuf::new(),
            ".".into(),
            "bin".into(),
            inside.join("bin"),
            root.join("data"),
        ] {
            assert_eq!(found(std::slice::from_ref(&wrong)), None);
            assert_eq!(found(&[wrong, real.clone()]), Some(real.join("git")));
        }
    }
}
