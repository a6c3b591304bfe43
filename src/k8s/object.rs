//! One decoded object of each kind the controller reads.

use super::{gateway, kong};
use crate::origin::ObjectMeta;
use gateway_api::apis::experimental as gateway_api;
use k8s_openapi::api::{
    core::v1 as core, discovery::v1 as discovery, networking::v1 as networking,
};
use std::sync::Arc;

/// An object: its metadata, shared with everything made from it, and its content.
#[derive(Debug, Clone)]
pub struct Object<T> {
    /// Identity, place, labels and annotations.
    pub meta: Arc<ObjectMeta>,
    /// The `spec`, or the whole body of kinds without one. Its own `metadata` field, if any, is empty.
    pub spec: T,
}

/// A Gateway: its spec and, when the manifest carries one, its status.
#[derive(Debug, Clone, Default, serde::Deserialize)]
pub struct Gateway {
    /// `spec`
    pub spec: gateway_api::gateways::GatewaySpec,
    /// `status`
    #[serde(default)]
    pub status: Option<gateway_api::gateways::GatewayStatus>,
}

/// Any object the controller reads.
#[derive(Debug)]
#[allow(missing_docs, reason = "one variant per kind, named after it")]
pub enum AnyObject {
    Ingress(Object<networking::IngressSpec>),
    IngressClass(Object<networking::IngressClassSpec>),
    Service(Object<core::ServiceSpec>),
    EndpointSlice(Object<discovery::EndpointSlice>),
    Secret(Object<core::Secret>),
    ConfigMap(Object<core::ConfigMap>),
    Namespace(Object<()>),
    GatewayClass(Object<gateway_api::gatewayclasses::GatewayClassSpec>),
    Gateway(Object<Gateway>),
    HttpRoute(Object<gateway_api::httproutes::HttpRouteSpec>),
    GrpcRoute(Object<gateway_api::grpcroutes::GrpcRouteSpec>),
    TcpRoute(Object<gateway::TcpRouteSpec>),
    UdpRoute(Object<gateway::UdpRouteSpec>),
    TlsRoute(Object<gateway::TlsRouteSpec>),
    BackendTlsPolicy(Object<gateway::BackendTlsPolicySpec>),
    ReferenceGrant(Object<gateway_api::referencegrants::ReferenceGrantSpec>),
    IngressClassParameters(Object<kong::IngressClassParametersSpec>),
    KongServiceFacade(Object<kong::KongServiceFacadeSpec>),
    TcpIngress(Object<kong::TcpIngressSpec>),
    UdpIngress(Object<kong::UdpIngressSpec>),
    KongIngress(Object<kong::KongIngressSpec>),
    KongPlugin(Object<kong::KongPluginSpec>),
    KongClusterPlugin(Object<kong::KongPluginSpec>),
    KongConsumer(Object<kong::KongConsumerSpec>),
    KongConsumerGroup(Object<kong::KongConsumerGroupSpec>),
    KongUpstreamPolicy(Object<kong::KongUpstreamPolicySpec>),
    KongVault(Object<kong::KongVaultSpec>),
    KongCustomEntity(Object<kong::KongCustomEntitySpec>),
    KongLicense(Object<kong::KongLicenseSpec>),
}

impl AnyObject {
    /// Who it is.
    pub const fn meta(&self) -> &Arc<ObjectMeta> {
        match self {
            Self::Ingress(Object { meta, .. })
            | Self::IngressClass(Object { meta, .. })
            | Self::Service(Object { meta, .. })
            | Self::EndpointSlice(Object { meta, .. })
            | Self::Secret(Object { meta, .. })
            | Self::ConfigMap(Object { meta, .. })
            | Self::Namespace(Object { meta, .. })
            | Self::GatewayClass(Object { meta, .. })
            | Self::Gateway(Object { meta, .. })
            | Self::HttpRoute(Object { meta, .. })
            | Self::GrpcRoute(Object { meta, .. })
            | Self::TcpRoute(Object { meta, .. })
            | Self::UdpRoute(Object { meta, .. })
            | Self::TlsRoute(Object { meta, .. })
            | Self::BackendTlsPolicy(Object { meta, .. })
            | Self::ReferenceGrant(Object { meta, .. })
            | Self::IngressClassParameters(Object { meta, .. })
            | Self::KongServiceFacade(Object { meta, .. })
            | Self::TcpIngress(Object { meta, .. })
            | Self::UdpIngress(Object { meta, .. })
            | Self::KongIngress(Object { meta, .. })
            | Self::KongPlugin(Object { meta, .. })
            | Self::KongClusterPlugin(Object { meta, .. })
            | Self::KongConsumer(Object { meta, .. })
            | Self::KongConsumerGroup(Object { meta, .. })
            | Self::KongUpstreamPolicy(Object { meta, .. })
            | Self::KongVault(Object { meta, .. })
            | Self::KongCustomEntity(Object { meta, .. })
            | Self::KongLicense(Object { meta, .. }) => meta,
        }
    }
}
