//! A store with objects taken out, or replaced by those of another one: what KIC's fallback configuration is translated from
//! (spec 83, 2 and 4).

use super::table::Table;
use super::{Store, build};
use crate::k8s::decode::kinds;
use crate::origin::{ObjectKey, ObjectMeta};
use std::collections::BTreeSet;
use std::sync::Arc;

macro_rules! subset {
    ($($variant:ident($table:ident: $content:ty, $decode:ident, $class:ident) = $info:expr;)*) => {
        impl Store {
            /// The metadata of every object, by kind.
            pub fn metas(&self) -> impl Iterator<Item = &Arc<ObjectMeta>> {
                std::iter::empty()$(.chain(self.$table.iter().map(|object| &object.meta)))*
            }

            /// Take objects out.
            pub fn remove(&mut self, keys: &BTreeSet<ObjectKey>) {
                $(self.$table.retain(|object| !keys.contains(&object.meta.key));)*
                build::index_slices(self);
            }

            /// Put objects of another store in, over those of the same names.
            pub fn take_over(&mut self, from: Self, keys: &BTreeSet<ObjectKey>) {
                self.remove(keys);
                $({
                    let taken = from.$table.into_objects().into_iter();
                    let taken = taken.filter(|object| keys.contains(&object.meta.key));
                    let own = std::mem::take(&mut self.$table).into_objects();
                    self.$table = Table::new(own.into_iter().chain(taken).collect());
                })*
                build::index_slices(self);
            }
        }
    };
}
kinds!(subset);

impl Store {
    /// Of the routes of the Gateway API, keep only these.
    pub fn retain_routes(&mut self, keep: &BTreeSet<ObjectKey>) {
        self.http_routes
            .retain(|route| keep.contains(&route.meta.key));
        self.grpc_routes
            .retain(|route| keep.contains(&route.meta.key));
        self.tcp_routes
            .retain(|route| keep.contains(&route.meta.key));
        self.udp_routes
            .retain(|route| keep.contains(&route.meta.key));
        self.tls_routes
            .retain(|route| keep.contains(&route.meta.key));
    }
}
