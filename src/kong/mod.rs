//! Kong's entities, made from manifests or read from a file: one model without a Kubernetes type in it (spec 50, 1).
//!
//! Fields are declared in the order of decK's YAML keys (`written`), so that the YAML writer has nothing to sort. Absent fields and
//! empty lists are not written; `false`, `0` and `""` are. Every entity keeps the [`Source`](source::Source) it was made from,
//! which is not part of the file.

#[macro_use]
mod written;

pub mod certificate;
pub mod consumer;
pub mod custom_entity;
pub mod entity;
pub mod expression;
pub mod growth;
pub mod ids;
pub mod names;
pub mod owner;
pub mod path;
pub mod pending;
pub mod plugin;
pub mod port;
pub mod protocol;
pub mod reference;
pub mod route;
pub mod secret;
pub mod service;
pub mod source;
pub mod state;
pub mod upstream;
pub mod vault;

/// A name that may be empty, as in a file that leaves it out, else the id.
fn known_as<'a>(name: &'a str, id: Option<&'a str>) -> &'a str {
    id.filter(|_| name.is_empty()).unwrap_or(name)
}
