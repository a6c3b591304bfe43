//! Where the manifests are.

use crate::cli::repository;
use crate::manifest::disk::Border;
use crate::manifest::exclude::{Exclude, Pattern};
use anyhow::{Context, Result};
use clap::Args;
use std::path::PathBuf;

/// Manifests to read.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// A file, a directory (walked recursively), or `-` for standard input
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// The same as PATH, for kubectl's habit; may be repeated
    #[arg(short, long, value_name = "PATH", env = "KIC2KONG_FILENAME")]
    pub filename: Vec<PathBuf>,
    /// Fill a missing namespace on namespaced kinds
    #[arg(
        short,
        long,
        value_name = "NAMESPACE",
        env = "KIC2KONG_NAMESPACE",
        default_value = "default"
    )]
    pub namespace: String,
    /// Leave out what this pattern matches, as in a .gitignore; may be repeated
    ///
    /// `charts` is any file or folder of that name, `/charts` or `deploy/charts` the one at that place from PATH or as PATH was given, `*.tmp.yaml`
    /// and `**/tests/**` what they match.
    #[arg(long, value_name = "GLOB", env = "KIC2KONG_EXCLUDE")]
    pub exclude: Vec<Pattern>,
    /// Follow symbolic links out of the directories and out of the repository, too
    #[arg(long, env = "KIC2KONG_FOLLOW_LINKS", value_parser = clap::builder::BoolishValueParser::new())]
    pub follow_links: bool,
}

impl InputArgs {
    /// How far links lead.
    pub fn border(&self) -> Border {
        Border {
            repository: repository::here(),
            follow_links: self.follow_links,
        }
    }

    /// What is left out of them.
    ///
    /// # Errors
    /// Patterns that are too large.
    pub fn excluded(&self) -> Result<Exclude> {
        Exclude::of(&self.exclude).context("--exclude")
    }

    /// All paths in the order that decides which of two equal objects wins: positional ones, then `-f`.
    pub fn all_paths(&self) -> Vec<PathBuf> {
        self.paths.iter().chain(&self.filename).cloned().collect()
    }
}
