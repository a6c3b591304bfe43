//! The objects the controller sees, admitted, defaulted and indexed. Every lookup by name, label or
//! owner goes through a map built once; nothing is scanned per object.

pub mod build;
mod class;
mod defaults;
pub mod gateway;
pub mod grants;
mod ignored;
pub mod table;

use crate::diag::ignored::Ignored;
use crate::k8s::object::{Gateway, Object};
use crate::k8s::{gateway as k8s_gateway, kong};
use gateway_api::apis::experimental as gateway_api;
use k8s_openapi::api::{
    core::v1 as core, discovery::v1 as discovery, networking::v1 as networking,
};
use std::collections::HashMap;
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
