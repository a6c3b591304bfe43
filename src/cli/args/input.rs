//! Where the manifests are.

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
}

impl InputArgs {
    /// All paths in the order that decides which of two equal objects wins: positional ones, then `-f`.
    pub fn all_paths(&self) -> Vec<PathBuf> {
        self.paths.iter().chain(&self.filename).cloned().collect()
    }
}
