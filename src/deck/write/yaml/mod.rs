//! A serde serializer for YAML in the style of Go's writer: one pass into one string.
//!
//! A collection is laid out by the column of what holds it: entries of a mapping stand two further in, items of a sequence
//! under a key at the key's own column. An entry is text without indentation before and line break after it; separators go
//! between entries, so that maps can be put in order after they are written.

mod collections;

use super::keys;
use super::text::{go_float, new_line, write_string};
use crate::kong::secret::{DOCUMENT, PEM};
use serde::Serialize;
use serde::ser::{self, Impossible};
use std::fmt::{self, Display};
use std::ops::Range;

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
    #[expect(
        clippy::unnecessary_wraps,
        reason = "stands at the end of serializer methods, which return a result"
    )]
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

    /// Nothing but the placeholders of several lines is special: these must all be indented like the first.
    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<(), Error> {
        if ![DOCUMENT, PEM].contains(&name) {
            return value.serialize(self);
        }
        let indent = self.column + 2;
        self.out.push_str(if name == PEM { " |-" } else { "" });
        if self.place == Place::Value {
            new_line(self.out, indent);
        }
        value.serialize(Yaml {
            out: &mut *self.out,
            column: self.column,
            place: Place::Item,
        })?;
        let ends = [" | printf \"%q\" }}", " }}"];
        if let Some(rest) = ends.iter().find_map(|end| self.out.strip_suffix(end)) {
            self.out.truncate(rest.len());
            self.out.push_str(&format!(" | indent {indent} }}}}"));
        }
        Ok(())
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

pub(super) fn unsupported(what: &str) -> Error {
    Error(format!("a {what} has no place in a configuration file"))
}

/// A map being written, whose keys come in any order.
struct MapBlock<'a> {
    block: Block<'a>,
    key: String,
}
