//! The annotations and labels that the controller reads: one table of their keys, and their values parsed as KIC parses them, once.
//!
//! [`table`] says of each key which kinds read it, what its value looks like, and what it gives in Kong. Translation asks a [`Key`] for the
//! typed value, lints, verdicts, problems and `docs/annotations.md` read the rows. Knows metadata only: no kinds' types, no Kong entities.

pub mod former;
pub mod headers;
pub mod plugins;
pub mod table;
pub mod value;

use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::sync::Arc;

/// What an annotation of Kong begins with; KIC tests it without a slash (spec 40, 2.1).
pub const KONG_PREFIX: &str = "konghq.com";

/// Where a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// `metadata.annotations`
    Annotation,
    /// `metadata.labels`
    Label,
}

/// One key of the table.
#[derive(Debug)]
pub struct Row {
    /// The key; one that ends in `.` is the beginning of many.
    pub key: &'static str,
    /// Where it stands.
    pub place: Place,
    /// Kinds that read it; none for a key that every translated object may have.
    pub kinds: &'static [&'static str],
    /// What its value looks like, in words that fit behind "expected".
    pub expected: &'static str,
    /// What it gives, as `entity.field` of Kong.
    pub gives: &'static [&'static str],
    /// The first version of KIC that reads it.
    pub since: &'static str,
    /// For a key that narrows which requests a route takes: the kinds where it does so with the expressions flavor too.
    pub in_expressions: Option<&'static [&'static str]>,
}

impl Row {
    /// Whether an object of this kind may have it.
    pub fn is_read_from(&self, kind: &str) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    /// Whether it is the beginning of many keys.
    pub fn is_prefix(&self) -> bool {
        self.key.ends_with('.')
    }
}

/// A key whose value is a `T`.
#[derive(Debug)]
pub struct Key<T: 'static> {
    /// What the table says of it.
    pub row: Row,
    parse: value::Parse<T>,
}

/// A value that KIC does not take.
#[derive(Debug, Clone, Copy)]
pub struct Ignored<'a> {
    /// The key it stands at.
    pub key: &'static str,
    /// The value as written.
    pub value: &'a str,
    /// The part of it that spoils it.
    pub wrong: &'a str,
    /// What would be taken.
    pub expected: &'static str,
}

impl<T> Key<T> {
    /// The key.
    pub const fn name(&self) -> &'static str {
        self.row.key
    }

    /// The value as written, if the key is there.
    pub fn written<'a>(&self, object: &'a ObjectMeta) -> Option<&'a str> {
        match self.row.place {
            Place::Annotation => object.annotation(self.row.key),
            Place::Label => object.label(self.row.key),
        }
    }

    /// The value as KIC reads it, if the key is there.
    pub fn read<'a>(&self, object: &'a ObjectMeta) -> Option<Result<T, Ignored<'a>>> {
        let value = self.written(object)?;
        Some((self.parse)(value).map_err(|wrong| Ignored {
            key: self.row.key,
            value,
            wrong,
            expected: self.row.expected,
        }))
    }

    /// The value in another form than that of the table, if the key is there.
    pub fn read_as<'a>(
        &self,
        form: &value::Form<T>,
        object: &'a ObjectMeta,
    ) -> Option<Result<T, Ignored<'a>>> {
        let value = self.written(object)?;
        Some((form.parse)(value).map_err(|wrong| Ignored {
            key: self.row.key,
            value,
            wrong,
            expected: form.expected,
        }))
    }

    /// The value, if the key is there and KIC takes it.
    pub fn valid(&self, object: &ObjectMeta) -> Option<T> {
        self.read(object)?.ok()
    }

    /// The items of a list as written, whether KIC takes them or not; none when the key is absent.
    pub fn items<'a>(&self, object: &'a ObjectMeta) -> Vec<&'a str> {
        self.written(object).map(value::list).unwrap_or_default()
    }

    /// Where it stands on the object.
    pub fn at(&self, object: &Arc<ObjectMeta>) -> Origin {
        let path = match self.row.place {
            Place::Annotation => FieldPath::annotation(self.row.key),
            Place::Label => FieldPath::of(&["metadata", "labels"]).key(self.row.key),
        };
        Origin::at(object, path)
    }
}

impl Key<bool> {
    /// Whether it is there and says so.
    pub fn is_set(&self, object: &ObjectMeta) -> bool {
        self.valid(object) == Some(true)
    }
}

impl Key<String> {
    /// The text, unless it is empty.
    pub fn text<'a>(&self, object: &'a ObjectMeta) -> Option<&'a str> {
        self.written(object).filter(|text| !text.is_empty())
    }
}
