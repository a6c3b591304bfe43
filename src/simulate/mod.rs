//! Which route would answer a request: Kong's router, offline (spec 30, 10 to 12; spec 70, 6 and 7).
//!
//! ```text
//! decK document ─ gateway ─▶ routes ─ compat ─▶ conditions + priorities ─ router ─▶ the winner ─ answer ─▶ path, host, status
//!                                                                            │
//!                              request ─────────────────────────────────────┘
//! ```
//!
//! [`explain`] tells why the others lost, [`ignored`] which object would have answered if the controller took it, [`plugins`]
//! what runs on the way, [`sent`] what that makes of the request, [`suite`] compares with what is expected, and [`impact`] what two gateways answer differently. Does no I/O.

pub mod answer;
pub mod compat;
pub mod derive;
pub mod explain;
pub mod gateway;
pub mod ignored;
pub mod impact;
pub mod path;
pub mod plugins;
pub mod priority;
pub mod report;
pub mod request;
pub mod router;
mod sample;
pub mod sent;
pub mod suite;
