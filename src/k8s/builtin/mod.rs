//! What the API server refuses of the built-in kinds beyond types and field names: Kubernetes' own validation of a new object,
//! as functions over the located tree (spec 86). All faults of an object together; where it has none, the warnings.
//!
//! Other objects are never looked at. What the cluster decides (node ports in use, IP families, quotas, webhooks) and rules
//! about updates have nothing to compare with and are left out.
//!
//! | file | holds |
//! |---|---|
//! | `refusal.rs` | what was found, and the problem made of it |
//! | `names.rs` | the forms of texts, with the API server's words |
//! | `addresses.rs` | IP addresses and blocks as Go reads them |
//! | `metadata.rs` | `metadata`, of all kinds |
//! | `backend.rs` | backends of an Ingress, and references to resources |
//! | one file per kind | its rules |

mod addresses;
mod backend;
mod cluster_ips;
pub(super) mod configmap;
pub(super) mod endpointslice;
pub(super) mod ingress;
pub(super) mod ingressclass;
mod metadata;
mod names;
pub(super) mod namespace;
mod refusal;
pub(super) mod secret;
pub(super) mod service;
mod service_ports;

#[cfg(test)]
mod tests;

pub use refusal::{Refusal, Undecodable};

use super::schema::read::field;
use super::schema::walk::Trail;
use crate::manifest::node::{Node, Value};
use refusal::Findings;

/// A release of Kubernetes whose rules differ from those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Release {
    /// 1.33 to 1.35.
    #[default]
    V1_33,
    /// 1.36 and later: names of Services may begin with a digit (`RelaxedServiceNameValidation`), addresses are read strictly
    /// (`StrictIPCIDRValidation`).
    V1_36,
}

/// The rules of a kind.
pub(super) type Rules = fn(&Node<'_>, Release, &mut Findings<'_>);

/// What the API server refuses of an object, or warns of when it refuses nothing, by the rules of its kind.
/// `wrong` are the fields whose values do not decode: whatever may be due to one of them is not told.
pub(super) fn judge(
    (kind, rules): (&str, Rules),
    document: &Node<'_>,
    release: Release,
    wrong: &Undecodable,
) -> Vec<Refusal> {
    let mut found = Findings::new(wrong);
    metadata::judge(document, metadata::NameForm::of(kind, release), &mut found);
    rules(document, release, &mut found);
    found.into_refusals()
}

/// What the API server refuses of the metadata of an object of a kind with a CRD (spec 86, 5).
pub(super) fn judge_metadata(
    is_namespaced: bool,
    document: &Node<'_>,
    wrong: &Undecodable,
) -> Vec<Refusal> {
    let mut found = Findings::new(wrong);
    let form = metadata::NameForm::of_custom(is_namespaced);
    metadata::judge(document, form, &mut found);
    found.into_refusals()
}

/// An object without `spec`, or with one that is no map, is judged as if it had an empty one.
static EMPTY: Node<'static> = Node {
    mark: crate::manifest::node::Mark { line: 0, column: 0 },
    value: Value::Null,
};

/// The `spec` of an object and the path to it.
fn spec<'n, 'a>(document: &'n Node<'a>) -> (&'n Node<'a>, Trail<'static>) {
    let spec = field(document, "spec");
    (spec.unwrap_or(&EMPTY), Trail::field("spec"))
}
