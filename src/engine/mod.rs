//! Kong's router engine, the crate `atc-router`: the only room that touches it.
//!
//! The crate panics on values that its schema does not know, on some operators that its grammar lets through, and runs out
//! of stack on deep nesting. What comes in here may be any text; what goes out is a [`Condition`] that can be evaluated
//! safely, or a [`Refusal`]. Does no I/O.

mod comparisons;
mod condition;
mod failures;
pub mod go;
mod index;
mod needs;
pub mod regex;
mod schema;
mod syntax;
mod tree;
mod values;

pub use comparisons::ComparisonKind;
pub use condition::{Condition, Matched};
pub use index::{Candidates, Index};
pub use values::Values;

use std::fmt;

/// The two halves of Kong, each with a router and fields of its own (spec 30, 10.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subsystem {
    /// HTTP and gRPC.
    Http,
    /// TCP, TLS and UDP.
    Stream,
}

impl Subsystem {
    /// The half that a route belongs to, by its first protocol; a route without protocols is an HTTP route.
    pub fn of(first_protocol: Option<&str>) -> Self {
        match first_protocol {
            Some("tcp" | "tls" | "tls_passthrough" | "udp") => Self::Stream,
            Some(_) | None => Self::Http,
        }
    }
}

/// Why the engine refuses an expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// One line, lower case at the start, without a full stop.
    pub reason: String,
}

impl Refusal {
    fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}
