//! What Kong knows about its entities and plugins, by version: two tables in `data/` and the interpreter that holds a value against
//! them (spec 70, section 8, and spec 84).
//!
//! `tools/gen-schema-tables` writes the tables. Whoever asks for an entity gets its fields, types, bounds, forms, defaults and the rules
//! over several fields; what Kong writes as code has no place here. Knows no manifest and no problem: what is wrong is a
//! [`validate::Finding`]. Does no I/O.

mod checks;
pub mod entities;
pub mod field;
pub mod filled;
mod forms;
pub mod json_schema;
pub mod kong_schema;
mod lua_pattern;
pub mod plugins;
mod regex;
pub mod table;
pub mod text;
pub mod validate;
pub mod written;

pub use checks::broken_of_plugin;
