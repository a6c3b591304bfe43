//! The same problems for different readers: one file per format. Nothing here does I/O.
//!
//! Texts from manifests are hostile: every format goes through [`plain::clean`] or an escape of its own, so
//! that no manifest can steer a terminal or a CI system.

pub mod json;
pub mod text;

use super::Diagnostic;

/// Where a problem is shown: a line and a column of a named file, both from 1; line 0 means the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Path as the user gave or would give it; `<stdin>` for standard input.
    pub file: String,
    /// Line.
    pub line: u32,
    /// Column, in characters.
    pub column: u32,
}

/// A problem with the positions of its locations, in their order.
#[derive(Debug)]
pub struct Located<'a> {
    /// The problem.
    pub diagnostic: &'a Diagnostic,
    /// One for each of its locations.
    pub positions: Vec<Position>,
}
