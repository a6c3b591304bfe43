//! What KIC's feature gate `FallbackConfiguration` would make of broken objects (spec 83, A): which go with them, which old versions come
//! back, and the report of it.
//!
//! [`graph`] says who depends on whom, [`blame`] whom a refusal of Kong's makes broken, [`plan`] what goes and what comes back. The
//! stages themselves run in `pipeline`, on a store that [`plan`] has changed. Does no I/O.

pub mod blame;
pub mod graph;
pub mod named;
pub mod plan;
pub mod report;
