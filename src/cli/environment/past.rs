//! The tree of a revision, with what the settings of that revision make of it.

use super::folder::Folder;
use super::tree::Tree;
use crate::cli::git::Revision;
use anyhow::Result;

/// A revision as files; gone with this.
pub(crate) struct Past {
    /// The files.
    pub(crate) tree: Tree,
    _folder: Folder,
}

impl Past {
    /// Write the files of a revision.
    pub(in crate::cli) fn of(revision: &Revision) -> Result<Self> {
        let folder = Folder::new()?;
        revision.unpack(folder.path())?;
        Ok(Self {
            tree: Tree::past(folder.path(), revision.root(), revision.name())?,
            _folder: folder,
        })
    }
}
