//! serde over located nodes, with the API server's idea of types: a number is no string, an integral float is
//! an integer, null is absence (spec 60, 5). Errors carry the path of the field.

use super::error::DecodeError;
use crate::k8s::schema::mismatch;
use crate::manifest::node::{Entry, Node, Number, Value};
use crate::origin::{FieldPath, Segment};
use serde::de::value::BorrowedStrDeserializer;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use std::borrow::Cow;

static ABSENT: Node<'static> = Node {
    mark: crate::manifest::node::Mark { line: 0, column: 0 },
    value: Value::Null,
};

/// The `spec` of an object; an absent one is empty.
pub(super) fn decode_spec<T: DeserializeOwned>(object: &Node<'_>) -> Result<T, DecodeError> {
    let root = Trail {
        parent: None,
        step: Step::Key("spec"),
    };
    let node = object.get("spec").unwrap_or(&ABSENT);
    T::deserialize(Decoder {
        node,
        trail: Some(&root),
        skip_metadata: false,
    })
    .map_err(|error| placed(error, Some(&root)))
}

/// The whole body of a kind whose fields stand at its top level, without what every object has.
pub(super) fn decode_body<T: DeserializeOwned>(object: &Node<'_>) -> Result<T, DecodeError> {
    T::deserialize(Decoder {
        node: object,
        trail: None,
        skip_metadata: true,
    })
}

/// The way from the object to the node being decoded.
struct Trail<'t> {
    parent: Option<&'t Self>,
    step: Step<'t>,
}

#[derive(Clone, Copy)]
enum Step<'t> {
    Key(&'t str),
    Index(usize),
}

fn path_of(trail: Option<&Trail<'_>>) -> FieldPath {
    let mut path = FieldPath::root();
    let mut at = trail;
    while let Some(trail) = at {
        path.prepend(match trail.step {
            Step::Key(key) => Segment::Key(Cow::Owned(key.to_owned())),
            Step::Index(index) => Segment::Index(index),
        });
        at = trail.parent;
    }
    path
}

/// Give an error its path, unless a decoder further in has.
fn placed(mut error: DecodeError, trail: Option<&Trail<'_>>) -> DecodeError {
    if !error.placed {
        error.path = path_of(trail);
        error.placed = true;
    }
    error
}

#[derive(Clone, Copy)]
struct Decoder<'n, 't> {
    node: &'n Node<'n>,
    trail: Option<&'t Trail<'t>>,
    skip_metadata: bool,
}

impl<'n> Decoder<'n, '_> {
    fn fail<T>(&self, expected: &str) -> Result<T, DecodeError> {
        Err(DecodeError::at(
            path_of(self.trail),
            mismatch(expected, &self.node.value),
        ))
    }

    fn map<V: Visitor<'n>>(self, visitor: V, nulls: Nulls) -> Result<V::Value, DecodeError> {
        let entries: &[Entry<'n>] = match &self.node.value {
            Value::Mapping(entries) => entries,
            Value::Null => &[],
            _ => return self.fail("a map"),
        };
        visitor.visit_map(Fields {
            entries: entries.iter(),
            current: None,
            trail: self.trail,
            skip_metadata: self.skip_metadata,
            nulls,
        })
    }

    fn integer<V: Visitor<'n>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.node.value {
            Value::Number(Number::Int(value)) => visitor.visit_i64(value),
            Value::Number(Number::UInt(value)) => visitor.visit_u64(value),
            Value::Null => visitor.visit_i64(0),
            Value::Number(Number::Float(_)) => Err(DecodeError::at(
                path_of(self.trail),
                "expected an integer, found a fraction or too large a number",
            )),
            _ => self.fail("an integer"),
        }
    }
}

/// What a null in a map means: a field of a struct is absent, a value of a free map is there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Nulls {
    Absent,
    Kept,
}

