//! The table of kinds that are read: those of the controller, with the versions an API server serves them in (spec 20, head), and those
//! of other controllers that make Secrets. Beside it the kinds that are known and not read.
//!
//! One row says all that the house asks of a kind: the variant of `AnyObject`, its table in the store with the type of its content, how
//! the content is decoded, the filter of classes (a function of `store::class`), group, name, versions, and what the API server refuses.

use super::body::{decode_body, decode_spec};
use super::error::DecodeError;
use super::secret::{decode_config_map, decode_secret};
use crate::k8s::builtin::{self, Rules};
use crate::k8s::object::{AnyObject, Object};
use crate::k8s::schema::builtin as fields;
use crate::k8s::schema::{Schema, gateway, kong};
use crate::manifest::node::Node;
use crate::origin::ObjectMeta;
use std::sync::Arc;

/// Hands all rows to the macro `$with`: enumerations, the store and the filters are made of them.
macro_rules! kinds {
    ($with:ident) => {
        $with! {
            Ingress(ingresses: ::k8s_openapi::api::networking::v1::IngressSpec, decode_spec, by_field) =
                kind(NETWORKING, "Ingress", &["v1"])
                    .built_in(&fields::INGRESS, builtin::ingress::judge);
            IngressClass(ingress_classes: ::k8s_openapi::api::networking::v1::IngressClassSpec, decode_spec, any) =
                kind(NETWORKING, "IngressClass", &["v1"])
                    .cluster().built_in(&fields::INGRESS_CLASS, builtin::ingressclass::judge).looked_up();
            Service(services: ::k8s_openapi::api::core::v1::ServiceSpec, decode_spec, any) =
                kind(CORE, "Service", &["v1"])
                    .built_in(&fields::SERVICE, builtin::service::judge).looked_up();
            EndpointSlice(endpoint_slices: ::k8s_openapi::api::discovery::v1::EndpointSlice, decode_body, any) =
                kind("discovery.k8s.io", "EndpointSlice", &["v1"])
                    .built_in(&fields::ENDPOINT_SLICE, builtin::endpointslice::judge).looked_up();
            Secret(secrets: ::k8s_openapi::api::core::v1::Secret, decode_secret, any) =
                kind(CORE, "Secret", &["v1"])
                    .built_in(&fields::SECRET, builtin::secret::judge).looked_up();
            ConfigMap(config_maps: ::k8s_openapi::api::core::v1::ConfigMap, decode_config_map, any) =
                kind(CORE, "ConfigMap", &["v1"])
                    .built_in(&fields::CONFIG_MAP, builtin::configmap::judge).looked_up();
            Namespace(namespaces: (), decode_nothing, any) =
                kind(CORE, "Namespace", &["v1"])
                    .cluster().built_in(&fields::NAMESPACE, builtin::namespace::judge).looked_up();
            GatewayClass(gateway_classes: ::gateway_api::apis::experimental::gatewayclasses::GatewayClassSpec, decode_spec, any) =
                kind(GATEWAY, "GatewayClass", &["v1", "v1beta1"])
                    .cluster().described(&gateway::gatewayclass::GATEWAY_CLASS).looked_up();
            Gateway(gateways: $crate::k8s::object::Gateway, decode_body, any) =
                kind(GATEWAY, "Gateway", &["v1", "v1beta1"])
                    .described(&gateway::gateway::GATEWAY);
            HttpRoute(http_routes: ::gateway_api::apis::experimental::httproutes::HttpRouteSpec, decode_spec, any) =
                kind(GATEWAY, "HTTPRoute", &["v1", "v1beta1"])
                    .described(&gateway::httproute::HTTP_ROUTE);
            GrpcRoute(grpc_routes: ::gateway_api::apis::experimental::grpcroutes::GrpcRouteSpec, decode_spec, any) =
                kind(GATEWAY, "GRPCRoute", &["v1"])
                    .described(&gateway::grpcroute::GRPC_ROUTE);
            TcpRoute(tcp_routes: $crate::k8s::gateway::TcpRouteSpec, decode_spec, any) =
                kind(GATEWAY, "TCPRoute", &["v1alpha2"])
                    .described(&gateway::l4route::L4_ROUTE).described_in(&["v1"], &gateway::l4route::L4_ROUTE_V1);
            UdpRoute(udp_routes: $crate::k8s::gateway::UdpRouteSpec, decode_spec, any) =
                kind(GATEWAY, "UDPRoute", &["v1alpha2"])
                    .described(&gateway::l4route::L4_ROUTE).described_in(&["v1"], &gateway::l4route::L4_ROUTE_V1);
            TlsRoute(tls_routes: $crate::k8s::gateway::TlsRouteSpec, decode_spec, any) =
                kind(GATEWAY, "TLSRoute", &["v1alpha2"])
                    .described(&gateway::l4route::TLS_ROUTE).described_in(&["v1", "v1alpha3"], &gateway::l4route::TLS_ROUTE_V1);
            BackendTlsPolicy(backend_tls_policies: $crate::k8s::gateway::BackendTlsPolicySpec, decode_spec, any) =
                kind(GATEWAY, "BackendTLSPolicy", &["v1alpha3"])
                    .described(&gateway::backendtlspolicy::BACKEND_TLS_POLICY);
            ReferenceGrant(reference_grants: ::gateway_api::apis::experimental::referencegrants::ReferenceGrantSpec, decode_spec, any) =
                kind(GATEWAY, "ReferenceGrant", &["v1beta1"])
                    .described(&gateway::referencegrant::REFERENCE_GRANT).looked_up();
            IngressClassParameters(ingress_class_parameters: $crate::k8s::kong::IngressClassParametersSpec, decode_spec, any) =
                kind(KONG, "IngressClassParameters", &["v1alpha1"])
                    .described(&kong::small::INGRESS_CLASS_PARAMETERS);
            TcpIngress(tcp_ingresses: $crate::k8s::kong::TcpIngressSpec, decode_spec, by_annotation) =
                kind(KONG, "TCPIngress", &["v1beta1"])
                    .described(&kong::l4_ingress::TCP_INGRESS).legacy();
            UdpIngress(udp_ingresses: $crate::k8s::kong::UdpIngressSpec, decode_spec, by_annotation) =
                kind(KONG, "UDPIngress", &["v1beta1"])
                    .described(&kong::l4_ingress::UDP_INGRESS).legacy();
            KongServiceFacade(kong_service_facades: $crate::k8s::kong::KongServiceFacadeSpec, decode_spec, by_annotation) =
                kind(INCUBATOR, "KongServiceFacade", &["v1alpha1"])
                    .described(&kong::small::KONG_SERVICE_FACADE);
            KongIngress(kong_ingresses: $crate::k8s::kong::KongIngressSpec, decode_body, any) =
                kind(KONG, "KongIngress", &["v1"])
                    .described(&kong::ingress::KONG_INGRESS).legacy();
            KongPlugin(kong_plugins: $crate::k8s::kong::KongPluginSpec, decode_body, any) =
                kind(KONG, "KongPlugin", &["v1"])
                    .described(&kong::plugin::KONG_PLUGIN);
            KongClusterPlugin(kong_cluster_plugins: $crate::k8s::kong::KongPluginSpec, decode_body, by_annotation) =
                kind(KONG, "KongClusterPlugin", &["v1"])
                    .cluster().described(&kong::plugin::KONG_CLUSTER_PLUGIN);
            KongConsumer(kong_consumers: $crate::k8s::kong::KongConsumerSpec, decode_body, by_control_plane) =
                kind(KONG, "KongConsumer", &["v1"])
                    .described(&kong::consumer::KONG_CONSUMER);
            KongConsumerGroup(kong_consumer_groups: $crate::k8s::kong::KongConsumerGroupSpec, decode_spec, by_control_plane) =
                kind(KONG, "KongConsumerGroup", &["v1beta1"])
                    .described(&kong::consumer::KONG_CONSUMER_GROUP);
            KongUpstreamPolicy(kong_upstream_policies: $crate::k8s::kong::KongUpstreamPolicySpec, decode_spec, any) =
                kind(KONG, "KongUpstreamPolicy", &["v1beta1"])
                    .described(&kong::upstream_policy::KONG_UPSTREAM_POLICY);
            KongVault(kong_vaults: $crate::k8s::kong::KongVaultSpec, decode_spec, by_control_plane) =
                kind(KONG, "KongVault", &["v1alpha1"])
                    .cluster().described(&kong::vault::KONG_VAULT);
            KongCustomEntity(kong_custom_entities: $crate::k8s::kong::KongCustomEntitySpec, decode_spec, by_controller_name) =
                kind(KONG, "KongCustomEntity", &["v1alpha1"])
                    .described(&kong::custom_entity::KONG_CUSTOM_ENTITY);
            KongLicense(kong_licenses: $crate::k8s::kong::KongLicenseSpec, decode_body, any) =
                kind(KONG, "KongLicense", &["v1alpha1"])
                    .cluster().described(&kong::small::KONG_LICENSE);
            Certificate(certificates: $crate::k8s::secret_makers::CertificateSpec, decode_spec, any) =
                kind("cert-manager.io", "Certificate", &["v1", "v1beta1", "v1alpha3", "v1alpha2"])
                    .of_secret_maker();
            ExternalSecret(external_secrets: $crate::k8s::secret_makers::ExternalSecretSpec, decode_spec, any) =
                kind(EXTERNAL, "ExternalSecret", &["v1", "v1beta1", "v1alpha1"])
                    .of_secret_maker();
            ClusterExternalSecret(cluster_external_secrets: $crate::k8s::secret_makers::ClusterExternalSecretSpec, decode_spec, any) =
                kind(EXTERNAL, "ClusterExternalSecret", &["v1", "v1beta1"])
                    .cluster().of_secret_maker();
            SealedSecret(sealed_secrets: $crate::k8s::secret_makers::SealedSecretSpec, decode_spec, any) =
                kind("bitnami.com", "SealedSecret", &["v1alpha1"])
                    .of_secret_maker();
        }
    };
}
pub(crate) use kinds;

