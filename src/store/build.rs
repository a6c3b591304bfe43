//! Decoded objects to a store: the later of two equal objects wins, what is being deleted is absent, other
//! namespaces and classes are left out, defaults filled in, look-ups built.

use super::made_in_cluster::MadeInCluster;
use super::table::Table;
use super::{Store, assumed_services, class, defaults, labels, switched_off};
use crate::diag::{Diagnostics, admission};
use crate::k8s::decode::Admitted;
use crate::k8s::object::{AnyObject, Gateway, Object};
use crate::k8s::{gateway, kong, secret_makers};
use crate::options::Options;
use crate::origin::Origin;
use gateway_api::apis::experimental as gateway_api;
use k8s_openapi::api::{
    core::v1 as core, discovery::v1 as discovery, networking::v1 as networking,
};
use std::collections::{BTreeSet, HashMap};

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

fn index_slices(store: &mut Store) {
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

/// The lists of objects by kind, and what becomes of them: the pairs of kind and table.
macro_rules! lists {
    ($($variant:ident => $table:ident: $content:ty,)*) => {
        #[derive(Default)]
        struct Lists {
            $($table: Vec<Object<$content>>,)*
        }

        impl Lists {
            fn add(&mut self, object: AnyObject) {
                match object {
                    $(AnyObject::$variant(object) => self.$table.push(object),)*
                }
            }

            fn into_store(self, options: &Options, diagnostics: &mut Diagnostics) -> Store {
                Store {
                    gateway_admission: super::gateway::Admission::default(),
                    $($table: table(self.$table, options, diagnostics),)*
                    ignored: Vec::new(),
                    hidden: labels::Hidden::default(),
                    hybrid_gateways: BTreeSet::new(),
                    made_in_cluster: MadeInCluster::default(),
                    assumed_services: BTreeSet::new(),
                    slices_of_service: HashMap::new(),
                    grants: std::sync::OnceLock::new(),
                }
            }
        }
    };
}

lists! {
    Ingress => ingresses: networking::IngressSpec,
    IngressClass => ingress_classes: networking::IngressClassSpec,
    Service => services: core::ServiceSpec,
    EndpointSlice => endpoint_slices: discovery::EndpointSlice,
    Secret => secrets: core::Secret,
    ConfigMap => config_maps: core::ConfigMap,
    Namespace => namespaces: (),
    GatewayClass => gateway_classes: gateway_api::gatewayclasses::GatewayClassSpec,
    Gateway => gateways: Gateway,
    HttpRoute => http_routes: gateway_api::httproutes::HttpRouteSpec,
    GrpcRoute => grpc_routes: gateway_api::grpcroutes::GrpcRouteSpec,
    TcpRoute => tcp_routes: gateway::TcpRouteSpec,
    UdpRoute => udp_routes: gateway::UdpRouteSpec,
    TlsRoute => tls_routes: gateway::TlsRouteSpec,
    BackendTlsPolicy => backend_tls_policies: gateway::BackendTlsPolicySpec,
    ReferenceGrant => reference_grants: gateway_api::referencegrants::ReferenceGrantSpec,
    IngressClassParameters => ingress_class_parameters: kong::IngressClassParametersSpec,
    KongServiceFacade => kong_service_facades: kong::KongServiceFacadeSpec,
    TcpIngress => tcp_ingresses: kong::TcpIngressSpec,
    UdpIngress => udp_ingresses: kong::UdpIngressSpec,
    KongIngress => kong_ingresses: kong::KongIngressSpec,
    KongPlugin => kong_plugins: kong::KongPluginSpec,
    KongClusterPlugin => kong_cluster_plugins: kong::KongPluginSpec,
    KongConsumer => kong_consumers: kong::KongConsumerSpec,
    KongConsumerGroup => kong_consumer_groups: kong::KongConsumerGroupSpec,
    KongUpstreamPolicy => kong_upstream_policies: kong::KongUpstreamPolicySpec,
    KongVault => kong_vaults: kong::KongVaultSpec,
    KongCustomEntity => kong_custom_entities: kong::KongCustomEntitySpec,
    KongLicense => kong_licenses: kong::KongLicenseSpec,
    Certificate => certificates: secret_makers::CertificateSpec,
    ExternalSecret => external_secrets: secret_makers::ExternalSecretSpec,
    ClusterExternalSecret => cluster_external_secrets: secret_makers::ClusterExternalSecretSpec,
    SealedSecret => sealed_secrets: secret_makers::SealedSecretSpec,
    SopsSecret => sops_secrets: secret_makers::SopsSecret,
}
