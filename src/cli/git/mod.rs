//! Manifests as they are at a Git revision, read with Git's own plumbing; neither the work tree nor the index is touched.

mod call;
mod objects;
mod unpack;

use super::repository;
use crate::escape::line;
use crate::manifest::discover;
use crate::manifest::discover::trees::{self, File};
use crate::manifest::disk;
use crate::manifest::exclude::Exclude;
use crate::manifest::source::{Source, Sources};
use anyhow::{Context, Result, bail};
use call::Git;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// The most bytes of manifests, and of names of files, that are taken from a revision.
const LIMIT: u64 = 1 << 30;

/// The mode of a symbolic link in a tree.
const LINK: &str = "120000";

/// What to do about an object that is not in the clone.
const NOT_HERE: &str = "\n  hint: this clone does not hold every object (it is shallow or partial), and nothing is fetched from here; fetch first, such as \
    with `git fetch --refetch --no-filter`, or clone without --filter";

/// A revision of the repository that the tool works in.
#[derive(Debug)]
pub(super) struct Revision {
    git: Git,
    root: PathBuf,
    name: String,
    commit: String,
}

/// One file at a revision.
struct Blob {
    path: String,
    object: String,
}

impl Revision {
    /// What `revision` means in the repository around the working directory.
    ///
    /// # Errors
    /// Outside of a repository, without Git, and when the revision means nothing.
    pub(super) fn resolve(revision: &str) -> Result<Self> {
        let Some(root) = repository::here() else {
            bail!(
                "--against-git needs a Git repository around the working directory, and there is none"
            );
        };
        let git = Git::of(&root)?;
        let commit = format!("{revision}^{{commit}}");
        // A revision that looks like an option is none.
        let arguments = ["rev-parse", "--verify", "--end-of-options", &commit];
        let answer = git.ask(&arguments, 4096)?;
        let commit = answer.output.as_deref().and_then(object_name);
        let Some(commit) = commit else {
            bail!(
                "`{}` is not a Git revision here{}\n  hint: fetch it first; a CI checkout is often shallow (fetch-depth: 0)",
                line::clean(revision),
                told(&answer.message, "Needed a single revision")
            );
        };
        Ok(Self {
            commit,
            git,
            root,
            name: revision.to_owned(),
        })
    }

    /// The manifests that `paths` hold, in the order of the paths, those of a directory by name. A path that does not exist there
    /// yet holds nothing, and what is excluded is left out.
    pub(super) fn sources(&self, paths: &[PathBuf], exclude: &Exclude) -> Result<Sources> {
        if paths.iter().any(|path| path.as_os_str() == "-") {
            bail!(
                "--against-git cannot read standard input at a revision; name files or directories"
            );
        }
        let mut blobs = Vec::new();
        let mut labels = Vec::new();
        let mut known = HashSet::new();
        for path in paths {
            for (blob, label) in self.list(path, exclude)? {
                if known.insert(blob.path.clone()) {
                    blobs.push(blob);
                    labels.push(label);
                }
            }
        }
        let mut texts = objects::contents(&self.git, &blobs, LIMIT)?;
        self.leave_out(&blobs, &mut texts, paths);
        let sources = labels.into_iter().zip(texts).map(|(label, text)| Source {
            path: format!("{}:{label}", self.name),
            text,
        });
        Ok(Sources(sources.collect()))
    }

    /// Empty what only kustomize and Helm read, as in the work tree; what was named itself counts.
    fn leave_out(&self, blobs: &[Blob], texts: &mut [Vec<u8>], paths: &[PathBuf]) {
        let named: HashSet<String> = paths
            .iter()
            .filter_map(|path| self.inside(path).ok())
            .collect();
        let is_found = |blob: &&Blob| !named.contains(&blob.path);
        let found = blobs.iter().zip(&*texts).filter(|(blob, _)| is_found(blob));
        let files: Vec<File<'_>> = found
            .map(|(blob, text)| File {
                path: self.root.join(&blob.path),
                text,
            })
            .collect();
        let left_out = trees::tell(&files).left_out;
        let left_out: HashSet<PathBuf> = left_out
            .into_iter()
            .filter_map(|file| Some(files.get(file)?.path.clone()))
            .collect();
        for (blob, text) in blobs.iter().zip(texts) {
            if left_out.contains(&self.root.join(&blob.path)) {
                text.clear();
            }
        }
    }

    /// A single regular file of at most `limit` bytes, by its path from the top of the repository; `None` when there is none.
    pub(super) fn file(&self, path: &Path, limit: u64) -> Result<Option<Vec<u8>>> {
        let path = path.to_string_lossy();
        let mut blobs = self.tree(&path)?;
        blobs.retain(|blob| blob.path == path);
        Ok(objects::contents(&self.git, &blobs, limit)?.pop())
    }

