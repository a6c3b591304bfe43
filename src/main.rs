//! The `kic2kong` command.

fn main() {}
