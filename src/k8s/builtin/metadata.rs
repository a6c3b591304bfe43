//! `metadata`, of all kinds (Kubernetes: apimachinery `pkg/api/validation/objectmeta.go`, `ValidateObjectMeta` of the core).

use super::Release;
use super::names::{self, Details};
use super::refusal::Findings;
use crate::diag::builtin_hints::Hint;
use crate::diag::builtin_kinds::Fault;
use crate::k8s::schema::read::{field, integer, items, list, text, text_or};
use crate::k8s::schema::walk::Trail;
use crate::manifest::node::{Entry, Node, Value};

/// Most bytes of the keys and values of all annotations together.
const MAX_ANNOTATIONS: usize = 256 * 1024;
/// The label of a Namespace that the API server writes itself.
const OWN_NAME: &str = "kubernetes.io/metadata.name";

/// What names of a kind look like.
#[derive(Clone, Copy)]
pub(super) struct NameForm {
    details: fn(&str) -> Details,
    hint: fn(String) -> Hint,
    is_namespace: bool,
    is_namespaced: bool,
}

impl NameForm {
    /// The form of the names of a kind.
    pub(super) fn of(kind: &str, release: Release) -> Self {
        let label: (fn(&str) -> Details, fn(String) -> Hint) =
            (names::label, |found| Hint::Label(found, false));
        let (details, hint) = match kind {
            "Namespace" => label,
            "Service" if release >= Release::V1_36 => label,
            "Service" => (
                names::label_1035 as fn(&str) -> Details,
                (|found| Hint::Label(found, true)) as fn(String) -> Hint,
            ),
            _ => (
                names::subdomain as fn(&str) -> Details,
                Hint::Subdomain as fn(String) -> Hint,
            ),
        };
        Self {
            details,
            hint,
            is_namespace: kind == "Namespace",
            is_namespaced: !matches!(kind, "Namespace" | "IngressClass"),
        }
    }

    /// The form of the names of all kinds with a CRD.
    pub(super) fn of_custom(is_namespaced: bool) -> Self {
        Self {
            details: names::subdomain,
            hint: Hint::Subdomain,
            is_namespace: false,
            is_namespaced,
        }
    }
}

/// Judge the metadata of a document. That it has a name is asked by `k8s::decode`.
pub(super) fn judge(document: &Node<'_>, form: NameForm, found: &mut Findings<'_>) {
    let here = Trail::field("metadata");
    let Some(metadata) = field(document, "metadata") else {
        return;
    };
    names_of(metadata, form, &here, found);
    if integer(metadata, "generation").is_some_and(|generation| generation < 0) {
        let detail = "must be greater than or equal to 0".into();
        found.note(&here.key("generation"), Fault::Invalid(detail));
    }
    let labels_at = here.key("labels");
    if let Some(node) = field(metadata, "labels") {
        labels(node, &labels_at, form.is_namespace, found);
    }
    if form.is_namespace
        && let Some(name) = text(metadata, "name")
    {
        let at = labels_at.key(OWN_NAME);
        found.invalid(&at, names::label_value(name), || {
            (form.hint)(name.to_owned())
        });
    }
    annotations(metadata, &here, found);
    owner_references(metadata, &here, found);
    let finalizers_at = here.key("finalizers");
    finalizers(list(metadata, "finalizers"), &finalizers_at, true, found);
}

fn names_of(metadata: &Node<'_>, form: NameForm, here: &Trail<'_>, found: &mut Findings<'_>) {
    let generate_name = text_or(metadata, "generateName", "");
    if !generate_name.is_empty() {
        let details = (form.details)(&names::masked(generate_name));
        let hint = || (form.hint)(generate_name.to_owned());
        found.invalid(&here.key("generateName"), details, hint);
    }
    let name = text_or(metadata, "name", "");
    if !name.is_empty() {
        for detail in (form.details)(name) {
            let hint = (form.hint)(name.to_owned());
            found.note_with(&here.key("name"), Fault::BadName(detail), hint);
        }
    }
    let namespace = text_or(metadata, "namespace", "");
    if form.is_namespaced && !namespace.is_empty() {
        let hint = || Hint::Label(namespace.to_owned(), false);
        found.invalid(&here.key("namespace"), names::label(namespace), hint);
    }
}

/// The keys and values of labels, or of a selector.
pub(super) fn labels(
    node: &Node<'_>,
    trail: &Trail<'_>,
    without_own_name: bool,
    found: &mut Findings<'_>,
) {
    for Entry { key, node, .. } in entries(node) {
        if without_own_name && key == OWN_NAME {
            continue;
        }
        let here = trail.key(key);
        found.invalid(&here, names::qualified_name(key), || Hint::QualifiedName);
        if let Some(value) = node.as_str() {
            found.invalid(&here, names::label_value(value), || Hint::LabelValue);
        }
    }
}

