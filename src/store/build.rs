//! Decoded objects to a store: the later of two equal objects wins, what is being deleted is absent, other
//! namespaces and classes are left out, defaults filled in, look-ups built.

use super::made_in_cluster::MadeInCluster;
use super::table::Table;
use super::{Store, assumed_services, class, defaults, labels, switched_off};
use crate::diag::{Diagnostics, admission};
use crate::k8s::decode::{Admitted, kinds};
use crate::k8s::object::{AnyObject, Object};
use crate::k8s::secret_makers;
use crate::options::Options;
use crate::origin::Origin;
use std::collections::HashMap;

const SERVICE_NAME: &str = "kubernetes.io/service-name";

/// Build the store from objects in reading order.
pub fn build(
    objects: impl IntoIterator<Item = Admitted>,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Store {
    let mut lists = Lists::default();
    for admitted in objects {
        let deleted = admitted
            .deletion_timestamp
            .is_some_and(|time| time <= options.now);
        if !deleted {
            lists.add(admitted.object);
        }
    }
    let mut store = lists.into_store(options, diagnostics);
    switched_off::remove(&mut store, options, diagnostics);
    labels::hide(&mut store, options);
    // An Ingress of any class may ask for a certificate.
    store.made_in_cluster = MadeInCluster::of(&store);
    class::filter(&mut store, options, diagnostics);
    assumed_services::add(&mut store, options, diagnostics);
    defaults::fill(&mut store);
    index_slices(&mut store);
    store
}

/// One table of unique objects of the watched namespaces.
fn table<T>(
    mut objects: Vec<Object<T>>,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Table<T> {
    let watched = &options.watch_namespaces;
    if !watched.is_empty() {
        objects.retain(|object| {
            let namespace = object.meta.namespace();
            namespace.is_empty() || watched.iter().any(|watched| watched == namespace)
        });
    }
    let (table, replaced) = Table::with_last_of_each(objects);
    for (winner, loser) in replaced {
        diagnostics.push(admission::duplicate_object(
            Origin::of(&winner),
            Origin::of(&loser),
        ));
    }
    table
}

pub(super) fn index_slices(store: &mut Store) {
    let mut index: HashMap<String, HashMap<String, Vec<usize>>> = HashMap::new();
    for (position, slice) in store.endpoint_slices.iter().enumerate() {
        if let Some(service) = slice.meta.label(SERVICE_NAME) {
            index
                .entry(slice.meta.namespace().to_owned())
                .or_default()
                .entry(service.to_owned())
                .or_default()
                .push(position);
        }
    }
    store.slices_of_service = index;
}

/// The lists of objects by kind, and what becomes of them.
macro_rules! lists {
    ($($variant:ident($table:ident: $content:ty, $decode:ident, $class:ident) = $info:expr;)*) => {
        #[derive(Default)]
        struct Lists {
            $($table: Vec<Object<$content>>,)*
            sops_secrets: Vec<Object<secret_makers::SopsSecret>>,
        }

        impl Lists {
            fn add(&mut self, object: AnyObject) {
                match object {
                    $(AnyObject::$variant(object) => self.$table.push(object),)*
                    AnyObject::SopsSecret(object) => self.sops_secrets.push(object),
                }
            }

            fn into_store(self, options: &Options, diagnostics: &mut Diagnostics) -> Store {
                Store {
                    $($table: table(self.$table, options, diagnostics),)*
                    sops_secrets: table(self.sops_secrets, options, diagnostics),
                    ..Store::default()
                }
            }
        }
    };
}
kinds!(lists);
