//! The kinds of the Gateway API 1.3.0 (experimental channel), and what 1.5 and 1.6 have otherwise.

mod backendtlspolicy;
mod filters;
mod gateway;
mod gatewayclass;
mod grpcroute;
mod httproute;
mod l4route;
mod path;
mod referencegrant;
mod session;
mod shared;

use super::description::Schema;

/// The description of a kind of the group `gateway.networking.k8s.io`.
pub(super) fn schema_of(kind: &str, version: &str) -> Option<&'static Schema> {
    Some(match kind {
        "GatewayClass" => &gatewayclass::GATEWAY_CLASS,
        "Gateway" => &gateway::GATEWAY,
        "HTTPRoute" => &httproute::HTTP_ROUTE,
        "GRPCRoute" => &grpcroute::GRPC_ROUTE,
        "TCPRoute" | "UDPRoute" if version == "v1" => &l4route::L4_ROUTE_V1,
        "TCPRoute" | "UDPRoute" => &l4route::L4_ROUTE,
        "TLSRoute" if version == "v1alpha2" => &l4route::TLS_ROUTE,
        "TLSRoute" => &l4route::TLS_ROUTE_V1,
        "BackendTLSPolicy" => &backendtlspolicy::BACKEND_TLS_POLICY,
        "ReferenceGrant" => &referencegrant::REFERENCE_GRANT,
        _ => return None,
    })
}
