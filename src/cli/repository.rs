//! The Git repository that the tool works in, found by its `.git`. What stands above it is none of its business, and a bare
//! repository that was committed into the tree is none.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The top of the repository around the working directory, free of links; `None` outside of any.
pub fn here() -> Option<PathBuf> {
    top(&std::env::current_dir().ok()?)
}

/// The top of the repository around a directory.
pub fn top(directory: &Path) -> Option<PathBuf> {
    let directory = directory.canonicalize().ok()?;
    let mut above = directory.ancestors();
    above
        .find(|folder| is_git(&folder.join(".git")))
        .map(Path::to_owned)
}

/// Whether this is what Git takes for a repository's own data: the directory itself, or the file that leads to it in a worktree
/// or a submodule. Git never checks out anything of this name, so it does not come with a pull request.
fn is_git(path: &Path) -> bool {
    if path.is_dir() {
        return std::fs::symlink_metadata(path.join("HEAD")).is_ok();
    }
    let mut start = [0; 8];
    path.is_file()
        && File::open(path)
            .and_then(|mut file| file.read_exact(&mut start))
            .is_ok()
        && start == *b"gitdir: "
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_git_counts_and_parts_of_a_bare_repository_do_not() {
        let machine = tempfile::tempdir().expect("a directory");
        let root = machine.path().canonicalize().expect("is there");
        for folder in [
            ".git",
            "deploy/objects",
            "deploy/refs",
            "module",
            "empty/.git",
        ] {
            std::fs::create_dir_all(root.join(folder)).expect("is made");
        }
        for (file, text) in [
            (".git/HEAD", "ref: refs/heads/main\n"),
            ("deploy/HEAD", "ref: refs/heads/main\n"),
            ("module/.git", "gitdir: ../.git/modules/module\n"),
        ] {
            std::fs::write(root.join(file), text).expect("is written");
        }
        for inside in ["", "deploy", "deploy/refs", "empty"] {
            assert_eq!(top(&root.join(inside)), Some(root.clone()), "{inside}");
        }
        assert_eq!(top(&root.join("module")), Some(root.join("module")));
        assert_eq!(top(Path::new("/")), None);
    }
}
