//! KongUpstreamPolicy to upstreams (spec 43, 1).

use super::Context;
use crate::kong::state::State;

/// Lay every policy over the upstreams of the Services that name it.
pub fn apply(context: &mut Context<'_>, state: &mut State) {
    let _ = (context, state);
}
