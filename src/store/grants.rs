//! ReferenceGrant: who may refer to what in another namespace (spec 41, 3.1; spec 20).
//!
//! KIC: `internal/gatewayapi/references.go`. All comparisons are exact; a grant counts as a whole, so any `to` item of a
//! grant serves any of its `from` items.

use super::Store;
use gateway_api::apis::experimental::referencegrants::ReferenceGrantSpec;

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

impl Store {
    /// Whether a ReferenceGrant allows the reference. References inside one namespace are the caller's affair: most
    /// need no grant, plugin references with a written namespace do.
    pub fn is_granted(&self, from: Referrer<'_>, to: Referent<'_>) -> bool {
        self.reference_grants
            .of_namespace(to.namespace)
            .iter()
            .any(|grant| allows(&grant.spec, from, to))
    }
}

fn allows(grant: &ReferenceGrantSpec, from: Referrer<'_>, to: Referent<'_>) -> bool {
    grant.from.iter().any(|item| {
        item.group == from.group && item.kind == from.kind && item.namespace == from.namespace
    }) && grant.to.iter().any(|item| {
        item.group == to.group
            && item.kind == to.kind
            && item.name.as_deref().is_none_or(|name| name == to.name)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use gateway_api::apis::experimental::referencegrants::{ReferenceGrantFrom, ReferenceGrantTo};

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
        assert!(allows(&grant(None), FROM, TO));
        assert!(allows(&grant(Some("limit")), FROM, TO));
        assert!(!allows(&grant(Some("other")), FROM, TO));
    }

    #[test]
    fn group_kind_and_namespace_must_be_equal_to_the_letter() {
        let other = Referrer {
            namespace: "Shop",
            ..FROM
        };
        assert!(!allows(&grant(None), other, TO));
        let core = Referrer {
            group: "core",
            ..FROM
        };
        assert!(!allows(&grant(None), core, TO));
        let cluster = Referent {
            kind: "KongClusterPlugin",
            ..TO
        };
        assert!(!allows(&grant(None), FROM, cluster));
    }
}
