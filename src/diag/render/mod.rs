//! The same problems for different readers: one file per format.

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
