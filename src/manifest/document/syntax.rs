//! What is wrong with a document that is not valid YAML, in words that name the usual mistakes.

use super::pieces::Piece;
use crate::diag::{Diagnostic, reading, unbuilt};
use crate::manifest::yaml::SyntaxError;

/// The problem of a document that does not parse.
pub(super) fn problem(file: u32, error: &SyntaxError, piece: Piece<'_>) -> Diagnostic {
    let shifted = piece.first_line - 1;
    let mark = error.mark.below(shifted);
    let at = mark.in_file(file);
    if piece.text.contains("{{") {
        return unbuilt::unrendered_template(at);
    }
    match tab(error, piece.text) {
        Some(column) => reading::tab_indentation(file, (mark.line, column)),
        None => reading::yaml_syntax(at, &error.message),
    }
}

/// The column of a tab in the indentation of the line at which reading ended. Between brackets a tab is a blank like others.
fn tab(error: &SyntaxError, text: &str) -> Option<u32> {
    if text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let line = usize::try_from(error.mark.line).ok()?.checked_sub(1)?;
    let line = text.lines().nth(line)?;
    let indentation = &line[..line.len() - line.trim_start_matches([' ', '\t']).len()];
    let column = indentation.find('\t')?;
    u32::try_from(column + 1).ok()
}
