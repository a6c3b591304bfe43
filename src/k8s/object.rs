//! One decoded object of each kind the controller reads.

use super::{gateway, kong, secret_makers};
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
    Certificate(Object<secret_makers::CertificateSpec>),
    ExternalSecret(Object<secret_makers::ExternalSecretSpec>),
    ClusterExternalSecret(Object<secret_makers::ClusterExternalSecretSpec>),
    SealedSecret(Object<secret_makers::SealedSecretSpec>),
    SopsSecret(Object<secret_makers::SopsSecret>),
}

impl AnyObject {
    /// Whether the controller makes no entity of its own from it: it is only looked up for others. A CA certificate is an entity.
    pub fn is_only_looked_up(&self) -> bool {
        let is_ca = |meta: &ObjectMeta| meta.label("konghq.com/ca-cert") == Some("true");
        match self {
            Self::Secret(secret) => return !is_ca(&secret.meta),
            Self::ConfigMap(config_map) => return !is_ca(&config_map.meta),
            _ => {}
        }
        matches!(
            self,
            Self::Service(_)
                | Self::EndpointSlice(_)
                | Self::Namespace(_)
                | Self::IngressClass(_)
                | Self::GatewayClass(_)
                | Self::ReferenceGrant(_)
                | Self::Certificate(_)
                | Self::ExternalSecret(_)
                | Self::ClusterExternalSecret(_)
                | Self::SealedSecret(_)
                | Self::SopsSecret(_)
        )
    }

    /// The metadata, whatever the kind.
    pub fn meta(&self) -> &Arc<ObjectMeta> {
        match self {
            Self::Ingress(object) => &object.meta,
            Self::IngressClass(object) => &object.meta,
            Self::Service(object) => &object.meta,
            Self::EndpointSlice(object) => &object.meta,
            Self::Secret(object) => &object.meta,
            Self::ConfigMap(object) => &object.meta,
            Self::Namespace(object) => &object.meta,
            Self::GatewayClass(object) => &object.meta,
            Self::Gateway(object) => &object.meta,
            Self::HttpRoute(object) => &object.meta,
            Self::GrpcRoute(object) => &object.meta,
            Self::TcpRoute(object) => &object.meta,
            Self::UdpRoute(object) => &object.meta,
            Self::TlsRoute(object) => &object.meta,
            Self::BackendTlsPolicy(object) => &object.meta,
            Self::ReferenceGrant(object) => &object.meta,
            Self::IngressClassParameters(object) => &object.meta,
            Self::KongServiceFacade(object) => &object.meta,
            Self::TcpIngress(object) => &object.meta,
            Self::UdpIngress(object) => &object.meta,
            Self::KongIngress(object) => &object.meta,
            Self::KongPlugin(object) => &object.meta,
            Self::KongClusterPlugin(object) => &object.meta,
            Self::KongConsumer(object) => &object.meta,
            Self::KongConsumerGroup(object) => &object.meta,
            Self::KongUpstreamPolicy(object) => &object.meta,
            Self::KongVault(object) => &object.meta,
            Self::KongCustomEntity(object) => &object.meta,
            Self::KongLicense(object) => &object.meta,
            Self::Certificate(object) => &object.meta,
            Self::ExternalSecret(object) => &object.meta,
            Self::ClusterExternalSecret(object) => &object.meta,
            Self::SealedSecret(object) => &object.meta,
            Self::SopsSecret(object) => &object.meta,
        }
    }
}
