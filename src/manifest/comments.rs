//! `# kic2kong: ignore CODE, CODE (reason)`: the comments of a source that silence problems.
//!
//! The readers of YAML keep no comments. Only a source that holds the marker is looked at again: by its lines for what may be a
//! comment, and by libyaml's events for the scalars, inside of which a `#` is text. JSON has no comments.

use super::document::{self, YamlPiece};
use super::node::Mark;
use super::source::{Source, Sources};
use super::yaml::{self, ScalarSpan};

/// What every such comment holds.
const MARKER: &str = "kic2kong:";

/// A comment that silences problems.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// Index of the source.
    pub file: u32,
    /// Where it stands: line and column of the `#`, counted from 1.
    pub line: u32,
    /// Column, in characters.
    pub column: u32,
    /// The line that it is about: its own, or, when it has that to itself, the next one with content; 0 when there is none.
    pub target: u32,
    /// Whether it has its line to itself, and so may be about the object that begins there.
    pub is_above: bool,
    /// The codes it names, as written.
    pub codes: Vec<String>,
}

/// The comments of all sources that silence problems, in reading order.
pub fn comments(sources: &Sources) -> Vec<Comment> {
    let sources = sources.0.iter().zip(0..);
    sources
        .filter(|(source, _)| memchr::memmem::find(&source.text, MARKER.as_bytes()).is_some())
        .flat_map(|(source, file)| of_source(source, file))
        .collect()
}

fn of_source(source: &Source, file: u32) -> Vec<Comment> {
    let Some(pieces) = document::yaml_pieces(source) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    // Comments of documents without content are about what follows them.
    let mut waiting: Vec<Comment> = Vec::new();
    for piece in pieces {
        let (mut comments, first_content) = of_piece(&piece, file);
        if let Some(first) = first_content {
            for comment in &mut waiting {
                comment.target = first;
            }
            found.append(&mut waiting);
            found.append(&mut comments);
        } else {
            waiting.append(&mut comments);
        }
    }
    found.append(&mut waiting);
    found
}

/// The comments of a document with the separator above it, and its first line with content.
fn of_piece(piece: &YamlPiece<'_>, file: u32) -> (Vec<Comment>, Option<u32>) {
    let above = piece.separator.filter(|line| line.contains(MARKER));
    let spans = if piece.text.contains(MARKER) && has_plain_line_ends(piece.text) {
        yaml::scalar_spans(piece.text)
    } else {
        None
    };
    let mut comments = Vec::new();
    // The comments that wait for the next line with content begin here.
    let mut open = 0;
    let mut first_content = None;
    if let Some(line) = above {
        let number = piece.first_line.saturating_sub(1);
        comments.extend(of_line(line, 0, &[]).map(|(column, codes)| Comment {
            file,
            line: number,
            column,
            target: 0,
            is_above: true,
            codes,
        }));
    }
    for (text, within) in piece.text.split('\n').zip(1..) {
        let number = piece.first_line.saturating_add(within - 1);
        let content = text.trim_start();
        let is_content = !content.trim_end().is_empty() && !content.starts_with('#');
        if is_content {
            first_content = first_content.or(Some(number));
            for comment in &mut comments[open..] {
                comment.target = number;
            }
            open = comments.len();
        }
        let comment = spans
            .as_deref()
            .filter(|_| text.contains(MARKER))
            .and_then(|spans| of_line(text, within, spans));
        if let Some((column, codes)) = comment {
            comments.push(Comment {
                file,
                line: number,
                column,
                target: if is_content { number } else { 0 },
                is_above: !is_content,
                codes,
            });
            if is_content {
                open = comments.len();
            }
        }
    }
    (comments, first_content)
}

/// Whether the lines are those that libyaml counts, which takes more characters for line ends.
fn has_plain_line_ends(text: &str) -> bool {
    let is_other = |character| matches!(character, '\u{85}' | '\u{2028}' | '\u{2029}');
    !text.contains(is_other)
        && memchr::memchr_iter(b'\r', text.as_bytes())
            .all(|at| text.as_bytes().get(at + 1) == Some(&b'\n'))
}

