//! `metadata`: an object needs a name, and a kind with a CRD a name that is a DNS subdomain.
//! Decoding sees to the types of labels and annotations.

use super::description::{Schema, optional};
use super::format::is_object_name;
use super::read::field;
use super::violation::Fault;
use super::walk::{Depth, Findings, Step, Trail, walk};
use crate::manifest::node::{Node, Value};

/// The fields of `ObjectMeta`.
static METADATA: Schema = Schema::object(&[
    optional("name", &Schema::Any),
    optional("namespace", &Schema::Any),
    optional("labels", &Schema::Any),
    optional("annotations", &Schema::Any),
    optional("generateName", &Schema::Any),
    optional("uid", &Schema::Any),
    optional("resourceVersion", &Schema::Any),
    optional("generation", &Schema::Any),
    optional("creationTimestamp", &Schema::Any),
    optional("deletionTimestamp", &Schema::Any),
    optional("deletionGracePeriodSeconds", &Schema::Any),
    optional("ownerReferences", &Schema::Any),
    optional("finalizers", &Schema::Any),
    optional("managedFields", &Schema::Any),
    optional("selfLink", &Schema::Any),
]);

/// Look at the metadata of a document.
pub(super) fn check(document: &Node<'_>, depth: Depth, found: &mut Findings) {
    let here = Trail::ROOT.to(Step::Key("metadata"));
    let name_at = here.to(Step::Key("name"));
    let Some(metadata) = field(document, "metadata") else {
        return found.note(&name_at, Fault::Missing);
    };
    walk(&METADATA, metadata, &here, Depth::FieldNames, found);
    match field(metadata, "name").map(|name| &name.value) {
        None => found.note(&name_at, Fault::Missing),
        Some(Value::String(name)) if name.is_empty() => found.note(&name_at, Fault::Missing),
        Some(Value::String(name)) if depth == Depth::Full && !is_object_name(name) => found.note(
            &name_at,
            Fault::BadName {
                found: name.to_string(),
            },
        ),
        // A name that is not a string is found by decoding.
        Some(_) => {}
    }
}
