//! ReferenceGrant: who may refer to what in another namespace (spec 41, 3.1; spec 20).
//!
//! KIC: `internal/gatewayapi/references.go`. All comparisons are exact; a grant counts as a whole, so any `to` item of a
//! grant serves any of its `from` items.

use super::Store;
use super::table::Table;
use gateway_api::apis::experimental::referencegrants::ReferenceGrantSpec;
use std::collections::HashSet;

/// The object that refers, as a grant's `from` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Referrer<'a> {
    /// API group, empty for core.
    pub group: &'a str,
    /// Kind.
    pub kind: &'a str,
    /// Namespace.
    pub namespace: &'a str,
}

/// The object referred to, as a grant's `to` names it; the grant stands in its namespace.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Referent<'a> {
    /// API group, empty for core.
    pub group: &'a str,
    /// Kind.
    pub kind: &'a str,
    /// Namespace, where the grants are looked for.
    pub namespace: &'a str,
    /// Name.
    pub name: &'a str,
}

/// Every reference that some grant allows.
#[derive(Debug, Default)]
pub(super) struct Grants(HashSet<Allowed>);

/// Namespace of the grant; group, kind and namespace of a referrer; group, kind and name of a referent, any name for `None`.
type Allowed = ([String; 6], Option<String>);

impl Grants {
    /// The references that some grants allow. A grant has at most 16 items on each side.
    pub(super) fn of(grants: &Table<ReferenceGrantSpec>) -> Self {
        let mut all = HashSet::new();
        for grant in grants {
            for from in &grant.spec.from {
                for to in &grant.spec.to {
                    let key = [
                        grant.meta.namespace(),
                        &from.group,
                        &from.kind,
                        &from.namespace,
                        &to.group,
                        &to.kind,
                    ];
                    all.insert((key.map(str::to_owned), to.name.clone()));
                }
            }
        }
        Self(all)
    }

    fn allow(&self, from: Referrer<'_>, to: Referent<'_>) -> bool {
        let key = [
            to.namespace,
            from.group,
            from.kind,
            from.namespace,
            to.group,
            to.kind,
        ];
        let key = key.map(str::to_owned);
        !self.0.is_empty()
            && (self.0.contains(&(key.clone(), None))
                || self.0.contains(&(key, Some(to.name.to_owned()))))
    }
}

impl Store {
    /// Whether a ReferenceGrant allows the reference. References inside one namespace are the caller's affair: most
    /// need no grant, plugin references with a written namespace do.
    pub fn is_granted(&self, from: Referrer<'_>, to: Referent<'_>) -> bool {
        let grants = self
            .grants
            .get_or_init(|| Grants::of(&self.reference_grants));
        grants.allow(from, to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::k8s::object::Object;
    use crate::origin::{ObjectKey, ObjectMeta, Place, StringMap};
    use gateway_api::apis::experimental::referencegrants::{ReferenceGrantFrom, ReferenceGrantTo};
    use std::sync::Arc;

    fn allows(name: Option<&str>, from: Referrer<'_>, to: Referent<'_>) -> bool {
        let meta = ObjectMeta {
            key: ObjectKey {
                group: "gateway.networking.k8s.io".into(),
                version: "v1beta1".into(),
                kind: "ReferenceGrant".into(),
                namespace: "policies".to_owned(),
                name: "g".to_owned(),
            },
            place: Place::default(),
            uid: None,
            annotations: StringMap::new(),
            labels: StringMap::new(),
            creation_timestamp: None,
            generation: 0,
        };
        let object = Object {
            meta: Arc::new(meta),
            spec: grant(name),
        };
        Grants::of(&Table::new(vec![object])).allow(from, to)
    }

    fn grant(name: Option<&str>) -> ReferenceGrantSpec {
        ReferenceGrantSpec {
            from: vec![ReferenceGrantFrom {
                group: String::new(),
                kind: "Service".to_owned(),
                namespace: "shop".to_owned(),
            }],
            to: vec![ReferenceGrantTo {
                group: "configuration.konghq.com".to_owned(),
                kind: "KongPlugin".to_owned(),
                name: name.map(str::to_owned),
            }],
        }
    }

    const FROM: Referrer<'_> = Referrer {
        group: "",
        kind: "Service",
        namespace: "shop",
    };
    const TO: Referent<'_> = Referent {
        group: "configuration.konghq.com",
        kind: "KongPlugin",
        namespace: "policies",
        name: "limit",
    };

    #[test]
    fn a_grant_without_name_allows_every_name() {
        assert!(allows(None, FROM, TO));
        assert!(allows(Some("limit"), FROM, TO));
        assert!(!allows(Some("other"), FROM, TO));
    }

    #[test]
    fn group_kind_and_namespace_must_be_equal_to_the_letter() {
        let other = Referrer {
            namespace: "Shop",
            ..FROM
        };
        assert!(!allows(None, other, TO));
        let core = Referrer {
            group: "core",
            ..FROM
        };
        assert!(!allows(None, core, TO));
        let elsewhere = Referent {
            namespace: "shop",
            ..TO
        };
        assert!(!allows(None, FROM, elsewhere));
        let cluster = Referent {
            kind: "KongClusterPlugin",
            ..TO
        };
        assert!(!allows(None, FROM, cluster));
    }
}
