//! Documents to typed objects, as the API server decodes them: dispatch on group, version and kind, strict
//! types, unknown fields ignored, a wrong type refuses the whole object (spec 60, 5). All that is wrong with it is told together.

mod body;
mod error;
mod kinds;
mod metadata;
mod secret;
mod unknown;
pub mod update;

pub use error::DecodeError;
pub use kinds::is_read;
pub(crate) use kinds::kinds;

use super::builtin::{self, Release, Undecodable};
use super::crd::{Definition, Installed};
use super::object::{AnyObject, Object};
use super::schema::{self, Depth, Edition, Violation};
use crate::annotations::table::CA_CERT;
use crate::controller::gateway_api::Sight;
use crate::controller::{Served, Switch};
use crate::diag::{ApiServerVerdict, Diagnostic, admission, api_server, builtin_kinds};
use crate::manifest::document::Document;
use crate::manifest::node::Node;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use kinds::{KindInfo, Lookup, Part};
use metadata::Naming;
use std::borrow::Cow;
use std::sync::Arc;

/// What becomes of a document.
#[derive(Debug)]
pub enum Decoded {
    /// An object the controller may read.
    Object(Box<Admitted>),
    /// An object of no concern.
    Irrelevant {
        /// Its kind.
        kind: String,
    },
    /// An object that takes no part, and why.
    Refused(Vec<Diagnostic>),
}

/// An object and what only admission asks about it.
#[derive(Debug)]
pub struct Admitted {
    /// The object.
    pub object: AnyObject,
    /// `metadata.deletionTimestamp` in seconds since the epoch.
    pub deletion_timestamp: Option<i64>,
    /// Whether the controller makes no entity of its own from it: it is only looked up for others. A CA certificate is an entity.
    pub is_only_looked_up: bool,
    /// Problems that do not refuse it.
    pub diagnostics: Vec<Diagnostic>,
}

/// What is known of the API server that the objects are meant for.
#[derive(Debug, Clone, Copy)]
pub struct ApiServer<'a> {
    /// Fills a missing namespace; cluster-scoped kinds never have one.
    pub default_namespace: &'a str,
    /// Whose rules the built-in kinds are judged by.
    pub release: Release,
    /// Which versions of the Gateway API's kinds it serves, and to which controller.
    pub served: &'a Served,
    /// CRDs among the inputs, which count instead of the descriptions of their kinds.
    pub installed: &'a Installed,
}

/// Whether a kind is read and has a CRD.
pub fn has_crd(group: &str, kind: &str) -> bool {
    kinds::of_group(group).any(|info| info.kind == kind && info.has_crd())
}

/// Decode a document. What is wrong with an object of another controller is no matter of this.
pub fn decode(document: &Document<'_>, api_server: ApiServer<'_>) -> Decoded {
    let kind = document.node.get("kind").and_then(Node::as_str);
    let info = kind.and_then(kinds::named);
    match (decode_any(document, api_server), info) {
        (Decoded::Refused(_), Some(info)) if info.part == Part::MakesSecrets => {
            Decoded::Irrelevant {
                kind: info.kind.to_owned(),
            }
        }
        (decoded, _) => decoded,
    }
}

fn decode_any(document: &Document<'_>, api_server: ApiServer<'_>) -> Decoded {
    let node = &document.node;
    let kind = node.get("kind").and_then(Node::as_str).unwrap_or_default();
    let api_version = node
        .get("apiVersion")
        .and_then(Node::as_str)
        .unwrap_or_default();
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let controller = api_server.served.controller();
    let (info, sight) = match kinds::find(group, kind, version) {
        Lookup::Known(info) if info.is_legacy && !controller.has(Switch::LegacyKinds) => {
            return unknown::legacy(document, api_version, api_server.default_namespace);
        }
        Lookup::Known(info) => (info, sight(info, version, api_server)),
        Lookup::OtherVersion(info) if info.group == group => {
            (info, sight(info, version, api_server))
        }
        Lookup::OtherVersion(info) => (info, Sight::NotServed(info.served.to_vec())),
        Lookup::Unknown => {
            return unknown::decode(document, api_version, api_server);
        }
    };
    let metadata = metadata::decode(node);
    let naming = metadata.naming();
    let deletion_timestamp = metadata.deletion_timestamp;
    let read = sight.read_version().unwrap_or(info.served[0]);
    let meta = metadata.into_meta((info, read), &document.place, api_server.default_namespace);
    let meta = Arc::new(meta);
    if let Some(problem) = unseen(&meta, (api_version, info), sight, api_server.served) {
        return Decoded::Refused(vec![problem]);
    }
    let is_of_sops = info.kind == "Secret" && secret::is_of_sops(node);
    let Judged {
        mut diagnostics,
        undecodable: wrong,
        is_readable,
        stored,
    } = if is_of_sops {
        Judged::unseen()
    } else {
        judge((info, version), node, api_server, &meta)
    };
    if naming != Naming::Named {
        let at = Origin::at(&meta, FieldPath::of(&["metadata", "name"]));
        if !wrong.has(&at.path) {
            let is_refused = naming == Naming::Nameless && info.is_built_in();
            diagnostics.push(if is_refused {
                builtin_kinds::without_name(at)
            } else {
                admission::without_name(at)
            });
        }
        return Decoded::Refused(diagnostics);
    }
    if !is_readable {
        return Decoded::Refused(diagnostics);
    }
    let decoded = if is_of_sops {
        let spec = secret::decode_sops(node);
        let meta = Arc::clone(&meta);
        Ok(AnyObject::SopsSecret(Object { meta, spec }))
    } else {
        (info.decode)(stored.as_ref().unwrap_or(node), &meta)
    };
    match decoded {
        Ok(object) => Decoded::Object(Box::new(Admitted {
            object,
            deletion_timestamp,
            is_only_looked_up: info.part != Part::Translated && !is_ca_certificate(info, &meta),
            diagnostics,
        })),
        Err(failure) => {
            diagnostics.push(undecodable(info, &meta, failure));
            Decoded::Refused(diagnostics)
        }
    }
}

