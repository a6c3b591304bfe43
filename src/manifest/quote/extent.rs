//! Where the field at fault ends on its line.

use super::{BEHIND, Kind, Piece};
use crate::manifest::node::Mark;

/// The column behind the field at a mark: a scalar ends with its quotes, a list or map of one line with its bracket, and what
/// begins here and goes on below ends with the line. `pieces` are those of the line, which begins at byte `start`.
pub(super) fn end(mark: Mark, pieces: &[Piece], line: &str, start: usize) -> u32 {
    let position = pieces.partition_point(|piece| piece.mark < mark);
    let own = pieces.get(position).filter(|piece| piece.mark == mark);
    let Some(own) = own else {
        let before = position.checked_sub(1).and_then(|index| pieces.get(index));
        let (at, column) = before.map_or((start, 1), |piece| (piece.at, piece.mark.column));
        let rest = line.get(at - start..).unwrap_or_default();
        let skipped = (mark.column - column.min(mark.column)) as usize;
        let from = rest.char_indices().nth(skipped);
        let rest = from.map_or("", |(offset, _)| &rest[offset..]);
        return behind(mark, collection(rest));
    };
    let rest = line.get(own.at - start..).unwrap_or_default();
    match own.kind {
        Kind::First => u32::MAX,
        // A mask is one character.
        Kind::Value if own.shown == 0 => mark.column.saturating_add(1),
        Kind::Value => behind(mark, rest.get(..own.shown)),
        Kind::Key => {
            let value = rest.get(own.shown..).unwrap_or_default();
            let value = value.trim_start_matches([' ', ':']);
            let key = rest.len() - value.len();
            let length = collection(value).map(|text| key + text.len());
            // A value that is nothing, or one below.
            let next = pieces.get(position + 1);
            let length = length.or_else(|| {
                let next =
                    next.filter(|next| next.kind == Kind::Value && next.at - own.at == key)?;
                Some(key + next.shown)
            });
            match length {
                Some(length) => behind(mark, rest.get(..length)),
                None if own.shown == 0 => u32::MAX,
                None => behind(mark, rest.get(..=own.shown).or(Some(rest))),
            }
        }
    }
}

/// The column behind a text; of a field that is nowhere to be found the rest of the line is marked.
fn behind(mark: Mark, text: Option<&str>) -> u32 {
    let count = text.map(|text| text.chars().take(BEHIND as usize).count());
    let count = count.and_then(|count| u32::try_from(count).ok());
    count.map_or(u32::MAX, |count| mark.column.saturating_add(count))
}

/// The list or map in brackets that a text begins with, when it ends soon.
fn collection(text: &str) -> Option<&str> {
    if !text.starts_with(['{', '[']) {
        return None;
    }
    let mut open = 0_u32;
    let mut quote = None;
    let mut previous = '{';
    for (at, character) in text.char_indices().take(BEHIND as usize) {
        match (quote, character) {
            (Some(own), _) if own == character => quote = None,
            (Some(_), _) => {}
            // Only the first sign of a word is a quote.
            (None, '"' | '\'') if matches!(previous, '{' | '[' | ',' | ':') => {
                quote = Some(character);
            }
            (None, '{' | '[') => open += 1,
            (None, '}' | ']') => open -= 1,
            (None, _) => {}
        }
        if open == 0 {
            return text.get(..=at);
        }
        if character != ' ' {
            previous = character;
        }
    }
    None
}
