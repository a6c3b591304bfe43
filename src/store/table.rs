//! Objects of one kind, ordered by namespace and name, found by them in logarithmic time.

use crate::diag::similar::similar;
use crate::k8s::object::Object;
use crate::origin::ObjectMeta;
use std::sync::Arc;

/// How many names are compared with one that is not there.
const COMPARED: usize = 128;

/// Objects of one kind. Positions are stable once the table is built.
#[derive(Debug)]
pub struct Table<T>(Vec<Object<T>>);

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T> Table<T> {
    /// A table of `objects`, of which no two have one name. Objects of equal names would stay in their order.
    pub fn new(mut objects: Vec<Object<T>>) -> Self {
        objects.sort_by(|a, b| {
            a.meta
                .key
                .namespace
                .cmp(&b.meta.key.namespace)
                .then_with(|| a.meta.key.name.cmp(&b.meta.key.name))
        });
        Self(objects)
    }

    /// A table of objects in reading order: of equal names the last one is kept. The pairs of the object kept and
    /// the one it replaced come back too.
    pub fn with_last_of_each(
        objects: Vec<Object<T>>,
    ) -> (Self, Vec<(Arc<ObjectMeta>, Arc<ObjectMeta>)>) {
        let Self(sorted) = Self::new(objects);
        let mut kept: Vec<Object<T>> = Vec::with_capacity(sorted.len());
        let mut replaced = Vec::new();
        for object in sorted {
            match kept.last_mut() {
                Some(last) if last.meta.key == object.meta.key => {
                    replaced.push((Arc::clone(&object.meta), Arc::clone(&last.meta)));
                    *last = object;
                }
                _ => kept.push(object),
            }
        }
        (Self(kept), replaced)
    }

    /// The object `namespace/name`; cluster-scoped objects have an empty namespace.
    pub fn get(&self, namespace: &str, name: &str) -> Option<&Object<T>> {
        self.0
            .binary_search_by(|object| {
                object
                    .meta
                    .namespace()
                    .cmp(namespace)
                    .then_with(|| object.meta.name().cmp(name))
            })
            .ok()
            .map(|position| &self.0[position])
    }

    /// The objects of a namespace, ascending by name.
    pub fn of_namespace(&self, namespace: &str) -> &[Object<T>] {
        let start = self
            .0
            .partition_point(|object| object.meta.namespace() < namespace);
        let rest = &self.0[start..];
        let end = rest.partition_point(|object| object.meta.namespace() == namespace);
        &rest[..end]
    }

    /// The name in `namespace` that `name` most likely means. Of a large namespace only the neighbours in the order of names and the
    /// first names are compared, so that a look-up takes the same time in any.
    pub fn nearest(&self, namespace: &str, name: &str) -> Option<&str> {
        let objects = self.of_namespace(namespace);
        let here = objects.partition_point(|object| object.meta.name() < name);
        let around = here.saturating_sub(COMPARED / 2)..objects.len().min(here + COMPARED / 2);
        let first = objects.iter().take(COMPARED);
        let candidates = objects[around].iter().chain(first);
        similar(name, candidates.map(|object| object.meta.name()))
    }

    /// The object at a position of this table.
    pub fn at(&self, position: usize) -> &Object<T> {
        &self.0[position]
    }

    /// All objects, ascending by namespace, then name.
    pub fn iter(&self) -> std::slice::Iter<'_, Object<T>> {
        self.0.iter()
    }

    /// All objects, for admission and defaults; names must not change.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Object<T>> {
        self.0.iter_mut()
    }

    /// Keep only the objects that `keep` accepts.
    pub fn retain(&mut self, keep: impl FnMut(&Object<T>) -> bool) {
        self.0.retain(keep);
    }

    /// Take out the objects that `is_taken` names; the others stay in their order.
    pub fn take_out(&mut self, is_taken: impl FnMut(&Object<T>) -> bool) -> Vec<Object<T>> {
        let (taken, kept) = std::mem::take(&mut self.0).into_iter().partition(is_taken);
        self.0 = kept;
        taken
    }

    /// The objects, ascending by namespace, then name.
    pub fn into_objects(self) -> Vec<Object<T>> {
        self.0
    }

    /// Number of objects.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All objects in KIC's order: by the text `namespace/name`, then stably by creation time, no time being the oldest (spec 10, 3.3).
    pub fn in_age_order(&self) -> Vec<&Object<T>> {
        let mut objects: Vec<_> = self.0.iter().collect();
        objects.sort_by_cached_key(|object| object.meta.key.qualified_name());
        objects.sort_by_key(|object| object.meta.creation_timestamp);
        objects
    }
}

impl<'a, T> IntoIterator for &'a Table<T> {
    type Item = &'a Object<T>;
    type IntoIter = std::slice::Iter<'a, Object<T>>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
