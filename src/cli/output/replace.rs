//! What stands after `-o`: replaced in one step, so that a reader sees the old file or the new one, never half of one. Links that
//! a checkout brought lead nowhere: one in the place of the file is replaced itself, one above it must not lead out.

use super::temporary::{self, Temporary};
use crate::cli::repository;
use crate::escape::line;
use crate::manifest::disk;
use anyhow::{Context, Result, bail};
use std::fs::{Metadata, OpenOptions, Permissions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The streams of the process, by the names that the system gives them.
const STREAMS: [(&str, u8); 6] = [
    ("/dev/stdout", 1),
    ("/dev/fd/1", 1),
    ("/proc/self/fd/1", 1),
    ("/dev/stderr", 2),
    ("/dev/fd/2", 2),
    ("/proc/self/fd/2", 2),
];

/// Folders of what is open already: a pipe of the shell, or a file that it writes to.
const OPEN_FILES: [&str; 2] = ["/dev/fd", "/proc/self/fd"];

/// Replace a file, or write to a device or a pipe.
pub(super) fn replace(path: &Path, text: &[u8]) -> Result<()> {
    Ok(stage(path, text)?.take_its_place()?)
}

/// A text that is about to be where it should be.
pub(super) enum Staged<'t> {
    /// It is written beside the file that it replaces.
    File(Temporary, PathBuf),
    /// It goes to a stream of the process.
    Stream(u8, &'t [u8]),
    /// It goes to a device or a pipe.
    InPlace(PathBuf, &'t [u8]),
}

/// Write a text beside the file that it is to replace.
pub(super) fn stage<'t>(path: &Path, text: &'t [u8]) -> Result<Staged<'t>> {
    let named = disk::lexical(&std::path::absolute(path)?);
    if let Some((_, stream)) = STREAMS.iter().find(|(name, _)| named == Path::new(name)) {
        return Ok(Staged::Stream(*stream, text));
    }
    if is_written_in_place(path, &named) {
        return Ok(Staged::InPlace(path.to_owned(), text));
    }
    let directory = directory(path, &named)?;
    let name = path.file_name().context("this is no file")?;
    let target = directory.join(name);
    let permissions = match std::fs::symlink_metadata(&target) {
        Ok(old) if old.is_dir() => bail!("this is a directory"),
        Ok(old) => kept(&old),
        Err(_) => None,
    };
    temporary::sweep(&directory);
    let file = temporary::write(&directory, text, permissions.as_ref())?;
    Ok(Staged::File(file, target))
}

impl Staged<'_> {
    /// Put it there.
    pub(super) fn take_its_place(self) -> io::Result<()> {
        match self {
            Self::File(file, target) => file.take_the_place_of(&target),
            Self::Stream(1, text) => {
                super::stream_out(text).map_err(|error| io::Error::other(format!("{error:#}")))
            }
            Self::Stream(_, text) => io::stderr().lock().write_all(text),
            Self::InPlace(path, text) => {
                let file = OpenOptions::new().append(true).open(path);
                file.and_then(|mut file| file.write_all(text))
            }
        }
    }
}

/// The permissions of a file that is replaced; a link has none to keep.
fn kept(old: &Metadata) -> Option<Permissions> {
    old.is_file().then(|| old.permissions())
}

/// Make the folders that a file of an environment needs, below one that is there and may be written to.
pub(super) fn make_folders(path: &Path) -> Result<()> {
    let missing = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty() && !parent.exists());
    let Some(missing) = missing else {
        return Ok(());
    };
    let there = missing.ancestors().find(|above| above.exists());
    let probe = there.unwrap_or(Path::new(".")).join("probe");
    directory(&probe, &disk::lexical(&std::path::absolute(&probe)?))?;
    Ok(std::fs::create_dir_all(missing)?)
}

/// Whether this is a device or a pipe, which cannot be replaced. One that a link leads to counts only where links are the system's.
fn is_written_in_place(path: &Path, named: &Path) -> bool {
    if OPEN_FILES.iter().any(|folder| named.starts_with(folder)) {
        return true;
    }
    let is_systems = named.starts_with("/dev");
    let metadata = if is_systems {
        std::fs::metadata(path)
    } else {
        std::fs::symlink_metadata(path)
    };
    metadata.is_ok_and(|metadata| !metadata.is_symlink() && disk::special(&metadata).is_some())
}

/// The directory that a file goes to, free of links.
///
/// # Errors
/// When a link leads out of the working directory or of the repository, although the path as it is written does not.
fn directory(path: &Path, named: &Path) -> Result<PathBuf> {
    let written = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let real = written.canonicalize()?;
    let here = std::env::current_dir()?;
    let borders = [Some(here), repository::here()];
    for border in borders.into_iter().flatten() {
        let border = border.canonicalize()?;
        let leads_out = !real.starts_with(&border) || disk::leads_into_git(named, &real);
        if named.starts_with(&border) && leads_out {
            bail!(
                "a link on the way leads out of {} to {}",
                line::path(&border),
                line::path(&real)
            );
        }
    }
    Ok(real)
}
