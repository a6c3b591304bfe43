//! The vocabulary in which the kinds are described: the part of the API server's structural schemas that decides on admission.
//!
//! Descriptions are `static`s made by `const` functions, so that nothing is built at run time.

use super::format::Format;
use crate::manifest::node::Node;
use crate::origin::FieldPath;

/// What a value must be.
#[derive(Debug)]
pub(in crate::k8s) enum Schema {
    /// A map with known fields.
    Object(Object),
    /// A map with free keys and values of one kind.
    Map(Map),
    /// A list.
    List(List),
    /// A string.
    Text(Text),
    /// A whole number within bounds, both included.
    Integer {
        /// Least value.
        min: i64,
        /// Greatest value.
        max: i64,
    },
    /// A whole number out of a list.
    Choice(&'static [i64]),
    /// Any number.
    Number,
    /// A truth value.
    Bool,
    /// `true` and nothing else.
    True,
    /// A number or a text (`intstr.IntOrString`).
    IntOrString,
    /// A time as RFC 3339 writes it.
    Time,
    /// Bytes in base64.
    Base64,
    /// A map whose content is not looked at.
    FreeObject,
    /// Not looked at.
    Any,
    /// One description for older, one for newer schemas of the kind.
    ByEdition(&'static Self, &'static Self),
}

/// Which of a kind's schemas the API server has. Those of the Gateway API changed with release 1.5, those of Kong's kinds with Kong
/// Operator (spec 80, 5.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    /// As KIC 3.5 and Gateway API 1.3 have them.
    Older,
    /// As Kong Operator and Gateway API 1.5 have them.
    Newer,
}

/// A map with known fields.
#[derive(Debug)]
pub(in crate::k8s) struct Object {
    /// The fields, in the order of the API reference.
    pub fields: &'static [Field],
    /// Rules over several fields.
    pub rules: &'static [Rule],
}

/// A map with free keys.
#[derive(Debug)]
pub(in crate::k8s) struct Map {
    /// Every value.
    pub values: &'static Schema,
    /// Most entries.
    pub max: usize,
    /// Rules over the keys.
    pub rules: &'static [Rule],
}

/// A list.
#[derive(Debug)]
pub(in crate::k8s) struct List {
    /// Every item.
    pub items: &'static Schema,
    /// Fewest items.
    pub min: usize,
    /// Most items.
    pub max: usize,
    /// What may not repeat.
    pub unique: Unique,
    /// Rules over several items.
    pub rules: &'static [Rule],
}

/// What may not repeat in a list.
#[derive(Debug, Clone, Copy)]
pub(in crate::k8s) enum Unique {
    /// Anything may.
    Nothing,
    /// The items, all strings (`x-kubernetes-list-type: set`).
    Items,
    /// The value of this field of the items (`x-kubernetes-list-type: map`).
    Key(&'static str),
}

/// A string.
#[derive(Debug)]
pub(in crate::k8s) struct Text {
    /// Fewest characters.
    pub min: usize,
    /// Most characters.
    pub max: usize,
    /// Form.
    pub format: Option<&'static Format>,
    /// The only values; empty when there is no such list.
    pub one_of: &'static [&'static str],
}

/// A field of an object.
#[derive(Debug)]
pub(in crate::k8s) struct Field {
    /// Name.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What its value must be.
    pub schema: &'static Schema,
}

/// A rule that the CRD writes in CEL, as a function.
#[derive(Debug)]
pub(in crate::k8s) struct Rule {
    /// What the API server says.
    pub message: &'static str,
    /// The field that breaks the rule, seen from the value that the rule is about; `None` when the rule holds.
    ///
    /// Called on the manifest as written: a rule that reads a field with a default applies the default itself.
    pub broken: fn(&Node<'_>) -> Option<FieldPath>,
}

/// No limit on a length.
pub(in crate::k8s) const UNLIMITED: usize = usize::MAX;

/// A field that may be absent.
pub(in crate::k8s) const fn optional(name: &'static str, schema: &'static Schema) -> Field {
    Field {
        name,
        required: false,
        schema,
    }
}

/// A field that must be there.
pub(in crate::k8s) const fn required(name: &'static str, schema: &'static Schema) -> Field {
    Field {
        name,
        required: true,
        schema,
    }
}

/// A rule.
pub(in crate::k8s) const fn rule(
    message: &'static str,
    broken: fn(&Node<'_>) -> Option<FieldPath>,
) -> Rule {
    Rule { message, broken }
}

impl Schema {
    /// A map with known fields.
    pub(in crate::k8s) const fn object(fields: &'static [Field]) -> Self {
        Self::Object(Object { fields, rules: &[] })
    }

    /// A map with known fields and rules over them.
    pub(in crate::k8s) const fn ruled(fields: &'static [Field], rules: &'static [Rule]) -> Self {
        Self::Object(Object { fields, rules })
    }

    /// A map with free keys.
    pub(in crate::k8s) const fn map(values: &'static Self) -> Self {
        Self::Map(Map {
            values,
            max: UNLIMITED,
            rules: &[],
        })
    }

    /// A list of any length.
    pub(in crate::k8s) const fn list(items: &'static Self) -> Self {
        Self::List(List::of(items))
    }

    /// A string without conditions.
    pub(in crate::k8s) const fn text() -> Self {
        Self::Text(Text::any())
    }

    /// One of these strings.
    pub(in crate::k8s) const fn one_of(values: &'static [&'static str]) -> Self {
        Self::Text(Text {
            one_of: values,
            ..Text::any()
        })
    }

    /// A string whose length in characters lies between `min` and `max`.
    pub(in crate::k8s) const fn sized(min: usize, max: usize) -> Self {
        Self::Text(Text {
            min,
            max,
            ..Text::any()
        })
    }

    /// A string of a form, between `min` and `max` characters long.
    pub(in crate::k8s) const fn formed(min: usize, max: usize, format: &'static Format) -> Self {
        Self::Text(Text {
            min,
            max,
            format: Some(format),
            ..Text::any()
        })
    }

    /// A whole number of at least `min`.
    pub(in crate::k8s) const fn at_least(min: i64) -> Self {
        Self::Integer { min, max: i64::MAX }
    }

    /// The type that a description asks for, in words.
    pub(in crate::k8s) fn expected(&self) -> &'static str {
        match self {
            Self::Object(_) | Self::Map(_) | Self::FreeObject => "a map",
            Self::List(_) => "a list",
            Self::Text(_) => "a string",
            Self::Integer { .. } | Self::Choice(_) => "an integer",
            Self::IntOrString => "an integer or a string",
            Self::Number => "a number",
            Self::Bool | Self::True => "a boolean",
            Self::Time => "a time such as 2024-01-31T12:00:00Z",
            Self::Base64 => "base64 with padding",
            Self::Any => "a value",
            Self::ByEdition(older, _) => older.expected(),
        }
    }

    /// A whole number of 32 bits.
    pub(in crate::k8s) const INT32: Self = Self::Integer {
        min: i32::MIN as i64,
        max: i32::MAX as i64,
    };

    /// A whole number from `min` to `max`.
    pub(in crate::k8s) const fn between(min: i64, max: i64) -> Self {
        Self::Integer { min, max }
    }
}

impl List {
    /// A list of any length.
    pub(in crate::k8s) const fn of(items: &'static Schema) -> Self {
        Self {
            items,
            min: 0,
            max: UNLIMITED,
            unique: Unique::Nothing,
            rules: &[],
        }
    }
}

impl Text {
    /// A string without conditions.
    const fn any() -> Self {
        Self {
            min: 0,
            max: UNLIMITED,
            format: None,
            one_of: &[],
        }
    }
}
