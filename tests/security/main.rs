//! What hostile input must not reach: one file per promise.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

#[path = "../common/mod.rs"]
mod common;
mod secrets;
