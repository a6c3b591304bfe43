//! Hostile input, by what an attacker wants: one file per subject.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod work;
mod work_requests;
