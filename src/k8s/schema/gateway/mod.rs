//! The kinds of the Gateway API 1.3.0 (experimental channel), and what 1.5 and 1.6 have otherwise.

pub(in crate::k8s) mod backendtlspolicy;
mod filters;
pub(in crate::k8s) mod gateway;
pub(in crate::k8s) mod gatewayclass;
pub(in crate::k8s) mod grpcroute;
pub(in crate::k8s) mod httproute;
pub(in crate::k8s) mod l4route;
mod path;
pub(in crate::k8s) mod referencegrant;
mod session;
mod shared;
