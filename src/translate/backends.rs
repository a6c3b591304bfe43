//! Backends of Kong services to Kubernetes Services: resolution, tags, consistency of annotations (spec 10, 9.1 and 9.2).

use super::{Context, Services};

/// Resolve the backends of all services; mark those that must be skipped.
pub fn resolve(context: &mut Context<'_>, services: &mut Services) {
    let _ = (context, services);
}
