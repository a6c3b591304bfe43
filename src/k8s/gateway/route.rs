//! What all route kinds share, and the routes other than HTTPRoute: GRPCRoute `v1`, TCPRoute, UDPRoute and TLSRoute `v1alpha2`.

use super::GROUP;
use super::http::{HttpRouteSpec, MatchType, NamedValueMatch};
use serde::Deserialize;
use std::fmt;

/// Kinds of Gateway API routes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RouteKind {
    /// HTTPRoute
    Http,
    /// GRPCRoute
    Grpc,
    /// TCPRoute
    Tcp,
    /// UDPRoute
    Udp,
    /// TLSRoute
    Tls,
}

impl RouteKind {
    /// The API's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http => "HTTPRoute",
            Self::Grpc => "GRPCRoute",
            Self::Tcp => "TCPRoute",
            Self::Udp => "UDPRoute",
            Self::Tls => "TLSRoute",
        }
    }
}

impl fmt::Display for RouteKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What all route kinds have.
pub trait RouteSpec {
    /// The kind.
    const KIND: RouteKind;
    /// Gateways it wants to attach to.
    fn parent_refs(&self) -> &[ParentReference];
    /// Host names; none for TCPRoute and UDPRoute.
    fn hostnames(&self) -> &[String];
}

macro_rules! route_spec {
    ($type:ident, $kind:ident, $hostnames:expr) => {
        impl RouteSpec for $type {
            const KIND: RouteKind = RouteKind::$kind;

            fn parent_refs(&self) -> &[ParentReference] {
                self.parent_refs.as_deref().unwrap_or_default()
            }

            fn hostnames(&self) -> &[String] {
                let hostnames: fn(&Self) -> &[String] = $hostnames;
                hostnames(self)
            }
        }
    };
}

route_spec!(HttpRouteSpec, Http, |spec| spec
    .hostnames
    .as_deref()
    .unwrap_or_default());
route_spec!(GrpcRouteSpec, Grpc, |spec| spec
    .hostnames
    .as_deref()
    .unwrap_or_default());
route_spec!(TlsRouteSpec, Tls, |spec| spec
    .hostnames
    .as_deref()
    .unwrap_or_default());
route_spec!(TcpRouteSpec, Tcp, |_| &[]);
route_spec!(UdpRouteSpec, Udp, |_| &[]);

/// `parentRefs[]`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ParentReference {
    /// API group; that of the Gateway API when absent.
    pub group: Option<String>,
    /// Kind; Gateway when absent.
    pub kind: Option<String>,
    /// Name.
    pub name: String,
    /// Namespace; the route's when absent.
    pub namespace: Option<String>,
    /// Listener.
    pub section_name: Option<String>,
    /// Port of listeners.
    pub port: Option<i32>,
}

/// `rules[].backendRefs[]`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct BackendReference {
    /// API group; core when absent.
    pub group: Option<String>,
    /// Kind; Service when absent.
    pub kind: Option<String>,
    /// Name.
    pub name: String,
    /// Namespace; the route's when absent.
    pub namespace: Option<String>,
    /// Port.
    pub port: Option<i32>,
    /// Weight; 1 when absent.
    pub weight: Option<i32>,
    /// Filters, which KIC ignores but compares.
    pub filters: Option<Vec<RawJson>>,
}

/// `rules[]` of TCPRoute, UDPRoute and TLSRoute.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StreamRule {
    /// Name.
    pub name: Option<String>,
    /// Backends.
    pub backend_refs: Option<Vec<BackendReference>>,
}

/// TCPRoute `spec`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TcpRouteSpec {
    /// Gateways.
    pub parent_refs: Option<Vec<ParentReference>>,
    /// Rules.
    pub rules: Option<Vec<StreamRule>>,
}

/// UDPRoute `spec`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UdpRouteSpec {
    /// Gateways.
    pub parent_refs: Option<Vec<ParentReference>>,
    /// Rules.
    pub rules: Option<Vec<StreamRule>>,
}

/// TLSRoute `spec`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct TlsRouteSpec {
    /// SNIs; may be absent, then KIC translates nothing.
    pub hostnames: Option<Vec<String>>,
    /// Gateways.
    pub parent_refs: Option<Vec<ParentReference>>,
    /// Rules.
    pub rules: Option<Vec<StreamRule>>,
}

/// GRPCRoute `spec`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GrpcRouteSpec {
    /// Host names.
    pub hostnames: Option<Vec<String>>,
    /// Gateways.
    pub parent_refs: Option<Vec<ParentReference>>,
    /// Rules.
    pub rules: Option<Vec<GrpcRule>>,
}

/// GRPCRoute `rules[]`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GrpcRule {
    /// Name.
    pub name: Option<String>,
    /// Matches.
    pub matches: Option<Vec<GrpcMatch>>,
    /// Filters, which KIC ignores.
    pub filters: Option<Vec<RawJson>>,
    /// Backends.
    pub backend_refs: Option<Vec<BackendReference>>,
}

/// GRPCRoute `rules[].matches[]`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GrpcMatch {
    /// gRPC service and method.
    pub method: Option<GrpcMethodMatch>,
    /// Headers.
    pub headers: Option<Vec<NamedValueMatch>>,
}

/// `matches[].method`
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct GrpcMethodMatch {
    /// How; `Exact` when absent.
    #[serde(rename = "type")]
    pub kind: Option<MatchType>,
    /// gRPC service.
    pub service: Option<String>,
    /// gRPC method.
    pub method: Option<String>,
}

impl ParentReference {
    /// The group, defaulted.
    pub fn group(&self) -> &str {
        self.group.as_deref().unwrap_or(GROUP)
    }

    /// The kind, defaulted.
    pub fn kind(&self) -> &str {
        self.kind.as_deref().unwrap_or("Gateway")
    }

    /// The listener asked for; an empty name asks for none.
    pub fn section_name(&self) -> Option<&str> {
        self.section_name.as_deref().filter(|name| !name.is_empty())
    }

    /// Whether the reference, by its section name alone, takes in this listener.
    pub fn selects(&self, listener: &str) -> bool {
        self.section_name()
            .is_none_or(|section| section == listener)
    }
}

impl BackendReference {
    /// The group, defaulted.
    pub fn group(&self) -> &str {
        self.group.as_deref().unwrap_or_default()
    }

    /// The kind, defaulted.
    pub fn kind(&self) -> &str {
        self.kind.as_deref().unwrap_or("Service")
    }
}

/// JSON that is only compared: its canonical text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RawJson(String);

impl<'de> Deserialize<'de> for RawJson {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_json::Value::deserialize(deserializer).map(|value| Self(value.to_string()))
    }
}
