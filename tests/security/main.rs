//! Hostile input, by what an attacker wants: one file per subject. Each runs the real program where a pull request is checked out.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod action;
#[path = "../common/mod.rs"]
mod common;
#[path = "../common/configuration.rs"]
mod configuration;
mod git;
mod injection;
mod inputs;
#[path = "../machine/mod.rs"]
mod machine;
mod output;
mod secrets;
mod settings;
mod work;
mod work_complete;
mod work_requests;
mod work_rules;
