//! CRDs among the inputs: they decide on the objects of their kinds, in the place of the descriptions in [`super::schema`].
//!
//! A CRD is read once. An object of its kind is then treated as the API server does: what the schema does not name is dropped, defaults
//! are filled in, the rest is compared with the schema, and the rules are asked (spec 86, 11). What the controller reads is the object
//! as it is stored. Hostile CRDs cost no more than their size and that of the objects: schemas, patterns and the steps of rules are
//! counted, and what is not read is told once for each CRD.
//!
//! | file | holds |
//! |---|---|
//! | `structural.rs` | the vocabulary |
//! | `read.rs` | a CRD to a schema |
//! | `pattern.rs` | regular expressions as Go reads them |
//! | `settle.rs` | dropping and filling in |
//! | `check.rs` | the comparison |
//! | `tree.rs` | copies of trees |
//! | `rules.rs` | which rule is asked about which value |
//! | `cel/` | the language of the rules |

mod cel;
mod check;
mod pattern;
mod read;
mod rules;
mod settle;
mod structural;
mod tree;

#[cfg(test)]
mod tests;

use super::schema::read::{field, list, text};
use super::schema::walk::Trail;
use super::schema::{Findings, Violation, metadata};
use crate::diag::{Diagnostic, api_server};
use crate::manifest::document::Document;
use crate::manifest::node::{Node, Value};
use crate::origin::{FieldPath, ObjectKey, ObjectMeta, Origin, StringMap};
use read::Reader;
use rules::Which;
use std::collections::BTreeMap;
use std::sync::Arc;
use structural::Structural;

/// The CRDs among the inputs, by group and kind.
#[derive(Debug, Default)]
pub struct Installed {
    kinds: BTreeMap<(String, String), Vec<Version>>,
    reader: Reader,
    /// What is not asked of them.
    pub diagnostics: Vec<Diagnostic>,
}

/// A version of a kind.
#[derive(Debug)]
struct Version {
    name: String,
    is_served: bool,
    schema: Option<Structural>,
    /// Whether the status is a resource of its own.
    has_own_status: bool,
    /// Whether a rule looks at the former object.
    has_transitions: bool,
}

/// A kind as one CRD has it in one version.
#[derive(Debug, Clone, Copy)]
pub(super) struct Definition<'c>(&'c Version, &'c Structural);

/// What a definition makes of an object.
pub(super) struct Settled<'n> {
    /// What is wrong with it, and what was dropped.
    pub(super) violations: Vec<Violation>,
    /// The object as it is stored.
    pub(super) node: Node<'n>,
    /// Whether rules would have cost too much.
    pub(super) is_spent: bool,
}

impl Installed {
    /// Read a CRD, if `is_of_interest` says so of its group and kind. A later one of a kind takes the place of one before it.
    pub fn take(&mut self, document: &Document<'_>, is_of_interest: impl Fn(&str, &str) -> bool) {
        let crd = &document.node;
        let at = Trail::field("spec");
        let (Some("apiextensions.k8s.io/v1"), Some(spec)) =
            (text(crd, "apiVersion"), field(crd, "spec"))
        else {
            return;
        };
        let group = text(spec, "group").unwrap_or_default();
        let kind = field(spec, "names").and_then(|names| text(names, "kind"));
        let kind = kind.unwrap_or_default();
        if !is_of_interest(group, kind) {
            return;
        }
        let mut versions = Vec::new();
        for (index, version) in list(spec, "versions").iter().enumerate() {
            let versions_at = at.key("versions");
            let version_at = versions_at.index(index);
            let schema_at = version_at.key("schema");
            let schema = field(version, "schema").and_then(|it| field(it, "openAPIV3Schema"));
            let schema_at = schema_at.key("openAPIV3Schema");
            let resources = field(version, "subresources");
            let has_own_status = resources.is_some_and(|it| it.get("status").is_some());
            let schema = schema.and_then(|schema| self.schema(schema, has_own_status, &schema_at));
            versions.push(Version {
                has_own_status,
                has_transitions: schema.as_ref().is_some_and(Structural::has_transitions),
                name: text(version, "name").unwrap_or_default().to_owned(),
                is_served: matches!(
                    field(version, "served").map(|it| &it.value),
                    Some(Value::Bool(true))
                ),
                schema,
            });
        }
        let gaps = std::mem::take(&mut self.reader.gaps);
        if let Some(first) = gaps.first() {
            let meta = Arc::new(meta(document));
            let origin = Origin::at(&meta, first.path.clone());
            let gap = api_server::crd_not_followed(origin, &first.what, gaps.len());
            self.diagnostics.push(gap);
        }
        if !versions.is_empty() {
            let key = (group.to_owned(), kind.to_owned());
            self.kinds.insert(key, versions);
        }
    }

