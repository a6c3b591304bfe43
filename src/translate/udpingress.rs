//! UDPIngress objects to Kong services and routes.

use super::{Context, Services};

/// The Kong services of all UDPIngresss, before their backends are resolved.
pub fn translate(context: &mut Context<'_>) -> Services {
    let _ = context;
    Services::new()
}
