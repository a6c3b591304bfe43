//! The declarative configuration file: `content` is the format, `generate` makes it from a `kong::State`,
//! `write` prints it byte for byte as decK does, `read` reads such files, whoever wrote them.
//!
//! Lists stand in decK's order (ascending), fields in the order of decK's YAML keys. Nothing here does I/O.

pub mod content;
pub mod dbless;
pub mod generate;
pub mod read;
pub mod refusals;
pub mod secrets;
pub mod write;
