//! The objects the controller sees, admitted, defaulted and indexed. Every lookup by name, label or
//! owner goes through a map built once; nothing is scanned per object.

mod assumed_services;
pub mod build;
mod class;
mod defaults;
pub mod gateway;
pub mod grants;
mod ignored;
pub mod labels;
pub mod made_in_cluster;
mod switched_off;
pub mod table;

use crate::diag::ignored::Ignored;
use crate::k8s::object::{Gateway, Object};
use crate::k8s::{gateway as k8s_gateway, kong, secret_makers};
use crate::options::NamespacedName;
use gateway_api::apis::experimental as gateway_api;
use k8s_openapi::api::{
    core::v1 as core, discovery::v1 as discovery, networking::v1 as networking,
};
use std::collections::{BTreeSet, HashMap};
use std::sync::OnceLock;
use table::Table;

/// All objects of a run by kind.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "one table per kind, named after it")]
pub struct Store {
    pub ingresses: Table<networking::IngressSpec>,
    pub ingress_classes: Table<networking::IngressClassSpec>,
    pub services: Table<core::ServiceSpec>,
    pub endpoint_slices: Table<discovery::EndpointSlice>,
    pub secrets: Table<core::Secret>,
    pub config_maps: Table<core::ConfigMap>,
    pub namespaces: Table<()>,
    pub gateway_classes: Table<gateway_api::gatewayclasses::GatewayClassSpec>,
    pub gateways: Table<Gateway>,
    /// What admission found out about Gateways.
    pub gateway_admission: gateway::Admission,
    pub http_routes: Table<gateway_api::httproutes::HttpRouteSpec>,
    pub grpc_routes: Table<gateway_api::grpcroutes::GrpcRouteSpec>,
    pub tcp_routes: Table<k8s_gateway::TcpRouteSpec>,
    pub udp_routes: Table<k8s_gateway::UdpRouteSpec>,
    pub tls_routes: Table<k8s_gateway::TlsRouteSpec>,
    pub backend_tls_policies: Table<k8s_gateway::BackendTlsPolicySpec>,
    pub reference_grants: Table<gateway_api::referencegrants::ReferenceGrantSpec>,
    pub ingress_class_parameters: Table<kong::IngressClassParametersSpec>,
    pub kong_service_facades: Table<kong::KongServiceFacadeSpec>,
    pub tcp_ingresses: Table<kong::TcpIngressSpec>,
    pub udp_ingresses: Table<kong::UdpIngressSpec>,
    pub kong_ingresses: Table<kong::KongIngressSpec>,
    pub kong_plugins: Table<kong::KongPluginSpec>,
    pub kong_cluster_plugins: Table<kong::KongPluginSpec>,
    pub kong_consumers: Table<kong::KongConsumerSpec>,
    pub kong_consumer_groups: Table<kong::KongConsumerGroupSpec>,
    pub kong_upstream_policies: Table<kong::KongUpstreamPolicySpec>,
    pub kong_vaults: Table<kong::KongVaultSpec>,
    pub kong_custom_entities: Table<kong::KongCustomEntitySpec>,
    pub kong_licenses: Table<kong::KongLicenseSpec>,
    /// Objects that the controller leaves alone.
    pub ignored: Vec<Ignored>,
    /// Gateways whose data planes Konnect configures.
    pub hybrid_gateways: BTreeSet<NamespacedName>,
    /// Objects that the controller's label selectors hide.
    pub hidden: labels::Hidden,
    pub certificates: Table<secret_makers::CertificateSpec>,
    pub external_secrets: Table<secret_makers::ExternalSecretSpec>,
    pub cluster_external_secrets: Table<secret_makers::ClusterExternalSecretSpec>,
    pub sealed_secrets: Table<secret_makers::SealedSecretSpec>,
    pub sops_secrets: Table<secret_makers::SopsSecret>,
    /// The Secrets that other controllers make of these.
    pub made_in_cluster: made_in_cluster::MadeInCluster,
    /// Namespaces and names of the Services that are not among the inputs and taken to exist.
    pub assumed_services: BTreeSet<(String, String)>,
    /// EndpointSlices by namespace and value of the label `kubernetes.io/service-name`, as positions in `endpoint_slices`.
    slices_of_service: HashMap<String, HashMap<String, Vec<usize>>>,
    /// What ReferenceGrants allow, once somebody has asked.
    grants: OnceLock<grants::Grants>,
}

impl Store {
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
