//! Makes the table of plugin schemas.

fn main() {}