/// Groups that have several kinds.
const CORE: &str = "";
pub(super) const NETWORKING: &str = "networking.k8s.io";
pub(super) const GATEWAY: &str = "gateway.networking.k8s.io";
pub(super) const INCUBATOR: &str = "incubator.ingress-controller.konghq.com";
pub(super) const KONG: &str = "configuration.konghq.com";
const EXTERNAL: &str = "external-secrets.io";

/// What becomes of the objects of a kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The controller makes something of them.
    Translated,
    /// The controller only looks them up for others.
    LookedUp,
    /// Another controller makes Secrets of them.
    MakesSecrets,
}

/// One kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct KindInfo {
    pub(super) group: &'static str,
    pub(super) kind: &'static str,
    /// Versions the API server serves; the first one is what the controller reads. For kinds of the Gateway API whose versions
    /// differ between its releases `controller::gateway_api` has the last word.
    pub(super) served: &'static [&'static str],
    pub(super) namespaced: bool,
    pub(super) part: Part,
    /// Its fields and their types.
    pub(super) schema: Option<&'static Schema>,
    /// Versions in which it is described otherwise.
    newer: Option<(&'static [&'static str], &'static Schema)>,
    /// Whether Kong Operator has given it up.
    pub(super) is_legacy: bool,
    /// What the API server's own code refuses, for a built-in kind. One that has a CRD is judged by its schema in full.
    pub(super) rules: Option<Rules>,
    /// The typed object.
    pub(super) decode: Decode,
}

