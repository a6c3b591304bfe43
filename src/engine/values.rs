//! The values of one request, field by field.

use super::{Subsystem, schema};
use atc_router::ast::{Type, Value};
use atc_router::context::Context;
use std::fmt;
use std::net::IpAddr;

/// Values to evaluate conditions against. A field may have several; a value that the schema does not know is left out,
/// because the crate would panic on it.
pub struct Values {
    subsystem: Subsystem,
    pub(super) context: Context<'static>,
    /// Every text with its field, for the index.
    pub(super) texts: Vec<(String, String)>,
    /// How many predicates were evaluated with them.
    pub(super) tried: usize,
    /// How many may be.
    limit: usize,
}

impl fmt::Debug for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Values")
            .field("subsystem", &self.subsystem)
            .finish_non_exhaustive()
    }
}

impl Values {
    /// No values yet.
    pub fn new(subsystem: Subsystem) -> Self {
        Self {
            subsystem,
            context: Context::new(schema::of(subsystem)),
            texts: Vec::new(),
            tried: 0,
            limit: usize::MAX,
        }
    }

    /// Add a string.
    pub fn text(&mut self, field: &str, value: impl Into<String>) {
        let value = value.into();
        if self.add(field, &Type::String, Value::String(value.clone())) {
            self.texts.push((field.to_owned(), value));
        }
    }

    /// The values with a limit to the predicates that may be evaluated with them; beyond it everything is false.
    #[must_use]
    pub fn with_limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// Whether what was found with them counts.
    pub const fn is_within_limit(&self) -> bool {
        self.tried <= self.limit
    }

    /// How many predicates were evaluated with these values so far: a measure of the work.
    pub const fn tried(&self) -> usize {
        self.tried
    }

    /// Add a number.
    pub fn integer(&mut self, field: &str, value: i64) {
        self.add(field, &Type::Int, Value::Int(value));
    }

    /// Add an address.
    pub fn address(&mut self, field: &str, value: IpAddr) {
        self.add(field, &Type::IpAddr, Value::IpAddr(value));
    }

    /// Whether the schema knows the field as one of this type.
    fn add(&mut self, field: &str, kind: &Type, value: Value) -> bool {
        let is_known = schema::of(self.subsystem).type_of(field) == Some(kind);
        if is_known {
            self.context.add_value(field, value);
        }
        is_known
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_outside_the_schema_are_left_out() {
        let mut values = Values::new(Subsystem::Stream);
        values.text("http.path", "/");
        values.text("net.dst.port", "80");
        values.text("", "x");
        assert!(values.context.value_of("http.path").is_none());
        assert!(values.context.value_of("net.dst.port").is_none());
    }
}
