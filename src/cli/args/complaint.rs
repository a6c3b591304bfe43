//! What a gateway or controller complains of, and the manifests to look into.

use super::{ControllerArgs, InputArgs, ProblemArgs, ProblemFormat};
use clap::Args;
use std::path::PathBuf;

/// Lead an error of a gateway or controller back to the manifests
#[derive(Debug, Args)]
#[command(
    after_help = "FILE holds what /debug/config/raw-error or POST /config answers, lines of the controller's log, events (kubectl get events, kubectl describe, -o yaml), or decK's error.\n\nExamples:\n  kic2kong explain-error raw-error.json deploy/\n  kubectl get events -A --field-selector reason=KongConfigurationApplyFailed | kic2kong explain-error - deploy/"
)]
pub struct ExplainErrorArgs {
    /// The file with the error, or `-` for standard input
    #[arg(value_name = "FILE")]
    pub error: PathBuf,
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
    /// Write the report to this file, `-` for standard output; the name of a format chooses that format, and so does the extension of a file
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
