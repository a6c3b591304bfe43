//! Objects of kinds that are not read, in groups where that is worth a word: misspelt kinds, kinds that are gone, kinds that
//! only Kong Operator reads. Everything else is of no concern.

use super::kinds::{self, GATEWAY, INCUBATOR, KONG, KindInfo, NETWORKING, OPERATOR_GROUPS, Unread};
use super::metadata;
use super::{ApiServer, Decoded};
use crate::controller::Switch;
use crate::diag::similar::{misspelt, similar};
use crate::diag::{Diagnostic, unread};
use crate::manifest::document::Document;
use crate::manifest::node::Node;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::sync::Arc;

/// The group of the kinds that say how the operator and its gateways are set up.
const OPERATOR: &str = "gateway-operator.konghq.com";

/// Whether an object of a kind that is not read is worth a word for its group.
pub(super) fn concerns(kind: &str, api_version: &str) -> bool {
    let group = api_version
        .split_once('/')
        .map_or(api_version, |(group, _)| group);
    let is_watched =
        [KONG, INCUBATOR, NETWORKING, GATEWAY].contains(&group) || OPERATOR_GROUPS.contains(&group);
    is_watched && kinds::unread(group, kind) != Some(Unread::Elsewhere) && !kind.ends_with("List")
}

/// What becomes of an object whose kind, in its group, is not read.
pub(super) fn decode(
    document: &Document<'_>,
    api_version: &str,
    api_server: ApiServer<'_>,
) -> Decoded {
    let node = &document.node;
    let kind = node.get("kind").and_then(Node::as_str).unwrap_or_default();
    let about = About {
        api_version,
        kind,
        meta: meta(document, api_version, kind, api_server.default_namespace),
        is_for_operator: api_server.served.controller().has(Switch::OperatorKinds),
    };
    match about.judge() {
        Some(problem) => Decoded::Refused(vec![problem]),
        None => Decoded::Irrelevant {
            kind: kind.to_owned(),
        },
    }
}

/// An object of a kind that KIC reads and the controller in use has given up.
pub(super) fn legacy(document: &Document<'_>, api_version: &str, namespace: &str) -> Decoded {
    let node = &document.node;
    let kind = node.get("kind").and_then(Node::as_str).unwrap_or_default();
    let meta = meta(document, api_version, kind, namespace);
    let at = Origin::at(&meta, FieldPath::of(&["kind"]));
    Decoded::Refused(vec![unread::kind_given_up(at)])
}

/// Which object it is, for the problem.
fn meta(
    document: &Document<'_>,
    api_version: &str,
    kind: &str,
    namespace: &str,
) -> Arc<ObjectMeta> {
    let node = &document.node;
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let metadata = metadata::decode(node);
    let names = [group, version, kind].map(|name| name.to_owned().into());
    let namespaced = kinds::named(kind).is_none_or(|info| info.namespaced);
    Arc::new(metadata.with_names(names.into(), namespaced, &document.place, namespace))
}

/// An object of a kind that its group does not have.
struct About<'a> {
    api_version: &'a str,
    kind: &'a str,
    meta: Arc<ObjectMeta>,
    /// Whether the controller in use is the one that reads the operator's kinds.
    is_for_operator: bool,
}

impl About<'_> {
    fn judge(&self) -> Option<Diagnostic> {
        let (group, version) = self
            .api_version
            .split_once('/')
            .unwrap_or(("", self.api_version));
        if let Some(info) = kinds::named(self.kind) {
            return is_misplaced(group, version, info).then(|| {
                unread::kind_of_another_group(
                    self.at("apiVersion"),
                    self.api_version,
                    &info.api_versions(),
                )
            });
        }
        if !concerns(self.kind, self.api_version) {
            return None;
        }
        let group = if group.is_empty() { version } else { group };
        let at = self.at("kind");
        Some(match kinds::unread(group, self.kind) {
            Some(Unread::Removed) => unread::removed_credential(at),
            Some(Unread::Operator) if self.is_for_operator => unread::konnect_kind(at),
            Some(Unread::Operator) => unread::operator_kind(at),
            Some(Unread::Gateway) => unread::gateway_kind(at),
            None if self.is_for_operator && group == OPERATOR => return None,
            None if self.is_for_operator && OPERATOR_GROUPS.contains(&group) => {
                unread::konnect_kind(at)
            }
            None if OPERATOR_GROUPS.contains(&group) => unread::operator_kind(at),
            Some(Unread::Elsewhere) | None => {
                let known = kinds::of_group(group).map(|info| info.kind);
                let nearest = similar(self.kind, known.chain(kinds::of_operator(group)));
                unread::unknown_kind(at, self.api_version, nearest)
            }
        })
    }

    fn at(&self, field: &'static str) -> Origin {
        Origin::at(&self.meta, FieldPath::of(&[field]))
    }
}

/// Whether a kind that is read stands in a group where it cannot be meant otherwise: none at all, the right one without its
/// version, one that is nearly the right one; or the name is one that only Kong has.
fn is_misplaced(group: &str, version: &str, info: &KindInfo) -> bool {
    let is_kongs = info.group == KONG;
    if group.is_empty() {
        return !info.group.is_empty() && (version == "v1" || version == info.group || is_kongs);
    }
    is_kongs || !info.group.is_empty() && misspelt(group, [info.group]).is_some()
}
