//! Where a thing came from: the manifest object, its place on disk, and the field inside it.
//!
//! A location is symbolic ([`Place`] and [`FieldPath`]) until it is shown to someone; only
//! `manifest::locate` turns it into a line and a column. This module does no I/O and knows no YAML.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// Annotations or labels as the API server stores them.
pub type StringMap = BTreeMap<String, String>;

/// Identity of a Kubernetes object. `namespace` is empty for cluster-scoped kinds, `group` is
/// empty for the core group. `version` is the version KIC reads, whatever served version the
/// manifest was written in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ObjectKey {
    /// API group, empty for core.
    pub group: Cow<'static, str>,
    /// API version without the group, such as `v1`.
    pub version: Cow<'static, str>,
    /// Kind in the API's own spelling, such as `HTTPRoute`.
    pub kind: Cow<'static, str>,
    /// Namespace, empty when the kind has none.
    pub namespace: String,
    /// `metadata.name`.
    pub name: String,
}

impl ObjectKey {
    /// `group/version`, or the version alone for the core group.
    pub fn api_version(&self) -> String {
        if self.group.is_empty() {
            self.version.to_string()
        } else {
            format!("{}/{}", self.group, self.version)
        }
    }

    /// `<namespace>/<name>`, or the name alone for cluster-scoped kinds. KIC orders objects by this text.
    pub fn qualified_name(&self) -> String {
        if self.namespace.is_empty() {
            self.name.clone()
        } else {
            format!("{}/{}", self.namespace, self.name)
        }
    }
}

impl fmt::Display for ObjectKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.namespace.is_empty() {
            write!(f, "{} {}", self.kind, self.name)
        } else {
            write!(f, "{} {}/{}", self.kind, self.namespace, self.name)
        }
    }
}

/// The document an object was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Index of the file among the sources of the run, in reading order.
    pub file: u32,
    /// Index of the document inside the file, from 0.
    pub document: u32,
    /// Where the object stands inside the document: empty, or `items[3]` for a member of a list.
    pub within: FieldPath,
}

/// Identity, place and metadata of one manifest object; shared by everything made from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectMeta {
    /// Who it is.
    pub key: ObjectKey,
    /// Where it was read.
    pub place: Place,
    /// `metadata.uid`, normally absent in Git.
    pub uid: Option<String>,
    /// `metadata.annotations`.
    pub annotations: StringMap,
    /// `metadata.labels`.
    pub labels: StringMap,
    /// `metadata.creationTimestamp` in seconds since the epoch; absent sorts before every real one.
    pub creation_timestamp: Option<i64>,
    /// `metadata.generation`, 0 when absent.
    pub generation: i64,
}

impl ObjectMeta {
    /// An object of which nothing but who and where it is matters.
    pub const fn bare(key: ObjectKey, place: Place) -> Self {
        Self {
            key,
            place,
            uid: None,
            annotations: StringMap::new(),
            labels: StringMap::new(),
            creation_timestamp: None,
            generation: 0,
        }
    }

    /// The annotation's value, if the key is present.
    pub fn annotation(&self, key: &str) -> Option<&str> {
        self.annotations.get(key).map(String::as_str)
    }

    /// The label's value, if the key is present.
    pub fn label(&self, key: &str) -> Option<&str> {
        self.labels.get(key).map(String::as_str)
    }

    /// The namespace, empty for cluster-scoped kinds.
    pub fn namespace(&self) -> &str {
        &self.key.namespace
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.key.name
    }
}

/// One step into an object.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Segment {
    /// A field or map key.
    Key(Cow<'static, str>),
    /// A list index, from 0.
    Index(usize),
}

impl Segment {
    /// Whether this is the field of that name.
    pub fn is_key(&self, name: &str) -> bool {
        matches!(self, Self::Key(key) if key == name)
    }
}

/// A route of keys and indexes from the root of an object, such as `spec.rules[0].host`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath(Vec<Segment>);

impl FieldPath {
    /// The root of the object.
    pub const fn root() -> Self {
        Self(Vec::new())
    }

    /// A path of fixed field names below the root.
    pub fn of(keys: &[&'static str]) -> Self {
        Self(
            keys.iter()
                .map(|key| Segment::Key(Cow::Borrowed(key)))
                .collect(),
        )
    }

    /// The path of an annotation, `metadata.annotations.<key>`.
    pub fn annotation(key: impl Into<Cow<'static, str>>) -> Self {
        Self::of(&["metadata", "annotations"]).key(key)
    }

    /// This path, one field deeper.
    #[must_use]
    pub fn key(mut self, key: impl Into<Cow<'static, str>>) -> Self {
        self.0.push(Segment::Key(key.into()));
        self
    }

    /// This path, one list item deeper.
    #[must_use]
    pub fn index(mut self, index: usize) -> Self {
        self.0.push(Segment::Index(index));
        self
    }

    /// This path, followed by `tail`.
    #[must_use]
    pub fn join(mut self, tail: &Self) -> Self {
        self.0.extend_from_slice(&tail.0);
        self
    }

    /// Put `segment` in front; used by decoders that learn their path while unwinding.
    pub fn prepend(&mut self, segment: Segment) {
        self.0.insert(0, segment);
    }

    /// The steps, outermost first.
    pub fn segments(&self) -> &[Segment] {
        &self.0
    }

    /// The first steps of this path.
    #[must_use]
    pub fn up_to(&self, steps: usize) -> Self {
        Self(self.0.iter().take(steps).cloned().collect())
    }

    /// Whether this path is `other` or goes on from it.
    pub fn starts_with(&self, other: &Self) -> bool {
        self.0.starts_with(&other.0)
    }

    /// Whether this is the root.
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for FieldPath {
    /// `spec.rules[0].host`; keys that are not plain words are quoted: `metadata.annotations["konghq.com/path"]`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, segment) in self.0.iter().enumerate() {
            match segment {
                Segment::Index(index) => write!(f, "[{index}]")?,
                Segment::Key(key)
                    if key
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
                        && !key.is_empty() =>
                {
                    if position > 0 {
                        f.write_str(".")?;
                    }
                    f.write_str(key)?;
                }
                Segment::Key(key) => write!(f, "[{key:?}]")?,
            }
        }
        Ok(())
    }
}

/// A field of an object: the unit that problems and diff lines point at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The object.
    pub object: Arc<ObjectMeta>,
    /// The field inside it; the root when the object as a whole is meant.
    pub path: FieldPath,
}

impl Origin {
    /// The object as a whole.
    pub fn of(object: &Arc<ObjectMeta>) -> Self {
        Self {
            object: Arc::clone(object),
            path: FieldPath::root(),
        }
    }

    /// A field of the object.
    pub fn at(object: &Arc<ObjectMeta>, path: FieldPath) -> Self {
        Self {
            object: Arc::clone(object),
            path,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_path_prints_as_people_write_it() {
        let path = FieldPath::of(&["spec", "rules"])
            .index(0)
            .key("http")
            .key("paths")
            .index(2);
        assert_eq!(path.to_string(), "spec.rules[0].http.paths[2]");
        assert_eq!(
            FieldPath::annotation("konghq.com/path").to_string(),
            "metadata.annotations[\"konghq.com/path\"]"
        );
    }
}
