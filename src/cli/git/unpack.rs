//! The tree of a revision as files in a folder of ours, for programs that read files. Written byte for byte: no filter, no attribute,
//! no hook has a say. Links are kept only where they lead inside, and nothing gets a name that Git itself would refuse.

use super::{LIMIT, Revision, objects};
use crate::manifest::disk;
use anyhow::{Context, Result};
use std::collections::HashSet;
use std::path::{Component, Path};

/// How many files are read from Git at a time.
const BATCH: usize = 500;

impl Revision {
    /// Write all files of the revision below `folder`, which is empty.
    pub(in crate::cli) fn unpack(&self, folder: &Path) -> Result<()> {
        let (links, files): (Vec<_>, Vec<_>) = self
            .entries("")?
            .into_iter()
            .filter(|(_, blob)| is_harmless(Path::new(&blob.path)))
            .partition(|(is_link, _)| *is_link);
        let files: Vec<_> = files.into_iter().map(|(_, blob)| blob).collect();
        let mut room = LIMIT;
        let mut folders = HashSet::new();
        for batch in files.chunks(BATCH) {
            let texts = objects::contents(&self.git, batch, room)?;
            for (blob, text) in batch.iter().zip(texts) {
                room = room.saturating_sub(text.len() as u64);
                let path = folder.join(&blob.path);
                if let Some(parent) = path.parent()
                    && folders.insert(parent.to_owned())
                {
                    std::fs::create_dir_all(parent).context("cannot write a temporary file")?;
                }
                std::fs::write(&path, text).context("cannot write a temporary file")?;
            }
        }
        let links: Vec<_> = links.into_iter().map(|(_, blob)| blob).collect();
        for batch in links.chunks(BATCH) {
            let targets = objects::contents(&self.git, batch, room)?;
            for (blob, target) in batch.iter().zip(targets) {
                link(folder, &blob.path, &target);
            }
        }
        Ok(())
    }
}

/// Whether a path of a tree stays below the folder and out of Git's data.
fn is_harmless(path: &Path) -> bool {
    path.components().all(|part| match part {
        Component::Normal(name) => !name.eq_ignore_ascii_case(".git"),
        _ => false,
    })
}

/// A link that leads inside by its letters; links on its way are such, too. One that cannot be made is as one that leads out.
#[cfg(unix)]
fn link(folder: &Path, path: &str, target: &[u8]) {
    use std::os::unix::ffi::OsStrExt;
    let target = Path::new(std::ffi::OsStr::from_bytes(target));
    let link = folder.join(path);
    let Some(parent) = link.parent() else { return };
    let inside = disk::lexical(&parent.join(target));
    if target.is_absolute() || !inside.starts_with(folder) {
        return;
    }
    let _ = std::fs::create_dir_all(parent);
    let _ = std::os::unix::fs::symlink(target, &link);
    // Links that lead through one another may lead elsewhere than their letters say.
    let leads_out = link
        .canonicalize()
        .is_ok_and(|real| !real.starts_with(folder));
    if leads_out {
        let _ = std::fs::remove_file(&link);
    }
}

#[cfg(not(unix))]
const fn link(_: &Path, _: &str, _: &[u8]) {}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn only_links_that_lead_inside_are_made() {
        let folder = tempfile::tempdir().expect("a directory");
        let root = folder.path().canonicalize().expect("is there");
        std::fs::create_dir_all(root.join("a/b")).expect("is made");
        for (name, target, is_made) in [
            ("in", "a/b", true),
            ("a/up", "../a", true),
            ("out", "../x", false),
            ("absolute", "/etc", false),
            ("a/far", "../../../etc", false),
        ] {
            link(&root, name, target.as_bytes());
            let made = std::fs::symlink_metadata(root.join(name)).is_ok();
            assert_eq!(made, is_made, "{name}");
        }
        link(&root, "through", b"in/../../../etc");
        assert!(std::fs::symlink_metadata(root.join("through")).is_err());
    }

    #[test]
    fn names_that_lead_elsewhere_are_left_out() {
        for wrong in ["../a", "/a", "a/../b", ".git/config", "a/.GIT/x"] {
            assert!(!is_harmless(Path::new(wrong)), "{wrong}");
        }
        assert!(is_harmless(Path::new("a/b.yaml")));
    }
}
