//! The `kic2kong` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<_> = std::env::args_os().collect();
    kic2kong::inner::cli::run(&words).into()
}
