//! Updates: an object that was there before, and what the API server refuses of the change (spec 86, 11).

use super::kinds::{KindInfo, Lookup};
use super::{ApiServer, definition, depth, kinds, metadata};
use crate::diag::{ApiServerVerdict, Diagnostic};
use crate::k8s::builtin::Undecodable;
use crate::k8s::schema::{self, Violation, transition};
use crate::manifest::document::Document;
use crate::manifest::node::Node;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use std::sync::Arc;

/// Whether there are rules about updates of a kind.
pub fn concerns(kind: &str, api_version: &str, api_server: ApiServer<'_>) -> bool {
    named(kind, api_version, api_server).is_some()
}

/// The kind and the version, if there are rules about its updates.
fn named<'v>(
    kind: &str,
    api_version: &'v str,
    api_server: ApiServer<'_>,
) -> Option<(&'static KindInfo, &'v str)> {
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let info = match kinds::find(group, kind, version) {
        Lookup::Known(info) => info,
        Lookup::OtherVersion(info) if info.group == group => info,
        Lookup::OtherVersion(_) | Lookup::Unknown => return None,
    };
    let has_rules = match definition(info, version, api_server) {
        Some(definition) => definition.has_transitions(),
        None => !transition::rules(info.kind).is_empty(),
    };
    (info.has_crd() && has_rules).then_some((info, version))
}

/// An object before or after a change, as far as rules about updates look at it.
#[derive(Debug)]
pub struct Side<'a> {
    info: &'static KindInfo,
    version: String,
    /// Who it is.
    pub meta: Arc<ObjectMeta>,
    document: Document<'a>,
}

impl<'a> Side<'a> {
    /// An object of a kind about whose updates there may be rules. Any other document is none.
    pub fn of(document: Document<'a>, api_server: ApiServer<'_>) -> Option<Self> {
        let text = |key| document.node.get(key).and_then(Node::as_str);
        let kind = text("kind").unwrap_or_default();
        let (info, version) = named(kind, text("apiVersion").unwrap_or_default(), api_server)?;
        let version = version.to_owned();
        let metadata = metadata::decode(&document.node);
        let read = info.served[0];
        let meta = metadata.into_meta((info, read), &document.place, api_server.default_namespace);
        Some(Self {
            info,
            version,
            meta: Arc::new(meta),
            document,
        })
    }
}

/// What the API server refuses of a change of one object. What it refuses of the new object alone is left out; where that keeps it
/// from asking rules, there is nothing.
pub fn refused(old: &Side<'_>, new: &Side<'_>, api_server: ApiServer<'_>) -> Vec<Diagnostic> {
    let violations = violations(
        (new.info, &new.version),
        (&old.document.node, &new.document.node),
        api_server,
    );
    let told = violations.into_iter().map(|violation| {
        let diagnostic = violation.into_diagnostic(|path: FieldPath| Origin::at(&new.meta, path));
        diagnostic.said_by_api_server(ApiServerVerdict::default())
    });
    told.collect()
}

fn violations(
    (info, version): (&'static KindInfo, &str),
    (old, new): (&Node<'_>, &Node<'_>),
    api_server: ApiServer<'_>,
) -> Vec<Violation> {
    let unheard = &|_: &Violation, _: &Node<'_>| None;
    let definition = definition(info, version, api_server);
    let own = match (definition, info.schema_in(version)) {
        (Some(definition), _) => definition.settle(new, unheard).violations,
        (None, Some(schema)) => schema::validate(schema, depth(info, api_server), new),
        (None, None) => return Vec::new(),
    };
    let undecodable = own.iter().filter(|it| it.is_undecodable());
    let undecodable: Undecodable = undecodable.map(|it| it.path.clone()).collect();
    if !undecodable.is_empty() || own.iter().any(Violation::blocks_rules) {
        return Vec::new();
    }
    match definition {
        Some(definition) => definition.transitions(old, new),
        None => transition::broken(transition::rules(info.kind), old, new),
    }
}