fn annotations(metadata: &Node<'_>, here: &Trail<'_>, found: &mut Findings<'_>) {
    let Some(annotations) = field(metadata, "annotations") else {
        return;
    };
    let trail = here.key("annotations");
    let mut size = 0;
    for Entry { key, node, .. } in entries(annotations) {
        size += key.len() + node.as_str().map_or(0, str::len);
        let details = names::qualified_name(&names::lower(key));
        found.invalid(&trail.key(key), details, || Hint::QualifiedName);
    }
    if size > MAX_ANNOTATIONS {
        found.note(&trail, Fault::TooLong(MAX_ANNOTATIONS));
    }
}

/// The entries of a map; none of anything else.
pub(super) fn entries<'n, 'a>(node: &'n Node<'a>) -> &'n [Entry<'a>] {
    match &node.value {
        Value::Mapping(entries) => entries,
        _ => &[],
    }
}

fn owner_references(metadata: &Node<'_>, here: &Trail<'_>, found: &mut Findings<'_>) {
    const CALLED: &str = "metadata.ownerReferences";
    let trail = here.key("ownerReferences");
    let mut controller: Option<String> = None;
    for (index, owner) in list(metadata, "ownerReferences").iter().enumerate() {
        let at = trail.index(index);
        let kind = text_or(owner, "kind", "");
        let name = text_or(owner, "name", "");
        let (group, version) = group_version(text_or(owner, "apiVersion", ""));
        for (key, is_empty, detail) in [
            (
                "apiVersion",
                version.is_empty(),
                "version must not be empty",
            ),
            ("kind", kind.is_empty(), "kind must not be empty"),
            ("name", name.is_empty(), "name must not be empty"),
            (
                "uid",
                text_or(owner, "uid", "").is_empty(),
                "uid must not be empty",
            ),
        ] {
            if is_empty {
                let fault = Fault::Invalid(detail.into());
                found.note_as(&at.key(key), format!("{CALLED}.{key}"), fault);
            }
        }
        if (group, version, kind) == ("", "v1", "Event") {
            let detail = "/v1, Kind=Event is disallowed from being an owner".into();
            found.note_as(&at, CALLED, Fault::Invalid(detail));
        }
        if !matches!(
            field(owner, "controller").map(|it| &it.value),
            Some(Value::Bool(true))
        ) {
            continue;
        }
        let this = format!("{kind}/{name}");
        match &controller {
            None => controller = Some(this),
            Some(first) => {
                let detail = format!(
                    "Only one reference can have Controller set to true. Found \"true\" in references for {first} and {this}"
                );
                found.note_as(&at.key("controller"), CALLED, Fault::Rule(detail.into()));
            }
        }
    }
}

/// Group and version of an `apiVersion`; both empty when it has more than one slash.
fn group_version(api_version: &str) -> (&str, &str) {
    match api_version.split_once('/') {
        None => ("", api_version),
        Some((_, version)) if version.contains('/') => ("", ""),
        Some(("", "")) => ("", ""),
        Some((group, version)) => (group, version),
    }
}

/// Names of finalizers. `metadata` has one more rule, and counts the items where the prefix is missing.
pub(super) fn finalizers(
    finalizers: &[Node<'_>],
    trail: &Trail<'_>,
    of_metadata: bool,
    found: &mut Findings<'_>,
) {
    const ORPHAN: &str = "orphan";
    const FOREGROUND: &str = "foregroundDeletion";
    for (index, item) in finalizers.iter().enumerate() {
        let name = item.as_str().unwrap_or_default();
        let at = trail.index(index);
        let called = trail.path().to_string();
        for detail in names::qualified_name(name) {
            found.note_as(&at, called.clone(), Fault::Invalid(detail.into()));
        }
        if !name.contains('/') && ![ORPHAN, FOREGROUND, "kubernetes"].contains(&name) {
            let fault = Fault::Invalid(
                "name is neither a standard finalizer name nor is it fully qualified".into(),
            );
            if of_metadata {
                found.note(&at, fault);
            } else {
                found.note_as(&at, called, fault);
            }
        }
    }
    let has = |name: &str| finalizers.iter().any(|item| item.as_str() == Some(name));
    if of_metadata && has(ORPHAN) && has(FOREGROUND) {
        let detail = "finalizer orphan and foregroundDeletion cannot be both set";
        found.note(trail, Fault::Rule(detail.into()));
    }
}

/// The texts of a list, null being the empty one, each with its index.
pub(super) fn texts<'n>(node: &'n Node<'_>) -> impl Iterator<Item = (usize, &'n str)> {
    items(node)
        .iter()
        .enumerate()
        .filter_map(|(index, item)| match &item.value {
            Value::Null => Some((index, "")),
            _ => item.as_str().map(|text| (index, text)),
        })
}
