//! Objects of kinds that the controller was told not to watch (`--disable-controllers`, spec 85, 9): for it they do not exist.

use super::Store;
use super::table::Table;
use crate::controller::reconciler::Reconciler;
use crate::diag::{Diagnostics, admission};
use crate::options::Options;
use crate::origin::{FieldPath, Origin};

/// Take out what is not watched, and say so of every object.
pub(super) fn remove(store: &mut Store, options: &Options, diagnostics: &mut Diagnostics) {
    for &reconciler in &options.disabled_controllers {
        remove_of(store, reconciler, diagnostics);
    }
}

fn remove_of(store: &mut Store, reconciler: Reconciler, found: &mut Diagnostics) {
    let name = reconciler.name();
    match reconciler {
        Reconciler::Ingress => empty(&mut store.ingresses, name, found),
        Reconciler::IngressClass => empty(&mut store.ingress_classes, name, found),
        Reconciler::IngressClassParameters => {
            empty(&mut store.ingress_class_parameters, name, found);
        }
        Reconciler::TcpIngress => empty(&mut store.tcp_ingresses, name, found),
        Reconciler::UdpIngress => empty(&mut store.udp_ingresses, name, found),
        Reconciler::KongIngress => empty(&mut store.kong_ingresses, name, found),
        Reconciler::KongPlugin => empty(&mut store.kong_plugins, name, found),
        Reconciler::KongClusterPlugin => empty(&mut store.kong_cluster_plugins, name, found),
        Reconciler::KongConsumer => {
            empty(&mut store.kong_consumers, name, found);
            empty(&mut store.kong_consumer_groups, name, found);
        }
        Reconciler::Service => {
            empty(&mut store.services, name, found);
            // They follow the Services, and there are many.
            store.endpoint_slices = Table::default();
        }
        Reconciler::KongUpstreamPolicy => empty(&mut store.kong_upstream_policies, name, found),
        Reconciler::KongServiceFacade => empty(&mut store.kong_service_facades, name, found),
        Reconciler::KongCustomEntity => empty(&mut store.kong_custom_entities, name, found),
        Reconciler::KongVault => empty(&mut store.kong_vaults, name, found),
        Reconciler::KongLicense => empty(&mut store.kong_licenses, name, found),
        Reconciler::Gateway => {
            empty(&mut store.gateways, name, found);
            store.gateway_classes = Table::default();
        }
        Reconciler::HttpRoute => empty(&mut store.http_routes, name, found),
        Reconciler::GrpcRoute => empty(&mut store.grpc_routes, name, found),
        Reconciler::TlsRoute => empty(&mut store.tls_routes, name, found),
        Reconciler::TcpRoute => empty(&mut store.tcp_routes, name, found),
        Reconciler::UdpRoute => empty(&mut store.udp_routes, name, found),
        Reconciler::BackendTlsPolicy => empty(&mut store.backend_tls_policies, name, found),
        Reconciler::ReferenceGrant => empty(&mut store.reference_grants, name, found),
    }
}

fn empty<T>(table: &mut Table<T>, name: &str, found: &mut Diagnostics) {
    for object in &*table {
        found.push(admission::controller_switched_off(
            Origin::at(&object.meta, FieldPath::of(&["kind"])),
            name,
        ));
    }
    *table = Table::default();
}
