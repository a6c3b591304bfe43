//! Where the reader stands: at the first character of some content, on a known line.

use crate::manifest::node::Mark;

/// Longest line, in bytes, whose characters are counted again for each value on it.
const LONGEST_COUNTED_LINE: usize = 4_096;

/// A position in the text. Between two values it is the start of the next line with content.
pub(super) struct Cursor<'a> {
    pub(super) text: &'a str,
    /// Columns of ASCII texts are offsets.
    ascii: bool,
    /// Number of the line, from 1.
    line: u32,
    line_start: usize,
    /// The content; the length of the text at its end.
    pub(super) at: usize,
}

impl<'a> Cursor<'a> {
    /// At the first line with content.
    pub(super) fn new(text: &'a str) -> Option<Self> {
        let mut cursor = Self {
            text,
            ascii: text.is_ascii(),
            line: 1,
            line_start: 0,
            at: 0,
        };
        cursor.seek(0)?;
        Some(cursor)
    }

    /// Whether no content is left.
    pub(super) fn ended(&self) -> bool {
        self.at == self.text.len()
    }

    /// The byte at an offset; a line feed behind the end, so that the last line ends like the others.
    pub(super) fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(b'\n')
    }

    /// Whether a blank, a line end or the end of the text is there.
    pub(super) fn is_blank(&self, at: usize) -> bool {
        matches!(self.byte(at), b' ' | b'\n')
    }

    /// The first offset from `at` without a space.
    pub(super) fn skip_spaces(&self, mut at: usize) -> usize {
        while self.byte(at) == b' ' {
            at += 1;
        }
        at
    }

    /// How far the content is indented. `- ` before it on its line counts as indentation.
    pub(super) fn indent(&self) -> usize {
        self.at - self.line_start
    }

    /// The position of an offset on the current line.
    pub(super) fn mark(&self, at: usize) -> Mark {
        let before = if self.ascii {
            at - self.line_start
        } else {
            self.text[self.line_start..at].chars().count()
        };
        Mark {
            line: self.line,
            column: u32::try_from(before + 1).unwrap_or(u32::MAX),
        }
    }

    /// Whether the columns of everything on the current line can be told in reasonable time.
    pub(super) fn has_cheap_columns(&self) -> bool {
        self.ascii || self.line_end(self.line_start) - self.line_start <= LONGEST_COUNTED_LINE
    }

    /// Whether an item of a list begins here.
    pub(super) fn at_dash(&self) -> bool {
        self.byte(self.at) == b'-' && self.is_blank(self.at + 1)
    }

    /// Go on at the next line with content, given that nothing but a comment follows `end` on the current line.
    pub(super) fn finish_line(&mut self, end: usize) -> Option<()> {
        let mut at = self.skip_spaces(end);
        if self.byte(at) == b'#' && at > end {
            at = self.line_end(at);
        }
        if self.byte(at) != b'\n' {
            return None;
        }
        self.next_line(at)
    }

    /// Go on at the next line with content; the current line ends at `end`.
    fn next_line(&mut self, end: usize) -> Option<()> {
        self.line += 1;
        self.seek(end + 1)
    }

    /// Go on at the first line with content from `start`, the start of the line that `self.line` counts.
    pub(super) fn seek(&mut self, mut start: usize) -> Option<()> {
        let length = self.text.len();
        while start < length {
            let at = self.skip_spaces(start);
            let end = match self.byte(at) {
                b'\n' => at,
                b'#' => self.line_end(at),
                b'-' | b'.' if at == start && self.is_document_marker(at) => return None,
                _ => {
                    self.line_start = start;
                    self.at = at;
                    return Some(());
                }
            };
            self.line += 1;
            start = end + 1;
        }
        self.line_start = length;
        self.at = length;
        Some(())
    }

    /// Count lines that were read otherwise.
    pub(super) fn pass_lines(&mut self, lines: u32) {
        self.line += lines;
    }

    /// The end of the line that `at` is on.
    pub(super) fn line_end(&self, at: usize) -> usize {
        memchr::memchr(b'\n', &self.text.as_bytes()[at..])
            .map_or(self.text.len(), |length| at + length)
    }

    fn is_document_marker(&self, at: usize) -> bool {
        let rest = &self.text[at..];
        rest.starts_with("---") || rest.starts_with("...")
    }
}
