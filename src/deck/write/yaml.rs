//! A serde serializer for YAML in the style of Go's writer: one pass into one string.
//!
//! A collection is laid out by the column of what holds it: entries of a mapping stand two further in, items of a sequence
//! under a key at the key's own column. An entry is text without indentation before and line break after it; separators go
//! between entries, so that maps can be put in order after they are written.

use super::keys;
use super::scalar::{self, Style};
use serde::Serialize;
use serde::ser::{self, Impossible};
use std::fmt::{self, Display, Write};
use std::ops::Range;

/// Longest line that is not broken at a space.
const WIDTH: usize = 80;
/// Longest key, in bytes, that stands on one line with its value.
const LONGEST_SIMPLE_KEY: usize = 128;

/// The value as a YAML document.
pub(super) fn to_string<T: Serialize + ?Sized>(value: &T) -> String {
    let mut out = String::with_capacity(64 * 1024);
    value
        .serialize(Yaml {
            out: &mut out,
            column: 0,
            place: Place::Root,
        })
        .expect("writing to memory cannot fail, and every key is a string");
    out.push('\n');
    out
}

/// Where a value stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It is the document.
    Root,
    /// After `key:`; the column is the key's.
    Value,
    /// After `- ` (or `? ` and `: ` of a long key); the column is the dash's.
    Item,
}

/// A place in the output where one value goes.
struct Yaml<'a> {
    out: &'a mut String,
    column: usize,
    place: Place,
}

/// What went wrong: only what cannot happen with the types of this crate.
#[derive(Debug)]
pub(super) struct Error(String);

impl Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl ser::Error for Error {
    fn custom<T: Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

impl<'a> Yaml<'a> {
    /// The column of the entries of a mapping here.
    const fn mapping_column(&self) -> usize {
        match self.place {
            Place::Root => 0,
            Place::Value | Place::Item => self.column + 2,
        }
    }

    /// The column of the dashes of a sequence here.
    const fn sequence_column(&self) -> usize {
        match self.place {
            Place::Root | Place::Value => self.column,
            Place::Item => self.column + 2,
        }
    }

    /// Write a scalar whose text is known to be plain and short.
    fn short(self, text: &str) -> Result<(), Error> {
        if self.place == Place::Value {
            self.out.push(' ');
        }
        self.out.push_str(text);
        Ok(())
    }

    fn block(self, column: usize) -> Block<'a> {
        Block {
            out: self.out,
            place: self.place,
            column,
            is_empty: true,
            entries: Vec::new(),
            key_start: 0,
        }
    }
}

/// A mapping or sequence being written.
struct Block<'a> {
    out: &'a mut String,
    place: Place,
    column: usize,
    is_empty: bool,
    /// Where the entries of a map stand in the output, with their keys; structs are declared in order.
    entries: Vec<(String, Range<usize>)>,
    key_start: usize,
}

impl Block<'_> {
    /// Go to where the next entry stands.
    fn next(&mut self) {
        if !self.is_empty || self.place == Place::Value {
            new_line(self.out, self.column);
        }
        self.is_empty = false;
    }

    /// Write a key with what separates it from its value, and say where the value stands.
    fn key(&mut self, key: &str) {
        self.next();
        self.key_start = self.out.len();
        if key.len() > LONGEST_SIMPLE_KEY || key.contains('\n') {
            self.out.push_str("? ");
            write_string(self.out, key, self.column + 2, false);
            new_line(self.out, self.column);
            self.out.push_str(": ");
        } else {
            write_string(self.out, key, self.column + 2, true);
            self.out.push(':');
        }
    }

    fn value<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) -> Result<(), Error> {
        let place = if key.len() > LONGEST_SIMPLE_KEY || key.contains('\n') {
            Place::Item
        } else {
            Place::Value
        };
        value.serialize(Yaml {
            out: self.out,
            column: self.column,
            place,
        })
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.next();
        self.out.push_str("- ");
        value.serialize(Yaml {
            out: self.out,
            column: self.column,
            place: Place::Item,
        })
    }

    /// Put the entries of a map in decK's order.
    fn sort(&mut self) {
        let in_order = self
            .entries
            .is_sorted_by(|(a, _), (b, _)| keys::compare(a, b).is_le());
        if in_order {
            return;
        }
        let start = self.entries[0].1.start;
        self.entries.sort_by(|(a, _), (b, _)| keys::compare(a, b));
        let mut sorted = String::with_capacity(self.out.len() - start);
        for (position, (_, range)) in self.entries.iter().enumerate() {
            if position > 0 {
                new_line(&mut sorted, self.column);
            }
            sorted.push_str(&self.out[range.clone()]);
        }
        self.out.truncate(start);
        self.out.push_str(&sorted);
    }

    fn finish(mut self, empty: &str) {
        if self.is_empty {
            if self.place == Place::Value {
                self.out.push(' ');
            }
            self.out.push_str(empty);
        } else if self.entries.len() > 1 {
            self.sort();
        }
    }
}

