//! The manifests below a directory: links lead only to what is among the inputs, and nothing but regular files is taken.

use super::{Item, is_manifest};
use crate::manifest::disk::{self, Refusal};
use crate::manifest::exclude::Exclude;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Where links may lead.
pub(super) struct Trees<'a> {
    /// The directories among the inputs, free of links.
    pub(super) roots: Vec<PathBuf>,
    /// Whether links may lead elsewhere, too.
    pub(super) follow_links: bool,
    /// What is left out of them.
    pub(super) exclude: &'a Exclude,
}

impl Trees<'_> {
    /// Why a link is not followed, if so. One that leads nowhere is no matter of this.
    fn refusal(&self, link: &Path) -> Option<Refusal> {
        let target = link.canonicalize().ok()?;
        let is_among =
            |root: &PathBuf| target.starts_with(root) && !disk::leads_into_git(root, &target);
        if self.roots.iter().any(is_among) {
            return None;
        }
        if let Some(what) = disk::machine_file(&target) {
            return Some(Refusal::Special(what));
        }
        (!self.follow_links).then_some(Refusal::Outside(target))
    }
}

/// Add the manifests below a directory; whether symbolic links were met on the way.
pub(super) fn walk(directory: &Path, trees: &Trees<'_>, items: &mut Vec<Item>) -> bool {
    let before = items.len();
    let mut links = false;
    let mut seen = HashSet::new();
    let mut entries = WalkDir::new(directory)
        .follow_links(true)
        .sort_by_file_name()
        .into_iter();
    while let Some(entry) = entries.next() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                // A loop of links leads only to what is read anyway.
                links |= error.loop_ancestor().is_some();
                items.extend(unreached(&error).filter(|item| {
                    !matches!(item, Item::Missing(path) if trees.exclude.covers(path, directory))
                }));
                continue;
            }
        };
        links |= entry.path_is_symlink();
        let is_directory = entry.file_type().is_dir();
        let is_excluded = !is_root(&entry) && trees.exclude.covers(entry.path(), directory);
        let wanted = !is_excluded
            && if is_directory {
                is_root(&entry) || !is_hidden(&entry)
            } else {
                is_manifest(entry.path())
            };
        let refusal = wanted.then(|| refusal(&entry, trees)).flatten();
        // Links that lead to one directory by many ways would multiply without end.
        if is_directory && (!wanted || refusal.is_some() || !is_first_visit(&entry, &mut seen)) {
            entries.skip_current_dir();
        }
        match refusal {
            Some(refusal) => items.push(Item::Refused(entry.into_path(), refusal)),
            None if wanted && !is_directory => items.push(Item::Found(entry.into_path())),
            None => {}
        }
    }
    if items.len() == before {
        items.push(Item::Empty(directory.to_owned()));
    }
    links
}

/// Why an entry of the walk is not read, if so.
fn refusal(entry: &DirEntry, trees: &Trees<'_>) -> Option<Refusal> {
    let kind = entry.file_type();
    if entry.path_is_symlink() && !is_root(entry) {
        let refusal = trees.refusal(entry.path());
        if refusal.is_some() {
            return refusal;
        }
    }
    if kind.is_file() || kind.is_dir() {
        return None;
    }
    disk::special(&entry.metadata().ok()?).map(Refusal::Special)
}

/// A dangling link that looks like a manifest is worth a word.
fn unreached(error: &walkdir::Error) -> Option<Item> {
    let is_loop = error.loop_ancestor().is_some();
    let path = error.path().filter(|path| is_manifest(path) && !is_loop)?;
    Some(Item::Missing(path.to_owned()))
}

fn is_root(entry: &DirEntry) -> bool {
    entry.depth() == 0
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with('.')
}

/// What tells one directory from all others.
#[cfg(unix)]
type Identity = (u64, u64);
#[cfg(not(unix))]
type Identity = PathBuf;

fn is_first_visit(entry: &DirEntry, seen: &mut HashSet<Identity>) -> bool {
    identity(entry).is_none_or(|identity| seen.insert(identity))
}

#[cfg(unix)]
fn identity(entry: &DirEntry) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt;
    let metadata = entry.metadata().ok()?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(entry: &DirEntry) -> Option<Identity> {
    entry.path().canonicalize().ok()
}
