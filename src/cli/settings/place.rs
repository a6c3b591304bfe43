//! Which settings file counts: the nearest one upwards from the working directory, inside of the repository, and nobody else's.

use crate::cli::repository;
use crate::escape::line;
use crate::manifest::discover;
use crate::manifest::disk::{self, Border};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// The most bytes of a settings file.
pub(super) const LIMIT: u64 = 1 << 20;

/// A settings file that counts.
pub(super) struct Found {
    /// As messages call it.
    pub(super) path: PathBuf,
    /// What it holds.
    pub(super) text: Vec<u8>,
}

/// The file that the user named. He may name a link, but none that leads out of the repository.
pub(super) fn named(path: &Path) -> Result<Found> {
    let border = Border {
        repository: repository::here(),
        follow_links: false,
    };
    let name = || format!("cannot read {}", line::path(path));
    if let Some(refusal) = border.refusal(path).with_context(name)? {
        bail!("{}: {refusal}", name());
    }
    let text = border.read(path, LIMIT).with_context(name)?;
    Ok(Found {
        path: path.to_owned(),
        text,
    })
}

/// The nearest file; and notes on those that were passed over.
///
/// # Errors
/// When it is no regular file of the repository. Then somebody meant it to count, and it cannot.
pub(super) fn nearest(directory: &Path, notes: &mut Vec<String>) -> Result<Option<Found>> {
    let top = repository::top(directory);
    // Outside of a repository nobody vouches for the folders above.
    let border = top.as_deref().unwrap_or(directory);
    for folder in directory.ancestors() {
        let path = folder.join(discover::SETTINGS_FILE);
        let Ok(link) = std::fs::symlink_metadata(&path) else {
            continue;
        };
        let name = line::path(&path);
        if !folder.starts_with(border) {
            let above = if top.is_some() {
                "the repository"
            } else {
                "the working directory"
            };
            notes.push(format!(
                "{name} stands above {above} and is not read; --config names it\n"
            ));
            break;
        }
        let real = path
            .canonicalize()
            .with_context(|| format!("cannot read {name}"))?;
        if !real.starts_with(border) || disk::leads_into_git(folder, &real) {
            bail!(
                "{name} is a link that leads out of the repository; remove it, or name the file with --config"
            );
        }
        let metadata = real
            .metadata()
            .with_context(|| format!("cannot read {name}"))?;
        if metadata.is_dir() {
            continue;
        }
        if is_foreign(&link) || is_foreign(&metadata) {
            notes.push(format!(
                "{name} belongs to another user and is not read; --config names it\n"
            ));
            continue;
        }
        let text = disk::read_small(&real, LIMIT).with_context(|| format!("cannot read {name}"))?;
        return Ok(Some(Found { path, text }));
    }
    Ok(None)
}

/// Whether a file belongs neither to the user nor to root.
#[cfg(unix)]
fn is_foreign(metadata: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    ![0, rustix::process::geteuid().as_raw()].contains(&metadata.uid())
}

#[cfg(not(unix))]
const fn is_foreign(_: &std::fs::Metadata) -> bool {
    false
}
