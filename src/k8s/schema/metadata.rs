//! `metadata`: its fields and their types, which all kinds have.

use super::depth::Depth;
use super::description::{Schema, optional};
use super::read::field;
use super::violation::Findings;
use super::walk::{Trail, walk};
use crate::manifest::node::Node;

/// The fields of `ObjectMeta`.
static METADATA: Schema = Schema::object(&[
    optional("name", &TEXT),
    optional("namespace", &TEXT),
    optional("labels", &TEXTS),
    optional("annotations", &TEXTS),
    optional("generateName", &TEXT),
    optional("uid", &TEXT),
    optional("resourceVersion", &TEXT),
    optional("generation", &INT64),
    optional("creationTimestamp", &Schema::Time),
    optional("deletionTimestamp", &Schema::Time),
    optional("deletionGracePeriodSeconds", &INT64),
    optional("ownerReferences", &Schema::list(&OWNER_REFERENCE)),
    optional("finalizers", &Schema::list(&TEXT)),
    optional("managedFields", &Schema::list(&MANAGED_FIELDS)),
    optional("selfLink", &TEXT),
]);

static OWNER_REFERENCE: Schema = Schema::object(&[
    optional("apiVersion", &TEXT),
    optional("kind", &TEXT),
    optional("name", &TEXT),
    optional("uid", &TEXT),
    optional("controller", &Schema::Bool),
    optional("blockOwnerDeletion", &Schema::Bool),
]);

static MANAGED_FIELDS: Schema = Schema::object(&[
    optional("manager", &TEXT),
    optional("operation", &TEXT),
    optional("apiVersion", &TEXT),
    optional("time", &Schema::Time),
    optional("fieldsType", &TEXT),
    optional("fieldsV1", &Schema::Any),
    optional("subresource", &TEXT),
]);

static TEXT: Schema = Schema::text();
static TEXTS: Schema = Schema::map(&TEXT);
static INT64: Schema = Schema::at_least(i64::MIN);

/// Look at the metadata of a document. Whether it has a name is asked by `k8s::decode`, what names, labels and annotations look like
/// by `k8s::builtin`.
pub(in crate::k8s) fn check(document: &Node<'_>, found: &mut Findings) {
    if let Some(metadata) = field(document, "metadata") {
        let here = Trail::ROOT.key("metadata");
        walk(&METADATA, metadata, &here, Depth::Decoding, found);
    }
}
