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
        }
    }

    /// Add a string.
    pub fn text(&mut self, field: &str, value: impl Into<String>) {
        self.add(field, &Type::String, Value::String(value.into()));
    }

    /// Add a number.
    pub fn integer(&mut self, field: &str, value: i64) {
        self.add(field, &Type::Int, Value::Int(value));
    }

    /// Add an address.
    pub fn address(&mut self, field: &str, value: IpAddr) {
        self.add(field, &Type::IpAddr, Value::IpAddr(value));
    }

    fn add(&mut self, field: &str, kind: &Type, value: Value) {
        if schema::of(self.subsystem).type_of(field) == Some(kind) {
            self.context.add_value(field, value);
        }
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