    /// The top of the repository.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// As the user wrote it.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// The manifests at or below a path, each with its name as the user would give it.
    fn list(&self, path: &Path, exclude: &Exclude) -> Result<Vec<(Blob, String)>> {
        let inside = self.inside(path)?;
        let named: PathBuf = path.components().collect();
        let mut listed: Vec<(Blob, String)> = self
            .tree(&inside)?
            .into_iter()
            .filter_map(|blob| {
                let below = Path::new(&blob.path).strip_prefix(&inside).ok()?;
                let is_named = below.as_os_str().is_empty();
                let label = if is_named {
                    named.clone()
                } else {
                    named.join(below)
                };
                let wanted = is_named || is_manifest_below(below);
                (wanted && !exclude.covers(&label, &named)).then(|| (blob, label_text(&label)))
            })
            .collect();
        listed.sort_by(|(a, _), (b, _)| Path::new(&a.path).cmp(Path::new(&b.path)));
        Ok(listed)
    }

    /// The regular files at or below a path from the top, which is empty for everything. Symbolic links (120000) and submodules
    /// (160000) hold no manifest themselves.
    fn tree(&self, inside: &str) -> Result<Vec<Blob>> {
        let entries = self.entries(inside)?.into_iter();
        let files = entries.filter(|(is_link, _)| !is_link);
        Ok(files.map(|(_, blob)| blob).collect())
    }

    /// The regular files and the links, which are told apart.
    fn entries(&self, inside: &str) -> Result<Vec<(bool, Blob)>> {
        let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", &self.commit, "--"];
        if !inside.is_empty() {
            arguments.push(inside);
        }
        let answer = self.git.ask(&arguments, LIMIT)?;
        let Some(output) = answer.output else {
            bail!(
                "git cannot list `{}` at {}{}{NOT_HERE}",
                line::clean(inside),
                self.commit,
                told(&answer.message, "")
            );
        };
        let listing = String::from_utf8_lossy(&output);
        let blobs = listing.split('\0').filter_map(|entry| {
            let (about, name) = entry.split_once('\t')?;
            let mut words = about.split(' ');
            let (mode, object) = (words.next()?, words.nth(1)?);
            matches!(mode, "100644" | "100755" | "100664" | LINK).then(|| {
                let blob = Blob {
                    path: name.to_owned(),
                    object: object.to_owned(),
                };
                (mode == LINK, blob)
            })
        });
        Ok(blobs.collect())
    }

    /// A path of the user, from the top of the repository.
    fn inside(&self, path: &Path) -> Result<String> {
        let named =
            disk::lexical(&std::path::absolute(path).context("the working directory is gone")?);
        let real = || path.canonicalize().ok();
        let inside = named
            .strip_prefix(&self.root)
            .map(Path::to_owned)
            .ok()
            .or_else(|| Some(real()?.strip_prefix(&self.root).ok()?.to_owned()));
        match inside {
            Some(inside) => Ok(inside.to_string_lossy().into_owned()),
            None => bail!(
                "{} is outside of the repository, so Git cannot say what it was",
                line::path(path)
            ),
        }
    }
}

/// A name without `.` in front.
fn label_text(label: &Path) -> String {
    let label = label.strip_prefix(".").unwrap_or(label);
    label.display().to_string()
}

/// The one object that Git names; `^HEAD` is everything but one.
fn object_name(output: &[u8]) -> Option<String> {
    let name = output.trim_ascii_end();
    let is_name = !name.is_empty() && name.iter().all(u8::is_ascii_hexdigit);
    is_name.then(|| String::from_utf8_lossy(name).into_owned())
}

/// What Git said, on one line and cleaned, unless it is only `expected`.
fn told(message: &str, expected: &str) -> String {
    let lines: Vec<String> = message
        .lines()
        .filter(|line| !line.starts_with("hint:"))
        .map(|line| line::clean(line.strip_prefix("fatal: ").unwrap_or(line)))
        .collect();
    let message = lines.join(" ");
    if message.is_empty() || message == expected {
        return String::new();
    }
    format!(": git says: {message}")
}

/// Whether a file, by its path below a directory, is one that the work tree's walk would take: a manifest outside of hidden folders.
fn is_manifest_below(path: &Path) -> bool {
    let mut folders = path.parent().into_iter().flat_map(Path::iter);
    !folders.any(|part| part.to_string_lossy().starts_with('.')) && discover::is_manifest(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_visible_manifests_below_a_directory_count() {
        let counts = |path: &str| is_manifest_below(Path::new(path));
        assert!(counts("web/a.yaml"));
        assert!(counts("a.JSON"));
        assert!(!counts(".git/a.yaml"));
        assert!(!counts("web/.hidden/a.yaml"));
        assert!(!counts("readme.md"));
        assert!(!counts(".kic2kong.yaml"));
    }

    #[test]
    fn what_git_says_stands_on_one_clean_line() {
        assert_eq!(
            told("fatal: bad\n::error::x\u{1b}[1m", ""),
            ": git says: bad ::error::x\\u{1b}[1m"
        );
        assert_eq!(told("hint: read this\nfatal: Needed", "Needed"), "");
    }

    #[test]
    fn names_lose_their_leading_dot() {
        assert_eq!(label_text(Path::new("./a.yaml")), "a.yaml");
        assert_eq!(label_text(Path::new("../a.yaml")), "../a.yaml");
    }
}
