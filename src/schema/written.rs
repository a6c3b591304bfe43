//! A value as it is written somewhere: as JSON, or as an entity of the model that need not become JSON to be looked at.

use serde_json::{Map, Value};

/// What a value is.
pub enum Shape<'w, W> {
    /// Nothing.
    Null,
    /// Known to be in order.
    Sound,
    /// A truth value.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(&'w str),
    /// A list.
    List(&'w [W]),
    /// A map; [`Written::entries`] has its members.
    Map,
}

/// A value that can be held against a schema.
pub trait Written: Sized {
    /// What it is.
    fn shape(&self) -> Shape<'_, Self>;
    /// The members of a map.
    fn entries(&self) -> impl Iterator<Item = (&str, &Self)>;
    /// A member of a map.
    fn entry(&self, key: &str) -> Option<&Self>;

    /// Whether nothing is written there.
    fn is_null(&self) -> bool {
        matches!(self.shape(), Shape::Null)
    }

    /// Whether something is written there that is not empty.
    fn is_filled(&self) -> bool {
        match self.shape() {
            Shape::Null => false,
            Shape::Sound | Shape::Flag(_) | Shape::Number(_) => true,
            Shape::Text(text) => !text.is_empty(),
            Shape::List(items) => !items.is_empty(),
            Shape::Map => self.entries().next().is_some(),
        }
    }

    /// Equal as Kong compares: numbers by value.
    fn is(&self, value: &Value) -> bool {
        match (self.shape(), value) {
            (Shape::Null, Value::Null) => true,
            (Shape::Flag(own), Value::Bool(other)) => own == *other,
            (Shape::Number(own), Value::Number(other)) => other
                .as_f64()
                .is_some_and(|other| (own - other).abs() < f64::EPSILON),
            (Shape::Text(own), Value::String(other)) => own == other,
            (Shape::List(own), Value::Array(other)) => {
                own.len() == other.len() && own.iter().zip(other).all(|(own, other)| own.is(other))
            }
            (Shape::Map, Value::Object(other)) => {
                self.entries().count() == other.len()
                    && other
                        .iter()
                        .all(|(key, other)| self.entry(key).is_some_and(|own| own.is(other)))
            }
            _ => false,
        }
    }

    /// In words: a text as it is, anything else as JSON; a list by its items; maps are not told.
    fn shown(&self) -> String {
        match self.shape() {
            Shape::Text(text) => text.to_owned(),
            Shape::Flag(flag) => flag.to_string(),
            Shape::Number(number) => number.to_string(),
            Shape::Null => "null".to_owned(),
            Shape::List(items) => {
                let items: Vec<String> = items.iter().map(Self::shown).collect();
                items.join(", ")
            }
            Shape::Map | Shape::Sound => "a map".to_owned(),
        }
    }
}

impl Written for Value {
    fn shape(&self) -> Shape<'_, Self> {
        match self {
            Self::Null => Shape::Null,
            Self::Bool(flag) => Shape::Flag(*flag),
            Self::Number(number) => Shape::Number(number.as_f64().unwrap_or(f64::MAX)),
            Self::String(text) => Shape::Text(text),
            Self::Array(items) => Shape::List(items),
            Self::Object(_) => Shape::Map,
        }
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        let entries = self.as_object().into_iter().flatten();
        entries.map(|(key, value)| (key.as_str(), value))
    }

    fn entry(&self, key: &str) -> Option<&Self> {
        self.get(key)
    }
}

/// An entity of the model, borrowed.
#[derive(Debug, Clone)]
pub enum Given<'a> {
    /// Nothing.
    Null,
    /// Known to be in order: not looked at, and there.
    Sound,
    /// A truth value.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(&'a str),
    /// A list.
    List(Vec<Self>),
    /// A map.
    Map(Vec<(&'a str, Self)>),
}

impl<'a> Given<'a> {
    /// A map of the fields that are there.
    pub fn record<const N: usize>(fields: [(&'a str, Option<Self>); N]) -> Self {
        let present = fields.into_iter();
        Self::Map(
            present
                .filter_map(|(name, value)| Some((name, value?)))
                .collect(),
        )
    }

    /// A list of texts; nothing when it is empty.
    pub fn texts<T: AsRef<str> + 'a>(items: impl IntoIterator<Item = &'a T>) -> Option<Self> {
        let items: Vec<Self> = items
            .into_iter()
            .map(|it| Self::Text(it.as_ref()))
            .collect();
        (!items.is_empty()).then_some(Self::List(items))
    }

    /// An optional text.
    #[expect(clippy::ref_option, reason = "fields are handed over as they are")]
    pub fn text(value: &'a Option<String>) -> Option<Self> {
        value.as_deref().map(Self::Text)
    }

    /// An optional whole number.
    #[expect(
        clippy::cast_precision_loss,
        reason = "bounds are far below 2^53, and what is far above them stays above"
    )]
    pub fn integer(value: Option<i64>) -> Option<Self> {
        value.map(|it| Self::Number(it as f64))
    }

    /// JSON, borrowed.
    pub fn json(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(flag) => Self::Flag(*flag),
            Value::Number(number) => Self::Number(number.as_f64().unwrap_or(f64::MAX)),
            Value::String(text) => Self::Text(text),
            Value::Array(items) => Self::List(items.iter().map(Self::json).collect()),
            Value::Object(fields) => Self::object(fields),
        }
    }

    /// A JSON object, borrowed.
    pub fn object(fields: &'a Map<String, Value>) -> Self {
        let fields = fields.iter();
        Self::Map(
            fields
                .map(|(key, value)| (key.as_str(), Self::json(value)))
                .collect(),
        )
    }
}

impl Written for Given<'_> {
    fn shape(&self) -> Shape<'_, Self> {
        match self {
            Self::Null => Shape::Null,
            Self::Sound => Shape::Sound,
            Self::Flag(flag) => Shape::Flag(*flag),
            Self::Number(number) => Shape::Number(*number),
            Self::Text(text) => Shape::Text(text),
            Self::List(items) => Shape::List(items),
            Self::Map(_) => Shape::Map,
        }
    }

    fn entries(&self) -> impl Iterator<Item = (&str, &Self)> {
        let entries = match self {
            Self::Map(entries) => entries.as_slice(),
            _ => &[],
        };
        entries.iter().map(|(key, value)| (*key, value))
    }

    fn entry(&self, key: &str) -> Option<&Self> {
        self.entries()
            .find_map(|(own, value)| (own == key).then_some(value))
    }
}