/// Column and codes of the comment of a line, when it silences problems. `spans` are the scalars of the document by their start.
fn of_line(text: &str, line: u32, spans: &[ScalarSpan]) -> Option<(u32, Vec<String>)> {
    let mut before = ' ';
    for (column, (at, character)) in (1..).zip(text.char_indices()) {
        let begins = character == '#' && matches!(before, ' ' | '\t');
        if (begins || line == 0 && character == '#') && !is_inside(Mark { line, column }, spans) {
            return codes(&text[at..]).map(|codes| (column, codes));
        }
        before = character;
    }
    None
}

/// Whether a place is inside of a scalar. Behind the `|` of a block, on its first line, there may be a comment.
fn is_inside(mark: Mark, spans: &[ScalarSpan]) -> bool {
    let after = spans.partition_point(|span| span.start <= mark);
    spans[..after]
        .last()
        .is_some_and(|span| mark < span.end && !(span.is_block && span.start.line == mark.line))
}

/// The codes that a comment names: `# kic2kong: ignore a-b, c-d (reason)`; `None` when it is another comment.
fn codes(comment: &str) -> Option<Vec<String>> {
    let text = comment.trim_start_matches('#').trim_start();
    let order = text.strip_prefix(MARKER)?.trim_start();
    let rest = order.strip_prefix("ignore")?;
    if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return None;
    }
    let list = rest.split('(').next().unwrap_or_default();
    let words = list.split(|character: char| character == ',' || character.is_whitespace());
    let codes: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect();
    if codes.is_empty() {
        return Some(vec![String::new()]);
    }
    Some(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Line, target and codes of each comment.
    fn found(text: &str) -> Vec<(u32, u32, bool, String)> {
        let source = Source {
            path: "in.yaml".to_owned(),
            text: text.as_bytes().to_vec(),
        };
        comments(&Sources(vec![source]))
            .into_iter()
            .map(|it| (it.line, it.target, it.is_above, it.codes.join("+")))
            .collect()
    }

    #[test]
    fn a_comment_is_about_its_line_or_the_next_one_with_content() {
        assert_eq!(
            found(
                "a: 1 # kic2kong: ignore x-y, z-z (why, so)\n# kic2kong:ignore b-b\n# more\n\nb:\n- 1 # kic2kong: ignore\n"
            ),
            [
                (1, 1, false, "x-y+z-z".to_owned()),
                (2, 5, true, "b-b".to_owned()),
                (6, 6, false, String::new()),
            ]
        );
    }

    #[test]
    fn a_comment_above_a_separator_or_on_it_is_about_the_document_below() {
        let text = "# kic2kong: ignore a-a\n---\nkind: A\n--- # kic2kong: ignore b-b\n# kic2kong: ignore c-c\nkind: B\n# kic2kong: ignore d-d\n";
        assert_eq!(
            found(text),
            [
                (1, 3, true, "a-a".to_owned()),
                (4, 6, true, "b-b".to_owned()),
                (5, 6, true, "c-c".to_owned()),
                (7, 0, true, "d-d".to_owned()),
            ]
        );
    }

    #[test]
    fn text_is_no_comment() {
        for text in [
            "a: 'x # kic2kong: ignore b-b'\n",
            "a: \"x\n  # kic2kong: ignore b-b\"\n",
            "a: |\n  x\n  # kic2kong: ignore b-b\nc: 1\n",
            "a: >-\n\n  # kic2kong: ignore b-b\n",
            "a: x#kic2kong: ignore b-b\n",
            "# note # kic2kong: ignore b-b\na: 1\n",
            "# kic2kong: ignored b-b\na: 1\n",
            "{\"a\": \"# kic2kong: ignore b-b\"}\n",
            "a: \"\u{2028} # kic2kong: ignore b-b\"\n",
        ] {
            assert_eq!(found(text), [], "{text:?}");
        }
    }

    #[test]
    fn a_comment_beside_or_below_a_block_is_one() {
        assert_eq!(
            found(
                "a: | # kic2kong: ignore b-b\n  x\n # kic2kong: ignore c-c\nb: 'y' # kic2kong: ignore d-d\n"
            ),
            [
                (1, 1, false, "b-b".to_owned()),
                (3, 4, true, "c-c".to_owned()),
                (4, 4, false, "d-d".to_owned()),
            ]
        );
    }
}
