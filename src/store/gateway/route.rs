//! One view of what all route kinds share, so that parents and backends are read once for all of them.

use crate::controller::{Controller, Switch};
use crate::k8s::gateway::{L4BackendRef, TcpRouteSpec, TlsRouteSpec, UdpRouteSpec};
use gateway_api::apis::experimental::{grpcroutes, httproutes};

/// The API group of the Gateway API.
pub const GROUP: &str = "gateway.networking.k8s.io";

/// A `parentRefs` item with the API's defaults.
#[derive(Debug, Clone, Copy)]
pub struct ParentReference<'a> {
    /// API group.
    pub group: &'a str,
    /// Kind.
    pub kind: &'a str,
    /// Namespace, when written.
    pub namespace: Option<&'a str>,
    /// Name.
    pub name: &'a str,
    /// Listener, when written and not empty.
    pub section_name: Option<&'a str>,
    /// Port, when written.
    pub port: Option<i32>,
}

impl ParentReference<'_> {
    /// Whether it names a Gateway.
    pub fn is_gateway(&self, controller: &Controller) -> bool {
        let may_be_empty = controller.has(Switch::EmptyParentIsGateway);
        let is = |text: &str, wanted| text == wanted || may_be_empty && text.is_empty();
        is(self.group, GROUP) && is(self.kind, "Gateway")
    }

    /// Whether the section name lets in the listener of this name.
    pub fn selects(&self, listener: &str) -> bool {
        self.section_name.is_none_or(|section| section == listener)
    }
}

/// A `backendRefs` item with the API's defaults.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BackendReference<'a> {
    /// API group.
    pub group: &'a str,
    /// Kind.
    pub kind: &'a str,
    /// Namespace, when written.
    pub namespace: Option<&'a str>,
    /// Name.
    pub name: &'a str,
    /// Port.
    pub port: Option<i32>,
    /// Weight.
    pub weight: i32,
}

/// A route of any kind.
pub trait RouteSpec {
    /// The API's word for the kind.
    const KIND: &'static str;
    /// Gateways it wants to attach to.
    fn parents(&self) -> Vec<ParentReference<'_>>;
    /// Host names; none for TCPRoute and UDPRoute.
    fn hostnames(&self) -> &[String];
    /// Let it have these host names, if its kind has any; none of them means any.
    fn set_hostnames(&mut self, hostnames: Vec<String>);
}

macro_rules! route_spec {
    ($spec:ty, $kind:literal, $hostnames:expr, $set:expr) => {
        impl RouteSpec for $spec {
            const KIND: &'static str = $kind;

            fn parents(&self) -> Vec<ParentReference<'_>> {
                let parents = self.parent_refs.iter().flatten();
                parents
                    .map(|parent| ParentReference {
                        group: parent.group.as_deref().unwrap_or(GROUP),
                        kind: parent.kind.as_deref().unwrap_or("Gateway"),
                        namespace: parent.namespace.as_deref(),
                        name: &parent.name,
                        section_name: parent
                            .section_name
                            .as_deref()
                            .filter(|name| !name.is_empty()),
                        port: parent.port,
                    })
                    .collect()
            }

            fn hostnames(&self) -> &[String] {
                let hostnames: fn(&Self) -> &[String] = $hostnames;
                hostnames(self)
            }

            fn set_hostnames(&mut self, hostnames: Vec<String>) {
                let set: fn(&mut Self, Option<Vec<String>>) = $set;
                set(self, (!hostnames.is_empty()).then_some(hostnames));
            }
        }
    };
}

route_spec!(
    httproutes::HttpRouteSpec,
    "HTTPRoute",
    |spec| spec.hostnames.as_deref().unwrap_or_default(),
    |spec, hostnames| spec.hostnames = hostnames
);
route_spec!(
    grpcroutes::GrpcRouteSpec,
    "GRPCRoute",
    |spec| spec.hostnames.as_deref().unwrap_or_default(),
    |spec, hostnames| spec.hostnames = hostnames
);
route_spec!(
    TlsRouteSpec,
    "TLSRoute",
    |spec| spec.hostnames.as_deref().unwrap_or_default(),
    |spec, hostnames| spec.hostnames = hostnames
);
route_spec!(TcpRouteSpec, "TCPRoute", |_| &[], |_, _| {});
route_spec!(UdpRouteSpec, "UDPRoute", |_| &[], |_, _| {});

macro_rules! backend_reference {
    ($($reference:ty),*) => {$(
        impl<'a> From<&'a $reference> for BackendReference<'a> {
            fn from(backend: &'a $reference) -> Self {
                Self {
                    group: backend.group.as_deref().unwrap_or_default(),
                    kind: backend.kind.as_deref().unwrap_or("Service"),
                    namespace: backend.namespace.as_deref(),
                    name: &backend.name,
                    port: backend.port,
                    weight: backend.weight.unwrap_or(1),
                }
            }
        }
    )*};
}

backend_reference!(
    httproutes::HttpRouteRulesBackendRefs,
    grpcroutes::GrpcRouteRulesBackendRefs,
    L4BackendRef
);

/// A rule of a TCPRoute, UDPRoute or TLSRoute.
#[derive(Debug, Clone)]
pub struct StreamRule<'a> {
    /// Name, when it has one.
    pub name: Option<&'a str>,
    /// Its backends in order.
    pub backends: Vec<BackendReference<'a>>,
}

/// A route below HTTP: its rules have backends and nothing to match.
pub trait StreamRouteSpec: RouteSpec {
    /// Its rules in order.
    fn rules(&self) -> Vec<StreamRule<'_>>;
}

macro_rules! stream_route_spec {
    ($($spec:ty),*) => {$(
        impl StreamRouteSpec for $spec {
            fn rules(&self) -> Vec<StreamRule<'_>> {
                let rules = self.rules.iter();
                rules
                    .map(|rule| StreamRule {
                        name: rule.name.as_deref(),
                        backends: rule
                            .backend_refs
                            .iter()
                            .flatten()
                            .map(BackendReference::from)
                            .collect(),
                    })
                    .collect()
            }
        }
    )*};
}

stream_route_spec!(TcpRouteSpec, UdpRouteSpec, TlsRouteSpec);
