//! A builder around the binary: clean environment, a directory of its own, outputs that say what went wrong without a rerun.
#![allow(
    dead_code,
    unreachable_pub,
    missing_docs,
    reason = "each test binary uses its own part"
)]

pub mod archive;
pub mod cases;
pub mod kong_records;
pub mod refusals;

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// One call of the binary.
pub struct Kic2kong {
    directory: TempDir,
    program: PathBuf,
    arguments: Vec<String>,
    environment: Vec<(String, String)>,
    stdin: Option<Vec<u8>>,
}

/// What came of it.
pub struct Outcome {
    pub directory: TempDir,
    pub status: i32,
    pub stdout: String,
    pub stderr: String,
    story: String,
}

impl Kic2kong {
    /// A call in an empty directory.
    pub fn new() -> Self {
        Self {
            directory: TempDir::new().unwrap(),
            program: binary(),
            arguments: Vec::new(),
            environment: Vec::new(),
            stdin: None,
        }
    }

    /// What `check --format json` says about a file or directory of the repository.
    pub fn check(path: &Path, flags: &[String]) -> serde_json::Value {
        let output = Command::new(binary())
            .args(["check", "--quiet", "--format", "json"])
            .args(flags)
            .arg(path)
            .env_clear()
            .current_dir(root().join("testdata"))
            .output()
            .unwrap();
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The directory it runs in.
    pub fn path(&self) -> &Path {
        self.directory.path()
    }

    /// A file in its directory.
    pub fn file(self, name: &str, text: &str) -> Self {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    /// Arguments, separated by spaces.
    pub fn args(mut self, arguments: &str) -> Self {
        self.arguments
            .extend(arguments.split_whitespace().map(str::to_owned));
        self
    }

    /// One argument, spaces and all.
    pub fn arg(mut self, argument: &str) -> Self {
        self.arguments.push(argument.to_owned());
        self
    }

    /// An environment variable.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Standard input.
    pub fn stdin(mut self, text: &str) -> Self {
        self.stdin = Some(text.as_bytes().to_vec());
        self
    }

    /// Call the binary by another name.
    #[cfg(unix)]
    pub fn called(mut self, name: &str) -> Self {
        let link = self.path().join(name);
        std::os::unix::fs::symlink(&self.program, &link).unwrap();
        self.program = link;
        self
    }

    /// The command, for tests that drive it themselves.
    pub fn command(&self) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(&self.arguments)
            .current_dir(self.path())
            .env_clear()
            .envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Run it.
    pub fn run(self) -> Outcome {
        let mut child = self
            .command()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A run that fails early does not read its input.
        let _ = child
            .stdin
            .take()
            .unwrap()
            .write_all(self.stdin.as_deref().unwrap_or_default());
        let output = child.wait_with_output().unwrap();
        let place = self.path().display().to_string();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap().replace(&place, "[DIR]");
        let (stdout, stderr) = (text(output.stdout), text(output.stderr));
        let status = output.status.code().unwrap_or(-1);
        let mut story = format!("kic2kong {}\nexit {status}\n", self.arguments.join(" "));
        let _ = write!(story, "--- stdout\n{stdout}\n--- stderr\n{stderr}\n");
        Outcome {
            directory: self.directory,
            status,
            stdout,
            stderr,
            story,
        }
    }
}

impl Outcome {
    /// The exit status is this.
    #[track_caller]
    pub fn exits(self, status: i32) -> Self {
        assert_eq!(self.status, status, "{}", self.story);
        self
    }

    /// Standard output contains this.
    #[track_caller]
    pub fn prints(self, text: &str) -> Self {
        assert!(self.stdout.contains(text), "no `{text}` in\n{}", self.story);
        self
    }

    /// Standard error contains this.
    #[track_caller]
    pub fn says(self, text: &str) -> Self {
        assert!(self.stderr.contains(text), "no `{text}` in\n{}", self.story);
        self
    }

    /// Standard output is empty.
    #[track_caller]
    pub fn prints_nothing(self) -> Self {
        assert_eq!(self.stdout, "", "{}", self.story);
        self
    }

    /// Standard error is empty.
    #[track_caller]
    pub fn says_nothing(self) -> Self {
        assert_eq!(self.stderr, "", "{}", self.story);
        self
    }

    /// The text of a file in its directory.
    #[track_caller]
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.directory.path().join(name))
            .unwrap_or_else(|error| panic!("{name}: {error}\n{}", self.story))
    }
}

/// The binary under test.
pub fn binary() -> PathBuf {
    PathBuf::from(env!("CARGO_BIN_EXE_kic2kong"))
}

/// The top of the repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Whether expected texts of our own making are rewritten instead of compared.
pub fn updating() -> bool {
    std::env::var_os("UPDATE_EXPECT").is_some_and(|value| value == "1")
}

/// Compare a text with a file of the repository; with `UPDATE_EXPECT=1`, rewrite the file.
#[track_caller]
pub fn expect_file(path: &Path, text: &str) {
    if updating() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        return;
    }
    let expected = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        expected == text,
        "{} is not current; run the tests with UPDATE_EXPECT=1 and read the change\n{}",
        path.display(),
        line_diff(&expected, text)
    );
}

/// The differing lines with a little around them.
pub fn line_diff(expected: &str, found: &str) -> String {
    similar::TextDiff::from_lines(expected, found)
        .unified_diff()
        .context_radius(3)
        .header("expected", "found")
        .to_string()
}
