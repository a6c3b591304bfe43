//! Arguments of `status`.

use super::{ControllerArgs, InputArgs};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Print the conditions and events that each object would get
///
/// What `kubectl describe` would show in a cluster with this controller: the conditions of Gateways, listeners, routes, policies and Kong's
/// kinds, and the events about what fails to be translated. Objects of which nothing is to be said are left out.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  kic2kong status deploy/\n  kic2kong status deploy/ --gateways strict --format yaml\n  kic2kong status deploy/ -o json | jq '.objects[] | select(.events != [])'"
)]
pub struct StatusArgs {
    #[command(flatten)]
    pub input: InputArgs,
    /// Write the status in this format
    #[arg(
        long,
        value_name = "FORMAT",
        env = "KIC2KONG_FORMAT",
        default_value = "text"
    )]
    pub format: StatusFormat,
    /// Write to this file, `-` for standard output; the name of a format chooses that format, and so does the extension of a file
    #[arg(
        short,
        long,
        value_name = "FILE",
        env = "KIC2KONG_OUTPUT_FILE",
        default_value = "-"
    )]
    pub output_file: PathBuf,
    #[command(flatten)]
    pub controller: ControllerArgs,
}

/// Formats of `status`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum StatusFormat {
    /// A line for each condition
    Text,
    /// A document for each object as `kubectl get -o yaml` has its status, and one for each event
    Yaml,
    /// One list, for programs
    Json,
}
