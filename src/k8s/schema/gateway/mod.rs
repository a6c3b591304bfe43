//! The kinds of the Gateway API 1.3.0 (experimental channel).

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
pub(super) fn schema_of(kind: &str) -> Option<&'static Schema> {
    Some(match kind {
        "GatewayClass" => &gatewayclass::GATEWAY_CLASS,
        "Gateway" => &gateway::GATEWAY,
        "HTTPRoute" => &httproute::HTTP_ROUTE,
        "GRPCRoute" => &grpcroute::GRPC_ROUTE,
        "TCPRoute" | "UDPRoute" => &l4route::L4_ROUTE,
        "TLSRoute" => &l4route::TLS_ROUTE,
        "BackendTLSPolicy" => &backendtlspolicy::BACKEND_TLS_POLICY,
        "ReferenceGrant" => &referencegrant::REFERENCE_GRANT,
        _ => return None,
    })
}