/// Makes the typed object of a document.
type Decode = fn(&Node<'_>, &Arc<ObjectMeta>) -> Result<AnyObject, DecodeError>;

/// A namespaced kind that the controller translates.
const fn kind(
    group: &'static str,
    kind: &'static str,
    served: &'static [&'static str],
    decode: Decode,
) -> KindInfo {
    KindInfo {
        group,
        kind,
        served,
        namespaced: true,
        part: Part::Translated,
        schema: None,
        newer: None,
        is_legacy: false,
        rules: None,
        decode,
    }
}

impl KindInfo {
    /// Of the whole cluster.
    const fn cluster(self) -> Self {
        Self {
            namespaced: false,
            ..self
        }
    }

    /// Has a CRD, whose description is this.
    const fn described(self, schema: &'static Schema) -> Self {
        Self {
            schema: Some(schema),
            ..self
        }
    }

    /// Has another description in these versions.
    const fn described_in(
        self,
        versions: &'static [&'static str],
        schema: &'static Schema,
    ) -> Self {
        Self {
            newer: Some((versions, schema)),
            ..self
        }
    }

    /// One of Kubernetes' own.
    const fn built_in(self, schema: &'static Schema, rules: Rules) -> Self {
        Self {
            schema: Some(schema),
            rules: Some(rules),
            ..self
        }
    }

    const fn looked_up(self) -> Self {
        Self {
            part: Part::LookedUp,
            ..self
        }
    }

    /// Kong Operator has given it up.
    const fn legacy(self) -> Self {
        Self {
            is_legacy: true,
            ..self
        }
    }

    const fn of_secret_maker(self) -> Self {
        Self {
            part: Part::MakesSecrets,
            ..self
        }
    }

    /// The description that counts for an object in this version.
    pub(super) fn schema_in(&self, version: &str) -> Option<&'static Schema> {
        match self.newer {
            Some((versions, schema)) if versions.contains(&version) => Some(schema),
            _ => self.schema,
        }
    }

    /// Whether Kubernetes itself has it.
    pub(super) const fn is_built_in(&self) -> bool {
        self.rules.is_some()
    }

    /// Whether it has a CRD, and is described.
    pub(super) const fn has_crd(&self) -> bool {
        self.schema.is_some() && !self.is_built_in()
    }

    /// Every `apiVersion` in which the API server serves it.
    pub(super) fn api_versions(&self) -> Vec<String> {
        let of = |version: &&str| match self.group {
            "" => (*version).to_owned(),
            group => format!("{group}/{version}"),
        };
        self.served.iter().map(of).collect()
    }
}

