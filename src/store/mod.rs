//! The objects the controller sees, admitted, defaulted and indexed. Every lookup by name, label or
//! owner goes through a map built once; nothing is scanned per object.

mod assumed_services;
pub mod build;
mod class;
pub mod context;
mod defaults;
pub mod gateway;
pub mod grants;
mod ignored;
pub mod labels;
pub mod made_in_cluster;
mod subset;
mod switched_off;
pub mod table;

use crate::diag::ignored::Ignored;
use crate::k8s::decode::kinds;
use crate::k8s::object::Object;
use crate::k8s::{kong, secret_makers};
use crate::options::NamespacedName;
use crate::origin::ObjectMeta;
use k8s_openapi::api::discovery::v1 as discovery;
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};
use table::Table;

/// One table per kind.
macro_rules! store {
    ($($variant:ident($table:ident: $content:ty, $decode:ident, $class:ident) = $info:expr;)*) => {
        /// All objects of a run by kind.
        #[derive(Debug, Default)]
        #[allow(missing_docs, reason = "one table per kind, named after it")]
        pub struct Store {
            $(pub $table: Table<$content>,)*
            pub sops_secrets: Table<secret_makers::SopsSecret>,
            /// What admission found out about Gateways.
            pub gateway_admission: gateway::Admission,
            /// Objects that the controller leaves alone.
            pub ignored: Vec<Ignored>,
            /// The same in full, for the webhook, which has a filter of its own; nothing when it is not asked.
            pub others: Others,
            /// Gateways whose data planes Konnect configures.
            pub hybrid_gateways: BTreeSet<NamespacedName>,
            /// Objects that the controller's label selectors hide.
            pub hidden: labels::Hidden,
            /// The Secrets that other controllers make of these.
            pub made_in_cluster: made_in_cluster::MadeInCluster,
            /// Namespaces and names of the Services that are not among the inputs and taken to exist.
            pub assumed_services: BTreeSet<(String, String)>,
            /// EndpointSlices by namespace and value of the label `kubernetes.io/service-name`, as positions in `endpoint_slices`.
            slices_of_service: HashMap<String, HashMap<String, Vec<usize>>>,
            /// What ReferenceGrants allow, once somebody has asked.
            grants: OnceLock<grants::Grants>,
        }
    };
}
kinds!(store);

/// One list per kind.
macro_rules! others {
    ($($variant:ident($table:ident: $content:ty, $decode:ident, $class:ident) = $info:expr;)*) => {
        /// The objects that the filter of classes took out, by kind.
        #[derive(Debug, Default)]
        #[allow(missing_docs, reason = "one list per kind, named after it")]
        pub struct Others {
            $(pub $table: Vec<Object<$content>>,)*
        }
    };
}
kinds!(others);

impl Store {
    /// What requests are routed by and to, and who sends them: the objects that plugins can be bound to.
    pub fn served(&self) -> impl Iterator<Item = &Arc<ObjectMeta>> {
        fn metas<T>(table: &Table<T>) -> impl Iterator<Item = &Arc<ObjectMeta>> {
            table.iter().map(|object| &object.meta)
        }
        metas(&self.services)
            .chain(metas(&self.kong_service_facades))
            .chain(metas(&self.ingresses))
            .chain(metas(&self.http_routes))
            .chain(metas(&self.grpc_routes))
            .chain(metas(&self.tcp_routes))
            .chain(metas(&self.udp_routes))
            .chain(metas(&self.tls_routes))
            .chain(metas(&self.tcp_ingresses))
            .chain(metas(&self.udp_ingresses))
            .chain(metas(&self.kong_consumers))
            .chain(metas(&self.kong_consumer_groups))
    }

    /// The plugin that a reference names: the KongPlugin of the namespace, else the KongClusterPlugin of that name (spec 41, 3).
    pub fn plugin(&self, namespace: &str, name: &str) -> Option<&Object<kong::KongPluginSpec>> {
        self.kong_plugins
            .get(namespace, name)
            .or_else(|| self.kong_cluster_plugins.get("", name))
    }

    /// Whether a Service is not among the inputs and only taken to exist.
    pub fn is_assumed_service(&self, namespace: &str, name: &str) -> bool {
        let key = (namespace.to_owned(), name.to_owned());
        !self.assumed_services.is_empty() && self.assumed_services.contains(&key)
    }

    /// Whether a Secret is among the inputs or made in the cluster by something that is.
    pub fn has_secret(&self, namespace: &str, name: &str) -> bool {
        self.secrets.get(namespace, name).is_some()
            || self.made_in_cluster.get(namespace, name).is_some()
    }

    /// The EndpointSlices of a Service, ascending by name.
    pub fn endpoint_slices_of(
        &self,
        namespace: &str,
        service: &str,
    ) -> impl Iterator<Item = &Object<discovery::EndpointSlice>> {
        self.slices_of_service
            .get(namespace)
            .and_then(|services| services.get(service))
            .into_iter()
            .flatten()
            .map(|&position| self.endpoint_slices.at(position))
    }
}
