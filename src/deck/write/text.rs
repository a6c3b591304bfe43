//! Strings and numbers in the layout of Go's writer: quotes, escapes, blocks, long lines broken at spaces.

use super::scalar::{self, Style};
use crate::escape::characters::{Ends, Hashes, is_dangerous};
use std::fmt::Write;

/// Longest line that is not broken at a space.
const WIDTH: usize = 80;

/// A line break, and the indentation of the next line.
pub(super) fn new_line(out: &mut String, column: usize) {
    out.push('\n');
    for _ in 0..column {
        out.push(' ');
    }
}

/// Write a string whose continuation lines stand at `indent`.
pub(super) fn write_string(out: &mut String, text: &str, indent: usize, is_key: bool) {
    match scalar::style(text, is_key) {
        Style::Plain => write_folded(out, text, indent, is_key),
        Style::Single => {
            out.push('\'');
            if text.contains('\'') {
                write_folded_single(out, &text.replace('\'', "''"), indent, is_key);
            } else {
                write_folded_single(out, text, indent, is_key);
            }
            out.push('\'');
        }
        Style::Double => write_double(out, text, indent, is_key),
        Style::Literal => write_literal(out, text, indent),
    }
}

/// The column, in characters, that the output has reached.
fn column(out: &str) -> usize {
    let line = &out[out.rfind('\n').map_or(0, |at| at + 1)..];
    line.chars().count()
}

/// Text broken at single spaces past the width.
fn write_folded(out: &mut String, text: &str, indent: usize, is_key: bool) {
    // Even a line of four-byte characters is not longer than its bytes.
    if is_key || text.len() <= WIDTH.saturating_sub(indent + 130) || !text.contains(' ') {
        out.push_str(text);
        return;
    }
    let mut at = column(out);
    let mut previous = 'x';
    let mut ends = Ends::default();
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let tail = characters.as_str();
        let breaks = character == ' '
            && previous != ' '
            && at > WIDTH
            && !tail.is_empty()
            && !tail.starts_with(' ')
            && !ends.begin_command(tail);
        if breaks {
            new_line(out, indent);
            at = indent;
        } else {
            out.push(character);
            at += 1;
        }
        previous = character;
    }
}

/// The inside of single quotes: not broken at its first or last character either, which [`write_folded`] sees to for the
/// last; the first is pushed apart.
fn write_folded_single(out: &mut String, text: &str, indent: usize, is_key: bool) {
    match text.strip_prefix(' ') {
        Some(rest) if !rest.starts_with(' ') => {
            out.push(' ');
            write_folded(out, rest, indent, is_key);
        }
        _ => write_folded(out, text, indent, is_key),
    }
}

fn write_double(out: &mut String, text: &str, indent: usize, is_key: bool) {
    out.push('"');
    let mut at = column(out);
    let mut previous = ' ';
    let (mut hashes, mut ends) = (Hashes::default(), Ends::default());
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let tail = &rest[character.len_utf8()..];
        let before = out.len();
        let opens = hashes.closes(character) || rest.starts_with("${{");
        if character == ' ' {
            let breaks = !is_key
                && previous != ' '
                && at > WIDTH
                && !tail.is_empty()
                && !ends.begin_command(tail);
            if breaks {
                new_line(out, indent);
                at = indent;
                if tail.starts_with(' ') {
                    out.push('\\');
                    at += 1;
                }
            } else {
                out.push(' ');
                at += 1;
            }
        } else {
            write_double_quoted_character(out, character, opens);
            at += out[before..].chars().count();
        }
        previous = character;
        rest = tail;
    }
    out.push('"');
}

/// `opens` is whether the character opens what must not be taken for more than text: a template, a command.
fn write_double_quoted_character(out: &mut String, character: char, opens: bool) {
    let short = match character {
        '\0' => "\\0",
        '\u{7}' => "\\a",
        '\u{8}' => "\\b",
        '\t' => "\\t",
        '\n' => "\\n",
        '\u{b}' => "\\v",
        '\u{c}' => "\\f",
        '\r' => "\\r",
        '\u{1b}' => "\\e",
        '"' => "\\\"",
        '\\' => "\\\\",
        '\u{85}' => "\\N",
        '\u{2028}' => "\\L",
        '\u{2029}' => "\\P",
        '$' if opens => "\\x24",
        '[' if opens => "\\x5B",
        _ => "",
    };
    if !short.is_empty() {
        out.push_str(short);
        return;
    }
    let code = u32::from(character);
    let written = match code {
        0..0x20 | 0x7f..0xa0 => write!(out, "\\x{code:02X}"),
        0x10000.. => write!(out, "\\U{code:08X}"),
        _ if is_dangerous(character) => write!(out, "\\u{code:04X}"),
        _ => {
            out.push(character);
            Ok(())
        }
    };
    written.expect("writing to a String cannot fail");
}

/// A `|` block. The line break that ends the last line is left to whoever writes what follows.
fn write_literal(out: &mut String, text: &str, indent: usize) {
    out.push('|');
    if text.starts_with([' ', '\n']) {
        out.push('2');
    }
    let body = match text.strip_suffix('\n') {
        None => {
            out.push('-');
            text
        }
        Some(body) => {
            if body.is_empty() || body.ends_with('\n') {
                out.push('+');
            }
            body
        }
    };
    if text == "\n" {
        out.push('\n');
        return;
    }
    for line in body.split('\n') {
        if line.is_empty() {
            out.push('\n');
        } else {
            new_line(out, indent);
            out.push_str(line);
        }
    }
}

/// A float as Go prints it (`strconv.FormatFloat(f, 'g', -1, 64)`), except that Go's JSON step, which comes first, turns
/// integral ones below 1e21 into integers.
pub(super) fn go_float(value: f64) -> String {
    let scientific = format!("{value:e}");
    let Some((digits, exponent)) = scientific.split_once('e') else {
        return scientific;
    };
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let is_integer_for_go = value.fract() == 0.0 && value.abs() < 1e21;
    if is_integer_for_go && (value != 0.0 || value.is_sign_positive()) {
        let integer = format!("{value}");
        if integer.parse::<i64>().is_ok() || integer.parse::<u64>().is_ok() {
            return integer;
        }
    }
    if (-4..21).contains(&exponent) && !is_integer_for_go && exponent < 6 {
        return format!("{value}");
    }
    if value == 0.0 {
        return "-0".to_owned();
    }
    let sign = if exponent < 0 { '-' } else { '+' };
    format!("{digits}e{sign}{:02}", exponent.abs())
}
