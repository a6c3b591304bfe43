//! Places in the texts of a run, those inside of block scalars included: Helm values stand in Applications and `ConfigMaps`.

use crate::diag::Location;
use crate::manifest::node::Mark;
use crate::manifest::source::Source;

/// A position in a text of the run, counted from 1.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// Index of the text: a source, or behind them what was read besides.
    pub file: u32,
    /// Line; 0 means the file as a whole.
    pub line: u32,
    /// Column, in characters.
    pub column: u32,
}

impl Spot {
    /// A file as a whole.
    pub(super) const fn file(file: u32) -> Self {
        Self {
            file,
            line: 0,
            column: 0,
        }
    }

    /// As problems name it.
    pub const fn location(self) -> Location {
        Location::Text {
            file: self.file,
            line: self.line,
            column: self.column,
        }
    }
}

/// Where the marks of a text lie in the run.
#[derive(Debug, Clone, Copy)]
pub(super) enum Base {
    /// They are those of the file.
    File(u32),
    /// The text is a block scalar: its first line is the one below the first position, and it is indented.
    Block {
        /// Where the scalar begins.
        at: Spot,
        /// How many columns its lines are indented.
        indent: u32,
    },
    /// The text was escaped, folded or encoded: all of it is at this place.
    Point(Spot),
}

impl Base {
    /// The base of a text that is the value of a scalar at `at` of a file.
    pub(super) fn of_scalar(at: Spot, file: Option<&Source>) -> Self {
        match file.and_then(|source| block_indent(&source.text, at)) {
            Some(indent) => Self::Block { at, indent },
            None => Self::Point(at),
        }
    }

    /// A mark of the text, in the run.
    pub(super) const fn spot(self, mark: Mark) -> Spot {
        match self {
            Self::File(file) => Spot {
                file,
                line: mark.line,
                column: mark.column,
            },
            Self::Block { at, indent } => Spot {
                file: at.file,
                line: at.line.saturating_add(mark.line),
                column: mark.column.saturating_add(indent),
            },
            Self::Point(at) => at,
        }
    }
}

/// The indentation of the literal block scalar that begins at a place; `None` when none does.
fn block_indent(text: &[u8], at: Spot) -> Option<u32> {
    let text = std::str::from_utf8(text).ok()?;
    let mut lines = text.lines().skip(usize::try_from(at.line).ok()? - 1);
    let head = lines.next()?;
    let is_literal = head
        .chars()
        .nth(usize::try_from(at.column).ok()?.checked_sub(1)?)
        == Some('|');
    if !is_literal {
        return None;
    }
    let first = lines.find(|line| !line.trim().is_empty())?;
    let indent = first.len() - first.trim_start_matches(' ').len();
    u32::try_from(indent).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_a_block_scalar_is_a_line_of_the_file() {
        let source = Source {
            path: String::new(),
            text: b"a:\n  values: |\n    x: 1\n    y: 2\n  other: 'x: 1'\n".to_vec(),
        };
        let at = |line, column| Spot {
            file: 7,
            line,
            column,
        };
        let mark = Mark { line: 2, column: 4 };
        let block = Base::of_scalar(at(2, 11), Some(&source));
        assert_eq!(block.spot(mark), at(4, 8));
        let quoted = Base::of_scalar(at(5, 10), Some(&source));
        assert_eq!(quoted.spot(mark), at(5, 10));
    }
}
