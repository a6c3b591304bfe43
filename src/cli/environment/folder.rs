//! A folder of ours in the system's folder for temporary files, gone with its owner.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// How its name begins; the process and a random number follow.
const PREFIX: &str = "kic2kong-";

/// How many names are tried.
const TRIES: u32 = 16;

/// A folder that only its owner can look into.
#[derive(Debug)]
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// A new one, by its path free of links.
    pub(super) fn new() -> Result<Self> {
        let parent = std::env::temp_dir();
        let parent = parent
            .canonicalize()
            .with_context(|| crate::escape::line::path(&parent))?;
        sweep(&parent);
        for _ in 0..TRIES {
            let mut random = [0; 8];
            if getrandom::fill(&mut random).is_err() {
                bail!("the system gives no random bytes");
            }
            let random = u64::from_ne_bytes(random);
            let path = parent.join(format!("{PREFIX}{}-{random:016x}", std::process::id()));
            match make(&path) {
                Ok(()) => return Ok(Self(path)),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(error).context("cannot make a temporary folder"),
            }
        }
        bail!("every name for a temporary folder is taken")
    }

    /// Its path.
    pub(crate) fn path(&self) -> &Path {
        &self.0
    }

    /// A new folder in it.
    pub(super) fn inside(&self, name: &str) -> Result<PathBuf> {
        let path = self.0.join(name);
        make(&path).context("cannot make a temporary folder")?;
        Ok(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is swept later.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn make(path: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Remove what runs have left that were killed.
#[cfg(unix)]
fn sweep(parent: &Path) {
    use std::os::unix::fs::MetadataExt;
    let own = rustix::process::geteuid().as_raw();
    let entries = std::fs::read_dir(parent).into_iter().flatten().flatten();
    for entry in entries {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| {
            let (process, random) = name.strip_prefix(PREFIX)?.split_once('-')?;
            let is_ours = random.len() == 16 && random.bytes().all(|byte| byte.is_ascii_hexdigit());
            process.parse::<i32>().ok().filter(|_| is_ours)
        });
        let is_dead = process
            .and_then(rustix::process::Pid::from_raw)
            .is_some_and(|process| {
                rustix::process::test_kill_process(process) == Err(rustix::io::Errno::SRCH)
            });
        let is_own = entry
            .metadata()
            .is_ok_and(|metadata| metadata.is_dir() && metadata.uid() == own);
        if is_dead && is_own {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

#[cfg(not(unix))]
const fn sweep(_: &Path) {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_goes_with_its_owner() {
        let folder = Folder::new().expect("is made");
        let path = folder.path().to_owned();
        std::fs::write(folder.inside("a").expect("is made").join("b"), "c").expect("is written");
        assert!(path.is_dir());
        drop(folder);
        assert!(!path.exists());
    }

    #[cfg(unix)]
    #[test]
    fn what_a_dead_run_left_is_swept_and_nothing_else() {
        let parent = tempfile::tempdir().expect("a directory");
        // No process has the highest number there is.
        let left = "kic2kong-2147483647-0123456789abcdef";
        let kept = ["kic2kong-2147483647-x", "kic2kong-mine", "other"];
        for name in [left].iter().chain(&kept) {
            std::fs::create_dir(parent.path().join(name)).expect("is made");
        }
        sweep(parent.path());
        assert!(!parent.path().join(left).exists());
        assert!(kept.iter().all(|name| parent.path().join(name).exists()));
    }
}
