//! Kong's entities as this tool builds them: a neutral model without a Kubernetes type in it.
//! Every entity owns the [`Origin`](crate::origin::Origin) it was made from.

pub mod certificate;
pub mod consumer;
pub mod custom_entity;
pub mod expression;
pub mod growth;
pub mod ids;
pub mod names;
pub mod path;
pub mod plugin;
pub mod protocol;
pub mod route;
pub mod secret;
pub mod service;
pub mod state;
pub mod upstream;
pub mod vault;
