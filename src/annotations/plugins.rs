//! References to plugins as `konghq.com/plugins` writes them (spec 41, 3).

use super::table::PLUGINS;
use crate::origin::ObjectMeta;

/// A reference as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Empty for one of the same namespace.
    pub namespace: String,
    /// Name of the plugin.
    pub name: String,
}

impl Reference {
    /// The namespace and name that it means on an object.
    pub fn seen_from(self, object: &ObjectMeta) -> (String, String) {
        let is_local = self.namespace.is_empty();
        let namespace = if is_local {
            object.namespace().to_owned()
        } else {
            self.namespace
        };
        (namespace, self.name)
    }
}

/// Every item of a list that is not blank: a reference, or one that is none.
pub fn read(text: &str) -> impl Iterator<Item = Result<Reference, String>> {
    let items = text.split(',').filter(|item| !item.trim().is_empty());
    items.map(|item| reference(item).ok_or_else(|| item.trim().to_owned()))
}

/// The namespace and name of every plugin that an object names, whether it may or not.
pub fn named_by(object: &ObjectMeta) -> impl Iterator<Item = (String, String)> {
    let references = PLUGINS.valid(object).into_iter().flatten().flatten();
    references.map(|reference| reference.seen_from(object))
}

/// The form of the annotation. Its items are good or bad one by one.
#[expect(clippy::unnecessary_wraps, reason = "a Parse like the others")]
pub(super) fn all(text: &str) -> Result<Vec<Result<Reference, String>>, &str> {
    Ok(read(text).collect())
}

/// One item; nothing when a colon stands at its edge, where only blanks after it are forgiven.
fn reference(item: &str) -> Option<Reference> {
    let (namespace, name) = match item.split_once(':') {
        None => ("", item),
        Some((namespace, name)) if namespace.is_empty() || name.is_empty() => return None,
        Some(both) => both,
    };
    Some(Reference {
        namespace: namespace.trim().to_owned(),
        name: name.trim().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(item: &str) -> Option<(String, String)> {
        reference(item).map(|reference| (reference.namespace, reference.name))
    }

    #[expect(
        clippy::unnecessary_wraps,
        reason = "compared with what may be nothing"
    )]
    fn named(namespace: &str, name: &str) -> Option<(String, String)> {
        Some((namespace.to_owned(), name.to_owned()))
    }

    #[test]
    fn a_colon_separates_namespace_and_name() {
        assert_eq!(parsed(" limit "), named("", "limit"));
        assert_eq!(parsed(" policies : limit"), named("policies", "limit"));
        assert_eq!(parsed("a:b:c"), named("a", "b:c"));
    }

    #[test]
    fn a_colon_at_the_edge_counts_before_trimming() {
        assert_eq!(parsed(":x"), None);
        assert_eq!(parsed("ns:"), None);
        assert_eq!(parsed("ns: "), named("ns", ""));
        assert_eq!(parsed(" :x"), named("", "x"));
    }

    #[test]
    fn blank_items_are_none_at_all() {
        let read: Vec<_> = read(" ,a,,:x, ").collect();
        assert_eq!(read.len(), 2);
        assert_eq!(read[1], Err(":x".to_owned()));
    }
}
