//! What stands after `-o`: replaced in one step, so that a reader sees the old file or the new one, never half of one. Links that
//! a checkout brought lead nowhere: one in the place of the file is replaced itself, one above it must not lead out.

use super::temporary;
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
    let named = disk::lexical(&std::path::absolute(path)?);
    match STREAMS.iter().find(|(name, _)| named == Path::new(name)) {
        Some((_, 1)) => return super::stream_out(text),
        Some(_) => return Ok(io::stderr().lock().write_all(text)?),
        None => {}
    }
    if is_written_in_place(path, &named) {
        let file = OpenOptions::new().append(true).open(path);
        return Ok(file.and_then(|mut file| file.write_all(text))?);
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
    Ok(temporary::write(&target, text, permissions.as_ref())?)
}

/// The permissions of a file that is replaced; a link has none to keep.
fn kept(old: &Metadata) -> Option<Permissions> {
    old.is_file().then(|| old.permissions())
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
