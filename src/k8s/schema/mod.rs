//! What the API server would refuse on admission, found on the located tree before typed decoding.
//!
//! `validate` compares a document with the description of its kind: required fields, types,
//! enums, patterns, limits, repetition in lists, and the rules over several fields that the Gateway
//! API's and Kong's CRDs write in CEL. Fields that the kind does not have are found too; the API
//! server drops them. Rules about updates are asked by `transition`. Where a CRD is among the inputs, `k8s::crd` takes over.
//!
//! Kinds with a CRD are judged in full. Of the built-in kinds, and of the metadata of all, the fields and the types of their
//! values are looked at (spec 86, 2); the other rules of built-in kinds stand in `k8s::builtin`.
//!
//! | file | holds |
//! |---|---|
//! | `description.rs` | the vocabulary: objects, lists, texts, rules |
//! | `walk.rs` | the comparison |
//! | `decoding.rs` | what Go's decoder takes |
//! | `read.rs` | how rules read a manifest |
//! | `format.rs` | the patterns, as functions |
//! | `blame.rs` | the field that a rule blames |
//! | `transition.rs` | the rules that compare with the former object |
//! | `violation.rs` | what was found, and the problem made of it |
//! | `kong/`, `gateway/`, `builtin.rs` | one description per kind |

mod blame;
pub(super) mod builtin;
mod decoding;
mod depth;
pub(super) mod description;
pub(super) mod format;
pub(super) mod gateway;
pub(super) mod kong;
pub(super) mod metadata;

pub(super) mod read;
pub(super) mod transition;
mod violation;
pub(super) mod walk;

pub(super) use blame::blamed;
pub(super) use decoding::mismatch;
pub use violation::{Fault, Violation};

use crate::manifest::node::Node;
pub(super) use depth::Depth;
pub use description::Edition;
pub(super) use description::Schema;
pub(super) use violation::Findings;
use walk::{Trail, walk};

/// Everything in `document` that the API server would refuse or drop, by the description of its kind.
pub(super) fn validate(schema: &Schema, depth: Depth, document: &Node<'_>) -> Vec<Violation> {
    let mut found = Findings::default();
    metadata::check(document, &mut found);
    walk(schema, document, &Trail::ROOT, depth, &mut found);
    let Findings(mut violations) = found;
    if violations.iter().any(Violation::blocks_rules) {
        violations.retain(|violation| !matches!(violation.fault, Fault::Rule { .. }));
    }
    violations
}
