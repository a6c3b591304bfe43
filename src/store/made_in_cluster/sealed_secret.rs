//! Sealed Secrets: a SealedSecret becomes the Secret of its own name (sealed-secrets: `sealedsecret_expansion.go`, `Unseal`).

use super::{MadeInCluster, Plan, literal};
use crate::origin::FieldPath;
use crate::store::Store;
use std::collections::BTreeMap;

/// The Secret of every SealedSecret: sealed keys, then those of the template, of which null takes one away.
pub(super) fn add(store: &Store, made: &mut MadeInCluster) {
    for sealed in &store.sealed_secrets {
        let template = &sealed.spec.template;
        let keys = sealed.spec.encrypted_data.keys();
        let mut data: BTreeMap<String, Option<Vec<u8>>> =
            keys.map(|key| (key.clone(), None)).collect();
        for (key, value) in &template.data {
            match value {
                Some(value) => data.insert(key.clone(), literal(value)),
                None => data.remove(key),
            };
        }
        made.add(
            store,
            Plan {
                namespace: sealed.meta.namespace(),
                name: sealed.meta.name(),
                labels: &template.metadata.labels,
                annotations: &template.metadata.annotations,
                secret_type: &template.secret_type,
                data,
                is_open: false,
                maker: &sealed.meta,
                path: FieldPath::of(&["spec", "template"]),
                controller: "Sealed Secrets",
            },
        );
    }
}
