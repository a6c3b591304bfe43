//! Typed Kubernetes objects: what a document says, decoded as the API server decodes it.
//!
//! The published types of k8s-openapi and gateway-api serve wherever they fit; Kong's own kinds and the
//! Gateway API versions those crates do not have stand in [`kong`] and [`gateway`]. This room knows nothing of Kong's entities.

mod base64;
pub mod builtin;
pub mod crd;
pub mod decode;
pub mod embedded;
pub mod gateway;
pub mod kong;
pub mod object;
pub mod schema;
pub mod secret_makers;