fn new_line(out: &mut String, column: usize) {
    out.push('\n');
    for _ in 0..column {
        out.push(' ');
    }
}

/// Write a string whose continuation lines stand at `indent`.
fn write_string(out: &mut String, text: &str, indent: usize, is_key: bool) {
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
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let breaks = character == ' '
            && previous != ' '
            && at > WIDTH
            && characters.peek().is_some_and(|next| *next != ' ');
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
    let mut rest = text;
    while let Some(character) = rest.chars().next() {
        let tail = &rest[character.len_utf8()..];
        let before = out.len();
        if character == ' ' {
            let breaks = !is_key && previous != ' ' && at > WIDTH && !tail.is_empty();
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
            write_double_quoted_character(out, character, rest.starts_with("${{"));
            at += out[before..].chars().count();
        }
        previous = character;
        rest = tail;
    }
    out.push('"');
}

fn write_double_quoted_character(out: &mut String, character: char, opens_template: bool) {
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
        '$' if opens_template => "\\x24",
        _ => "",
    };
    if !short.is_empty() {
        out.push_str(short);
        return;
    }
    let code = u32::from(character);
    let written = match code {
        0..0x20 | 0x7f..0xa0 => write!(out, "\\x{code:02X}"),
        0xfeff | 0xfffe | 0xffff => write!(out, "\\u{code:04X}"),
        0x10000.. => write!(out, "\\U{code:08X}"),
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

impl<'a> ser::Serializer for Yaml<'a> {
    type Ok = ();
    type Error = Error;
    type SerializeSeq = Block<'a>;
    type SerializeTuple = Impossible<(), Error>;
    type SerializeTupleStruct = Impossible<(), Error>;
    type SerializeTupleVariant = Impossible<(), Error>;
    type SerializeMap = MapBlock<'a>;
    type SerializeStruct = Block<'a>;
    type SerializeStructVariant = Impossible<(), Error>;

    fn serialize_bool(self, value: bool) -> Result<(), Error> {
        self.short(if value { "true" } else { "false" })
    }

    fn serialize_i8(self, value: i8) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i16(self, value: i16) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i32(self, value: i32) -> Result<(), Error> {
        self.serialize_i64(value.into())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Error> {
        self.short(&value.to_string())
    }

    fn serialize_u8(self, value: u8) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u16(self, value: u16) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u32(self, value: u32) -> Result<(), Error> {
        self.serialize_u64(value.into())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Error> {
        self.short(&value.to_string())
    }

    fn serialize_f32(self, value: f32) -> Result<(), Error> {
        self.serialize_f64(value.into())
    }

    fn serialize_f64(self, value: f64) -> Result<(), Error> {
        self.short(&go_float(value))
    }

    fn serialize_char(self, value: char) -> Result<(), Error> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, text: &str) -> Result<(), Error> {
        if self.place == Place::Value {
            self.out.push(' ');
        }
        write_string(self.out, text, self.column + 2, false);
        Ok(())
    }

    /// A placeholder, which is printed as it is.
    fn serialize_bytes(self, bytes: &[u8]) -> Result<(), Error> {
        let text = std::str::from_utf8(bytes).map_err(ser::Error::custom)?;
        self.short(text)
    }

    fn serialize_none(self) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Error> {
        self.short("null")
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Error> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<(), Error> {
        self.serialize_str(variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Error> {
        Err(unsupported("newtype variant"))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Block<'a>, Error> {
        let column = self.sequence_column();
        Ok(self.block(column))
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Error> {
        Err(unsupported("tuple"))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Error> {
        Err(unsupported("tuple struct"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Error> {
        Err(unsupported("tuple variant"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<MapBlock<'a>, Error> {
        let column = self.mapping_column();
        Ok(MapBlock {
            block: self.block(column),
            key: String::new(),
        })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Block<'a>, Error> {
        let column = self.mapping_column();
        Ok(self.block(column))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Error> {
        Err(unsupported("struct variant"))
    }
}

fn unsupported(what: &str) -> Error {
    Error(format!("a {what} has no place in a configuration file"))
}

/// A float as Go prints it (`strconv.FormatFloat(f, 'g', -1, 64)`), except that Go's JSON step, which comes first, turns
/// integral ones below 1e21 into integers.
fn go_float(value: f64) -> String {
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

impl ser::SerializeSeq for Block<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.item(value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish("[]");
        Ok(())
    }
}

impl ser::SerializeStruct for Block<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        self.key(key);
        self.value(key, value)
    }

    fn end(self) -> Result<(), Error> {
        self.finish("{}");
        Ok(())
    }
}

/// A map being written, whose keys come in any order.
struct MapBlock<'a> {
    block: Block<'a>,
    key: String,
}

impl ser::SerializeMap for MapBlock<'_> {
    type Ok = ();
    type Error = Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Error> {
        self.key = key.serialize(KeyText)?;
        self.block.key(&self.key);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Error> {
        self.block.value(&self.key, value)?;
        let range = self.block.key_start..self.block.out.len();
        self.block
            .entries
            .push((std::mem::take(&mut self.key), range));
        Ok(())
    }

    fn end(self) -> Result<(), Error> {
        self.block.finish("{}");
        Ok(())
    }
}

/// Takes the text of a map key, which must be a string.
struct KeyText;

macro_rules! no_key {
    ($($method:ident($($argument:ty),*) -> $result:ty;)*) => {
        $(fn $method(self, $(_: $argument),*) -> Result<$result, Error> { Err(unsupported("key that is not a string")) })*
    };
}

impl ser::Serializer for KeyText {
    type Ok = String;
    type Error = Error;
    type SerializeSeq = Impossible<String, Error>;
    type SerializeTuple = Impossible<String, Error>;
    type SerializeTupleStruct = Impossible<String, Error>;
    type SerializeTupleVariant = Impossible<String, Error>;
    type SerializeMap = Impossible<String, Error>;
    type SerializeStruct = Impossible<String, Error>;
    type SerializeStructVariant = Impossible<String, Error>;

    fn serialize_str(self, text: &str) -> Result<String, Error> {
        Ok(text.to_owned())
    }

    no_key! {
        serialize_bool(bool) -> String;
        serialize_i8(i8) -> String;
        serialize_i16(i16) -> String;
        serialize_i32(i32) -> String;
        serialize_i64(i64) -> String;
        serialize_u8(u8) -> String;
        serialize_u16(u16) -> String;
        serialize_u32(u32) -> String;
        serialize_u64(u64) -> String;
        serialize_f32(f32) -> String;
        serialize_f64(f64) -> String;
        serialize_char(char) -> String;
        serialize_bytes(&[u8]) -> String;
        serialize_none() -> String;
        serialize_unit() -> String;
        serialize_unit_struct(&'static str) -> String;
        serialize_unit_variant(&'static str, u32, &'static str) -> String;
        serialize_seq(Option<usize>) -> Self::SerializeSeq;
        serialize_tuple(usize) -> Self::SerializeTuple;
        serialize_tuple_struct(&'static str, usize) -> Self::SerializeTupleStruct;
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Self::SerializeTupleVariant;
        serialize_map(Option<usize>) -> Self::SerializeMap;
        serialize_struct(&'static str, usize) -> Self::SerializeStruct;
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Self::SerializeStructVariant;
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<String, Error> {
        value.serialize(self)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<String, Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<String, Error> {
        Err(unsupported("key that is not a string"))
    }
}
