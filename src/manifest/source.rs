//! The texts of a run: every file that was read, in reading order.

/// One file, or standard input, or a path that could not be read.
#[derive(Debug, Clone)]
pub struct Source {
    /// Path as the user gave or would give it; `<stdin>` for standard input.
    pub path: String,
    /// The bytes; empty when the path could not be read or is a directory.
    pub text: Vec<u8>,
}

/// All sources of a run; the position in this list is the `file` of a [`Place`](crate::origin::Place).
#[derive(Debug, Clone, Default)]
pub struct Sources(pub Vec<Source>);

impl Sources {
    /// The source with this index.
    pub fn get(&self, file: u32) -> Option<&Source> {
        self.0.get(file as usize)
    }
}
