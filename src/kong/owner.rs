//! The Kubernetes object that the tags of an entity name (spec 45, 2; spec 83, 5).

/// An object as tags name it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Owner {
    /// API group; empty for core.
    pub group: String,
    /// Version; empty when no tag tells it.
    pub version: String,
    /// Kind.
    pub kind: String,
    /// Namespace; empty for kinds that have none.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Its uid; manifests mostly have none.
    pub uid: Option<String>,
}

/// Kinds without a namespace whose objects tags may name.
const CLUSTER_SCOPED: &[&str] = &["KongClusterPlugin", "KongLicense", "KongVault"];

impl Owner {
    /// The object behind tags, as KIC reads them: other tags are passed over, the last of a sort wins. `None` when they do not tell the
    /// kind, the name, or the namespace where there must be one.
    pub fn of<'t>(tags: impl IntoIterator<Item = &'t str>) -> Option<Self> {
        let mut owner = Self {
            group: String::new(),
            version: String::new(),
            kind: String::new(),
            namespace: String::new(),
            name: String::new(),
            uid: None,
        };
        for tag in tags {
            let Some((sort, value)) = tag.strip_prefix("k8s-").and_then(|it| it.split_once(':'))
            else {
                continue;
            };
            match sort {
                "group" if value == "core" => owner.group.clear(),
                "group" => value.clone_into(&mut owner.group),
                "version" => value.clone_into(&mut owner.version),
                "kind" => value.clone_into(&mut owner.kind),
                "namespace" => value.clone_into(&mut owner.namespace),
                "name" => value.clone_into(&mut owner.name),
                "uid" => owner.uid = Some(value.to_owned()).filter(|uid| !uid.is_empty()),
                _ => {}
            }
        }
        let has_place =
            !owner.namespace.is_empty() || CLUSTER_SCOPED.contains(&owner.kind.as_str());
        (!owner.kind.is_empty() && !owner.name.is_empty() && has_place).then_some(owner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_tag_of_a_sort_counts_and_others_are_passed_over() {
        let tags = [
            "mine",
            "k8s-name:a",
            "k8s-name:b",
            "k8s-namespace:n",
            "k8s-kind:Service",
            "k8s-group:core",
        ];
        let owner = Owner::of(tags).unwrap();
        assert_eq!(
            (owner.name.as_str(), owner.group.as_str(), owner.uid),
            ("b", "", None)
        );
    }

    #[test]
    fn only_kinds_without_namespace_may_lack_it() {
        assert!(Owner::of(["k8s-name:a", "k8s-kind:KongPlugin"]).is_none());
        assert!(Owner::of(["k8s-name:a", "k8s-kind:KongVault"]).is_some());
        assert!(Owner::of(["k8s-namespace:n", "k8s-name:a"]).is_none());
    }
}
