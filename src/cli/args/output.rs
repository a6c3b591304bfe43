//! What is written, in which form, and what counts as failure.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// How and where the configuration is written.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub struct WriteArgs {
    /// Write to this file, `-` for standard output; a failed run leaves the old file as it was; `yaml` and `json` choose the format, and so does the extension of a file
    #[arg(
        short,
        long,
        value_name = "FILE",
        env = "KIC2KONG_OUTPUT_FILE",
        default_value = "-"
    )]
    pub output_file: PathBuf,
    /// Write the configuration in this format
    #[arg(
        long,
        value_name = "FORMAT",
        env = "KIC2KONG_FORMAT",
        default_value = "yaml"
    )]
    pub format: ConfigurationFormat,
    /// Write for this reader
    #[arg(
        long,
        value_name = "TARGET",
        env = "KIC2KONG_TARGET",
        default_value = "deck"
    )]
    pub target: Target,
    /// Add a tag to _`info.select_tags`; may be repeated
    #[arg(
        long,
        value_name = "TAG",
        env = "KIC2KONG_SELECT_TAG",
        value_delimiter = ','
    )]
    pub select_tag: Vec<String>,
    /// Write a list of the variables that --secrets env uses, with Secret and key, to this file
    #[arg(long, value_name = "FILE", env = "KIC2KONG_SECRETS_MAP")]
    pub secrets_map: Option<PathBuf>,
}

/// Which problems are reported, and which make the run fail.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Problems")]
pub struct ProblemArgs {
    /// Exit with 1 when there is a problem of this severity or a worse one
    #[arg(
        long,
        value_name = "SEVERITY",
        env = "KIC2KONG_FAIL_ON",
        default_value = "error"
    )]
    pub fail_on: FailOn,
    /// Do not report problems of this code; may be repeated
    #[arg(
        long,
        value_name = "CODE",
        env = "KIC2KONG_DISABLE",
        value_delimiter = ','
    )]
    pub disable: Vec<String>,
    /// Report problems of this code only; may be repeated
    #[arg(
        long,
        value_name = "CODE",
        env = "KIC2KONG_ONLY",
        value_delimiter = ','
    )]
    pub only: Vec<String>,
    /// Report what `# kic2kong: ignore` comments and `kic2kong/ignore` annotations silence, too
    #[arg(long, env = "KIC2KONG_NO_IGNORES", value_parser = clap::builder::BoolishValueParser::new())]
    pub no_ignores: bool,
}

/// What problems are compared with.
#[derive(Debug, Args)]
#[command(next_help_heading = "Comparison")]
pub struct BaselineArgs {
    /// Let only problems count that this file or directory of manifests does not have
    #[arg(
        long,
        value_name = "FILE_OR_DIR",
        env = "KIC2KONG_AGAINST",
        conflicts_with = "against_git"
    )]
    pub against: Option<PathBuf>,
    /// Let only problems count that the same paths do not have at this Git revision
    #[arg(long, value_name = "REV", env = "KIC2KONG_AGAINST_GIT")]
    pub against_git: Option<String>,
}

/// When to colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ColorArg {
    /// On a terminal, unless `NO_COLOR` is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// The least severity that fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors
    Error,
    /// Errors and warnings
    Warning,
    /// Nothing
    Never,
}

/// Syntax of the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ConfigurationFormat {
    /// YAML
    Yaml,
    /// JSON
    Json,
}

/// Who reads the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Target {
    /// decK
    Deck,
    /// Kong's own declarative loader
    Dbless,
}

/// Form of a report of problems.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ProblemFormat {
    /// For people, with the manifest lines quoted
    Text,
    /// For programs
    Json,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// GitHub workflow commands
    Github,
    /// JUnit XML
    Junit,
}

/// Formats of `graph`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum GraphFormat {
    /// A Mermaid flowchart, for Markdown
    Mermaid,
    /// Graphviz
    Dot,
    /// One page with search, for a browser
    Html,
}
