//! The `kic2kong` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    kic2kong::cli::run(std::env::args_os().collect()).into()
}
