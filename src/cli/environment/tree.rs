//! The tree that the paths of one side lead into: the work tree, or that of a revision in a folder of ours.

use crate::cli::args::InputArgs;
use crate::manifest::disk::{self, Border};
use crate::manifest::exclude::Exclude;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// A tree.
#[derive(Debug, Clone)]
pub struct Tree {
    /// How far links lead.
    border: Border,
    /// The tree of a revision; `None` for the work tree.
    past: Option<Past>,
}

/// The tree of a revision.
#[derive(Debug, Clone)]
struct Past {
    /// Where its files are, free of links.
    root: PathBuf,
    /// What stands for the working directory there.
    here: PathBuf,
    /// The top of the repository whose revision it is.
    repository: PathBuf,
    /// As the user wrote the revision.
    name: String,
}

impl Tree {
    /// The work tree.
    pub const fn work(border: Border) -> Self {
        Self { border, past: None }
    }

    /// That of a revision, whose files are below `root`.
    ///
    /// # Errors
    /// Outside of the repository.
    pub(crate) fn past(root: &Path, repository: &Path, name: &str) -> Result<Self> {
        let here = std::env::current_dir().context("the working directory")?;
        let inside = here.canonicalize()?;
        let inside = inside
            .strip_prefix(repository)
            .context("the working directory is outside of the repository")?;
        Ok(Self {
            border: Border {
                repository: Some(root.to_owned()),
                follow_links: false,
            },
            past: Some(Past {
                root: root.to_owned(),
                here: root.join(inside),
                repository: repository.to_owned(),
                name: name.to_owned(),
            }),
        })
    }

    /// How far links lead.
    pub const fn border(&self) -> &Border {
        &self.border
    }

    /// A path of the user in this tree.
    ///
    /// # Errors
    /// One that no revision has.
    pub(crate) fn path(&self, path: &Path) -> Result<PathBuf> {
        let Some(past) = &self.past else {
            return Ok(path.to_owned());
        };
        let named = if path.is_absolute() {
            match disk::lexical(path).strip_prefix(&past.repository) {
                Ok(inside) => past.root.join(inside),
                Err(_) => path.to_owned(),
            }
        } else {
            disk::lexical(&past.here.join(path))
        };
        if !named.starts_with(&past.root) {
            bail!(
                "{} is outside of the repository, so Git cannot say what it was",
                crate::escape::line::path(path)
            );
        }
        Ok(named)
    }

    /// Whether this is the work tree.
    pub const fn is_work(&self) -> bool {
        self.past.is_none()
    }

    /// A pattern for paths of this tree, and the folder that it starts from.
    pub(super) fn pattern(&self, pattern: &str) -> Result<(String, PathBuf)> {
        let Some(past) = &self.past else {
            return Ok((pattern.to_owned(), PathBuf::new()));
        };
        if let Ok(inside) = Path::new(pattern).strip_prefix(&past.repository) {
            return Ok((inside.display().to_string(), past.root.clone()));
        }
        if Path::new(pattern).is_absolute() {
            bail!(
                "`{}` is outside of the repository, so Git cannot say what matched",
                crate::escape::line::clean(pattern)
            );
        }
        Ok((pattern.to_owned(), past.here.clone()))
    }

    /// A path of this tree as the user would give it for the work tree.
    pub(super) fn named(&self, path: &Path) -> PathBuf {
        let Some(past) = &self.past else {
            return PathBuf::from(self.label(path));
        };
        match (path.strip_prefix(&past.here), path.strip_prefix(&past.root)) {
            (Ok(inside), _) => inside.to_owned(),
            (_, Ok(inside)) => past.repository.join(inside),
            _ => path.to_owned(),
        }
    }

    /// A folder of the repository, absolute or from its top, in this tree.
    pub(super) fn repository_folder(&self, folder: &Path) -> Result<PathBuf> {
        match &self.past {
            Some(past) => Ok(past.root.join(folder)),
            None => Ok(std::path::absolute(folder)?.canonicalize()?),
        }
    }

    /// Whether a revision does not have something yet: none of these files is there below a path. The work tree is taken at its word.
    pub(super) fn lacks(&self, path: &Path, files: &[&str]) -> Result<bool> {
        if self.is_work() {
            return Ok(false);
        }
        let path = self.path(path)?;
        let is_there = |file: &&str| {
            let file = if file.is_empty() {
                path.clone()
            } else {
                path.join(file)
            };
            file.is_file()
        };
        Ok(!files.iter().any(is_there))
    }

    /// What is left out of it. The paths of a revision are matched as the user would give them.
    ///
    /// # Errors
    /// Patterns that are too large.
    pub(crate) fn excluded(&self, input: &InputArgs) -> Result<Exclude> {
        let excluded = input.excluded()?;
        Ok(match &self.past {
            Some(past) => excluded.seen_from(&past.here),
            None => excluded,
        })
    }

    /// A path of this tree as the user would name it.
    pub fn label(&self, path: &Path) -> String {
        let short = |path: &Path, base: &Path| {
            let inside = path.strip_prefix(base).ok()?.to_owned();
            Some(if inside.as_os_str().is_empty() {
                ".".to_owned()
            } else {
                inside.display().to_string()
            })
        };
        match &self.past {
            Some(past) => {
                let inside = short(path, &past.here).or_else(|| short(path, &past.root));
                match inside {
                    Some(inside) => format!("{}:{inside}", past.name),
                    None => path.display().to_string(),
                }
            }
            None if path.is_absolute() => {
                let here = std::env::current_dir().ok();
                let here = here.and_then(|here| here.canonicalize().ok());
                here.and_then(|here| short(path, &here))
                    .unwrap_or_else(|| path.display().to_string())
            }
            None => path.display().to_string(),
        }
    }

    /// Whether a real path may be read by a builder: inside of the repository, where there is one.
    pub(super) fn admits(&self, real: &Path) -> bool {
        let Some(root) = self.border.repository.as_deref() else {
            return !disk::leads_into_git(Path::new(""), real);
        };
        self.border.follow_links || (real.starts_with(root) && !disk::leads_into_git(root, real))
    }
}
