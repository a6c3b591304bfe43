//! Two states of the same manifests: what the API server refuses of the way from one to the other.

use super::crds;
use crate::diag::{Diagnostic, Diagnostics};
use crate::k8s::decode::ApiServer;
use crate::k8s::decode::update::{self, Side};
use crate::manifest::document::{self, Document};
use crate::manifest::source::Sources;
use crate::manifest::yaml::budget::AliasBudget;
use crate::options::Options;
use crate::origin::ObjectKey;
use std::collections::BTreeMap;

/// What the API server refuses of objects that both sides have, in the order of the new one. CRDs and options are those of the new
/// side. Of an object that stands several times in a side, the last one counts.
pub fn refused(old: &Sources, new: &Sources, options: &Options) -> Vec<Diagnostic> {
    let cluster = crds::cluster(new, options);
    let api_server = cluster.api_server(options);
    let former = sides(old, api_server);
    let mut diagnostics = Diagnostics::default();
    for (key, new) in sides(new, api_server) {
        if let Some(old) = former.get(&key) {
            diagnostics.extend(update::refused(old, &new, api_server));
        }
    }
    diagnostics.into_sorted()
}

/// The objects of a side about whose updates there may be rules.
fn sides<'a>(sources: &'a Sources, api_server: ApiServer<'_>) -> BTreeMap<ObjectKey, Side<'a>> {
    let mut sides = BTreeMap::new();
    for (file, source) in sources.0.iter().enumerate() {
        let order = document::Order {
            file: u32::try_from(file).unwrap_or(u32::MAX),
            wanted: &|kind, api_version| update::concerns(kind, api_version, api_server),
            aliases: &AliasBudget::of(source.text.len()),
        };
        // What is wrong with a source was told when it was read for good.
        document::read(&order, source, &mut |document: Document<'a>| {
            if let Some(side) = Side::of(document, api_server) {
                sides.insert(side.meta.key.clone(), side);
            }
        });
    }
    sides
}