/// The rows as data.
macro_rules! rows {
    ($(
        $variant:ident($table:ident: $content:ty, $decode:ident, $class:ident) =
            kind($($what:tt)*)$(.$more:ident($($argument:tt)*))*;
    )*) => {
        static KINDS: &[KindInfo] = &[$(
            kind($($what)*, |node, meta| {
                let spec = $decode(node)?;
                let meta = Arc::clone(meta);
                Ok(AnyObject::$variant(Object { meta, spec }))
            })$(.$more($($argument)*))*
        ),*];
    };
}
kinds!(rows);

/// A Namespace has nothing that is read.
#[expect(clippy::unnecessary_wraps, reason = "decodes like the others")]
fn decode_nothing(_: &Node<'_>) -> Result<(), DecodeError> {
    Ok(())
}

/// Why a kind is known and not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unread {
    /// Only Kong Operator reads it, for Konnect.
    Operator,
    /// KIC does not follow this part of the Gateway API.
    Gateway,
    /// It is gone.
    Removed,
    /// It is none of KIC's business.
    Elsewhere,
}

/// Groups whose kinds only Kong Operator reads.
pub(super) const OPERATOR_GROUPS: [&str; 2] = ["gateway-operator.konghq.com", "konnect.konghq.com"];

/// Kinds of watched groups that are known and not read.
static UNREAD: &[(&str, &str, Unread)] = &[
    (KONG, "KongCACertificate", Unread::Operator),
    (KONG, "KongCertificate", Unread::Operator),
    (KONG, "KongCredentialACL", Unread::Operator),
    (KONG, "KongCredentialAPIKey", Unread::Operator),
    (KONG, "KongCredentialBasicAuth", Unread::Operator),
    (KONG, "KongCredentialHMAC", Unread::Operator),
    (KONG, "KongCredentialJWT", Unread::Operator),
    (KONG, "KongDataPlaneClientCertificate", Unread::Operator),
    (KONG, "KongKey", Unread::Operator),
    (KONG, "KongKeySet", Unread::Operator),
    (KONG, "KongPluginBinding", Unread::Operator),
    (KONG, "KongReferenceGrant", Unread::Operator),
    (KONG, "KongRoute", Unread::Operator),
    (KONG, "KongSNI", Unread::Operator),
    (KONG, "KongService", Unread::Operator),
    (KONG, "KongTarget", Unread::Operator),
    (KONG, "KongUpstream", Unread::Operator),
    (KONG, "KongCredential", Unread::Removed),
    (GATEWAY, "BackendLBPolicy", Unread::Gateway),
    (GATEWAY, "BackendTrafficPolicy", Unread::Gateway),
    (GATEWAY, "ListenerSet", Unread::Gateway),
    (GATEWAY, "XListenerSet", Unread::Gateway),
    (NETWORKING, "NetworkPolicy", Unread::Elsewhere),
    (NETWORKING, "IPAddress", Unread::Elsewhere),
    (NETWORKING, "ServiceCIDR", Unread::Elsewhere),
    (NETWORKING, "ClusterCIDR", Unread::Elsewhere),
];

