//! The kinds the controller reads, with the versions an API server serves them in (spec 20, head), and those of other controllers
//! that make Secrets.

use crate::controller::Served;
use crate::controller::gateway_api::Sight;

/// Which decoder a kind has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
    Ingress,
    IngressClass,
    Service,
    EndpointSlice,
    Secret,
    ConfigMap,
    Namespace,
    GatewayClass,
    Gateway,
    HttpRoute,
    GrpcRoute,
    TcpRoute,
    UdpRoute,
    TlsRoute,
    BackendTlsPolicy,
    ReferenceGrant,
    IngressClassParameters,
    KongServiceFacade,
    TcpIngress,
    UdpIngress,
    KongIngress,
    KongPlugin,
    KongClusterPlugin,
    KongConsumer,
    KongConsumerGroup,
    KongUpstreamPolicy,
    KongVault,
    KongCustomEntity,
    KongLicense,
    Certificate,
    ExternalSecret,
    ClusterExternalSecret,
    SealedSecret,
}

/// One kind.
#[derive(Debug)]
pub(super) struct KindInfo {
    pub(super) group: &'static str,
    pub(super) kind: &'static str,
    /// Versions the API server serves; the first one is what the controller reads. For kinds of the Gateway API whose versions
    /// differ between its releases `controller::gateway_api` has the last word.
    pub(super) served: &'static [&'static str],
    pub(super) namespaced: bool,
    pub(super) kind_type: Type,
}

