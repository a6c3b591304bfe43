//! cert-manager: a Certificate puts key and certificate into the Secret that it names.

use super::{MadeInCluster, Plan};
use crate::origin::{FieldPath, ObjectMeta, StringMap};
use crate::store::Store;
use std::sync::Arc;

const CONTROLLER: &str = "cert-manager";

/// The Secret of every Certificate.
pub(super) fn add(store: &Store, made: &mut MadeInCluster) {
    for certificate in &store.certificates {
        let template = &certificate.spec.secret_template;
        let path = FieldPath::of(&["spec", "secretName"]);
        made.add(
            store,
            Plan {
                labels: &template.labels,
                annotations: &template.annotations,
                ..plan(&certificate.meta, path, &certificate.spec.secret_name)
            },
        );
    }
}

/// A Secret of type `kubernetes.io/tls` in the namespace of what asks for it. Further output formats and keystores add keys.
pub(super) fn plan<'a>(maker: &'a Arc<ObjectMeta>, path: FieldPath, name: &'a str) -> Plan<'a> {
    static NONE: StringMap = StringMap::new();
    let keys = ["ca.crt", "tls.crt", "tls.key"];
    Plan {
        namespace: maker.namespace(),
        name,
        labels: &NONE,
        annotations: &NONE,
        secret_type: "kubernetes.io/tls",
        data: keys.map(|key| (key.to_owned(), None)).into(),
        is_open: true,
        maker,
        path,
        controller: CONTROLLER,
    }
}