/// How the controller sees an object of a kind that is written in a version.
fn sight<'s>(info: &'s KindInfo, version: &str, api_server: ApiServer<'s>) -> Sight<'s> {
    let of_gateway_api = (info.group == kinds::GATEWAY)
        .then(|| api_server.served.sight(info.kind, version))
        .flatten();
    of_gateway_api.unwrap_or_else(|| {
        let read = info.served[0];
        let written = api_server.installed.served(info.group, info.kind);
        let served = written.unwrap_or_else(|| info.served.to_vec());
        if !served.contains(&version) {
            Sight::NotServed(served)
        } else if served.contains(&read) {
            Sight::Seen(read)
        } else {
            Sight::Unread(read)
        }
    })
}

/// Why the controller does not see an object in the version that it is written in, unless it does.
fn unseen(
    meta: &Arc<ObjectMeta>,
    (api_version, info): (&str, &KindInfo),
    sight: Sight<'_>,
    served: &Served,
) -> Option<Diagnostic> {
    match sight {
        Sight::Seen(_) => None,
        Sight::Unread(read) => {
            let at = Origin::at(meta, FieldPath::of(&["apiVersion"]));
            let release = served.release().to_string();
            Some(admission::version_unread(at, read, &release))
        }
        Sight::NotServed(served) => Some(not_served(meta, api_version, (info, &served))),
    }
}

/// An object of a kind that is read, in a version that is not.
fn not_served(
    meta: &Arc<ObjectMeta>,
    api_version: &str,
    (info, served): (&KindInfo, &[&str]),
) -> Diagnostic {
    let at = Origin::at(meta, FieldPath::of(&["apiVersion"]));
    if info.is_built_in() {
        builtin_kinds::not_served(at, api_version, served)
    } else {
        admission::unknown_version(at, api_version, served)
    }
}

/// Which schemas the API server has of the kinds of a group.
fn edition(group: &str, served: &Served) -> Edition {
    let is_newer = if group == kinds::GATEWAY {
        served.release().has_newer_schemas()
    } else {
        served.controller().has(Switch::OperatorSchemas)
    };
    if is_newer {
        Edition::Newer
    } else {
        Edition::Older
    }
}

/// What the API server says of an object.
struct Judged<'n> {
    diagnostics: Vec<Diagnostic>,
    /// The fields whose values do not decode.
    undecodable: Undecodable,
    /// Whether the object can take part. One of a built-in kind takes part even if a rule refuses it: KIC was made for it, and
    /// what it would do is what people want to see.
    is_readable: bool,
    /// The object as it is stored, where a CRD among the inputs says so.
    stored: Option<Node<'n>>,
}

impl Judged<'_> {
    /// Of an object that the server is never given as it stands here.
    fn unseen() -> Self {
        Self {
            diagnostics: Vec::new(),
            undecodable: Undecodable::default(),
            is_readable: true,
            stored: None,
        }
    }
}

/// How deep the description of a kind is applied.
fn depth(info: &KindInfo, api_server: ApiServer<'_>) -> Depth {
    if info.is_built_in() {
        Depth::Decoding
    } else {
        Depth::Full(edition(info.group, api_server.served))
    }
}

