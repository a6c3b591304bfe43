//! What running controllers and gateways give out: dumps that are compared with manifests, errors that are led back to them, and
//! fallback configurations (spec 83). The cases in `testdata/areas/{dumps,fallback}.tar.gz` hold KIC's own outputs.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

#[path = "../common/mod.rs"]
mod common;

mod complaints;
mod dumps;
mod fallback;

/// Fail with everything that went wrong, not only the first.
#[track_caller]
fn report(failures: &[String]) {
    assert!(
        failures.is_empty(),
        "{} failed:\n\n{}",
        failures.len(),
        failures.join("\n")
    );
}
