//! Environments: what kustomize and Helm build, one world per cluster, and both sides of a diff from their own revision.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

#[path = "../common/mod.rs"]
mod common;
#[path = "../machine/mod.rs"]
mod machine;

mod against_git;
mod built;
mod each;
#[cfg(unix)]
mod hostile;
mod programs;
mod unbuilt;