/// The definition of a kind by a CRD among the inputs.
fn definition<'a>(
    info: &KindInfo,
    version: &str,
    api_server: ApiServer<'a>,
) -> Option<Definition<'a>> {
    let installed = api_server.installed;
    installed
        .definition(info.group, info.kind, version)
        .filter(|_| info.has_crd())
}

/// All that the API server refuses of an object, drops, or warns of.
fn judge<'n>(
    (info, version): (&KindInfo, &str),
    node: &'n Node<'_>,
    api_server: ApiServer<'_>,
    meta: &Arc<ObjectMeta>,
) -> Judged<'n> {
    let depth = depth(info, api_server);
    let schema = info.schema_in(version);
    let at = |path| Origin::at(meta, path);
    let mut diagnostics = Vec::new();
    let mut stored = None;
    let violations = match (definition(info, version, api_server), schema) {
        (Some(definition), schema) => {
            let blamed = |broken: &Violation, object: &Node<'_>| {
                let message = broken.fault.rule()?;
                schema::blamed(schema?, depth, object, &broken.path, message)
            };
            let settled = definition.settle(node, &blamed);
            if settled.is_spent {
                diagnostics.push(api_server::rules_too_costly(at(FieldPath::root())));
            }
            stored = Some(settled.node);
            settled.violations
        }
        (None, Some(schema)) => schema::validate(schema, depth, node),
        (None, None) => Vec::new(),
    };
    let undecodable: Undecodable = violations
        .iter()
        .filter(|violation| violation.is_undecodable())
        .map(|violation| violation.path.clone())
        .collect();
    let refusals = match info.rules {
        Some(rules) => builtin::judge((info.kind, rules), node, api_server.release, &undecodable),
        None if info.has_crd() => builtin::judge_metadata(info.namespaced, node, &undecodable),
        None => Vec::new(),
    };
    let is_refused = violations.iter().any(Violation::refuses)
        || info.has_crd() && refusals.iter().any(|it| it.fault.is_bad_name());
    diagnostics.extend(violations.into_iter().map(|violation| {
        let is_marked = violation.refuses() && info.is_built_in();
        let diagnostic = violation.into_diagnostic(at);
        if is_marked {
            diagnostic.said_by_api_server(ApiServerVerdict::default())
        } else {
            diagnostic
        }
    }));
    diagnostics.extend(refusals.into_iter().map(|it| {
        let mut diagnostic = it.into_diagnostic(at);
        // The mark is that of built-in kinds.
        diagnostic.api_server = diagnostic.api_server.filter(|_| info.is_built_in());
        diagnostic
    }));
    Judged {
        diagnostics,
        undecodable,
        is_readable: !is_refused,
        stored,
    }
}

/// Whether a Secret or ConfigMap is marked as one that holds a CA certificate.
fn is_ca_certificate(info: &KindInfo, meta: &ObjectMeta) -> bool {
    CA_CERT.row.is_read_from(info.kind) && CA_CERT.is_set(meta)
}

/// What the descriptions of the kinds do not find.
fn undecodable(info: &KindInfo, meta: &Arc<ObjectMeta>, failure: DecodeError) -> Diagnostic {
    let diagnostic = admission::wrong_field(Origin::at(meta, failure.path), &failure.message);
    if info.is_built_in() {
        diagnostic.said_by_api_server(ApiServerVerdict::default())
    } else {
        diagnostic
    }
}

/// The namespace an object of a kind ends up in.
fn namespace_of(namespaced: bool, written: String, default_namespace: &str) -> String {
    match (namespaced, written.is_empty()) {
        (false, _) => String::new(),
        (true, true) => default_namespace.to_owned(),
        (true, false) => written,
    }
}

/// A fixed text as a key part.
const fn fixed(text: &'static str) -> Cow<'static, str> {
    Cow::Borrowed(text)
}

/// The description of a kind in a version, for the tests.
#[cfg(test)]
pub(super) fn described(group: &str, kind: &str, version: &str) -> Option<&'static schema::Schema> {
    let info = kinds::of_group(group).find(|info| info.kind == kind);
    info.and_then(|info| info.schema_in(version))
}

/// The kinds that have a CRD, with the versions in which they are described.
#[cfg(test)]
pub(super) fn with_crds() -> impl Iterator<Item = (&'static str, &'static str)> {
    kinds::all()
        .filter(|info| info.has_crd())
        .map(|info| (info.group, info.kind))
}

/// The rules of a built-in kind, for their tests.
#[cfg(test)]
pub(super) fn rules_of(group: &str, kind: &str) -> Option<builtin::Rules> {
    let info = kinds::of_group(group).find(|info| info.kind == kind);
    info.and_then(|info| info.rules)
}
