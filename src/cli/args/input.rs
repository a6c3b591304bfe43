//! Where the manifests are.

use crate::cli::repository;
use crate::manifest::disk::Border;
use crate::manifest::exclude::{Exclude, Pattern};
use anyhow::{Context, Result};
use clap::Args;
use std::path::PathBuf;

/// Manifests to read.
#[derive(Debug, Clone, Args)]
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
    #[command(flatten)]
    pub build: BuildArgs,
    #[command(flatten)]
    pub each: EachArgs,
}

/// Several environments in one run.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Environments")]
pub struct EachArgs {
    /// Make an environment of its own of every directory or file that matches, such as 'clusters/*'; may be repeated
    #[arg(long, value_name = "GLOB", env = "KIC2KONG_EACH")]
    pub each: Vec<String>,
    /// Run only the environment of this name, of those of the settings file or of --each; may be repeated
    #[arg(
        long,
        value_name = "NAME",
        env = "KIC2KONG_ENVIRONMENT",
        value_delimiter = ','
    )]
    pub environment: Vec<String>,
}

/// What other programs build before it is read.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Kustomize and Helm")]
pub struct BuildArgs {
    /// Build this directory with kustomize (or kubectl) and read what comes out; may be repeated
    #[arg(short = 'k', long, value_name = "DIR", env = "KIC2KONG_KUSTOMIZE")]
    pub kustomize: Vec<PathBuf>,
    /// Render this chart, a directory or a .tgz file, with helm template and read what comes out
    #[arg(long, value_name = "CHART", env = "KIC2KONG_HELM")]
    pub helm: Option<PathBuf>,
    /// Give this file of values to Helm; may be repeated
    #[arg(long, value_name = "FILE", env = "KIC2KONG_VALUES")]
    pub values: Vec<PathBuf>,
    /// Name of the release for Helm
    #[arg(
        long,
        value_name = "NAME",
        env = "KIC2KONG_RELEASE",
        default_value = "release-name"
    )]
    pub release: String,
    /// Let kustomize and Helm fetch what stands elsewhere
    #[arg(long, env = "KIC2KONG_ALLOW_REMOTE", value_parser = clap::builder::BoolishValueParser::new())]
    pub allow_remote: bool,
}

impl InputArgs {
    /// How far links lead.
    pub fn border(&self) -> Border {
        Border {
            repository: repository::here(),
            follow_links: self.follow_links,
        }
    }

    /// Whether anything is to be read.
    pub fn is_empty(&self) -> bool {
        self.paths.is_empty()
            && self.filename.is_empty()
            && self.build.kustomize.is_empty()
            && self.build.helm.is_none()
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