    fn schema(
        &mut self,
        schema: &Node<'_>,
        has_own_status: bool,
        trail: &Trail<'_>,
    ) -> Option<Structural> {
        let read = self.reader.schema(schema, has_own_status, trail);
        if read.is_none() {
            self.reader.gaps.push(read::Gap {
                path: trail.path(),
                what: "the schema is too large to be read, so that the built-in one counts"
                    .to_owned(),
            });
        }
        read
    }

    /// The versions in which a kind is served, when its CRD is here.
    pub(super) fn served(&self, group: &str, kind: &str) -> Option<Vec<&str>> {
        let versions = self.of(group, kind)?.iter();
        let served = versions.filter(|version| version.is_served);
        Some(served.map(|version| &*version.name).collect())
    }

    /// How a kind is defined in a version, when its CRD is here.
    pub(super) fn definition(
        &self,
        group: &str,
        kind: &str,
        version: &str,
    ) -> Option<Definition<'_>> {
        let versions = self.of(group, kind)?;
        let version = versions.iter().find(|it| it.name == version)?;
        version
            .schema
            .as_ref()
            .map(|schema| Definition(version, schema))
    }

    fn of(&self, group: &str, kind: &str) -> Option<&Vec<Version>> {
        if self.kinds.is_empty() {
            return None;
        }
        self.kinds.get(&(group.to_owned(), kind.to_owned()))
    }
}

impl Definition<'_> {
    /// Whether a rule looks at the former object.
    pub(super) const fn has_transitions(self) -> bool {
        self.0.has_transitions
    }

    /// What the API server makes of an object. `blames` may know the very field that is at fault when a rule is
    /// broken.
    pub(super) fn settle<'n>(
        self,
        node: &'n Node<'_>,
        blames: &dyn Fn(&Violation, &Node<'_>) -> Option<FieldPath>,
    ) -> Settled<'n> {
        let mut found = Findings::default();
        metadata::check(node, &mut found);
        let settled = settle::settle(self.1, node, &mut found);
        check::check(self.1, &settled, &Trail::ROOT, &mut found);
        let Findings(mut violations) = found;
        let mut is_spent = false;
        if !violations.iter().any(Violation::blocks_rules) {
            let asked = rules::ask(Which::Plain, self.1, &settled, None);
            is_spent = asked.is_spent;
            for (mut violation, rule) in asked.broken {
                if rule.blames.is_empty()
                    && let Some(path) = blames(&violation, &settled)
                {
                    violation.path = path;
                }
                violations.push(violation);
            }
        }
        Settled {
            violations,
            node: settled,
            is_spent,
        }
    }

    /// The rules that an update breaks.
    pub(super) fn transitions(self, old: &Node<'_>, new: &Node<'_>) -> Vec<Violation> {
        let mut unheard = Findings::default();
        let old = settle::settle(self.1, old, &mut unheard);
        let mut new = settle::settle(self.1, new, &mut unheard);
        if self.0.has_own_status {
            keep_status(&old, &mut new);
        }
        let asked = rules::ask(Which::Transitions, self.1, &new, Some(&old));
        let broken = asked.broken.into_iter();
        broken.map(|(violation, _)| violation).collect()
    }
}

/// An update of the object leaves its status as it is. What the files say of it is taken where the former object has none.
fn keep_status<'n>(old: &Node<'n>, new: &mut Node<'n>) {
    let (Value::Mapping(old), Value::Mapping(new)) = (&old.value, &mut new.value) else {
        return;
    };
    if let Some(status) = old.iter().find(|entry| entry.key == "status") {
        new.retain(|entry| entry.key != "status");
        new.push(status.clone());
    }
}

/// Who a CRD is.
fn meta(document: &Document<'_>) -> ObjectMeta {
    let metadata = field(&document.node, "metadata");
    let name = metadata.and_then(|metadata| text(metadata, "name"));
    ObjectMeta {
        key: ObjectKey {
            group: "apiextensions.k8s.io".into(),
            version: "v1".into(),
            kind: "CustomResourceDefinition".into(),
            namespace: String::new(),
            name: name.unwrap_or_default().to_owned(),
        },
        place: document.place.clone(),
        uid: None,
        annotations: StringMap::new(),
        labels: StringMap::new(),
        creation_timestamp: None,
        generation: 0,
    }
}
