//! Outside programs: found where no pull request can put one, run without a shell, with their time and their output bounded.

use anyhow::{Context, Result, bail};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// The most bytes of a message that are kept.
const MESSAGE_LIMIT: u64 = 4096;

/// How often a child is asked whether it is done once it says nothing more.
const PAUSE: Duration = Duration::from_millis(5);

/// What a child may use up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Its time.
    pub(super) time: Duration,
    /// The bytes of its standard output.
    pub(super) output: u64,
}

/// What a child said.
pub(super) struct Answer {
    /// Its standard output, when it succeeded.
    pub(super) output: Option<Vec<u8>>,
    /// The beginning of its standard error.
    pub(super) message: String,
}

/// Run a command to its end. It leads a group of its own, which is gone when this returns.
///
/// # Errors
/// When it cannot be started, takes too long or says too much.
pub(super) fn run(command: &mut Command, name: &str, limits: Limits) -> Result<Answer> {
    let deadline = Instant::now() + limits.time;
    lead_a_group(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot run {name}"))?;
    let output = child.stdout.take();
    let errors = child.stderr.take();
    // A descendant that left the group may keep a pipe open: whoever reads it is not waited for.
    let texts = said(move || output.map_or(Ok(Vec::new()), |out| up_to(out, limits.output + 1)));
    let messages = said(move || errors.map(message_of).unwrap_or_default());
    let left = |deadline: Instant| deadline.saturating_duration_since(Instant::now());
    let output = texts.recv_timeout(left(deadline));
    let is_too_long = matches!(&output, Ok(Ok(text)) if text.len() as u64 > limits.output);
    let status = match &output {
        Ok(Ok(_)) if !is_too_long => ended(&mut child, deadline)?,
        _ => None,
    };
    end_group(&mut child);
    if is_too_long {
        bail!("{name} says more than {} bytes", limits.output);
    }
    let Some(status) = status else {
        if let Ok(Err(error)) = output {
            return Err(error).with_context(|| format!("cannot read what {name} says"));
        }
        bail!(
            "{name} takes longer than {} seconds, and was ended",
            limits.time.as_secs()
        );
    };
    let message = messages.recv_timeout(Duration::from_secs(1));
    let output = output.ok().and_then(Result::ok);
    Ok(Answer {
        output: output.filter(|_| status.success()),
        message: message.unwrap_or_default(),
    })
}

/// The status of a child that has closed its output; `None` when it does not end in time.
fn ended(child: &mut Child, deadline: Instant) -> Result<Option<std::process::ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline {
            return Ok(None);
        }
        std::thread::sleep(PAUSE);
    }
}

/// What a reader on its own thread gives.
fn said<T: Send + 'static>(read: impl FnOnce() -> T + Send + 'static) -> mpsc::Receiver<T> {
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        // Whoever asked may have given up.
        let _ = sender.send(read());
    });
    receiver
}

#[cfg(unix)]
fn lead_a_group(command: &mut Command) {
    std::os::unix::process::CommandExt::process_group(command, 0);
}

#[cfg(not(unix))]
const fn lead_a_group(_: &mut Command) {}

/// End a child with all its descendants that stayed in its group.
fn end_group(child: &mut Child) {
    #[cfg(unix)]
    if let Some(group) = i32::try_from(child.id())
        .ok()
        .and_then(rustix::process::Pid::from_raw)
    {
        // The group may be gone already.
        let _ = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
    }
    end(child);
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

/// At most `limit` bytes.
pub(super) fn up_to(from: impl Read, limit: u64) -> std::io::Result<Vec<u8>> {
    let mut text = Vec::new();
    from.take(limit).read_to_end(&mut text)?;
    Ok(text)
}

/// The first program of a name on the `PATH`.
pub(super) fn on_path(name: &str, root: Option<&Path>) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    find(name, std::env::split_paths(&path), root)
}

/// The first program of a name, by folders that no pull request fills: neither relative ones nor those of the repository.
fn find(
    name: &str,
    mut folders: impl Iterator<Item = PathBuf>,
    root: Option<&Path>,
) -> Option<PathBuf> {
    folders.find_map(|folder| {
        let program = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
        // In a repository of the whole machine every folder is inside.
        let is_ours = |path: &Path| {
            root.filter(|root| root.parent().is_some())
                .is_some_and(|root| path.canonicalize().is_ok_and(|real| real.starts_with(root)))
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
    fn a_program_is_never_one_of_the_tree() {
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
        let found = |folders: &[PathBuf]| find("git", folders.iter().cloned(), Some(&inside));
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

    fn shell(script: &str, limits: Limits) -> Result<Answer> {
        run(
            Command::new("/bin/sh").args(["-c", script]),
            "the test",
            limits,
        )
    }

    const SMALL: Limits = Limits {
        time: Duration::from_secs(30),
        output: 100,
    };

    #[test]
    fn output_and_message_come_back() {
        let answer = shell("echo out; echo err >&2", SMALL).expect("runs");
        assert_eq!(answer.output.as_deref(), Some(&b"out\n"[..]));
        assert_eq!(answer.message, "err");
        assert!(shell("exit 3", SMALL).expect("runs").output.is_none());
    }

    #[test]
    fn what_sleeps_or_talks_without_end_is_ended_with_its_descendants() {
        let short = Limits {
            time: Duration::from_millis(200),
            ..SMALL
        };
        let error = |script: &str, limits: Limits| match shell(script, limits) {
            Ok(_) => String::new(),
            Err(error) => format!("{error:#}"),
        };
        assert!(error("sleep 1000 & sleep 1000", short).contains("takes longer"));
        assert!(error("exec >&-; sleep 1000", short).contains("takes longer"));
        assert!(error("while :; do echo aaaaaaaa; done", SMALL).contains("more than 100 bytes"));
    }
}
