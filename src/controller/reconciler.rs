//! `--disable-controllers`: the parts of a controller that can be switched off, by the names of KIC's flags `--enable-controller-...`
//! and of a ControlPlane's `controllers[].name` (spec 85, 9).

use std::str::FromStr;

/// A part of the controller that watches some kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "named after what they watch")]
pub enum Reconciler {
    Ingress,
    IngressClass,
    IngressClassParameters,
    TcpIngress,
    UdpIngress,
    KongIngress,
    KongPlugin,
    KongClusterPlugin,
    KongConsumer,
    Service,
    KongUpstreamPolicy,
    KongServiceFacade,
    KongCustomEntity,
    KongVault,
    KongLicense,
    Gateway,
    HttpRoute,
    GrpcRoute,
    TlsRoute,
    TcpRoute,
    UdpRoute,
    BackendTlsPolicy,
    ReferenceGrant,
}

/// The names that KIC's flags have behind `--enable-controller-`.
const NAMES: [(&str, Reconciler); 23] = [
    ("ingress-networkingv1", Reconciler::Ingress),
    ("ingress-class-networkingv1", Reconciler::IngressClass),
    (
        "ingress-class-parameters",
        Reconciler::IngressClassParameters,
    ),
    ("tcpingress", Reconciler::TcpIngress),
    ("udpingress", Reconciler::UdpIngress),
    ("kongingress", Reconciler::KongIngress),
    ("kongplugin", Reconciler::KongPlugin),
    ("kongclusterplugin", Reconciler::KongClusterPlugin),
    ("kongconsumer", Reconciler::KongConsumer),
    ("service", Reconciler::Service),
    ("kong-upstream-policy", Reconciler::KongUpstreamPolicy),
    ("kong-service-facade", Reconciler::KongServiceFacade),
    ("kong-custom-entity", Reconciler::KongCustomEntity),
    ("kong-vault", Reconciler::KongVault),
    ("kong-license", Reconciler::KongLicense),
    ("gwapi-gateway", Reconciler::Gateway),
    ("gwapi-httproute", Reconciler::HttpRoute),
    ("gwapi-grpcroute", Reconciler::GrpcRoute),
    ("gwapi-tlsroute", Reconciler::TlsRoute),
    ("gwapi-tcproute", Reconciler::TcpRoute),
    ("gwapi-udproute", Reconciler::UdpRoute),
    ("gwapi-backend-tls-policy", Reconciler::BackendTlsPolicy),
    ("gwapi-reference-grant", Reconciler::ReferenceGrant),
];

/// What names all parts of the Gateway API at once.
const GATEWAY_API: &str = "gwapi";

/// One or several parts, as one name means them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reconcilers(pub Vec<Reconciler>);

impl Reconciler {
    /// The name of KIC's flag.
    pub fn name(self) -> &'static str {
        let found = NAMES.iter().find(|(_, known)| *known == self);
        found.map_or("", |(name, _)| name)
    }
}

impl Reconcilers {
    /// Those that a ControlPlane with `dataplane.type: ref` switches off: all of the Gateway API (spec 80, 3).
    pub fn of_gateway_api() -> Self {
        let names = NAMES.iter();
        let found = names.filter(|(name, _)| name.starts_with(GATEWAY_API));
        Self(found.map(|(_, reconciler)| *reconciler).collect())
    }
}

impl FromStr for Reconcilers {
    type Err = String;

    /// A name of KIC (`kongplugin`), one of a ControlPlane (`KONG_PLUGIN`), or `gwapi`.
    fn from_str(text: &str) -> Result<Self, String> {
        let plain = |name: &str| name.to_lowercase().replace(['-', '_'], "");
        if text == GATEWAY_API {
            return Ok(Self::of_gateway_api());
        }
        let found = NAMES.iter().find(|(name, _)| plain(name) == plain(text));
        let (_, reconciler) = found.ok_or_else(|| {
            let names: Vec<&str> = NAMES.iter().map(|(name, _)| *name).collect();
            format!("expected {GATEWAY_API} or one of {}", names.join(", "))
        })?;
        Ok(Self(vec![*reconciler]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_kic_and_of_a_control_plane_mean_the_same() {
        for (kic, operator) in [
            ("kongplugin", "KONG_PLUGIN"),
            ("ingress-networkingv1", "INGRESS_NETWORKINGV1"),
            ("gwapi-reference-grant", "GWAPI_REFERENCE_GRANT"),
        ] {
            assert_eq!(kic.parse::<Reconcilers>(), operator.parse::<Reconcilers>());
        }
        assert!("ingresses".parse::<Reconcilers>().is_err());
    }

    #[test]
    fn gwapi_names_all_of_the_gateway_api() {
        let all = "gwapi".parse::<Reconcilers>().unwrap();
        assert_eq!(all.0.len(), 8);
        assert!(all.0.contains(&Reconciler::TcpRoute));
    }
}
