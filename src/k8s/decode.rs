//! Documents to typed objects, as the API server decodes them: dispatch on group, version and kind, strict
//! types, unknown fields ignored, a wrong type refuses the whole object (spec 60, 5).

mod body;
mod error;
mod kinds;
mod metadata;
mod secret;

pub use error::DecodeError;
pub use kinds::is_read;

use super::object::{AnyObject, Object};
use super::schema::{self, Violation};
use crate::diag::{Diagnostic, admission};
use crate::manifest::document::Document;
use crate::manifest::node::Node;
use crate::origin::{FieldPath, ObjectMeta, Origin};
use body::{decode_body, decode_spec};
use kinds::{KindInfo, Lookup, Type};
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
    /// Problems that do not refuse it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Decode a document. `default_namespace` fills a missing namespace; cluster-scoped kinds never have one. What is wrong with an object of
/// another controller is no matter of this.
pub fn decode(document: &Document<'_>, default_namespace: &str) -> Decoded {
    let kind = document.node.get("kind").and_then(Node::as_str);
    match decode_any(document, default_namespace) {
        Decoded::Refused(_) if kind.is_some_and(kinds::is_of_secret_maker) => Decoded::Irrelevant {
            kind: kind.unwrap_or_default().to_owned(),
        },
        decoded => decoded,
    }
}

fn decode_any(document: &Document<'_>, default_namespace: &str) -> Decoded {
    let node = &document.node;
    let kind = node.get("kind").and_then(Node::as_str).unwrap_or_default();
    let api_version = node
        .get("apiVersion")
        .and_then(Node::as_str)
        .unwrap_or_default();
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    let (info, known) = match kinds::find(group, kind, version) {
        Lookup::Known(info) => (info, true),
        Lookup::OtherVersion(info) => (info, false),
        Lookup::Unknown => {
            return Decoded::Irrelevant {
                kind: kind.to_owned(),
            };
        }
    };
    let metadata = match metadata::decode(node) {
        Ok(metadata) => metadata,
        Err(failure) => {
            let meta = metadata::Metadata::salvage(node).into_meta(
                info,
                &document.place,
                default_namespace,
            );
            return refused(&Arc::new(meta), failure);
        }
    };
    let deletion_timestamp = metadata.deletion_timestamp;
    let meta = Arc::new(metadata.into_meta(info, &document.place, default_namespace));
    if meta.name().is_empty() {
        return Decoded::Refused(vec![admission::without_name(Origin::at(
            &meta,
            FieldPath::of(&["metadata"]),
        ))]);
    }
    if !known {
        return Decoded::Refused(vec![admission::unknown_version(
            Origin::at(&meta, FieldPath::of(&["apiVersion"])),
            api_version,
            info.served,
        )]);
    }
    let is_of_sops = matches!(info.kind_type, Type::Secret) && secret::is_of_sops(node);
    let violations = if is_of_sops {
        // The server never sees what stands here.
        Vec::new()
    } else {
        schema::validate(group, kind, node)
    };
    let admissible = !violations.iter().any(Violation::refuses);
    let diagnostics = violations
        .into_iter()
        .map(|violation| violation.into_diagnostic(|path| Origin::at(&meta, path)))
        .collect();
    if !admissible {
        return Decoded::Refused(diagnostics);
    }
    match typed(info.kind_type, node, &meta) {
        Ok(object) => Decoded::Object(Box::new(Admitted {
            object,
            deletion_timestamp,
            diagnostics,
        })),
        Err(failure) => refused(&meta, failure),
    }
}

fn refused(meta: &Arc<ObjectMeta>, failure: DecodeError) -> Decoded {
    let origin = Origin::at(meta, failure.path);
    Decoded::Refused(vec![admission::wrong_field(origin, &failure.message)])
}

/// The object of a kind. One line per kind: where its content stands and what type it has.
fn typed(kind: Type, node: &Node<'_>, meta: &Arc<ObjectMeta>) -> Result<AnyObject, DecodeError> {
    macro_rules! object {
        ($variant:ident, $spec:expr) => {
            AnyObject::$variant(Object {
                meta: Arc::clone(meta),
                spec: $spec,
            })
        };
    }
    Ok(match kind {
        Type::Ingress => object!(Ingress, decode_spec(node)?),
        Type::IngressClass => object!(IngressClass, decode_spec(node)?),
        Type::Service => object!(Service, decode_spec(node)?),
        Type::EndpointSlice => object!(EndpointSlice, decode_body(node)?),
        Type::Secret if secret::is_of_sops(node) => {
            object!(SopsSecret, secret::decode_sops(node))
        }
        Type::Secret => object!(Secret, secret::decode_secret(node)?),
        Type::ConfigMap => object!(ConfigMap, secret::decode_config_map(node)?),
        Type::Namespace => object!(Namespace, ()),
        Type::GatewayClass => object!(GatewayClass, decode_spec(node)?),
        Type::Gateway => object!(Gateway, decode_body(node)?),
        Type::HttpRoute => object!(HttpRoute, decode_spec(node)?),
        Type::GrpcRoute => object!(GrpcRoute, decode_spec(node)?),
        Type::TcpRoute => object!(TcpRoute, decode_spec(node)?),
        Type::UdpRoute => object!(UdpRoute, decode_spec(node)?),
        Type::TlsRoute => object!(TlsRoute, decode_spec(node)?),
        Type::BackendTlsPolicy => object!(BackendTlsPolicy, decode_spec(node)?),
        Type::ReferenceGrant => object!(ReferenceGrant, decode_spec(node)?),
        Type::IngressClassParameters => object!(IngressClassParameters, decode_spec(node)?),
        Type::KongServiceFacade => object!(KongServiceFacade, decode_spec(node)?),
        Type::TcpIngress => object!(TcpIngress, decode_spec(node)?),
        Type::UdpIngress => object!(UdpIngress, decode_spec(node)?),
        Type::KongIngress => object!(KongIngress, decode_body(node)?),
        Type::KongPlugin => object!(KongPlugin, decode_body(node)?),
        Type::KongClusterPlugin => object!(KongClusterPlugin, decode_body(node)?),
        Type::KongConsumer => object!(KongConsumer, decode_body(node)?),
        Type::KongConsumerGroup => object!(KongConsumerGroup, decode_spec(node)?),
        Type::KongUpstreamPolicy => object!(KongUpstreamPolicy, decode_spec(node)?),
        Type::KongVault => object!(KongVault, decode_spec(node)?),
        Type::KongCustomEntity => object!(KongCustomEntity, decode_spec(node)?),
        Type::KongLicense => object!(KongLicense, decode_body(node)?),
        Type::Certificate => object!(Certificate, decode_spec(node)?),
        Type::ExternalSecret => object!(ExternalSecret, decode_spec(node)?),
        Type::ClusterExternalSecret => object!(ClusterExternalSecret, decode_spec(node)?),
        Type::SealedSecret => object!(SealedSecret, decode_spec(node)?),
    })
}

/// The namespace an object of this kind ends up in.
fn namespace_of(info: &KindInfo, written: String, default_namespace: &str) -> String {
    match (info.namespaced, written.is_empty()) {
        (false, _) => String::new(),
        (true, true) => default_namespace.to_owned(),
        (true, false) => written,
    }
}

/// A fixed text as a key part.
const fn fixed(text: &'static str) -> Cow<'static, str> {
    Cow::Borrowed(text)
}

#[cfg(test)]
mod tests;