/// Numbers in untyped fields pass through JSON as float64, so large integers lose precision.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "the loss is what happens in the cluster"
)]
fn through_float<'n, V: Visitor<'n>>(number: Number, visitor: V) -> Result<V::Value, DecodeError> {
    const EXACT: u64 = 1 << 53;
    const SIGNED: f64 = 9_223_372_036_854_775_808.0;
    let float = match number {
        Number::Int(value) if value.unsigned_abs() <= EXACT => return visitor.visit_i64(value),
        Number::Int(value) => value as f64,
        Number::UInt(value) => value as f64,
        Number::Float(value) => value,
    };
    if float.fract() == 0.0 && (-SIGNED..SIGNED).contains(&float) {
        visitor.visit_i64(float as i64)
    } else if float.fract() == 0.0 && (0.0..2.0 * SIGNED).contains(&float) {
        // 2^64 itself is out of range, so the cast is exact.
        #[expect(clippy::cast_sign_loss, reason = "the range begins at zero")]
        visitor.visit_u64(float as u64)
    } else {
        visitor.visit_f64(float)
    }
}

macro_rules! integers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
            self.integer(visitor)
        }
    )*};
}

impl<'de> Deserializer<'de> for Decoder<'de, '_> {
    type Error = DecodeError;

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8 deserialize_u16
        deserialize_u32 deserialize_u64
    }

    forward_to_deserialize_any! { i128 u128 char bytes byte_buf }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match &self.node.value {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(*value),
            Value::Number(number) => through_float(*number, visitor),
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Sequence(_) => self.deserialize_seq(visitor),
            Value::Mapping(_) => self.map(visitor, Nulls::Kept),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.node.value {
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Null => visitor.visit_bool(false),
            _ => self.fail("true or false"),
        }
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.node.value {
            Value::Number(Number::Float(value)) => visitor.visit_f64(value),
            Value::Number(_) | Value::Null => self.integer(visitor),
            _ => self.fail("a number"),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match &self.node.value {
            Value::String(text) => visitor.visit_borrowed_str(text),
            Value::Null => visitor.visit_borrowed_str(""),
            _ => self.fail("a string"),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        match self.node.value {
            Value::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        let items: &[Node<'de>] = match &self.node.value {
            Value::Sequence(items) => items,
            Value::Null => &[],
            _ => return self.fail("a list"),
        };
        visitor.visit_seq(Items {
            items: items.iter().enumerate(),
            trail: self.trail,
        })
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        self.map(visitor, Nulls::Kept)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        self.map(visitor, Nulls::Absent)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, DecodeError> {
        match &self.node.value {
            Value::String(text) => visitor.visit_enum(BorrowedStrDeserializer::new(text)),
            _ => self.fail("a string"),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, DecodeError> {
        visitor.visit_unit()
    }
}

struct Items<'n, 't> {
    items: std::iter::Enumerate<std::slice::Iter<'n, Node<'n>>>,
    trail: Option<&'t Trail<'t>>,
}

impl<'n> SeqAccess<'n> for Items<'n, '_> {
    type Error = DecodeError;

    fn next_element_seed<S: DeserializeSeed<'n>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DecodeError> {
        let Some((index, node)) = self.items.next() else {
            return Ok(None);
        };
        let trail = Trail {
            parent: self.trail,
            step: Step::Index(index),
        };
        seed.deserialize(Decoder {
            node,
            trail: Some(&trail),
            skip_metadata: false,
        })
        .map(Some)
        .map_err(|error| placed(error, Some(&trail)))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

struct Fields<'n, 't> {
    entries: std::slice::Iter<'n, Entry<'n>>,
    current: Option<&'n Entry<'n>>,
    trail: Option<&'t Trail<'t>>,
    skip_metadata: bool,
    nulls: Nulls,
}

impl<'n> MapAccess<'n> for Fields<'n, '_> {
    type Error = DecodeError;

    fn next_key_seed<S: DeserializeSeed<'n>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, DecodeError> {
        for entry in self.entries.by_ref() {
            let absent = self.nulls == Nulls::Absent && entry.node.value == Value::Null;
            let common = self.skip_metadata
                && matches!(entry.key.as_ref(), "metadata" | "apiVersion" | "kind");
            if !absent && !common {
                self.current = Some(entry);
                return seed
                    .deserialize(BorrowedStrDeserializer::new(&entry.key))
                    .map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<S: DeserializeSeed<'n>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, DecodeError> {
        let Some(entry) = self.current.take() else {
            return Err(serde::de::Error::custom("a value without a key"));
        };
        let trail = Trail {
            parent: self.trail,
            step: Step::Key(&entry.key),
        };
        seed.deserialize(Decoder {
            node: &entry.node,
            trail: Some(&trail),
            skip_metadata: false,
        })
        .map_err(|error| placed(error, Some(&trail)))
    }
}