impl KindInfo {
    /// How the controller sees an object of this kind that is written in a version.
    pub(super) fn sight<'s>(&'s self, version: &str, served: &'s Served) -> Sight<'s> {
        let of_gateway_api = (self.group == GATEWAY)
            .then(|| served.sight(self.kind, version))
            .flatten();
        of_gateway_api.unwrap_or_else(|| {
            if self.served.contains(&version) {
                Sight::Seen(self.served[0])
            } else {
                Sight::NotServed(self.served.to_vec())
            }
        })
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

/// Whether a kind, and a version of it, is read.
#[derive(Debug)]
pub(super) enum Lookup {
    Known(&'static KindInfo),
    OtherVersion(&'static KindInfo),
    Unknown,
}

const CORE: &str = "";
pub(super) const NETWORKING: &str = "networking.k8s.io";
pub(super) const GATEWAY: &str = "gateway.networking.k8s.io";
pub(super) const INCUBATOR: &str = "incubator.ingress-controller.konghq.com";
pub(super) const KONG: &str = "configuration.konghq.com";
const EXTERNAL: &str = "external-secrets.io";

const fn kind(
    group: &'static str,
    kind: &'static str,
    served: &'static [&'static str],
    kind_type: Type,
) -> KindInfo {
    KindInfo {
        group,
        kind,
        served,
        namespaced: true,
        kind_type,
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "builds a constant from a constant"
)]
const fn cluster(info: KindInfo) -> KindInfo {
    KindInfo {
        namespaced: false,
        ..info
    }
}

static KINDS: [KindInfo; 33] = [
    kind(NETWORKING, "Ingress", &["v1"], Type::Ingress),
    cluster(kind(
        NETWORKING,
        "IngressClass",
        &["v1"],
        Type::IngressClass,
    )),
    kind(CORE, "Service", &["v1"], Type::Service),
    kind(
        "discovery.k8s.io",
        "EndpointSlice",
        &["v1"],
        Type::EndpointSlice,
    ),
    kind(CORE, "Secret", &["v1"], Type::Secret),
    kind(CORE, "ConfigMap", &["v1"], Type::ConfigMap),
    cluster(kind(CORE, "Namespace", &["v1"], Type::Namespace)),
    cluster(kind(
        GATEWAY,
        "GatewayClass",
        &["v1", "v1beta1"],
        Type::GatewayClass,
    )),
    kind(GATEWAY, "Gateway", &["v1", "v1beta1"], Type::Gateway),
    kind(GATEWAY, "HTTPRoute", &["v1", "v1beta1"], Type::HttpRoute),
    kind(GATEWAY, "GRPCRoute", &["v1"], Type::GrpcRoute),
    kind(GATEWAY, "TCPRoute", &["v1alpha2"], Type::TcpRoute),
    kind(GATEWAY, "UDPRoute", &["v1alpha2"], Type::UdpRoute),
    kind(GATEWAY, "TLSRoute", &["v1alpha2"], Type::TlsRoute),
    kind(
        GATEWAY,
        "BackendTLSPolicy",
        &["v1alpha3"],
        Type::BackendTlsPolicy,
    ),
    kind(
        GATEWAY,
        "ReferenceGrant",
        &["v1beta1"],
        Type::ReferenceGrant,
    ),
    kind(
        KONG,
        "IngressClassParameters",
        &["v1alpha1"],
        Type::IngressClassParameters,
    ),
    kind(
        INCUBATOR,
        "KongServiceFacade",
        &["v1alpha1"],
        Type::KongServiceFacade,
    ),
    kind(KONG, "TCPIngress", &["v1beta1"], Type::TcpIngress),
    kind(KONG, "UDPIngress", &["v1beta1"], Type::UdpIngress),
    kind(KONG, "KongIngress", &["v1"], Type::KongIngress),
    kind(KONG, "KongPlugin", &["v1"], Type::KongPlugin),
    cluster(kind(
        KONG,
        "KongClusterPlugin",
        &["v1"],
        Type::KongClusterPlugin,
    )),
    kind(KONG, "KongConsumer", &["v1"], Type::KongConsumer),
    kind(
        KONG,
        "KongConsumerGroup",
        &["v1beta1"],
        Type::KongConsumerGroup,
    ),
    kind(
        KONG,
        "KongUpstreamPolicy",
        &["v1beta1"],
        Type::KongUpstreamPolicy,
    ),
    cluster(kind(KONG, "KongVault", &["v1alpha1"], Type::KongVault)),
    kind(
        KONG,
        "KongCustomEntity",
        &["v1alpha1"],
        Type::KongCustomEntity,
    ),
    cluster(kind(KONG, "KongLicense", &["v1alpha1"], Type::KongLicense)),
    kind(
        "cert-manager.io",
        "Certificate",
        &["v1", "v1beta1", "v1alpha3", "v1alpha2"],
        Type::Certificate,
    ),
    kind(
        EXTERNAL,
        "ExternalSecret",
        &["v1", "v1beta1", "v1alpha1"],
        Type::ExternalSecret,
    ),
    cluster(kind(
        EXTERNAL,
        "ClusterExternalSecret",
        &["v1", "v1beta1"],
        Type::ClusterExternalSecret,
    )),
    kind(
        "bitnami.com",
        "SealedSecret",
        &["v1alpha1"],
        Type::SealedSecret,
    ),
];

/// Whether objects of this kind, of some group, are read, or the group is one of which an unknown kind is worth a word. The rest need
/// not even be parsed.
pub fn is_read(kind: &str, api_version: &str) -> bool {
    KINDS.iter().any(|info| info.kind == kind) || super::unknown::concerns(kind, api_version)
}

/// The kind of this name, whatever its group.
pub(super) fn named(kind: &str) -> Option<&'static KindInfo> {
    KINDS.iter().find(|info| info.kind == kind)
}

/// Whether Kong Operator has given the kind up.
pub(super) fn is_legacy(info: &KindInfo) -> bool {
    matches!(
        info.kind_type,
        Type::TcpIngress | Type::UdpIngress | Type::KongIngress
    )
}

/// The kinds of a group.
pub(super) fn of_group(group: &str) -> impl Iterator<Item = &'static KindInfo> {
    KINDS.iter().filter(move |info| info.group == group)
}

/// Whether objects of this kind are read only for the Secrets that another controller makes of them.
pub(super) fn is_of_secret_maker(kind: &str) -> bool {
    KINDS.iter().any(|info| {
        let is_maker = matches!(
            info.kind_type,
            Type::Certificate
                | Type::ExternalSecret
                | Type::ClusterExternalSecret
                | Type::SealedSecret
        );
        is_maker && info.kind == kind
    })
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
