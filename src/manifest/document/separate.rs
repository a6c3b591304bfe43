//! Streams to documents, split at the lines at which kubectl splits them (spec 60, 2).

use crate::manifest::node::Mark;

/// A part of a stream between separators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) text: &'a str,
    /// The line it begins at.
    pub(super) first_line: u32,
}

/// The pieces of a stream, blank ones left out. A separator with content is the last item: reading stops there,
/// and what was being collected is lost.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Result<Piece<'_>, Mark>> {
    let mut rest = Some((text, 1));
    std::iter::from_fn(move || {
        while let Some((text, first_line)) = rest {
            rest = None;
            let (piece, next) = match separator(text) {
                None => (text, None),
                Some(found) => {
                    let lines = memchr::memchr_iter(b'\n', &text.as_bytes()[..found.start]).count();
                    let line = first_line + u32::try_from(lines).unwrap_or(u32::MAX);
                    if !found.valid {
                        return Some(Err(Mark { line, column: 1 }));
                    }
                    (&text[..found.start], Some((&text[found.end..], line + 1)))
                }
            };
            rest = next;
            let piece = piece.strip_prefix('\u{feff}').unwrap_or(piece);
            if !piece.trim().is_empty() {
                return Some(Ok(Piece {
                    text: piece,
                    first_line,
                }));
            }
        }
        None
    })
}

struct Separator {
    start: usize,
    end: usize,
    valid: bool,
}

/// The first line of `text` that begins with `---`.
fn separator(text: &str) -> Option<Separator> {
    let bytes = text.as_bytes();
    let start = if bytes.starts_with(b"---") {
        0
    } else {
        memchr::memmem::find(bytes, b"\n---")? + 1
    };
    let line_end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |end| start + end);
    let after = text[start + 3..line_end].trim_start_matches([' ', '\t', '\r']);
    Some(Separator {
        start,
        end: (line_end + 1).min(bytes.len()),
        valid: after.is_empty() || after.starts_with('#'),
    })
}
