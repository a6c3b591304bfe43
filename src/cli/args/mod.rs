//! The command line as clap sees it: one struct per subcommand, shared groups flattened. A doc
//! comment is the help text. Nothing below `cli` sees these types.

mod controller;
mod input;
mod output;

pub use controller::{ControllerArgs, EndpointsArg, GatewaysArg, RouterFlavorArg, SecretsArg};
pub use input::InputArgs;
pub use output::{
    ColorArg, ConfigurationFormat, FailOn, ProblemArgs, ProblemFormat, Target, WriteArgs,
};

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// What Kong Ingress Controller would make of your manifests
///
/// Reads Kubernetes manifests and prints the declarative Kong configuration that Kong Ingress
/// Controller 3.5 would build from them, with no cluster and no gateway.
#[derive(Debug, Parser)]
#[command(name = "kic2kong", version, propagate_version = true)]
pub struct Arguments {
    #[command(flatten)]
    pub global: GlobalArgs,
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    Render(RenderArgs),
    Check(CheckArgs),
}

/// Options of every subcommand.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct GlobalArgs {
    /// Read settings from this file instead of the nearest .kic2kong.yaml
    #[arg(long, global = true, value_name = "FILE", env = "KIC2KONG_CONFIG")]
    pub config: Option<PathBuf>,
    /// Colour messages
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        env = "KIC2KONG_COLOR",
        default_value = "auto"
    )]
    pub color: ColorArg,
    /// Say nothing but the result
    #[arg(
        short,
        long,
        global = true,
        env = "KIC2KONG_QUIET",
        value_parser = clap::builder::BoolishValueParser::new(),
        conflicts_with = "verbose"
    )]
    pub quiet: bool,
    /// Say more about what was read and skipped
    #[arg(
        short,
        long,
        global = true,
        env = "KIC2KONG_VERBOSE",
        value_parser = clap::builder::BoolishValueParser::new()
    )]
    pub verbose: bool,
}

/// Print the declarative configuration
#[derive(Debug, Args)]
pub struct RenderArgs {
    #[command(flatten)]
    pub input: InputArgs,
    #[command(flatten)]
    pub write: WriteArgs,
    #[command(flatten)]
    pub problems: ProblemArgs,
    #[command(flatten)]
    pub controller: ControllerArgs,
}

/// Print only the problems, for people or for CI
#[derive(Debug, Args)]
pub struct CheckArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// Write the report in this format
    #[arg(
        long,
        value_name = "FORMAT",
        env = "KIC2KONG_FORMAT",
        default_value = "text"
    )]
    pub format: ProblemFormat,
    /// Write the report to this file, `-` for standard output
    #[arg(
        short,
        long,
        value_name = "FILE",
        env = "KIC2KONG_OUTPUT_FILE",
        default_value = "-"
    )]
    pub output_file: PathBuf,
    #[command(flatten)]
    pub problems: ProblemArgs,
    #[command(flatten)]
    pub controller: ControllerArgs,
}
