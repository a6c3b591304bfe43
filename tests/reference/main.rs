//! The reference cases, run in this process: what KIC's real translator, the API server, Kong and its router made of each, against what
//! we make of it. Every comparison has two sides: what is missing and what is too much.
//!
//! A case holds `in.yaml`, optionally `variants.txt` (`<variant>: <flags>`), one `<variant>.yaml` each, optionally `<variant>.problems.yaml`
//! (objects that the controller blames), `rejected.txt` and, for one controller of several, `<controller>.rejected.txt` (objects that the API
//! server refuses), `<variant>.attach.yaml` (routes that attach), `<variant>.kong.yaml` (what Kong refuses) and `<variant>.routing.yaml`
//! (`tests/routing.rs`). Expected files come from the reference and are never rewritten from our own output.

#![allow(clippy::unwrap_used, reason = "a step that fails fails the test")]

mod attach;
mod blame;
mod events;
mod golden;
mod status;
mod verdicts;

#[path = "../common/mod.rs"]
mod common;

use common::cases::{self, Case, Converted, Variant};
use rayon::prelude::*;
use std::sync::LazyLock;

/// A variant of a case, and what came of it.
struct Run {
    case: &'static Case,
    variant: Variant,
    converted: Converted,
}

impl Run {
    /// As it is called in messages.
    fn title(&self) -> String {
        format!("{} [{}]", self.case.title(), self.variant.name)
    }

    /// The text of the file `<variant>.<what>.yaml`.
    fn recorded(&self, what: &str) -> Option<&'static str> {
        self.case
            .file(&format!("{}.{what}.yaml", self.variant.name))
    }
}

/// Every variant of every case, converted once for all tests.
static RUNS: LazyLock<Vec<Run>> = LazyLock::new(|| {
    let run = |case: &'static Case, variant: Variant| Run {
        case,
        converted: cases::convert(case.manifests(), &variant.flags),
        variant,
    };
    cases::all()
        .into_par_iter()
        .flat_map_iter(|case| {
            let variants = case.variants().into_iter();
            variants.map(move |variant| run(case, variant))
        })
        .collect()
});

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
