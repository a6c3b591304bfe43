//! Arguments of `settings`.

use super::{ControllerArgs, InputArgs, ProblemArgs};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Print every option in force, and where it comes from
///
/// A flag beats an environment variable, which beats .kic2kong.yaml, which beats what the inputs say of their own controller: a Deployment
/// of Kong Ingress Controller with its gateway, Kong Operator with its ControlPlanes and Gateways, or a Helm release of either. The rest are
/// the defaults of the controller, which `--all` prints, too.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  kic2kong settings clusters/eu\n  kic2kong settings clusters/eu --all\n  kic2kong settings --controller-from platform/kong/values.yaml --format json"
)]
pub struct SettingsArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// Write the options in this format
    #[arg(
        long,
        value_name = "FORMAT",
        env = "KIC2KONG_FORMAT",
        default_value = "text"
    )]
    pub format: SettingsFormat,
    /// Write to this file, `-` for standard output; the name of a format chooses that format, and so does the extension of a file
    #[arg(
        short,
        long,
        value_name = "FILE",
        env = "KIC2KONG_OUTPUT_FILE",
        default_value = "-"
    )]
    pub output_file: PathBuf,
    /// Print the defaults of options that nobody sets, too; for programs they are always there
    #[arg(long, env = "KIC2KONG_ALL", value_parser = clap::builder::BoolishValueParser::new())]
    pub all: bool,
    #[command(flatten)]
    pub problems: ProblemArgs,
    #[command(flatten)]
    pub controller: ControllerArgs,
}

/// Formats of `settings`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SettingsFormat {
    /// A table
    Text,
    /// For programs
    Json,
}
