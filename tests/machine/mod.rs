//! What the machine has to offer: other programs, a PATH with ours on it, and a way to say that a test could not run.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    clippy::unwrap_used,
    reason = "each test binary uses its own part, and a step that fails fails the test"
)]

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

/// Where a program is.
pub fn program(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// The program, or a line on standard error, past the capturing of the test harness, that says what was not tested.
pub fn program_or_say(name: &str, untested: &str) -> Option<PathBuf> {
    let found = program(name);
    if found.is_none() {
        say(&format!(
            "no `{name}` on this machine, not tested: {untested}"
        ));
    }
    found
}

/// Whether strace can watch a process here; containers may forbid it. Says so when it cannot.
pub fn can_trace(untested: &str) -> bool {
    let works = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .output()
        .is_ok_and(|output| output.status.success());
    if !works {
        say(&format!(
            "strace does not work on this machine, not tested: {untested}"
        ));
    }
    works
}

/// A line on standard error that the test harness does not swallow.
pub fn say(text: &str) {
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// A workplace: a directory to work in, and one with `kic2kong` that stands first on the PATH.
pub struct Shop {
    pub directory: TempDir,
    pub bin: TempDir,
}

impl Shop {
    /// An empty directory, with `kic2kong` on the PATH.
    pub fn new() -> Self {
        let shop = Self {
            directory: TempDir::new().unwrap(),
            bin: TempDir::new().unwrap(),
        };
        shop.link("kic2kong", Path::new(env!("CARGO_BIN_EXE_kic2kong")));
        shop
    }

    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Put a program on the PATH under a name.
    pub fn link(&self, name: &str, program: &Path) {
        std::os::unix::fs::symlink(program, self.bin.path().join(name)).unwrap();
    }

    /// Copy a directory of the repository.
    pub fn copy(&self, from: &str, to: &str) {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(from);
        for entry in walkdir::WalkDir::new(&from) {
            let entry = entry.unwrap();
            let name = entry.path().strip_prefix(&from).unwrap();
            let target = self.path().join(to).join(name);
            if entry.file_type().is_dir() {
                std::fs::create_dir_all(target).unwrap();
            } else {
                std::fs::copy(entry.path(), target).unwrap();
            }
        }
    }

    pub fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    #[track_caller]
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path().join(name))
            .unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// A command in the directory, without the environment of whoever runs the tests.
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .current_dir(self.path())
            .env_clear()
            .env("PATH", self.search_path())
            .env("HOME", self.bin.path())
            .env("LC_ALL", "C.UTF-8")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .envs(["AUTHOR", "COMMITTER"].into_iter().flat_map(|role| {
                [
                    (format!("GIT_{role}_NAME"), "Test"),
                    (format!("GIT_{role}_EMAIL"), "test@example.com"),
                ]
            }));
        command
    }

    fn search_path(&self) -> OsString {
        let inherited = std::env::var_os("PATH").unwrap_or_default();
        let folders =
            std::iter::once(self.bin.path().to_owned()).chain(std::env::split_paths(&inherited));
        std::env::join_paths(folders).unwrap()
    }

    /// Run a Bash script as CI systems do: the first failure ends it.
    pub fn bash(&self, script: &str) -> Output {
        self.command("bash")
            .args(["-euo", "pipefail", "-c", script])
            .output()
            .unwrap()
    }

    /// Run a Bash script that must succeed; its standard output.
    #[track_caller]
    pub fn script(&self, script: &str) -> String {
        succeeded(&self.bash(script), script)
    }
}

/// The standard output of a command that must have succeeded.
#[track_caller]
pub fn succeeded(output: &Output, what: &str) -> String {
    assert!(output.status.success(), "{what}\n{}", story(output));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// All that came of a command, for the message of a test that fails.
pub fn story(output: &Output) -> String {
    format!(
        "{}\n--- stdout\n{}\n--- stderr\n{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    )
}
