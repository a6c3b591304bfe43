//! Which values may be shown to people: those that are known to be harmless, and no others.
//!
//! A value may be shown where its field is listed in `data/harmless-fields.txt`: a field that every schema at hand knows and none
//! marks as encrypted or as a reference into a vault, and that carries no header, query, body or code. Everything else is masked:
//! plugins and entities that are not known, keys and passwords, whatever came out of a Secret. [`field`] answers for one field,
//! [`text`] for what a text gives away by itself, [`expression`] for values inside of router expressions, [`MASK`] is what stands in
//! the place of a value. A leaf: it knows no entity and no manifest, only names.

pub mod expression;
pub mod field;
pub mod fingerprint;
pub mod object;
pub mod parser;
pub mod text;

/// What stands in the place of a value that is not shown.
pub const MASK: &str = "…";

/// A text from a place that is not known, for a message: never itself.
pub const UNSHOWN: &str = "a value that is not shown";
