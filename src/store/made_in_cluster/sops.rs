//! Secrets that SOPS has encrypted: whoever applies them decrypts them first.

use super::{MadeInCluster, Plan};
use crate::origin::FieldPath;
use crate::store::Store;

/// The Secrets with a `sops` section.
pub(super) fn add(store: &Store, made: &mut MadeInCluster) {
    for secret in &store.sops_secrets {
        made.add(
            store,
            Plan {
                namespace: secret.meta.namespace(),
                name: secret.meta.name(),
                labels: &secret.meta.labels,
                annotations: &secret.meta.annotations,
                secret_type: &secret.spec.secret_type,
                data: secret.spec.data.clone(),
                is_open: false,
                maker: &secret.meta,
                path: FieldPath::of(&["sops"]),
                controller: "SOPS",
            },
        );
    }
}