/// Whether a kind is read.
#[derive(Debug)]
pub(super) enum Lookup {
    Known(&'static KindInfo),
    OtherVersion(&'static KindInfo),
    Unknown,
}

/// Whether objects of this kind, of some group, are read, or the group is one of which an unknown kind is worth a word. The rest need
/// not even be parsed.
pub fn is_read(kind: &str, api_version: &str) -> bool {
    named(kind).is_some() || super::unknown::concerns(kind, api_version)
}

/// The kind of this name, whatever its group.
pub(super) fn named(kind: &str) -> Option<&'static KindInfo> {
    KINDS.iter().find(|info| info.kind == kind)
}

/// All kinds, for the tests.
#[cfg(test)]
pub(super) fn all() -> impl Iterator<Item = &'static KindInfo> {
    KINDS.iter()
}

/// The kinds of a group.
pub(super) fn of_group(group: &str) -> impl Iterator<Item = &'static KindInfo> {
    KINDS.iter().filter(move |info| info.group == group)
}

/// Why a kind of a group is known and not read.
pub(super) fn unread(group: &str, kind: &str) -> Option<Unread> {
    let is_it = |(of, name, _): &&(&str, &str, Unread)| *of == group && *name == kind;
    UNREAD.iter().find(is_it).map(|(.., why)| *why)
}

/// The kinds of a group that only Kong Operator reads.
pub(super) fn of_operator(group: &str) -> impl Iterator<Item = &'static str> {
    let rows = UNREAD
        .iter()
        .filter(move |(of, _, why)| *of == group && *why == Unread::Operator);
    rows.map(|(_, kind, _)| *kind)
}

/// The kind of a group and version. Ingress of `extensions` is the same kind in a version that is gone, and what says no apiVersion
/// at all is of a version that nobody serves.
pub(super) fn find(group: &str, kind: &str, version: &str) -> Lookup {
    let found = KINDS.iter().find(|info| {
        info.kind == kind
            && (info.group == group
                || group == "extensions" && info.group == NETWORKING
                || group.is_empty() && version.is_empty())
    });
    match found {
        None => Lookup::Unknown,
        Some(info) if info.group == group && info.served.contains(&version) => Lookup::Known(info),
        Some(info) => Lookup::OtherVersion(info),
    }
}
