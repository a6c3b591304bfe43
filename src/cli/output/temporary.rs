//! A file that takes another one's place in one step. Until then it has no name where the system can do that, so that nothing is
//! left of a run that is killed; elsewhere it has a name of ours and a lock, and the next run removes what nobody holds any more.
//! It may hold secrets: only its owner can read it.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// How its name begins; the process and a number follow.
const PREFIX: &str = ".kic2kong-tmp-";

/// How many names are tried.
const TRIES: u32 = 1000;

/// Write `text` to a file in a directory that waits to take the place of another one.
///
/// # Errors
/// Those of the disk; then nothing is left.
pub(super) fn write(
    directory: &Path,
    text: &[u8],
    permissions: Option<&Permissions>,
) -> io::Result<Temporary> {
    let fill = |mut file: &File| {
        file.write_all(text)?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions.clone())?;
        }
        file.sync_all()
    };
    if let Some(file) = unnamed(directory) {
        fill(&file)?;
        if let Some(temporary) = link(file, directory)? {
            return Ok(temporary);
        }
    }
    let temporary = named(directory)?;
    fill(&temporary.file)?;
    Ok(temporary)
}

/// Remove what killed runs have left in a directory. What cannot be removed, or is somebody else's, stays.
pub(super) fn sweep(directory: &Path) {
    let Ok(entries) = std::fs::read_dir(directory) else {
        return;
    };
    for entry in entries.flatten() {
        if is_ours(&entry.file_name()) {
            remove_if_left(&entry.path());
        }
    }
}

fn is_ours(name: &OsStr) -> bool {
    let numbers = name.to_str().and_then(|name| name.strip_prefix(PREFIX));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    numbers
        .and_then(|numbers| numbers.split_once('-'))
        .is_some_and(|(process, number)| is_number(process) && is_number(number))
}

/// Remove a file of ours whose owner is dead: the system takes the lock from it.
fn remove_if_left(path: &Path) {
    let is_left = open_itself(path).is_ok_and(|file| is_own_file(&file) && file.try_lock().is_ok());
    if is_left {
        // Another run may have been faster.
        let _ = std::fs::remove_file(path);
    }
}

/// A file with a name and a lock; it goes with its owner.
pub(super) struct Temporary {
    file: File,
    path: PathBuf,
    is_placed: bool,
}

impl Temporary {
    /// Put it in the place of `target`, whatever is there.
    pub(super) fn take_the_place_of(mut self, target: &Path) -> io::Result<()> {
        std::fs::rename(&self.path, target)?;
        self.is_placed = true;
        Ok(())
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        if !self.is_placed {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

/// A new file with a name, locked.
fn named(directory: &Path) -> io::Result<Temporary> {
    with_a_name(directory, |path| {
        let file = create(path)?;
        let temporary = Temporary {
            file,
            path: path.to_owned(),
            is_placed: false,
        };
        // A sweep may have come between creating and locking; then the file is gone.
        let is_kept = lock(&temporary.file)? && temporary.path.exists();
        if is_kept {
            Ok(temporary)
        } else {
            Err(ErrorKind::AlreadyExists.into())
        }
    })
}

/// Try names until one is free.
fn with_a_name<T>(directory: &Path, make: impl Fn(&Path) -> io::Result<T>) -> io::Result<T> {
    let process = std::process::id();
    for number in 0..TRIES {
        match make(&directory.join(format!("{PREFIX}{process}-{number}"))) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            made => return made,
        }
    }
    Err(io::Error::other("every name for a temporary file is taken"))
}

/// Lock a file until the process ends; false when somebody else has it. A disk that knows no locks is no reason to fail.
fn lock(file: &File) -> io::Result<bool> {
    match file.try_lock() {
        Ok(()) => Ok(true),
        Err(std::fs::TryLockError::WouldBlock) => Ok(false),
        Err(std::fs::TryLockError::Error(error)) if error.kind() == ErrorKind::Interrupted => {
            Err(error)
        }
        Err(std::fs::TryLockError::Error(_)) => Ok(true),
    }
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A file without a name; `None` where the system or the disk knows no such thing.
#[cfg(target_os = "linux")]
fn unnamed(directory: &Path) -> Option<File> {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    OpenOptions::new()
        .write(true)
        .mode(0o600)
        .custom_flags(OFlags::TMPFILE.bits().cast_signed())
        .open(directory)
        .ok()
}

#[cfg(not(target_os = "linux"))]
const fn unnamed(_: &Path) -> Option<File> {
    None
}

/// Give a file without a name one of ours, locked before anybody sees it; `None` where that cannot be done.
#[cfg(target_os = "linux")]
fn link(file: File, directory: &Path) -> io::Result<Option<Temporary>> {
    use rustix::fs::{AtFlags, CWD, linkat};
    use std::os::fd::AsRawFd;
    lock(&file)?;
    let open = format!("/proc/self/fd/{}", file.as_raw_fd());
    let linked = with_a_name(directory, |path| {
        linkat(CWD, open.as_str(), CWD, path, AtFlags::SYMLINK_FOLLOW)?;
        Ok(path.to_owned())
    });
    Ok(linked.ok().map(|path| Temporary {
        file,
        path,
        is_placed: false,
    }))
}

#[cfg(not(target_os = "linux"))]
fn link(_: File, _: &Path) -> io::Result<Option<Temporary>> {
    Ok(None)
}

/// Open a file, but not what a link leads to.
fn open_itself(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.bits().cast_signed());
    }
    options.open(path)
}

#[cfg(unix)]
fn is_own_file(file: &File) -> bool {
    use std::os::unix::fs::MetadataExt;
    file.metadata().is_ok_and(|metadata| {
        metadata.is_file() && metadata.uid() == rustix::process::geteuid().as_raw()
    })
}

#[cfg(not(unix))]
fn is_own_file(file: &File) -> bool {
    file.metadata().is_ok_and(|metadata| metadata.is_file())
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn directory() -> tempfile::TempDir {
        tempfile::tempdir().expect("a temporary directory")
    }

    fn names(directory: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(directory).expect("is there");
        let mut names: Vec<String> = entries
            .map(|entry| {
                entry
                    .expect("is read")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_nobody_holds_is_swept_and_nothing_else() {
        let directory = directory();
        let path = |name: &str| directory.path().join(name);
        let held = named(directory.path()).expect("is made");
        std::fs::write(path(".kic2kong-tmp-7-0"), "secret").expect("is written");
        std::fs::write(path(".kic2kong-tmp-x-0"), "not ours").expect("is written");
        std::fs::write(path("victim"), "kept").expect("is written");
        std::os::unix::fs::symlink("victim", path(".kic2kong-tmp-8-0")).expect("is linked");
        sweep(directory.path());
        let own = held.path.file_name().expect("has a name").to_string_lossy();
        let mut expected = vec![&*own, ".kic2kong-tmp-8-0", ".kic2kong-tmp-x-0", "victim"];
        expected.sort_unstable();
        assert_eq!(names(directory.path()), expected);
    }

    #[test]
    fn a_disk_without_files_that_have_no_name_gets_a_named_one() {
        let directory = directory();
        let temporary = named(directory.path()).expect("is made");
        (&temporary.file).write_all(b"new").expect("is written");
        temporary
            .take_the_place_of(&directory.path().join("a"))
            .expect("is placed");
        drop(named(directory.path()));
        assert_eq!(names(directory.path()), ["a"]);
    }
}
